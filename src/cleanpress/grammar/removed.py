"""What filters took away, read back from the account: furniture is where metadata comes from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import normalize

from cleanpress.document import Document

_LIGATURE = re.compile("[\N{LATIN SMALL LIGATURE FF}-\N{LATIN SMALL LIGATURE ST}]")


class Piece(NamedTuple):
    """Source text that went for one reason, without the syntax that stood in it.

    ``text`` has single spaces and no empty lines; ligatures are taken apart.
    """

    start: int
    end: int
    text: str
    by: str
    reason: str

    @property
    def flat(self) -> str:
        """The text on one line."""
        return self.text.replace("\n", " ")


def removed(doc: Document, *reasons: str) -> list[Piece]:
    """The pieces removed for any of these reasons, in source order.

    Syntax inside a piece (a byline's link) was removed by another filter and does not part it.

    >>> from cleanpress.document import Edit
    >>> doc = Document("By [Ann](#) Lee")
    >>> doc = doc.apply([Edit(3, 4, "", "x"), Edit(7, 11, "", "x")], "markup")
    >>> doc = doc.apply([Edit(0, 10, "", "byline")], "bylines")
    >>> [piece.text for piece in removed(doc, "byline")]
    ['By Ann Lee']
    """
    return list(_pieces(doc, frozenset(reasons)))


def _pieces(doc: Document, reasons: frozenset[str]) -> Iterator[Piece]:
    open_: list[tuple[int, int]] = []
    by = reason = ""
    for start, end, text, own, why, _ in doc.runs:
        if why in reasons and not text:
            if open_ and (own, why) != (by, reason):
                yield _piece(doc, open_, by, reason)
                open_ = []
            by, reason = own, why
            open_.append((start, end))
        elif open_ and (text or "\n" in doc.source[start:end]):
            yield _piece(doc, open_, by, reason)
            open_ = []
    if open_:
        yield _piece(doc, open_, by, reason)


def _piece(doc: Document, spans: list[tuple[int, int]], by: str, reason: str) -> Piece:
    text = "".join([doc.source[start:end] for start, end in spans])
    start, end = spans[0][0], spans[-1][1]
    whole = doc.source[start:end]
    start, end = end - len(whole.lstrip()), start + len(whole.rstrip())
    lines = [" ".join(line.split()) for line in _mended(text).split("\n")]
    return Piece(start, max(start, end), "\n".join(filter(None, lines)), by, reason)


def _mended(text: str) -> str:
    text = text.replace("\N{SOFT HYPHEN}", "").replace("\f", "\n")
    if text.isascii():
        return text
    return _LIGATURE.sub(lambda match: normalize("NFKC", match[0]), text)


def usual(pieces: list[Piece]) -> Piece | None:
    """The first piece with the text that most of them have, the longer one in a tie."""
    count = Counter(piece.text for piece in pieces if piece.text)
    if not count:
        return None
    text = max(count, key=lambda text: (count[text], len(text)))
    return next(piece for piece in pieces if piece.text == text)
