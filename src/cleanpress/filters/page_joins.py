"""Paragraphs cut by a page or column break are one again; form feeds go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.breaks import break_between, row
from cleanpress.document import Document, Edit, Stage
from cleanpress.gaps import Gap, gap_at, gaps, may_cut
from cleanpress.loose import loose_gaps
from cleanpress.measure import Measures, first_line_indents, measures
from cleanpress.sentences import (
    Ending,
    ending,
    goes_on,
    is_bulleted,
    is_divided,
    is_running_text,
    is_surely_bulleted,
    is_wide,
)

_DASHES = "\N{EM DASH}\N{EN DASH}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageJoins:
    r"""Join a paragraph that a page break cut, and set every other page break as a blank line.

    The foot of a page is no end of a paragraph. What stood between the halves (folios, running
    heads, a form feed) is gone by now or is white space. They belong together if the first does
    not end a sentence, fills its last line, and is no heading or list item. A paragraph that ends
    with a sentence exactly at the foot of the page stays by itself. Scrapers may set a blank line
    between any two lines; where they do, a line that is full goes on over it.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("The harbour council decided on Monday that it must\f\nmake that clear.")
    >>> doc.apply(PageJoins()(doc), PageJoins.name).text
    'The harbour council decided on Monday that it must make that clear.'
    >>> doc = read_text("The harbour council met.\n\nAnd then it dined.")
    >>> list(PageJoins()(doc))
    []
    """

    name: ClassVar[str] = "page-joins"
    stage: ClassVar[Stage] = Stage.REFLOW
    reasons: ClassVar[Mapping[str, str]] = {
        "page-cut": "a page break inside a paragraph",
        "column-cut": "a column break inside a paragraph",
        "block-cut": "a gap inside a sentence that fills its line",
        "loose-line": "a blank line between the lines of a paragraph, as between all its lines",
        "page-break": "a page break between paragraphs: a blank line",
    }
    min_lower: int = 30  # characters before a cut that goes on in lower case, no measure known
    min_upper: int = 60  # the same where it goes on with a capital or a digit
    slack: float = 0.2  # of the measure by which the last line may fall short at a page's foot
    block_slack: float = 0.05  # the same at a gap on the page, or where a list's item may end

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield one edit for each gap that holds a form feed or cuts a paragraph."""
        text = doc.text
        paged = "\f" in text or len(doc.page_starts) > 1 or bool(doc.typeset)
        if not paged and "\n\n" not in text:
            return
        known = measures(doc)
        if not paged and not known.known:
            return
        heads = frozenset(mark.start for mark in doc.marked("heading"))
        starts = heads.union(mark.start for mark in doc.marked("item"))
        indents = first_line_indents(doc)
        sure = loose_gaps(doc).sure
        for start, end, turns in gaps(doc):
            doc.tick()
            if start == 0 or end == len(text):
                if "\f" in text[start:end]:
                    yield Edit(start, end, "", "page-break")
                continue
            if not (turns or may_cut(doc, start, end) or text.count("\n", start, end) in sure):
                continue
            gap = gap_at(doc, start, end, turns)
            whole = gap.first in heads or not starts.isdisjoint((gap.last, end))
            item = gap.first in starts
            cut = not whole and self._is_cut(doc, known, gap, indents, item=item)
            yield from _edits(text, gap, cut)

    def _is_cut(
        self, doc: Document, known: Measures, gap: Gap, indents: Mapping[int, bool], *, item: bool
    ) -> bool:
        """Whether the gap is inside a paragraph, or inside an item of a list."""
        text, below, on_page = gap.above, gap.below, gap.reason == "block-cut"
        state, lower = ending(text), goes_on(below)
        loose = gap.reason == "loose-line"
        if item and (on_page or loose):
            return False
        if (on_page or (loose and not gap.sure)) and (not lower or state is not Ending.OPEN):
            return False
        if state is Ending.COLON or is_surely_bulleted(below):
            return False
        indented = indents.get(gap.after)
        if indented or (state is Ending.END and (indented is None or on_page) and not loose):
            return False
        listed = is_bulleted(below) and below[0] not in _DASHES
        if not lower and (listed or not (text[-1] in ",;" or is_running_text(text))):
            return False
        last = known.source_row(doc, gap.start - 1)
        measure = known.fitting(last.left, last.key, last.right)
        doubt = item and not lower  # items need no full stop
        if measure is None:
            enough = self.min_lower if lower else self.min_upper
            opens = lower or (state is Ending.OPEN and not doubt)
            return not on_page and len(text) >= enough and opens
        if on_page and len(text) <= len(last.text):  # a line by itself
            return False
        between = break_between(last, row(below, None, known.metric), known.metric)
        slack = self.block_slack if on_page or doubt else self.slack
        slack = 0 if loose and not lower else slack
        return between.is_forced(measure, slack)


def _edits(text: str, gap: Gap, cut: bool) -> Iterator[Edit]:
    space = text[gap.start : gap.end]
    if not cut:
        if "\f" in space or (gap.reason == "page-cut" and space.count("\n") < 2):
            yield Edit(gap.start, gap.end, "\n\n", "page-break")
        return
    last, first = gap.above[-1], gap.below[0]
    glue = "" if is_wide(first) and is_wide(last) else " "
    if is_divided(gap.above, gap.below):
        glue = "\n"  # dehyphenation decides
    if space != glue:
        yield Edit(gap.start, gap.end, glue, gap.reason)
