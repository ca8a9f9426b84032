"""From a report back: to the source, byte for byte, and from the source to the body."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import pairwise

from cleanpress.errors import ReceiptError
from cleanpress.receipt import Change, Receipt, fingerprint, replay, restore
from cleanpress.report.coding import encoded, text_from
from cleanpress.report.plain import Plain, Record
from cleanpress.report.record import SCHEMA

FAMILY, _, VERSION = SCHEMA.partition("/")


def load(data: bytes) -> Iterator[Record]:
    """The records in a report: one JSON document, or JSON Lines.

    Raises:
        ReceiptError: this is no report, or one of another version.
    """
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError):
        whole = None
    try:
        found = [json.loads(line) for line in data.splitlines() if line] if whole is None else whole
    except (ValueError, RecursionError) as error:
        raise ReceiptError(f"the report is not JSON: {error}") from error
    if isinstance(found, dict):
        _check(found)
        found = found.get("documents", [found])
    if not isinstance(found, list):
        raise ReceiptError("this is not a report of cleanpress")
    for one in found:
        yield _check(one)


def _check(record: object) -> Record:
    told = record.get("schema") if isinstance(record, dict) else None
    family, _, version = str(told).partition("/")
    if not isinstance(record, dict) or family != FAMILY:
        raise ReceiptError("this is not a report of cleanpress")
    if version != VERSION:
        raise ReceiptError(f"the report is of version {version}; this cleanpress reads {VERSION}")
    return record


def restored(records: Iterable[Record], body: bytes) -> bytes:
    """The source of the document whose body this is, byte for byte.

    For a PDF it is the text that its reader gave, as UTF-8.

    Raises:
        ReceiptError: no document of the report has this body, or the report is damaged.
    """
    plain = body.decode("utf-8", "surrogateescape")
    told = fingerprint(plain)
    for record in records:
        lone, source = _table(record, "text").get("lone_surrogates"), _table(record, "source")
        text = _with_lone(plain, lone) if isinstance(lone, dict) else plain
        if _table(record, "text").get("sha256") == (told if text is plain else fingerprint(text)):
            return encoded(restore(text, receipt_of(record)), source)
    raise ReceiptError("no document of the report has this body")


def replayed(records: Iterable[Record], data: bytes) -> str:
    """The body of the document whose source this is: a text, a PDF, or what was restored.

    Raises:
        ReceiptError: no document of the report has this source, or the report is damaged.
        ReadError: the PDF cannot be read.
    """
    pdf: list[str] = []
    for record in records:
        source = _table(record, "source")
        if source.get("kind") == "pdf" and b"%PDF-" in data[:1024] and not pdf:
            pdf = list(_readings(data))
        for text in (text_from(data, source), *pdf):
            if text is not None and fingerprint(text) == source.get("sha256"):
                return replay(text, receipt_of(record))
    raise ReceiptError("no document of the report has this source")


def _readings(data: bytes) -> Iterator[str]:
    """What each library that is installed reads in a PDF."""
    from cleanpress.readers.apart import Asked, read_apart
    from cleanpress.readers.pdf import check_backend

    for backend in ("auto", *check_backend("auto")[1:]):
        yield read_apart(Asked(data, backend=backend)).source


def receipt_of(record: Record) -> Receipt:
    """The receipt in a record.

    Raises:
        ReceiptError: the record has no changes that make sense.
    """
    changes = record.get("changes")
    source, text = _table(record, "source").get("sha256"), _table(record, "text").get("sha256")
    if not isinstance(changes, list) or not isinstance(source, str) or not isinstance(text, str):
        raise ReceiptError("the report is damaged: a document has no receipt")
    found = tuple(_change(one) for one in changes)
    if any(after.start < before.end for before, after in pairwise(found)):
        raise ReceiptError("the report is damaged: its changes are out of order")
    return Receipt(source, text, found)


def _change(told: Plain) -> Change:
    match told:
        case {"start": int(start), "end": int(end), "source": str(source), "text": str(text)}:
            if 0 <= start < end and end - start == len(source):
                return Change(start, end, source, text, "", "", "", page=1, box=None)
    raise ReceiptError("the report is damaged: a change has no place or no text")


def _table(record: Record, name: str) -> Record:
    found = record.get(name)
    return found if isinstance(found, dict) else {}


def _with_lone(text: str, lone: dict[str, Plain]) -> str:
    """The text with the lone surrogates that were lost when it was written."""
    chars = list(text)
    for at, code in lone.items():
        place = int(at) if at.isdecimal() else len(chars)
        known = isinstance(code, int) and 0xD800 <= code <= 0xDFFF
        if known and place < len(chars) and chars[place] == "\N{REPLACEMENT CHARACTER}":
            chars[place] = chr(int(str(code)))
    return "".join(chars)
