"""The measure: how wide the lines of a text were set, and whether that forced a line break.

Hard-wrapped text fills its lines greedily: a line is broken where the next word does not fit. So
every break inside a sentence is a witness: the measure lies between the width of its line and that
width plus a space plus the next word. Where most of these intervals meet is the measure. With
geometry the same is done in points, from the right edges of the lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice, pairwise, repeat
from operator import add, itemgetter, sub
from typing import NamedTuple

from cleanpress.document import Document, Line
from cleanpress.sentences import Ending, ending, goes_on, is_wide
from cleanpress.values import Typeset
from cleanpress.widths import AVERAGE, Metric, columns, width, widths

Key = tuple[int, int] | None  # a column and its type size, or None without geometry

MIN_MEASURE = 24  # characters; narrower columns are lists
MIN_SURE = 40  # characters; with less than FEW witnesses only measures that no verse has
FEW = 4
MAX_MEASURE = 240  # characters; nobody sets wider lines
MAX_LINE = 1000  # characters on either side; a longer line was not wrapped
SHARE = 0.3  # of a document's witnesses that agree on its main measure; those of verse do not
OTHER = 0.08  # of them that agree on another one: a sidebar's, a caption's
OWN = 0.6  # of a block's witnesses that agree on a measure of its own
PEAKS = 6  # measures of a document at most: columns, sidebars, captions
OVERHANG = 0.05  # of the measure by which a line may exceed it: a measure is told from below
DOUBT = 0.1  # of the measure by which the only witness of a block may miss it
SAMPLE = 2000  # witnesses; more do not make it surer
_BREAK = re.compile(r"[\n\f]")


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
        return bool(_witnesses((self,)))

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
    return Row(bare, box.x0, box.x1, unit, _key(typeset))


def _key(typeset: Typeset | None) -> Key:
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


def _breaks(lines: Sequence[str], bare: Sequence[str], metric: Metric) -> list[Break]:
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


def _explained(breaks: Sequence[Break]) -> float | None:
    """A measure that explains every break of a block, where no sentence goes on in lower case."""
    widest = max(one.right for one in breaks)
    if len(breaks) < FEW - 1 or any(one.high < widest or one.chars < MIN_SURE for one in breaks):
        return None
    return widest if breaks[0].chars <= MAX_MEASURE else None


def _witnesses(breaks: Sequence[Break]) -> list[Break]:
    """The breaks inside a sentence whose next line is no longer than a measure."""
    return [
        one
        for one in breaks
        if one[6]
        and one[5] is Ending.OPEN
        and one[4] <= MAX_MEASURE
        and one[3] <= one[2] + 0.05 * (one[1] - one[0])
    ]


def _votes(found: Sequence[Break], measure: float) -> int:
    return sum(_fits(one, measure) for one in found)


def _fits(one: Break, measure: float) -> bool:
    pad = 0.01 * (one.right - one.left)
    return one.right - pad <= measure <= one.high + pad


class Measures(NamedTuple):
    """The measures of a source, by column and type size; empty where nothing was wrapped."""

    metric: Metric
    known: dict[Key, list[float]]

    def of(self, lines: Sequence[Line], breaks: Sequence[Break]) -> float | None:
        """The measure of neighbouring lines: their own, else one of the document's."""
        found = _witnesses(breaks)
        key = _key(lines[0].typeset)
        rights = [one[1] for one in breaks]
        rights.append(breaks[-1][3])
        if len(found) >= 2:
            own, count = next(peaks(found, self.metric is columns), (0.0, 0))
            if count and count >= OWN * len(found):
                limit = min([one[2] for one in found if _fits(one, own)])
                return max(own, max([right for right in rights if right < limit], default=own))
            best = max(self._usual(key), key=lambda one: _votes(found, one), default=0.0)
            if _votes(found, best) * 2 >= len(found):
                return best
        usual = self.fitting(breaks[0].left, key, max(rights), found[:1])
        return usual if usual is not None or found else _explained(breaks)

    def fitting(
        self, left: float, key: Key, right: float, found: Sequence[Break] = ()
    ) -> float | None:
        """The measure of the document under which a line from ``left`` can end at ``right``.

        With geometry it is the nearest right edge, else the main measure.
        """
        usual = self._usual(key)
        fits = [each for each in usual if right <= each + OVERHANG * (each - left)]
        if found and not any(found[0].is_forced(each, DOUBT) for each in fits):
            return None
        if key is not None:
            return min(fits, default=None)
        return fits[0] if fits else None

    def _usual(self, key: Key) -> list[float]:
        """The measures of lines of a kind; for a rare type size those of its column."""
        if key is None or key in self.known:
            return self.known.get(key, [])
        return [one for other, all_ in self.known.items() if other and other[0] == key[0]
                for one in all_]  # fmt: skip

    def breaks(self, lines: Sequence[Line], bare: Sequence[str]) -> list[Break]:
        """The breaks between neighbouring lines; ``bare`` are their texts, stripped."""
        if lines[0].typeset is None:
            return _breaks([line.text for line in lines], bare, self.metric)
        rows = [row(line.text, line.typeset, self.metric) for line in lines]
        return [break_between(one, after, self.metric) for one, after in pairwise(rows)]

    def source_row(self, doc: Document, pos: int) -> Row:
        """The line of the source to which the character at text offset ``pos`` belongs."""
        at = doc.to_source(pos)
        typeset = doc.typeset_at(at)
        if typeset is not None:
            return row(doc.source[typeset.start : typeset.end], typeset)
        low = max(at - MAX_LINE, 0)
        start = max(doc.source.rfind(mark, low, at) + 1 for mark in "\n\f")
        end = _BREAK.search(doc.source, at, at + MAX_LINE)
        text = doc.source[max(start, low) : end.start() if end else at + MAX_LINE]
        return row(text, None, self.metric)


