"""What a few edits do to the lines of a text: columns of lines are patched, not made anew."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple, TypeVar

from cleanpress.values import Edit

_T = TypeVar("_T")
FEW = 12  # lines for each edit, and more: with fewer the lines are told as fast anew


class Splice(NamedTuple):
    """The lines ``first`` up to before ``last`` become others."""

    first: int
    last: int
    lines: list[str]


def splices_of(
    text: str, starts: Sequence[int], edits: Sequence[Edit]
) -> tuple[Splice, ...] | None:
    r"""What edits, sorted and disjoint, do to the lines of a text that start at ``starts``.

    Nothing where there are too many edits to be worth it.

    >>> splices_of("One.\nTwo.\nThree.", [0, 5, 10], [Edit(5, 10, "", "gone")])
    (Splice(first=1, last=2, lines=[]),)
    """
    size, count, many = len(text), len(starts), len(edits)
    if many * FEW > count + 4 * FEW:
        return None
    found: list[Splice] = []
    at = last = 0
    while at < many:
        start, end, new, _, _ = edits[at]
        first = bisect_right(starts, start, last) - 1
        last = bisect_left(starts, end, first)
        stop = starts[last] if last < count else size
        at += 1
        if not new and end == stop and start == starts[first]:
            found.append(Splice(first, last, []))  # whole lines, as most are that go
            continue
        pieces = [text[starts[first] : start], new]
        while True:
            while at < many and edits[at][0] < stop:
                pieces += (text[end : edits[at][0]], edits[at][2])
                end = edits[at][1]
                at += 1
                last = bisect_left(starts, end, last)
                stop = starts[last] if last < count else size
            pieces.append(text[end:stop])
            end = stop
            words = "".join(pieces)
            if last == count or not words or words[-1] in "\n\f":
                break
            last += 1  # the edits took the line break: the next line joins this one
            stop = starts[last] if last < count else size
        found.append(Splice(first, last, lines_in(words)))
    return tuple(found)


def lines_in(text: str) -> list[str]:
    r"""The lines of a text, without what breaks them.

    >>> lines_in("One.\n\fTwo.\n"), lines_in("")
    (['One.', '', 'Two.'], [])
    """
    lines = text.replace("\f", "\n").split("\n")
    if not lines[-1]:  # text behind the last break is a line too
        lines.pop()
    return lines


def spliced(
    column: Sequence[_T], splices: Iterable[Splice], make: Callable[[list[str]], list[_T]]
) -> list[_T]:
    """A column of lines after splices; ``make`` says what stands in it for a new line."""
    out: list[_T] = []
    at = 0
    for first, last, lines in splices:
        out += column[at:first]
        if lines:
            out += make(lines)
        at = last
    out += column[at:]
    return out


def starts_after(starts: list[int], splices: Iterable[Splice]) -> list[int]:
    """Where the lines start after splices."""
    out: list[int] = []
    at = shift = 0
    for first, last, lines in splices:
        out += _moved(starts[at:first], shift)
        begin = starts[first] + shift
        out += starts_from(begin, lines)
        if last == len(starts):
            return out
        shift = begin + sum(map(len, lines)) + len(lines) - starts[last]
        at = last
    out += _moved(starts[at:], shift)
    return out


def _moved(places: list[int], shift: int) -> list[int]:
    return [place + shift for place in places] if shift else places


def starts_from(start: int, texts: Sequence[str]) -> list[int]:
    """Where lines start of which the first does at ``start``, each broken by one character."""
    starts = list(accumulate([len(text) + 1 for text in texts], initial=start))
    starts.pop()
    return starts


def text_after(text: str, edits: Iterable[Edit]) -> str:
    """A text after edits, sorted and disjoint."""
    pieces: list[str] = []
    at = 0
    for start, end, new, _, _ in edits:
        pieces += (text[at:start], new)
        at = end
    pieces.append(text[at:])
    return "".join(pieces)
