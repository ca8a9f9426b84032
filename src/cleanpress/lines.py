"""Lines and blocks of a document; after edits only the lines that were touched are made anew."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, repeat
from operator import attrgetter
from typing import Protocol

from cleanpress.values import Edit, Line, Typeset

_START = attrgetter("start")
_BREAK = re.compile(r"[\n\f]")
_new = tuple.__new__  # half the cost of calling a NamedTuple; lines are made by the million


class Sourced(Protocol):
    """What lines ask of their document: the text, and where and how its source was set."""

    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def typeset(self) -> tuple[Typeset, ...]: ...  # noqa: D102
    @property
    def page_starts(self) -> tuple[int, ...]: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def starts(self) -> list[int]: ...  # noqa: D102
    def to_source(self, pos: int) -> int: ...  # noqa: D102
    def text_from(self, source_pos: int) -> int: ...  # noqa: D102
    def page_at(self, source_pos: int) -> int: ...  # noqa: D102
    def typeset_at(self, source_pos: int) -> Typeset | None: ...  # noqa: D102


def page_lines(doc: Sourced) -> list[int]:
    """The index of the first line of each page but the first."""
    if len(doc.page_starts) < 2:
        return []
    starts = doc.starts
    return [bisect_left(starts, at) for at in _page_lines(doc)]


def lines_of(doc: Sourced) -> tuple[Line, ...]:
    """All lines of a text with geometry."""
    text = doc.text
    lines = _split(text, 0)
    return tuple(_with_place(doc, lines) if text != doc.source else _placed(doc, lines))


def _page_lines(doc: Sourced) -> Iterator[int]:
    """Where the first line of each page but the first starts: a line that starts there visibly."""
    text, start = doc.text, 0
    for page in doc.page_starts[1:]:
        pos = doc.text_from(page)
        if pos > start and text[pos - 1] in "\n\f":
            start = pos
        elif pos > start:
            start = max(start, text.rfind("\n", start, pos) + 1)
            start = max(start, text.rfind("\f", start, pos) + 1)
            if text[start:pos].strip():
                line = _BREAK.search(text, pos)
                start = line.end() if line else len(text)
        yield start


def lines_after(old: Sequence[Line], edits: Sequence[Edit], doc: Sourced) -> tuple[Line, ...]:
    """The lines after ``edits`` (sorted, disjoint) on the text that ``old`` are the lines of."""
    out: list[Line] = []
    text, at, shift, count, many = doc.text, 0, 0, 0, len(edits)
    while count < many:
        begin = edits[count][0]
        first = at if begin == old[at][0] else bisect_right(old, begin, lo=at, key=_START) - 1
        if at < first:
            _push_shifted(out, old[at:first], shift)
        last, then = _gone(old, edits, first, count)
        if then:
            shift += old[first][0] - (old[last][0] if last < len(old) else edits[then - 1][1])
            at, count = last, then
            continue
        last, delta = first, 0
        while True:
            stop = old[last].stop
            while count < many and edits[count].start < stop:
                edit = edits[count]
                delta += len(edit.text) - (edit.end - edit.start)
                while stop < edit.end:
                    last += 1
                    stop = old[last].stop
                count += 1
            stop += shift + delta
            if last + 1 == len(old) or (stop > 0 and text[stop - 1] in "\n\f"):
                break
            last += 1  # the edits took the line break: the next line joins this one
        here = old[first]
        start = here.start + shift
        lines = _split(text[start:stop], start)
        if lines and here.text[: begin - here.start].strip():  # the same first character
            out.append(_new(Line, (*lines[0][:4], here.page, here.typeset)))
            del lines[0]
        if lines:
            out += _with_place(doc, lines)
        shift += delta
        at = last + 1
    _push_shifted(out, old[at:], shift)
    return tuple(out)


def _gone(old: Sequence[Line], edits: Sequence[Edit], first: int, count: int) -> tuple[int, int]:
    """The line after those that an edit, and those that touch it, take away whole; those edits.

    Both are 0 where anything is left of a line.
    """
    begin, end, new, _, _ = edits[count]
    if new or begin != old[first][0]:
        return 0, 0
    last, many, size = first, len(edits), len(old)
    while True:
        while last < size and old[last][2] <= end:
            last += 1
        count += 1
        if last == size or old[last][0] == end:
            return last, count
        if count == many or edits[count][0] != end or edits[count][2]:
            return 0, 0
        end = edits[count][1]


def _push_shifted(out: list[Line], lines: Sequence[Line], by: int) -> None:
    if by:
        out += [
            _new(Line, (start + by, end + by, stop + by, text, page, typeset))
            for start, end, stop, text, page, typeset in lines
        ]
    else:
        out += lines


def _split(text: str, at: int) -> list[Line]:
    """The lines of a text that starts at offset ``at``, without their pages."""
    if not text:
        return []
    texts = text.replace("\f", "\n").split("\n")
    starts = list(accumulate(map((1).__add__, map(len, texts)), initial=at))
    ends = list(map((-1).__add__, starts[1:]))
    rows = zip(starts, ends, starts[1:], texts, repeat(1), repeat(None))
    found = list(map(_new, repeat(Line), rows))
    start, end, _, line, _, _ = found.pop()
    if line:
        found.append(Line(start, end, end, line, 1))
    return found


def _placed(doc: Sourced, lines: Iterable[Line]) -> Iterator[Line]:
    """Lines of a text without edits, in order, with their pages and typography."""
    starts, typeset = doc.page_starts, doc.typeset
    page, at = 0, -1
    for start, end, stop, text, _, _ in lines:
        pos = start + len(text) - len(text.lstrip())
        while page < len(starts) and starts[page] <= pos:
            page += 1
        found = None
        if typeset:
            while at + 1 < len(typeset) and typeset[at + 1].start <= pos:
                at += 1
            if text and at >= 0 and pos < max(typeset[at].end, typeset[at].start + 1):
                found = typeset[at]
        yield _new(Line, (start, end, stop, text, page or 1, found))


def _with_place(doc: Sourced, lines: Iterable[Line]) -> Iterator[Line]:
    """Lines with the page and the typography of their first visible character."""
    for start, end, stop, text, _, _ in lines:
        pos = start + len(text) - len(text.lstrip()) if text else start
        source = doc.to_source(pos)
        typeset = doc.typeset_at(source) if text else None
        yield _new(Line, (start, end, stop, text, doc.page_at(source), typeset))