def measures(doc: Document) -> Measures:
    """The measures of the document's source, computed once for all its versions."""
    kept = doc.recall("measures")
    if "" not in kept:
        kept[""] = _of_typeset(doc) if doc.typeset else _of_text(doc)
    found = kept[""]
    assert isinstance(found, Measures)
    return found


def _of_typeset(doc: Document) -> Measures:
    groups: dict[Key, list[Break]] = {}
    for one, after in pairwise(doc.typeset):
        if one.page == after.page and one.block == after.block:
            rows = [row(doc.source[each.start : each.end], each) for each in (one, after)]
            found = break_between(rows[0], rows[1], width)
            if found.witness:
                groups.setdefault(rows[0].key, []).append(found)
    known = {key: _main([*peaks(found[:SAMPLE], False)], found) for key, found in groups.items()}
    return Measures(width, {key: main for key, main in known.items() if main})


def _of_text(doc: Document) -> Measures:
    lines = doc.source.replace("\f", "\n\n").split("\n")
    pairs = (
        pair
        for pair in pairwise(lines)
        if pair[0] and pair[1] and len(pair[0]) <= MAX_MEASURE and not pair[1][0].isupper()
    )
    inside = [
        (one, after)
        for one, after in islice(pairs, SAMPLE)
        if goes_on(after.strip()) and ending(one.strip()) is Ending.OPEN
    ]
    metric: Metric = columns
    main: list[float] = []
    agree = -1.0
    for each in (columns, width):
        found = _inside(inside, each)
        heights = [*peaks(found, each is columns)]
        share = heights[0][1] / len(found) if heights else 0.0
        if share > agree:
            metric, agree, main = each, share, _main(heights, found)
        if agree == 1:
            break
    if main:  # one paragraph a line: most of the text stands in lines that no measure allows
        wide = 1.2 * max(main) / AVERAGE
        beyond = sum([size for size in map(len, lines) if size > wide])
        main = [] if beyond > len(doc.source) / 2 else main
    return Measures(metric, {None: main} if main else {})


def _inside(pairs: Sequence[tuple[str, str]], metric: Metric) -> list[Break]:
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
    return _witnesses(list(map(_break, zip(*rest, strict=False))))


def _main(heights: Sequence[tuple[float, int]], found: Sequence[Break]) -> list[float]:
    """The measures of a document, if its witnesses agree on a main one."""
    if not heights or heights[0][1] < (SHARE if len(found) >= FEW else 1) * len(found[:SAMPLE]):
        return []
    return [measure for measure, _ in heights]


def first_line_indents(doc: Document) -> dict[int, bool]:
    """Which blocks begin with an indent, by source offset; empty if that is not the style."""
    firsts: dict[int, bool] = {}
    block = None
    for one, after in pairwise(doc.typeset):
        if one.block == after.block != block:
            firsts[one.start] = 0.7 * one.size < one.box.x0 - after.box.x0 < 5 * one.size
        block = one.block
    return firsts if sum(firsts.values()) * 2 > len(firsts) > 2 else {}
