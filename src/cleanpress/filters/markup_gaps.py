"""Markdown syntax that stands where a space belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Document, Edit, Stage

_GAP = re.compile(r"\||<br[ \t]*/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkupGaps:
    r"""Put a space where a Markdown scrape has a table's bar or an HTML line break.

    These two part words, so that removing them would glue two words into one that nobody wrote.
    Bars outside table rows, and the tags of a text that shows no Markdown, are left alone.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("## Fares\n\n|Monday|3|\n|---|---|")
    >>> doc.apply(MarkupGaps()(doc), MarkupGaps.name).text
    '## Fares\n\n Monday 3 \n|---|---|'
    >>> doc = read_text("## Ferries\n\nNorth Line | the timetable")
    >>> doc.apply(MarkupGaps()(doc), MarkupGaps.name) is doc
    True
    """

    name: ClassVar[str] = "markup-gaps"
    stage: ClassVar[Stage] = Stage.REPAIR
    reasons: ClassVar[Mapping[str, str]] = {
        "table-bar": "the bar between or beside the cells of a table",
        "line-break": "an HTML line break",
    }

    def mends(self, old: str, new: str, /) -> bool:
        """A bar or a line break becomes one space."""
        return new == " " and _GAP.fullmatch(old) is not None

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield a space for each gap that still reads as the reader saw it."""
        for mark in doc.marked("gap"):
            if _GAP.fullmatch(doc.text, mark.start, mark.end):
                yield Edit(mark.start, mark.end, " ", mark.value)
