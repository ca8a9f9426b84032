"""On which page each line stands and how it was set; after edits only touched lines are asked."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import repeat
from operator import add, sub
from typing import NamedTuple, Protocol

from cleanpress.values import Edit, Typeset

_BREAK = re.compile(r"[\n\f]")


class Placed(NamedTuple):
    """The pages and the typography of lines, that of a line being its first visible character's."""

    pages: list[int]  # counted from 1
    sets: list[Typeset | None]  # nothing for an empty line


class Before(NamedTuple):
    """A version of a text, and the edits (sorted, disjoint) that led to the next one."""

    starts: Sequence[int]
    texts: Sequence[str]
    size: int  # of the whole text
    placed: Placed
    edits: Sequence[Edit]


class Sourced(Protocol):
    """What is asked of a document: the text, and where and how its source was set."""

    @property
    def _before(self) -> Before | None: ...
    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def typeset(self) -> tuple[Typeset, ...]: ...  # noqa: D102
    @property
    def page_starts(self) -> tuple[int, ...]: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def texts(self) -> list[str]: ...  # noqa: D102
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


def placed_of(doc: Sourced) -> Placed:
    """With geometry: on which page each line stands, and how it was set."""
    if doc._before is not None:
        return _placed_after(doc._before, doc)
    found = Placed([], [])
    _place(doc, 0, len(doc.starts), found)
    return found


def _placed_after(before: Before, doc: Sourced) -> Placed:
    """The places of the lines after edits."""
    old, texts, size, (pages, sets), edits = before
    found = Placed([], [])
    text, at, shift, count, many = doc.text, 0, 0, 0, len(edits)
    stops = [*old[1:], size]
    while count < many:
        begin = edits[count][0]
        first = at if begin == old[at] else bisect_right(old, begin, lo=at) - 1
        found.pages.extend(pages[at:first])
        found.sets.extend(sets[at:first])
        last, then = _gone(old, stops, edits, first, count)
        if then:
            shift += old[first] - (old[last] if last < len(old) else edits[then - 1][1])
            at, count = last, then
            continue
        last, delta = first, 0
        while True:
            stop = stops[last]
            while count < many and edits[count][0] < stop:
                start, end, new, _, _ = edits[count]
                delta += len(new) - (end - start)
                while stop < end:
                    last += 1
                    stop = stops[last]
                count += 1
            stop += shift + delta
            if last + 1 == len(old) or (stop > 0 and text[stop - 1] in "\n\f"):
                break
            last += 1  # the edits took the line break: the next line joins this one
        here, beyond = len(found.sets), bisect_left(doc.starts, stop)
        if here < beyond and texts[first][: begin - old[first]].strip():
            found.pages.append(pages[first])  # the same first character
            found.sets.append(sets[first])
            here += 1
        if here < beyond:
            _place(doc, here, beyond, found)
        shift += delta
        at = last + 1
    found.pages.extend(pages[at:])
    found.sets.extend(sets[at:])
    return found


def _gone(
    old: Sequence[int], stops: Sequence[int], edits: Sequence[Edit], first: int, count: int
) -> tuple[int, int]:
    """The line after those that an edit, and those that touch it, take away whole; those edits.

    Both are 0 where anything is left of a line.
    """
    begin, end, new, _, _ = edits[count]
    if new or begin != old[first]:
        return 0, 0
    last, many, size = first, len(edits), len(old)
    while True:
        while last < size and stops[last] <= end:
            last += 1
        count += 1
        if last == size or old[last] == end:
            return last, count
        if count == many or edits[count][0] != end or edits[count][2]:
            return 0, 0
        end = edits[count][1]


def _place(doc: Sourced, first: int, last: int, found: Placed) -> None:
    """Add the places of some lines, by their first visible characters."""
    texts = doc.texts[first:last]
    indents = map(sub, map(len, texts), map(len, map(str.lstrip, texts)))
    places = list(map(add, doc.starts[first:last], indents))
    begins: dict[int, Typeset] = {}
    if doc.text == doc.source:
        begins = {one[0]: one for one in doc.typeset}
    else:
        places = list(map(doc.to_source, places))
    found.pages.extend([page or 1 for page in map(bisect_right, repeat(doc.page_starts), places)])
    found.sets.extend(
        [
            (begins.get(place) or doc.typeset_at(place)) if text else None
            for place, text in zip(places, texts, strict=True)
        ]
    )
