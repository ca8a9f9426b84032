"""The cells of a table's row become one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from cleanpress.document import Document, Edit, Stage
from cleanpress.tables import table_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRows:
    """Set the cells of each row of a table on one line.

    Readers see a table's cells as texts that stand apart, so that a row of numbers comes out as a
    paragraph for each. A table is two or more rows, one right after the other, whose cells share
    edges: left, right, or the middle between them. Side by side is not enough: what stands beside
    another text on one row only stays apart, and so do cells of more than one line, whose rows
    nobody can tell from columns of text. Without geometry nothing is done.

    >>> from cleanpress.testing import typeset_document
    >>> cells = [("Ann Lee", 72, 110, 80), ("12", 200, 212, 80),
    ...          ("Ben Roe", 72, 112, 100), ("9", 206, 212, 100)]
    >>> doc = typeset_document(
    ...     [{"text": text, "box": [x0, y, x1, y + 10], "block": at}
    ...      for at, (text, x0, x1, y) in enumerate(cells)])
    >>> print(doc.apply(TableRows()(doc), TableRows.name).text)
    Ann Lee 12
    <BLANKLINE>
    Ben Roe 9
    >>> from cleanpress.readers.text import read_text
    >>> list(TableRows()(read_text("Ann Lee\\n\\n12")))
    []
    """

    name: ClassVar[str] = "table-rows"
    stage: ClassVar[Stage] = Stage.REFLOW
    reasons: ClassVar[Mapping[str, str]] = {
        "table-row": "the gap between two cells of a table's row",
    }

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the gaps between the cells of each row."""
        text = doc.text
        for row in table_rows(doc):
            for cell, after in pairwise(row):
                start = cell.start + len(text[cell.start : cell.end].rstrip())
                cut = text[after.start : after.end]
                yield Edit(start, after.end - len(cut.lstrip()), " ", "table-row")
