"""The measure: how wide the lines of a text were set, and whether that forced a line break.

Hard-wrapped text fills its lines greedily: a line is broken where the next word does not fit. So
every break inside a sentence is a witness: the measure lies between the width of its line and that
width plus a space plus the next word. Where most of these intervals meet is the measure. With
geometry the same is done in points, from the right edges of the lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, pairwise
from typing import NamedTuple

from cleanpress.breaks import (
    FEW,
    MAX_MEASURE,
    MIN_SURE,
    Break,
    Key,
    Pairs,
    Row,
    breaks_of,
    peaks,
    peaks_of,
    row,
    set_breaks,
    set_witnesses,
    witnesses,
)
from cleanpress.document import Document, Typeset
from cleanpress.loose import loose_gaps
from cleanpress.sentences import Ending, ending, goes_on
from cleanpress.widths import AVERAGE, Metric, columns, width

MAX_LINE = 1000  # characters on either side; a longer line was not wrapped
SHARE = 0.3  # of a document's witnesses that agree on its main measure; those of verse do not
OWN = 0.6  # of a block's witnesses that agree on a measure of its own
OVERHANG = 0.05  # of the measure by which a line may exceed it: a measure is told from below
DOUBT = 0.1  # of the measure by which the only witness of a block may miss it
SAMPLE = 2000  # witnesses; more do not make it surer
PORTION = 10_000  # lines that are measured between two looks at the clock
_BREAK = re.compile(r"[\n\f]")


def _explained(breaks: Sequence[Break]) -> float | None:
    """A measure that explains every break of a block, where no sentence goes on in lower case."""
    widest = max(one.right for one in breaks)
    if len(breaks) < FEW - 1 or any(one.high < widest or one.chars < MIN_SURE for one in breaks):
        return None
    return widest if breaks[0].chars <= MAX_MEASURE else None


def _votes(found: Sequence[Break], measure: float) -> int:
    return sum(_fits(one, measure) for one in found)


def _fits(one: Break, measure: float) -> bool:
    pad = 0.01 * (one.right - one.left)
    return one.right - pad <= measure <= one.high + pad


class Measures(NamedTuple):
    """The measures of a source, by column and type size; empty where nothing was wrapped."""

    metric: Metric
    known: dict[Key, list[float]]
    begins: Mapping[float, float] = {}
    """With geometry: how far to the left lines begin that are broken at a measure."""

    def of(self, key: Key, breaks: Sequence[Break]) -> float | None:
        """The measure of neighbouring lines: their own, else one of the document's for that key."""
        found = witnesses(breaks)[:SAMPLE]
        rights = [one[1] for one in breaks]
        rights.append(breaks[-1][3])
        if len(found) >= 2:
            own, count = next(peaks(found, self.metric is columns), (0.0, 0))
            if count and count >= OWN * len(found):
                limit = min([
                    high
                    for left, right, high, _, _, _, _ in found
                    if right - (pad := 0.01 * (right - left)) <= own <= high + pad
                ])  # fmt: skip
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
        fits = [
            each
            for each in usual
            if self.begins.get(each, left) < right <= each + OVERHANG * (each - left)
        ]
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

    def breaks(
        self,
        texts: Sequence[str],
        bare: Sequence[str],
        sets: Sequence[Typeset | None],
        tick: Callable[[], None],
    ) -> list[Break]:
        """The breaks between neighbouring lines; ``bare`` are their texts, stripped.

        ``sets`` is how they were set, empty where that is not known.
        """
        found: list[Break] = []
        for at in range(0, len(texts) - 1, PORTION):
            tick()
            here = slice(at, at + PORTION + 1)  # the last line of one is the first of the next
            found += self._some_breaks(texts[here], bare[here], sets[here])
        return found

    def _some_breaks(
        self, texts: Sequence[str], bare: Sequence[str], sets: Sequence[Typeset | None]
    ) -> list[Break]:
        if not sets or sets[0] is None:
            return breaks_of(texts, bare, self.metric)
        return set_breaks(texts, bare, sets, self.metric)

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
    texts = [doc.source[one[0] : one[1]].strip() for one in doc.typeset]
    for key, found in set_witnesses(doc.typeset, texts):
        groups.setdefault(key, []).append(found)
    known = {key: _main(peaks(found[:SAMPLE], False), len(found)) for key, found in groups.items()}
    begins: dict[float, float] = {}
    for key, main in known.items():
        for broken in groups[key][:SAMPLE]:
            for each in filter(partial(_fits, broken), main):
                begins[each] = min(broken.left, begins.get(each, broken.left))
    return Measures(width, {key: main for key, main in known.items() if main}, begins)


def _of_text(doc: Document) -> Measures:
    lines = doc.source.replace("\f", "\n\n").split("\n")
    if loose_gaps(doc).lines:
        lines = list(filter(str.strip, lines))
    pairs = [
        (lines[at - 1], lines[at])
        for at in [at for at, line in enumerate(lines) if line and not line[0].isupper()]
        if at and 0 < len(lines[at - 1]) <= MAX_MEASURE
    ]
    inside = Pairs(
        [
            (one, after)
            for one, after in pairs[:SAMPLE]
            if (after[0].islower() or goes_on(after.strip()))
            and (one[-1].isalpha() or ending(one.strip()) is Ending.OPEN)
        ]
    )
    metric, found, heights, agree = columns, *_agreed(inside, columns)
    if agree < 1:
        others, levels, share = _agreed(inside, width)
        if share > agree:
            metric, found, heights = width, others, levels
    main = _main(heights, found)
    if main:  # one paragraph a line: most of the text stands in lines that no measure allows
        wide = 1.2 * max(main) / AVERAGE
        beyond = sum(filter(wide.__lt__, map(len, lines)))
        main = [] if beyond > len(doc.source) / 2 else main
    return Measures(metric, {None: main} if main else {})


def _agreed(pairs: Pairs, metric: Metric) -> tuple[int, Iterator[tuple[float, int]], float]:
    """How many pairs of lines are witnesses, their measures, the share that agree on the main."""
    rights, highs = pairs.witnesses(metric)
    chars = [right / AVERAGE for right in rights]
    heights = peaks_of([0] * len(rights), rights, highs, chars, metric is columns)
    highest = next(heights, None)
    if highest is None:
        return len(rights), heights, 0.0
    return len(rights), chain((highest,), heights), highest[1] / len(rights)


def _main(heights: Iterator[tuple[float, int]], found: int) -> list[float]:
    """The measures of a document, if of so many witnesses enough agree on a main one."""
    measure, count = next(heights, (0.0, 0))
    if not count or count < (SHARE if found >= FEW else 1) * min(found, SAMPLE):
        return []
    return [measure, *(other for other, _ in heights)]


def first_line_indents(doc: Document) -> dict[int, bool]:
    """Which blocks begin with an indent, by source offset; empty if that is not the style."""
    firsts: dict[int, bool] = {}
    block = None
    for one, after in pairwise(doc.typeset):
        if one.block == after.block != block:
            firsts[one.start] = 0.7 * one.size < one.box.x0 - after.box.x0 < 5 * one.size
        block = one.block
    return firsts if sum(firsts.values()) * 2 > len(firsts) > 2 else {}
