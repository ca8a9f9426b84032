"""Line breaks as witnesses: where a line ends, where the next word would, on what they agree."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import repeat
from operator import add, itemgetter, sub
from typing import NamedTuple

from cleanpress.sentences import Ending, ending, goes_on, is_wide
from cleanpress.values import Typeset
from cleanpress.widths import AVERAGE, Metric, width, widths

Key = tuple[int, int] | None  # a column and its type size, or None without geometry

MIN_MEASURE = 24  # characters; narrower columns are lists
MIN_SURE = 40  # characters; with less than FEW witnesses only measures that no verse has
FEW = 4
MAX_MEASURE = 240  # characters; nobody sets wider lines
OTHER = 0.08  # of a document's witnesses that agree on another measure: a sidebar's, a caption's
PEAKS = 6  # measures of a document at most: columns, sidebars, captions


class Row(NamedTuple):
    """One line as it was set: where it begins and ends, in widths or in points."""

    text: str
    left: float
    right: float
    unit: float  # points to one width, or 1
    key: Key


class Break(NamedTuple):
    """The break after a line: ``right`` is where the line ends, ``high`` where the next word would.

    ``below`` is the right end of the line that follows.
    """

    left: float
    right: float
    high: float
    below: float
    chars: float
    ends: Ending
    lower: bool

    @property
    def witness(self) -> bool:
        """Whether the break is inside a sentence and the next line is no longer than a measure."""
        return bool(witnesses((self,)))

    def is_forced(self, measure: float, slack: float) -> bool:
        """Whether the next word did not fit, give or take ``slack`` of the measure."""
        return self.high > measure - slack * (measure - self.left)


def row(text: str, typeset: Typeset | None, metric: Metric = width) -> Row:
    """A line of the source as it was set."""
    bare = text.strip()
    if typeset is None:
        return Row(bare, 0, metric(text.rstrip()), 1, None)
    box = typeset.box
    unit = max(box.x1 - box.x0, 0.01) / max(width(bare), 1)
    return Row(bare, box.x0, box.x1, unit, key_of(typeset))


def key_of(typeset: Typeset | None) -> Key:
    """Lines of which kind share measures: those of a column and a type size."""
    return None if typeset is None else (typeset.column, round(typeset.size))


_break = partial(tuple.__new__, Break)


def break_between(one: Row, after: Row, metric: Metric) -> Break:
    """What the widths say about the break between two lines, and what their words say."""
    text, left, right, unit, key = one
    return Break(
        left,
        right,
        right + metric(_next(text, after.text)) * unit,
        after.right,
        (right - left) / (AVERAGE * unit),
        ending(text),
        key == after.key and goes_on(after.text),
    )


def _next(text: str, below: str) -> str:
    """The space and the word that would have had to fit on the line."""
    if below[:1] > "\u2fff" and is_wide(below[0]):  # breaks anywhere, sets no spaces
        return below[0] if is_wide(text[-1:]) else " " + below[0]
    return " " + below[:200].partition(" ")[0]


def breaks_of(lines: Sequence[str], bare: Sequence[str], metric: Metric) -> list[Break]:
    """The breaks between lines of text without geometry; ``bare`` are the lines stripped."""
    rights = widths([line.rstrip() for line in lines], metric)
    words = widths(list(map(_next, bare, bare[1:])), metric)
    return list(
        map(
            _break,
            zip(
                repeat(0),
                rights,
                map(add, rights, words),
                rights[1:],
                [right / AVERAGE for right in rights],
                map(ending, bare),
                map(goes_on, bare[1:]),
                strict=False,
            ),
        )
    )


def peaks(found: Sequence[Break], exact: bool) -> Iterator[tuple[float, int]]:
    """The measures that witnesses agree on and by how many, the one with most of them first."""
    spans = []
    for left, right, high, _, chars, _, _ in found:
        pad = 0.01 * (right - left)
        low, top = right - pad, high + pad
        spans.append(
            (right, high, low, top, right, chars) if exact else (low, top, low, top, right, chars)
        )
    spans.sort(key=itemgetter(0))
    enough = MIN_MEASURE if len(found) >= FEW else MIN_SURE
    for _ in range(PEAKS):
        if not spans:
            break
        closed = map(
            bisect_right, repeat(sorted([one[1] for one in spans])), [one[0] for one in spans]
        )
        counts = list(map(sub, range(1, len(spans) + 1), closed))
        best = max(counts)
        *_, measure, chars = spans[counts.index(best)]
        if best < min(3, len(found)) or best < OTHER * len(found):
            break
        if chars >= enough:
            yield measure, best
        spans = [one for one in spans if not one[2] <= measure <= one[3]]


def witnesses(breaks: Sequence[Break]) -> list[Break]:
    """The breaks inside a sentence whose next line is no longer than a measure."""
    return [
        one
        for one in breaks
        if one[6]
        and one[5] is Ending.OPEN
        and one[4] <= MAX_MEASURE
        and one[3] <= one[2] + 0.05 * (one[1] - one[0])
    ]


def breaks_inside(pairs: Sequence[tuple[str, str]], metric: Metric) -> list[Break]:
    """The witnesses among pairs of lines that a sentence goes across."""
    rights = widths([one.rstrip() for one, _ in pairs], metric)
    below = widths([after.rstrip() for _, after in pairs], metric)
    words = widths([_next(one.rstrip(), after.strip()) for one, after in pairs], metric)
    chars = [right / AVERAGE for right in rights]
    rest = (
        repeat(0),
        rights,
        map(add, rights, words),
        below,
        chars,
        repeat(Ending.OPEN),
        repeat(True),
    )
    return witnesses(list(map(_break, zip(*rest, strict=False))))
