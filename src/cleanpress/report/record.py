"""The record of one document: all that is known of its cleaning, as plain values for JSON.

What the record holds is laid down in ``data/report/report-1.schema.json``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from cleanpress.article import Article
from cleanpress.document import Box, Document
from cleanpress.places import Place, box_around, line_places
from cleanpress.receipt import Change
from cleanpress.report.coding import coding_of
from cleanpress.report.plain import Plain, Record, plain

if TYPE_CHECKING:
    from cleanpress.metadata import Metadata

SCHEMA = "cleanpress-report/1"
TOLD_BY = ("pdfminer.six", "pypdfium2", "ftfy", "regex", "charset-normalizer")
FIELDS = ("title", "standfirst", "authors", "published", "url", "site", "language", "printed_at")

_WORD = re.compile(r"\w+")


def schema() -> str:
    """The JSON Schema of reports, as JSON."""
    path = files("cleanpress") / "data" / "report" / "report-1.schema.json"
    return path.read_text(encoding="utf-8")


def record_of(
    article: Article, *, file: str = "", data: bytes | None = None, encoding: str | None = None
) -> Record:
    """The record of an article.

    ``data`` are the bytes that it was read from and ``encoding`` how a text was, if that was
    told; with them ``restore`` gives back the file and not only its text.

    >>> from cleanpress.api import clean
    >>> record = record_of(clean("Advertisement\\n\\nThe ferry leaves at noon."))
    >>> record["counts"]["advertisements"]
    {'advertisement-label': {'runs': 1, 'characters': 14, 'words': 1}}
    """
    receipt = article.receipt
    return {
        "schema": SCHEMA,
        "file": file,
        "status": article.status,
        "versions": dict(versions()),
        "source": _source(article, data, encoding),
        "text": {
            "sha256": receipt.text_sha256,
            "characters": len(article.text),
            "words": words(article.text),
            "paragraphs": len(article.paragraphs),
            **_lone(article.text),
        },
        "pipeline": _pipeline(article),
        "hidden": dict(article.hidden),
        "abstained": [plain(one._asdict()) for one in article.abstained],
        "metadata": _metadata(article.document, article.metadata),
        "counts": counts(receipt.changes),
        "changes": [_change(article.document, one) for one in receipt.changes],
    }


def failed(file: str, error: str) -> Record:
    """The record of a document that could not be read."""
    return {"schema": SCHEMA, "file": file, "status": "failed", "error": error}


def words(text: str) -> int:
    """How many words a text has: stretches of letters, digits and underscores."""
    return len(_WORD.findall(text))


@cache
def versions() -> tuple[tuple[str, str], ...]:
    """The versions of all that has a say in what comes out."""
    import platform
    import unicodedata

    told = {"cleanpress": _version("cleanpress") or "unknown"}
    told |= {"python": platform.python_version(), "unicode": unicodedata.unidata_version}
    return tuple(told.items()) + tuple((name, v) for name in TOLD_BY if (v := _version(name)))


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def counts(changes: Sequence[Change]) -> dict[str, Plain]:
    """By filter and reason: runs, source characters, and words of what is gone for good."""
    told: dict[str, dict[str, dict[str, int]]] = {}
    for one in changes:
        reasons = told.setdefault(one.by, {})
        count = reasons.setdefault(one.reason, {"runs": 0, "characters": 0, "words": 0})
        count["runs"] += 1
        count["characters"] += one.end - one.start
        count["words"] += 0 if one.text else words(one.source)
    return {by: plain(reasons) for by, reasons in told.items()}


def _source(article: Article, data: bytes | None, encoding: str | None) -> Record:
    doc = article.document
    told: Record = {
        "kind": "pdf" if doc.page_sizes else "text",
        "sha256": article.receipt.source_sha256,
        "characters": len(doc.source),
        "words": words(doc.source),
        "pages": len(doc.page_starts),
    }
    if reader := doc.info.get("Reader"):
        told["reader"] = reader
    if doc.page_sizes:
        told["page_sizes"] = [[round(side, 2) for side in size] for size in doc.page_sizes]
    if data is not None:
        told["file_sha256"] = sha256(data).hexdigest()
        told["file_bytes"] = len(data)
        if not doc.page_sizes:
            told["coding"] = coding_of(doc.source, data, encoding)
    return told


def _lone(text: str) -> Record:
    """The lone surrogates that UTF-8 has no place for, by their offsets."""
    lone = {
        str(at): ord(char)
        for at, char in enumerate(text)
        if "\ud800" <= char < "\udc80" or "\udcff" < char <= "\udfff"
    }
    return {"lone_surrogates": plain(lone)} if lone else {}


def _pipeline(article: Article) -> list[Plain]:
    if article.pipeline is None:
        return [{"filter": name} for name in article.filters]
    return [
        {"filter": one.name, "stage": one.stage.name, "settings": _settings(one)}
        for one in article.pipeline.filters
    ]


def _settings(one: object) -> Plain:
    told = plain(one)
    return told if isinstance(told, dict) else {}


def _metadata(doc: Document, found: Metadata) -> Record:
    """Each field that has a value, with where it was read."""
    told: Record = {}
    for name in FIELDS:
        value = getattr(found, name)
        if value not in (None, ()):
            when = hasattr(value, "isoformat")
            told[name] = {"value": value.isoformat() if when else plain(value)}
            told[name] |= _where(doc, *found.spans[name]) if name in found.spans else {}  # type: ignore[operator]
    return told


def _where(doc: Document, start: int, end: int) -> Record:
    told: Record = {"start": start, "end": end, "page": doc.page_at(start)}
    box = box_around(doc, start, end) if doc.typeset else None
    return told if box is None else {**told, "box": _rounded(box)}


def _change(doc: Document, one: Change) -> Record:
    told: Record = {"start": one.start, "end": one.end, "page": one.page}
    if one.box is not None:
        told["box"] = _rounded(one.box)
        lines = [place for place in line_places(doc, one.start, one.end) if place.box]
        if len(lines) > 1:
            told["lines"] = [_line(place) for place in lines]
    told |= {"by": one.by, "reason": one.reason}
    if one.note:
        told["note"] = one.note
    return {**told, "source": one.source, "text": one.text}


def _line(place: Place) -> Record:
    return {"page": place.page, "box": _rounded(place.box)}


def _rounded(box: Box | None) -> Plain:
    return None if box is None else [round(side, 2) for side in box]
