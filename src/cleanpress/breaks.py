"""Line breaks as witnesses: where a line ends, where the next word would, on what they agree."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import repeat
from operator import itemgetter, sub
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
LIST = 0.75  # of a block's lines are too short for their measure, where it is a list
LIST_SLACK = 0.1  # of the measure by which they fall short
LOOKED = 64  # breaks of a block that are looked at
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


_OPEN = Ending.OPEN
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


def _words(texts: Sequence[str], below: Sequence[str]) -> list[str]:
    return [
        _next(text, after) if after[:1] > "\u2fff" else " " + after[:200].partition(" ")[0]
        for text, after in zip(texts, below, strict=False)
    ]


def breaks_of(lines: Sequence[str], bare: Sequence[str], metric: Metric) -> list[Break]:
    """The breaks between lines of text without geometry; ``bare`` are the lines stripped."""
    after, count = bare[1:], len(lines)
    sizes = widths([*map(str.rstrip, lines), *_words(bare, after)], metric)
    rights, words = sizes[:count], sizes[count:]
    ends = [_OPEN if text[-1:].isalpha() else ending(text) for text in bare]
    lower = [text[:1].islower() or goes_on(text) for text in after]
    return [
        _break((0, right, right + word, below, right / AVERAGE, end, low))
        for right, word, below, end, low in zip(
            rights, words, rights[1:], ends, lower, strict=False
        )
    ]


def set_breaks(
    lines: Sequence[str], bare: Sequence[str], sets: Sequence[Typeset | None], metric: Metric
) -> list[Break]:
    """The breaks between lines with geometry; ``bare`` are the lines stripped."""
    after, count = bare[1:], len(lines)
    sizes = widths([*bare, *_words(bare, after)], width)
    edges = [
        (0.0, float(metric(line.rstrip())), 1.0, None)
        if one is None
        else (one[3][0], one[3][2], max(one[3][2] - one[3][0], 0.01) / (size or 1), key_of(one))
        for line, one, size in zip(lines, sets, sizes, strict=False)
    ]
    return [
        _break((
            left, right, right + word * unit, below, (right - left) / (AVERAGE * unit),
            ending(text), key == other and goes_on(next_),
        ))
        for (left, right, unit, key), (_, below, _, other), word, text, next_ in zip(
            edges, edges[1:], sizes[count:], bare, after, strict=False
        )
    ]  # fmt: skip


def set_witnesses(rows: Sequence[Typeset], texts: Sequence[str]) -> Iterator[tuple[Key, Break]]:
    """The breaks inside sentences between lines of a block and a kind, with the kind.

    ``texts`` are those of the lines, stripped.
    """
    inside = [
        at
        for at, (one, after, text, below) in enumerate(
            zip(rows, rows[1:], texts, texts[1:], strict=False)
        )
        if one[9] == after[9]
        and one[2] == after[2]
        and (below[:1].islower() or goes_on(below))
        and (text[-1:].isalpha() or ending(text) is _OPEN)
    ]
    above = [texts[at] for at in inside]
    sizes = widths([*above, *_words(above, [texts[at + 1] for at in inside])], width)
    for at, size, word in zip(inside, sizes, sizes[len(inside) :], strict=False):
        key, (left, _, right, _), under = key_of(rows[at]), rows[at][3], rows[at + 1][3][2]
        unit = max(right - left, 0.01) / (size or 1)
        high, chars = right + word * unit, (right - left) / (AVERAGE * unit)
        near = chars <= MAX_MEASURE and under <= high + 0.05 * (right - left)
        if near and key == key_of(rows[at + 1]):
            yield key, _break((left, right, high, under, chars, _OPEN, True))


def peaks(found: Sequence[Break], exact: bool) -> Iterator[tuple[float, int]]:
    """The measures that witnesses agree on and by how many, the one with most of them first."""
    if not found:
        return iter(())
    lefts, rights, highs, _, chars, _, _ = zip(*found, strict=True)
    return peaks_of(lefts, rights, highs, chars, exact)


def peaks_of(
    lefts: Sequence[float],
    rights: Sequence[float],
    highs: Sequence[float],
    chars: Sequence[float],
    exact: bool,
) -> Iterator[tuple[float, int]]:
    """The same as :func:`peaks`, of columns."""
    many = len(rights)
    enough = MIN_MEASURE if many >= FEW else MIN_SURE
    least = max(min(3, many), OTHER * many)
    if exact and many > 1 and (measure := max(rights)) < min(highs):
        # All agree, and the one that starts last says what on.
        if measure / AVERAGE >= enough:
            yield measure, many
        return
    spans = [
        (right - (pad := 0.01 * (right - left)), high + pad, right, size, high)
        for left, right, high, size in zip(lefts, rights, highs, chars, strict=True)
    ]
    first, last = (2, 4) if exact else (0, 1)
    spans.sort(key=itemgetter(first))
    if not exact and many > 1 and spans[-1][0] < min([one[1] for one in spans]):
        _, _, measure, size, _ = spans[-1]
        if size >= enough:
            yield measure, many
        return
    for _ in range(PEAKS):
        if not spans or len(spans) < least:
            break
        closed = map(
            bisect_right,
            repeat(sorted([one[last] for one in spans])),
            [one[first] for one in spans],
        )
        counts = list(map(sub, range(1, len(spans) + 1), closed))
        best = max(counts)
        _, _, measure, size, _ = spans[counts.index(best)]
        if best < least:
            break
        if size >= enough:
            yield measure, best
        spans = [one for one in spans if not one[0] <= measure <= one[1]]


def witnesses(breaks: Sequence[Break]) -> list[Break]:
    """The breaks inside a sentence whose next line is no longer than a measure."""
    return [
        one
        for one in breaks
        if one[6]
        and one[5] is _OPEN
        and one[4] <= MAX_MEASURE
        and one[3] <= one[2] + 0.05 * (one[1] - one[0])
    ]


def runs_in(breaks: Sequence[Break], measure: float) -> bool:
    """Whether paragraphs follow one another in a block: one ends in mid-block with a short line."""
    return any(
        ends is Ending.END and not lower and high <= measure - 0.1 * (measure - left)
        for left, _, high, _, _, ends, lower in breaks
    )


def is_list(breaks: Sequence[Break], measure: float) -> bool:
    """Whether nearly all lines of a block end far from the measure: a list, an address, verse."""
    some = breaks[:LOOKED]
    if len(some) < FEW:
        return False
    short = [high < measure - LIST_SLACK * (measure - left) for left, _, high, _, _, _, _ in some]
    return sum(short) >= LIST * len(some)


def turns(one: Typeset | None, other: Typeset | None, text: str) -> bool:
    """Whether the type changes so that a new paragraph begins with ``text``."""
    if one is None or other is None:
        return False
    # The rest of a sentence may be all code, a link or small capitals.
    limit = 0.3 if text[0].islower() else 0.1
    return abs(one.size - other.size) > limit * one.size or abs(one.bold - other.bold) > 0.7


class Pairs:
    """Pairs of lines that a sentence goes across, as columns: where the breaks are measured."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self.above = [one.rstrip() for one, _ in pairs]
        self.below = [after.rstrip() for _, after in pairs]
        self.words = _words(self.above, list(map(str.lstrip, self.below)))

    def witnesses(self, metric: Metric) -> tuple[list[int], list[int]]:
        """Of the pairs whose second line is no longer than a measure: ``right`` and ``high``."""
        many, flat = len(self.above), [*self.above, *self.below, *self.words]
        sizes = widths(flat, metric)
        rights, highs = list[int](), list[int]()
        for right, under, word in zip(
            sizes[:many], sizes[many : 2 * many], sizes[2 * many :], strict=True
        ):
            if right <= MAX_MEASURE * AVERAGE and under <= right + word + 0.05 * right:
                rights.append(right)
                highs.append(right + word)
        return rights, highs
