"""The gaps of a text: the white space between blocks, of which few can cut a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleanpress.document import Document, Typeset
from cleanpress.loose import loose_gaps
from cleanpress.sentences import OPENERS, goes_on

_BLANK = re.compile(r"\n[^\S\n\f]*+[\n\f]")
# A sentence goes on over a gap in lower case; most gaps end before a capital, or behind a stop.
_OPEN = re.compile(r"\n(?<![.!?:]\n)[^\S\n\f]*+\n")
_CLOSED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#|>•–—-")
_SPACE = re.compile(r"\s*+")
STEP = 1000  # characters looked at in one go; lines are short, but a text may have no line break


def gaps(doc: Document) -> list[tuple[int, int, bool]]:
    """Where a page, a column or a sentence may break: the spans of white space, in order.

    A gap holds a blank line or a form feed. Without geometry only those are given that hold a
    form feed, at which the page changes (the third value), or behind which a sentence could go on;
    of a text that is set loosely all.
    """
    text = doc.text
    every = doc.typeset or loose_gaps(doc).sure
    found = set(_spans(doc, _BLANK if every else _OPEN))
    at = text.find("\f")
    while at >= 0:
        found.add(span := _around(text, at))
        at = text.find("\f", span[1])
    ends = frozenset(_page_ends(doc))
    return [(*span, span in ends) for span in sorted(found.union(ends))]


def _spans(doc: Document, kind: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The gaps of a kind, but for form feeds; each is read once, however many lines it has."""
    text, at = doc.text, 0
    while one := kind.search(text, at):
        doc.tick()
        start, at = _around(text, one.start())
        if kind is _BLANK or text[at : at + 1] not in _CLOSED:
            yield start, at


class Gap(NamedTuple):
    """White space between two blocks, the lines around it, and where in the source it ends."""

    start: int
    end: int
    first: int  # where the line before it starts
    last: int  # where the line behind it starts
    above: str
    below: str
    after: int
    reason: str
    sure: bool = False  # that a paragraph never ends at a gap of this height, where lines are loose


def gap_at(doc: Document, start: int, end: int, turns: bool) -> Gap:
    """A gap with the lines around it; ``turns`` says that the page changes there."""
    text, reason, at = doc.text, "block-cut", -1
    first, last = line_start(text, start), line_start(text, end)
    above, below = text[first:start], text[end : line_end(text, end)]
    if doc.typeset:
        before, after = _sets(doc, start, end)
        if after is not None:
            at = after.start
            if before is not None and before.column != after.column:
                reason = "column-cut"
    visible = start - len(above.lstrip())
    if "\f" in text[start:end] or (turns and page_of(doc, visible) != page_of(doc, end)):
        reason = "page-cut"
    loose, height = loose_gaps(doc), text.count("\n", start, end)
    if reason == "block-cut" and height in loose.lines:
        reason = "loose-line"
    return Gap(start, end, first, last, above, below, at, reason, height in loose.sure)


def _sets(doc: Document, start: int, end: int) -> tuple[Typeset | None, Typeset | None]:
    """How the lines around a gap were set."""
    before, after = doc.to_source(start - 1), doc.to_source(end)
    return doc.typeset_at(before), doc.typeset_at(after)


def may_cut(doc: Document, start: int, end: int) -> bool:
    """Whether a sentence may go on over a gap, or over the column break that is there."""
    if may_go_on(doc.text, start, end):
        return True
    before, after = _sets(doc, start, end) if doc.typeset else (None, None)
    return before is not None and after is not None and before.column != after.column


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
    end = text.find("\n", pos)
    feed = text.find("\f", pos, end if end >= 0 else len(text))
    return feed if feed >= 0 else end if end >= 0 else len(text)


def _page_ends(doc: Document) -> Iterator[tuple[int, int]]:
    """The first gap at or behind the start of each page but the first."""
    text, done = doc.text, 0
    for page in doc.page_starts[1:]:
        pos = doc.to_text(page)
        if pos < done:
            continue
        at = _gap_from(text, _around(text, pos - 1)[0] if pos else 0)
        if at < 0:
            return
        span = _around(text, at)
        done = span[1]
        yield span


def _gap_from(text: str, pos: int) -> int:
    """Where the first gap from an offset on starts, or -1."""
    blank = _BLANK.search(text, pos)
    feed = text.find("\f", pos, blank.start() if blank else len(text))
    return feed if feed >= 0 else blank.start() if blank else -1


def _around(text: str, pos: int) -> tuple[int, int]:
    """The span of white space around an offset."""
    start = pos
    while start and text[start - 1].isspace():
        start -= 1
    end = _SPACE.match(text, pos)
    return start, end.end() if end else pos
