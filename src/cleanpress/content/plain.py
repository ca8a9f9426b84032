"""The facts of a text without geometry or markup: few, and cheap enough for any amount of text.

Everything here is made column by column with what Python does in C; texts of thousands of pages
are cleaned at several megabytes a second.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from cleanpress.content.columns import Column, Steps, stepped
from cleanpress.content.place import phrases_of
from cleanpress.content.traces import traces_of
from cleanpress.content.units import Unit
from cleanpress.content.wording import ending_of
from cleanpress.document import Document

SAMPLE = 400  # characters; more of a paragraph tells nothing new
PLAIN: dict[str, Steps] = {
    "words": (2, 3, 5, 8, 12, 18, 25, 40, 60, 90), "ending": (1, 2, 3, 4, 5),
    "lower case": (0.01, 0.2, 0.4, 0.6, 0.75, 0.9), "capitals": (0.08, 0.15, 0.25, 0.4, 0.6, 0.95),
    "commas": (0.001, 0.03, 0.06, 0.1), "line length": (10, 20, 35, 60, 85, 120),
    "lines": (2, 3, 5, 8), "from top": (1, 2, 3, 5, 10, 20, 40),
    "from end": (1, 2, 3, 5, 10, 20, 40),
    "part": (0.02, 0.1, 0.25, 0.5, 0.75, 0.9), "page": (1, 2, 3), "repeats": (1, 2, 5),
    "phrase": (1, 2, 3, 4), "headline": (-20, -3, 0, 1, 2, 4, 8, 20, 99),
    "byline": (-20, -3, 0, 1, 2, 4, 8, 20, 99), "endings above": (1, 2, 4, 8),
    "endings below": (1, 2, 4, 8), "shape": tuple(range(1, 24)),
    "shape 2 above": tuple(range(1, 24)), "shape 2 below": tuple(range(1, 24)),
}  # fmt: skip
_LENGTHS: Steps = (5, 13, 26)


def plain_of(doc: Document, units: Sequence[Unit], words: Sequence[int]) -> list[Column]:
    """The columns of the facts; ``words`` are how many each unit has."""
    count = len(units)
    heads = [unit.text[:SAMPLE] for unit in units]
    parts = list(map(str.split, heads))
    known = [len(part) or 1 for part in parts]
    endings = [ending_of(unit.text) for unit in units]
    lines = [unit.last - unit.first for unit in units]
    size = len(doc.text) or 1
    folded = [head.casefold() for head in heads]
    repeats = Counter(folded)
    traces = traces_of(doc, units)
    shapes = [
        6 * bisect_right(_LENGTHS, number) + (1 if ending in (1, 2, 4) else 0)
        for number, ending in zip(words, endings, strict=True)
    ]
    values: list[Sequence[float]] = [
        words,
        endings,
        [sum(map(str.islower, part)) / n for part, n in zip(parts, known, strict=True)],
        [sum(map(str.istitle, part)) / n for part, n in zip(parts, known, strict=True)],
        [head.count(",") / n for head, n in zip(heads, known, strict=True)],
        [len(unit.text) / n for unit, n in zip(units, lines, strict=True)],
        lines,
        range(count),
        range(count - 1, -1, -1),
        [unit.start / size for unit in units],
        _pages(doc, units),
        [repeats[head] - 1 for head in folded],
        _phrased(doc, units),
        [one.headline for one in traces],
        [one.byline for one in traces],
        [one.ended for one in traces],
        [one.coming for one in traces],
        shapes,
        [0, 0, *shapes][:count],
        [*shapes[2:], 0, 0][:count],
    ]
    return [stepped(cuts, column) for column, cuts in zip(values, PLAIN.values(), strict=True)]


def _pages(doc: Document, units: Sequence[Unit]) -> Sequence[int]:
    """0 the only page, 1 the first, 2 between, 3 the last."""
    last = doc.lines[-1].page if doc.lines else 1
    if last == 1:
        return [0] * len(units)
    kinds = {1: 1, last: 3}
    lines = doc.lines
    return [kinds.get(lines[unit.first].page, 2) for unit in units]


def _phrased(doc: Document, units: Sequence[Unit]) -> Sequence[int]:
    """The kind of phrase in each unit, 0 for none."""
    found = [0] * len(units)
    firsts = [unit.first for unit in units]
    for line, kind in phrases_of(doc).items():
        at = bisect_right(firsts, line) - 1
        if at >= 0 and line < units[at].last:
            found[at] = max(found[at], kind)
    return found
