"""Tables: rows of cells that stand side by side and share edges with the row above or below."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from cleanpress.document import Document, Typeset

LEVEL = 0.3  # ems by which the feet of cells of one row may differ
NEAR = 0.2  # ems by which edges that two rows share may differ
SHARED = 2  # cells of a row that share an edge with one of the row above or below


class Cell(NamedTuple):
    """A block of one line: which it is, where its text is, and how it was set."""

    block: int
    start: int
    end: int
    set: Typeset


Row: TypeAlias = "list[Cell]"


def table_rows(doc: Document) -> tuple[Row, ...]:
    """The rows of a document's tables, of two and more cells each; none without geometry.

    Cells of more than one line count for none: nobody can tell their rows from columns of text.
    """
    return doc.derive("table-rows", lambda: tuple(_rows(doc)) if doc.typeset else ())


def _rows(doc: Document) -> Iterator[Row]:
    rows = _runs(doc)
    tabular = [False] * len(rows)
    for at, (above, row) in enumerate(pairwise(rows)):
        if above[-1].block + 1 == row[0].block and _aligned(above, row):
            tabular[at] = tabular[at + 1] = True
    return (row for row, table in zip(rows, tabular, strict=True) if table)


def _runs(doc: Document) -> list[Row]:
    """Runs of two and more blocks of a line each that stand side by side."""
    rows: list[Row] = []
    row: Row = []
    for cell in _cells(doc):
        if row and not (row[-1].block + 1 == cell.block and _beside(row[-1].set, cell.set)):
            rows += [row] if len(row) > 1 else []
            row = []
        row.append(cell)
    return [*rows, row] if len(row) > 1 else rows


def _cells(doc: Document) -> Iterator[Cell]:
    sets = doc.placed.sets
    for at, (start, end, first, last) in enumerate(doc.blocks):
        typeset = sets[first] if last - first == 1 else None
        if typeset is not None and not typeset.rotated:
            yield Cell(at, start, end, typeset)


def _beside(one: Typeset, other: Typeset) -> bool:
    level = abs(one.box.y1 - other.box.y1) <= LEVEL * one.size
    return one.page == other.page and level and one.box.x1 <= other.box.x0


def _aligned(above: Row, row: Row) -> bool:
    """Whether enough cells share an edge with a cell of the other row."""
    pairs = 0
    for cell in row:
        near, box = NEAR * cell.set.size, cell.set.box
        pairs += any(
            abs(one.x0 - box.x0) <= near or abs(one.x1 - box.x1) <= near
            or abs(one.x0 + one.x1 - box.x0 - box.x1) <= 2 * near
            for one in (other.set.box for other in above)
        )  # fmt: skip
    return pairs >= SHARED
