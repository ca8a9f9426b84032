"""The receipt: every run that is not verbatim, enough to go back and forth.

``restore`` rebuilds the source from the text, ``replay`` the text from the source. The size grows
with what was changed, not with the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from cleanpress.document import Box, Document
from cleanpress.errors import ReceiptError
from cleanpress.places import box_around


class Change(NamedTuple):
    """One run that is not verbatim.

    ``start``/``end`` are code-point offsets into the source, ``source`` is what stood there,
    ``text`` what stands there now (empty: removed); ``page`` counts from 1; ``box`` is in points
    from the page's top left, ``None`` where there is no geometry.
    """

    start: int
    end: int
    source: str
    text: str
    by: str
    reason: str
    note: str
    page: int
    box: Box | None


class Receipt(NamedTuple):
    """All changes of one document, in source order, with the source's and the text's SHA-256."""

    source_sha256: str
    text_sha256: str
    changes: tuple[Change, ...]


def receipt_of(doc: Document) -> Receipt:
    """The receipt of a document as it stands.

    >>> from cleanpress.document import Edit
    >>> doc = Document("3/7\\nHello").apply([Edit(0, 4, "", "folio")], by="folios")
    >>> receipt = receipt_of(doc)
    >>> restore(doc.text, receipt) == doc.source, replay(doc.source, receipt) == doc.text
    (True, True)
    """
    return Receipt(fingerprint(doc.source), fingerprint(doc.text), tuple(changes_of(doc)))


def changes_of(doc: Document) -> Iterator[Change]:
    """The runs that are not verbatim, with what stood there, the page and the box."""
    for run in doc.runs:
        if run.by:
            page = doc.page_at(run.start)
            box = box_around(doc, run.start, run.end) if doc.typeset else None
            source = doc.source[run.start : run.end]
            yield Change(run.start, run.end, source, run.text, *run[3:], page, box)


def restore(text: str, receipt: Receipt) -> str:
    """The source, from the cleaned text and its receipt.

    Raises:
        ReceiptError: the receipt is not that of this text, or it is damaged.
    """
    if fingerprint(text) != receipt.text_sha256:
        raise ReceiptError("the receipt belongs to another cleaned text")
    parts, at, source_at = [], 0, 0
    for change in receipt.changes:
        kept = change.start - source_at
        parts += [text[at : at + kept], change.source]
        at += kept + len(change.text)
        source_at = change.end
    return _true("".join([*parts, text[at:]]), receipt.source_sha256)


def replay(source: str, receipt: Receipt) -> str:
    """The cleaned text, from the source and the receipt.

    Raises:
        ReceiptError: the receipt is not that of this source, or it is damaged.
    """
    if fingerprint(source) != receipt.source_sha256:
        raise ReceiptError("the receipt belongs to another source")
    return _true(_replayed(source, receipt.changes), receipt.text_sha256)


def _replayed(source: str, changes: Sequence[Change]) -> str:
    parts, at = [], 0
    for change in changes:
        parts += [source[at : change.start], change.text]
        at = change.end
    return "".join([*parts, source[at:]])


def _true(text: str, sha256: str) -> str:
    """The text, if it is what the receipt says it is."""
    if fingerprint(text) != sha256:
        raise ReceiptError("the receipt is damaged: its changes do not lead to what it names")
    return text


def fingerprint(text: str) -> str:
    """The SHA-256 of a text as UTF-8; lone surrogates are encoded as they are."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
