"""The order in which the lines of a page are read.

Browsers draw in the order of the document, so the order of the stream is right nearly always.
What is drawn out of turn are running heads and footers, and whole pages of other producers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from operator import attrgetter

from cleanpress.readers.columns import Region, regions
from cleanpress.readers.lines import SetLine

__all__ = ["reading_order"]

_UPWARDS = 0.1  # share of the lines that jump back up in their own column: the stream is no guide
_ZIGZAG = 0.5  # share of the rows drawn across the gutter of two columns of prose
_PROSE = 12.0  # ems that lines of prose are wide on average; table cells are narrower
_EDGE = 12  # lines; running heads and footers have fewer pieces
_ROWS = 5  # rows that two columns of prose must have before they count


def reading_order(lines: Sequence[SetLine]) -> tuple[list[SetLine], dict[int, int]]:
    """The lines of a page as they are read, and the column of each by its ``order``."""
    cut = regions(lines)
    columns = {
        line.order: number
        for region in cut
        for number, column in enumerate(region)
        for line in column
    }
    if _jumps_up(lines) or any(_zigzags(region, columns) for region in cut):
        return _by_place(cut), columns
    return _edges_in_place(lines), columns


def _jumps_up(lines: Sequence[SetLine]) -> bool:
    """Whether the stream goes back up over what it has drawn too often to be an order."""
    jumps = 0
    x0 = y0 = x1 = 0.0
    slack = float("-inf")  # the first line has none before it
    for line in lines:
        left, top, right, foot = line.box
        if foot <= y0 + slack and left < x1 and x0 < right:
            jumps += 1
        x0, y0, x1, slack = left, top, right, 0.1 * line.size
    return jumps > max(2.0, _UPWARDS * len(lines))


def _zigzags(region: Region, columns: Mapping[int, int]) -> bool:
    """Whether columns of prose were drawn row by row, across the gutter."""
    if len(region) < 2 or min(len(column) for column in region) < _ROWS:
        return False
    lines = [line for column in region for line in column]
    ems = sum((line.x1 - line.x0) / (line.size or 1.0) for line in lines) / len(lines)
    if ems < _PROSE:
        return False
    lines.sort(key=lambda line: line.order)
    crossings = sum(
        1
        for line, after in pairwise(lines)
        if columns[line.order] < columns[after.order] and abs(line.base - after.base) < line.size
    )
    return crossings > _ZIGZAG * min(len(column) for column in region)


def _by_place(cut: Sequence[Region]) -> list[SetLine]:
    """Regions from top to bottom, their columns from left to right, each from top to bottom."""
    ordered: list[SetLine] = []
    for region in cut:
        for column in region:
            inner = regions(column) if len(region) > 1 else []
            if len(inner) > 1:
                ordered += _by_place(inner)
            else:
                ordered += sorted(column, key=lambda line: (round(line.base), line.box.x0))
    return ordered


def _edges_in_place(lines: Sequence[SetLine]) -> list[SetLine]:
    """Put lines first that were drawn last but stand above all others, and the reverse."""
    heads = _outside(lines[::-1], above=True)
    footers = _outside(lines, above=False)
    if not heads and not footers:
        return list(lines)
    moved = {id(line) for line in (*heads, *footers)}
    return [*heads[::-1], *(line for line in lines if id(line) not in moved), *footers]


def _outside(lines: Sequence[SetLine], *, above: bool) -> list[SetLine]:
    """Of the first few lines given, those that stand above (below) all that come after.

    Only a run of lines that all stand outside the rest counts: the last lines of a short column
    stand above the end of a long one, but beside the rest of it.
    """
    most = min(_EDGE, len(lines) // 2)
    if not most:
        return []
    _, highs, _, lows = zip(*map(attrgetter("box"), lines), strict=True)
    top, foot = min(highs[most:]), max(lows[most:])
    for count in range(most, 0, -1):
        for high, low in zip(highs[:count], lows, strict=False):
            if low > top and high < foot:
                break
        else:
            edge = lines[:count]
            return [line for line in edge if (line.box.y1 <= top if above else line.box.y0 >= foot)]
        top, foot = min(top, highs[count - 1]), max(foot, lows[count - 1])
    return []
