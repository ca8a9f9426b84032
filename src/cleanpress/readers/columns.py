"""Which column of the page a line stands in.

A page is read as regions from top to bottom. A region is a run of rows that share a gutter: white
space that runs from its top to its bottom. Occupied widths are bit masks, so that even a page of
a thousand lines costs little.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import TypeAlias

from cleanpress.readers.lines import SetLine
from cleanpress.values import Box

__all__ = ["Region", "regions"]

Region: TypeAlias = "list[list[SetLine]]"
"""Rows that share their gutters: the lines of each column, columns from left to right."""

_BIN = 2.0  # points of page width to one bit
_GUTTER = 5  # bits of white that make a gutter; narrower ones run through justified text by chance
_SHIFTS = (1, 2, 1)  # what is white here and that far on as well, is white over a gutter
_WIDEST = 4096  # bits; what stands further out counts as standing there
_COLUMN = re.compile(f"1(?:0{{0,{_GUTTER - 1}}}1)*")


def regions(lines: Sequence[SetLine]) -> list[Region]:
    """The regions of a page from top to bottom, each cut into its columns."""
    found: list[Region] = []
    current: list[SetLine] = []
    mask = 0
    for row, own in _rows(sorted(lines, key=attrgetter("box.y0"))):
        if current and not _has_gutter(mask | own):
            found.append(_cut(current, mask))
            current, mask = [], 0
        current.extend(row)
        mask |= own
    if current:
        found.append(_cut(current, mask))
    return found


def _rows(lines: Sequence[SetLine]) -> list[tuple[list[SetLine], int]]:
    """Lines that overlap from top to bottom, with the widths they occupy together."""
    rows: list[tuple[list[SetLine], int]] = []
    row: list[SetLine] = []
    mask, foot = 0, float("-inf")
    for line in lines:
        _, y0, _, y1 = line.box
        if row and y0 < foot - 0.1 * line.size:
            row.append(line)
            mask |= _mask(line.box)
            foot = max(foot, y1)
        else:
            if row:
                rows.append((row, mask))
            row, mask, foot = [line], _mask(line.box), y1
    if row:
        rows.append((row, mask))
    return rows


def _mask(box: Box) -> int:
    left, right = int(box.x0 / _BIN), int(box.x1 / _BIN) + 1
    if not 0 <= left < right <= _WIDEST:
        left = min(max(left, 0), _WIDEST)
        right = min(max(right, left + 1), _WIDEST + 1)
    return ((1 << (right - left)) - 1) << left


def _has_gutter(mask: int) -> bool:
    """Whether there is white as wide as a gutter between two occupied bits."""
    low = mask & -mask
    if not mask & (mask + low):  # all in one piece
        return False
    white = (mask ^ ((1 << mask.bit_length()) - 1)) & -low
    for shift in _SHIFTS:
        white &= white >> shift
    return bool(white)


def _cut(lines: list[SetLine], mask: int) -> Region:
    if len(lines) == 1 or not _has_gutter(mask):
        return [lines]
    bits = bin(mask)[:1:-1]  # from the left edge of the page
    edges = [found.end() * _BIN for found in _COLUMN.finditer(bits)]
    columns: Region = [[] for _ in edges]
    for line in lines:
        x0, _, x1, _ = line.box
        middle = min((x0 + x1) / 2, _WIDEST * _BIN)
        columns[min(bisect_left(edges, middle), len(edges) - 1)].append(line)
    return [column for column in columns if column]
