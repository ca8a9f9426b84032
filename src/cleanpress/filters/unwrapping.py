"""Hard-wrapped lines become paragraphs of one line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, NamedTuple

from cleanpress.breaks import Break, is_list, key_of, runs_in, turns
from cleanpress.document import Document, Edit, Stage, Typeset
from cleanpress.indents import indented_lines
from cleanpress.measure import measures
from cleanpress.sentences import (
    CLOSERS,
    HYPHENS,
    OPENERS,
    Ending,
    is_bulleted,
    is_divided,
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
    min_set: int = 30  # the same where both are lines of one block of a page

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """One edit for each line break between two lines of a block."""
        blocks = [block for block in doc.blocks if block[3] - block[2] > 1]
        if not blocks:
            return
        known = measures(doc)
        wrapped = bool(known.known or doc.typeset)
        heads = frozenset(mark.start for mark in doc.marked("heading"))
        starts = heads.union(mark.start for mark in doc.marked("item"))
        texts = [text for _, _, first, last in blocks for text in doc.texts[first:last]]
        bare = [text for _, _, first, last in blocks for text in doc.bare[first:last]]
        placed = doc.placed.sets if doc.typeset else []
        sets = [one for _, _, first, last in blocks for one in placed[first:last]]
        breaks = known.breaks(texts, bare, sets, doc.tick)
        at = 0
        for _, _, first, last in blocks:
            at, here = at + last - first, slice(at, at + last - first)
            mine, set_ = breaks[here.start : at - 1], sets[here]
            measure = known.of(key_of(set_[0] if set_ else None), mine)
            same = not set_ and texts[here] == bare[here]  # then no line is set in
            part = _Part(
                doc.starts[first:last], texts[here], bare[here], set_, mine, measure, wrapped,
                measure is not None and is_list(mine, measure),
                frozenset() if same else indented_lines(doc.lines[first:last]),
            )  # fmt: skip
            yield from self._edits(part, heads, starts)

    def _edits(self, part: _Part, heads: frozenset[int], starts: frozenset[int]) -> Iterator[Edit]:
        begins, texts, bare, sets, breaks, measure, _, _, indented = part
        tight = measure is not None and not indented and runs_in(breaks, measure)
        rows = zip(breaks, begins, begins[1:], texts, texts[1:], bare, bare[1:], strict=False)
        for at, (one, line, after, whole, rest, text, below) in enumerate(rows, 1):
            start = line + len(whole if text is whole else whole.rstrip())
            end = after if below is rest else after + len(rest) - len(rest.lstrip())
            inside = one[6] and one[5] is _OPEN  # a sentence goes on in lower case
            if inside and measure is not None:
                joins = one[1] - one[0] >= self.ragged * (measure - one[0])
            else:
                joins = self._joins(part, at, tight)
            if (
                not joins
                or (starts and not (starts.isdisjoint((after, end)) and line not in heads))
                or (
                    not inside
                    and (at in indented or (sets and turns(sets[at - 1], sets[at], below)))
                )
            ):
                yield _edit((start, end, "\n\n", "paragraph-break", ""))
            elif (last := text[-1]) not in HYPHENS or not is_divided(text, below):
                glue = "" if last > "\u2fff" and is_wide(last) and is_wide(below[0]) else " "
                yield _edit((start, end, glue, "wrapped-line", ""))

    def _joins(self, part: _Part, at: int, tight: bool) -> bool:
        one, measure = part.breaks[at - 1], part.measure
        text, below = part.bare[at - 1 : at + 1]
        goes_on = one.ends is _OPEN or one.ends is Ending.ABBREVIATION
        listed = not below[0].isupper() and is_bulleted(below)  # no list's mark is a capital
        if listed and (not goes_on or is_surely_bulleted(below)):
            return False
        if measure is None:
            typeset, witness = bool(part.sets), one.witness
            least = self.min_set if typeset and witness else self.min_chars
            inside = witness or (typeset and one.ends is Ending.OPEN)
            return inside and one.chars >= least and part.wrapped
        if goes_on and one.lower:
            return one.right - one.left >= self.ragged * (measure - one.left)
        if goes_on:
            return one.is_forced(measure, 0 if part.listed else self.open_slack)
        if tight and (below[0] in OPENERS or text[-1] in CLOSERS):
            return False
        return one.is_forced(measure, 0 if tight else self.slack) and one.right <= 1.1 * measure


_OPEN = Ending.OPEN
_edit = partial(tuple.__new__, Edit)


class _Part(NamedTuple):
    """A block: its lines as columns, the breaks between them, and its measure."""

    starts: Sequence[int]
    texts: Sequence[str]
    bare: Sequence[str]  # the texts stripped
    sets: Sequence[Typeset | None]  # none where nothing is known of the type
    breaks: Sequence[Break]
    measure: float | None
    wrapped: bool  # whether the document is
    listed: bool  # whether it is a list, nearly all lines of which end far from its measure
    indented: frozenset[int]
