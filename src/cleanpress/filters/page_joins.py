"""Paragraphs cut by a page or column break are one again; form feeds go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Document, Edit, Line, Stage
from cleanpress.measure import Measures, break_between, measures, row
from cleanpress.sentences import (
    HYPHENS,
    Ending,
    ending,
    goes_on,
    is_bulleted,
    is_surely_bulleted,
    is_wide,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageJoins:
    r"""Join a paragraph that a page break cut, and set every other page break as a blank line.

    The foot of a page is no end of a paragraph. What stood between the halves (folios, running
    heads, a form feed) is gone by now or is white space. They belong together if the first does
    not end a sentence, fills its last line, and is no heading or list item. A paragraph that ends
    with a sentence exactly at the foot of the page stays by itself, and so does one whose
    lines are too short to tell.

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
        "page-break": "a page break between paragraphs: a blank line",
    }
    min_lower: int = 30  # characters before a cut that goes on in lower case, no measure known
    min_upper: int = 60  # the same where it goes on with a capital or a digit
    slack: float = 0.2  # of the measure by which the last line may fall short

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield one edit for each gap that holds a form feed or cuts a paragraph."""
        text, lines = doc.text, doc.lines
        paged = "\f" in text or len(doc.page_starts) > 1 or bool(doc.typeset)
        known = measures(doc) if paged or "\n\n" in text else None
        if known is None or not (paged or known.known):
            return
        starts = frozenset(m.start for kind in ("item", "heading") for m in doc.marked(kind))
        before: Line | None = None
        for block in doc.blocks:
            after = lines[block.first]
            end = after.end - len(after.text.lstrip())
            if before is None:
                if "\f" in text[:end]:
                    yield Edit(0, end, "", "page-break")
            else:
                start = before.start + len(before.text.rstrip())
                edit = self._gap(doc, known, before, after, (start, end), starts)
                if edit is not None:
                    yield edit
            before = lines[block.last - 1]
        at = 0 if before is None else before.start + len(before.text.rstrip())
        if "\f" in text[at:]:
            yield Edit(at, len(text), "", "page-break")

    def _gap(
        self, doc: Document, known: Measures, before: Line, after: Line,
        gap: tuple[int, int], starts: frozenset[int],
    ) -> Edit | None:  # fmt: skip
        start, end = gap
        space = doc.text[start:end]
        reason = "page-cut" if before.page != after.page or "\f" in space else "block-cut"
        if reason == "block-cut" and before.typeset and after.typeset:
            last = doc.typeset_at(doc.to_source(start - 1)) or before.typeset
            reason = "column-cut" if last.column != after.typeset.column else reason
        whole = starts and not starts.isdisjoint((before.start, after.start, end))
        if not whole and self._cut(doc, known, before, after.text.lstrip(), reason, start):
            first, last_char = doc.text[end], doc.text[start - 1]
            if last_char in HYPHENS and not doc.text[start - 2 : start - 1].isspace():
                glue = "\n"  # dehyphenation decides
            else:
                glue = "" if is_wide(first) and is_wide(last_char) else " "
            return Edit(start, end, glue, reason) if space != glue else None
        if "\f" in space or (reason == "page-cut" and space.count("\n") < 2):
            return Edit(start, end, "\n\n", "page-break")
        return None

    def _cut(
        self, doc: Document, known: Measures, before: Line, below: str, reason: str, start: int
    ) -> bool:
        text = before.text.rstrip()
        lower = goes_on(below)
        if reason == "block-cut" and not lower:
            return False
        state = ending(text)
        if state in (Ending.END, Ending.COLON) or is_surely_bulleted(below):
            return False
        if not lower and (is_bulleted(below) or not _is_prose(text)):
            return False
        last = known.source_row(doc, start - 1)
        usual = known.known.get(last.key, ())
        measure = next((one for one in usual if last.right - last.left <= 1.05 * (one - last.left)), None)
        if measure is None:
            if reason == "block-cut" or (state is Ending.ABBREVIATION and not lower):
                return False
            return len(text) >= (self.min_lower if lower else self.min_upper)
        between = break_between(last, row(below, None, known.metric), known.metric)
        if reason == "block-cut" and len(text) <= len(last.text):
            return False
        return between.is_forced(measure, self.slack if reason == "page-cut" else 0.05)


def _is_prose(text: str) -> bool:
    """Whether most words of a line's end are in lower case, as in no headline of links."""
    words = [word for word in text[-200:].split() if word[:1].isalpha()]
    return sum(goes_on(word) for word in words) * 2 >= len(words) > 3
