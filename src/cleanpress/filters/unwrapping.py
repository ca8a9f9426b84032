"""Hard-wrapped lines become paragraphs of one line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Document, Edit, Line, Stage
from cleanpress.indents import indented_lines
from cleanpress.measure import Break, measures
from cleanpress.sentences import (
    CLOSERS,
    HYPHENS,
    OPENERS,
    Ending,
    is_bulleted,
    is_surely_bulleted,
    is_wide,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwrapping:
    r"""Turn each line break into a space, or into a blank line where a paragraph ends.

    PDFs, mails and old text files break lines at a measure, and a paragraph's lines stand one
    under the other. A break was forced by the measure if the next word would not have fitted;
    only then it is a space. The measure is told by the breaks inside sentences. Lines that no
    measure explains (one paragraph a line, lists, addresses, verse) stay apart. A break
    after a hyphen is left to ``dehyphenation``.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("The ferry that was due at nine in the morning\ncame at noon.\n"
    ...                 "The next one was early.")
    >>> doc.apply(Unwrapping()(doc), Unwrapping.name).text
    'The ferry that was due at nine in the morning came at noon.\n\nThe next one was early.'
    >>> whole = read_text("One paragraph.\n\nAnother.")
    >>> list(Unwrapping()(whole))
    []
    """

    name: ClassVar[str] = "unwrapping"
    stage: ClassVar[Stage] = Stage.REFLOW
    reasons: ClassVar[Mapping[str, str]] = {
        "wrapped-line": "a line break that the width of the column forced",
        "paragraph-break": "a line break at which a paragraph ends: a blank line",
    }
    slack: float = 0.03  # of the measure, by which a line that ends a sentence may seem too short
    open_slack: float = 0.05  # the same in mid-sentence before a capital or a digit
    ragged: float = 0.5  # of the measure that a line still fills where a picture stands beside it
    min_chars: int = 45  # of a line in mid-sentence that no measure explains; verse is narrower

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield one edit for each line break between two lines of a block."""
        blocks = [block for block in doc.blocks if block.last - block.first > 1]
        if not blocks:
            return
        known = measures(doc)
        wrapped = bool(known.known or doc.typeset)
        heads = frozenset(mark.start for mark in doc.marked("heading"))
        starts = heads.union(mark.start for mark in doc.marked("item"))
        for block in blocks:
            lines = doc.lines[block.first : block.last]
            rows = known.rows(lines)
            breaks = known.breaks(rows)
            measure = known.of(rows, breaks)
            indented = indented_lines(lines)
            tight = measure is not None and not indented and _runs_in(breaks, measure)
            for at, between in enumerate(breaks):
                line, after, text, below = *lines[at : at + 2], rows[at].text, rows[at + 1].text
                start = line.start + len(line.text.rstrip())
                end = after.end - len(after.text.lstrip())
                if (
                    not self._joins(
                        between, text, below, measure, tight, wrapped, line.typeset is not None
                    )
                    or (starts and not starts.isdisjoint((after.start, end)))
                    or line.start in heads
                    or (at + 1 in indented and not (between.lower and between.ends is Ending.OPEN))
                    or _turns(line, after, between)
                ):
                    yield Edit(start, end, "\n\n", "paragraph-break")
                elif text[-1] not in HYPHENS or text[-2:-1].isspace():
                    glue = "" if is_wide(text[-1]) and is_wide(below[0]) else " "
                    yield Edit(start, end, glue, "wrapped-line")

    def _joins(
        self, one: Break, text: str, below: str, measure: float | None, tight: bool,
        wrapped: bool, typeset: bool,
    ) -> bool:  # fmt: skip
        goes_on = one.ends in (Ending.OPEN, Ending.ABBREVIATION)
        if is_bulleted(below) and (not goes_on or is_surely_bulleted(below)):
            return False
        if measure is None:
            inside = one.witness or (typeset and one.ends is Ending.OPEN)
            return inside and one.chars >= self.min_chars and wrapped
        if goes_on and one.lower:
            return one.right - one.left >= self.ragged * (measure - one.left)
        if goes_on:
            return one.is_forced(measure, self.open_slack)
        if tight and (below[0] in OPENERS or text[-1] in CLOSERS):
            return False
        return one.is_forced(measure, 0 if tight else self.slack) and one.right <= 1.1 * measure


def _runs_in(breaks: Sequence[Break], measure: float) -> bool:
    """Whether paragraphs follow one another in a block: one ends in mid-block with a short line."""
    return any(
        one.ends is Ending.END and not one.lower and not one.is_forced(measure, 0.1)
        for one in breaks
    )


def _turns(line: Line, after: Line, between: Break) -> bool:
    """Whether the type changes so that a new paragraph begins."""
    if line.typeset is None or after.typeset is None:
        return False
    if between.lower and between.ends is Ending.OPEN:  # bold words or small type in mid-sentence
        return False
    one, other = line.typeset, after.typeset
    return abs(one.size - other.size) > 0.1 * one.size or abs(one.bold - other.bold) > 0.7
