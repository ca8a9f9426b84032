"""The gaps of a text: the white space between blocks, of which few can cut a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleanpress.document import Document
from cleanpress.sentences import OPENERS, goes_on

_GAP = re.compile(r"\n[^\S\n\f]*+[\n\f]|\f")
# A sentence goes on over a gap in lower case; most gaps end before a capital, or behind a stop.
_OPEN = re.compile(r"\n(?<![.!?:]\n)[^\S\n\f]*+\n\s*+(?![A-Z0-9#|>•–—-])")
_SPACE = re.compile(r"\s*+")
_END = re.compile(r"[\n\f]")
STEP = 1000  # characters looked at in one go; lines are short, but a text may have no line break


def gaps(doc: Document) -> list[tuple[int, int, bool]]:
    """Where a page, a column or a sentence may break: the spans of white space, in order.

    A gap holds a blank line or a form feed. Without geometry only those are given that hold a
    form feed, at which the page changes (the third value), or behind which a sentence could go on.
    """
    text = doc.text
    kind = _GAP if doc.typeset else _OPEN
    found = {_around(text, one.start()) for one in kind.finditer(text)}
    at = text.find("\f")
    while at >= 0:
        found.add(span := _around(text, at))
        at = text.find("\f", span[1])
    ends = frozenset(_page_ends(doc))
    return [(*span, span in ends) for span in sorted(found.union(ends))]


def may_go_on(text: str, start: int, end: int) -> bool:
    """Whether a gap holds a page break, or the characters around it are those of a sentence."""
    first = text[end]
    inside = text[start - 1] not in ".!?:" and (first in OPENERS or goes_on(first))
    return inside or "\f" in text[start:end]


def page_of(doc: Document, pos: int) -> int:
    """The page of the character at a text offset."""
    return doc.page_at(doc.to_source(pos)) if len(doc.page_starts) > 1 else 1


def line_start(text: str, pos: int) -> int:
    """Where the line of the character before ``pos`` starts."""
    while pos:
        low = max(pos - STEP, 0)
        at = max(text.rfind("\n", low, pos), text.rfind("\f", low, pos))
        if at >= 0:
            return at + 1
        pos = low
    return 0


def line_end(text: str, pos: int) -> int:
    """Where the line of the character at ``pos`` ends."""
    found = _END.search(text, pos)
    return found.start() if found else len(text)


def _page_ends(doc: Document) -> Iterator[tuple[int, int]]:
    """The first gap at or behind the start of each page but the first."""
    text, done = doc.text, 0
    for page in doc.page_starts[1:]:
        pos = doc.to_text(page)
        if pos < done:
            continue
        found = _GAP.search(text, _around(text, pos - 1)[0] if pos else 0)
        if found is None:
            return
        span = _around(text, found.start())
        done = span[1]
        yield span


def _around(text: str, pos: int) -> tuple[int, int]:
    """The span of white space around an offset."""
    start = pos
    while start and text[start - 1].isspace():
        start -= 1
    end = _SPACE.match(text, pos)
    return start, end.end() if end else pos
