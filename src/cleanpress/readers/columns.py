"""Which column of the page a line stands in.

A page is read as regions from top to bottom. A region is a run of rows that share a gutter: white
space that runs from its top to its bottom. Occupied widths are bit masks, so that even a page of
a thousand lines costs little.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from cleanpress.readers.lines import SetLine

__all__ = ["Region", "regions"]

Region: TypeAlias = "list[list[SetLine]]"
"""Rows that share their gutters: the lines of each column, columns from left to right."""

_BIN = 2.0  # points of page width to one bit
_GUTTER = 5  # bits of white that make a gutter; narrower ones run through justified text by chance
_WIDEST = 4096  # bits; what stands further out counts as standing there
_COLUMN = re.compile(f"1(?:0{{0,{_GUTTER - 1}}}1)*")


def regions(lines: Sequence[SetLine]) -> list[Region]:
    """The regions of a page from top to bottom, each cut into its columns."""
    found: list[Region] = []
    current: list[SetLine] = []
    mask = 0
    for row, own in _rows(sorted(lines, key=lambda line: line.box.y0)):
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
    foot = float("-inf")
    for line in lines:
        own = _mask(line)
        if rows and line.box.y0 < foot - 0.1 * line.size:
            row, mask = rows[-1]
            row.append(line)
            rows[-1] = row, mask | own
            foot = max(foot, line.box.y1)
        else:
            rows.append(([line], own))
            foot = line.box.y1
    return rows


def _mask(line: SetLine) -> int:
    left = min(max(int(line.box.x0 / _BIN), 0), _WIDEST)
    right = min(max(int(line.box.x1 / _BIN) + 1, left + 1), _WIDEST + 1)
    return ((1 << (right - left)) - 1) << left


def _has_gutter(mask: int) -> bool:
    """Whether there is white as wide as a gutter between two occupied bits."""
    low = mask & -mask
    white = (mask ^ ((1 << mask.bit_length()) - 1)) & -low
    for _ in range(_GUTTER - 1):
        white &= white >> 1
    return bool(white)


def _cut(lines: list[SetLine], mask: int) -> Region:
    if not _has_gutter(mask):
        return [lines]
    bits = bin(mask)[:1:-1]  # from the left edge of the page
    edges = [found.end() * _BIN for found in _COLUMN.finditer(bits)]
    columns: Region = [[] for _ in edges]
    for line in lines:
        middle = min((line.box.x0 + line.box.x1) / 2, _WIDEST * _BIN)
        place = next((at for at, edge in enumerate(edges) if middle <= edge), len(edges) - 1)
        columns[place].append(line)
    return [column for column in columns if column]
