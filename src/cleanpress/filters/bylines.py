"""Bylines, dates of publication and reading times around the head of an article go."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import ClassVar

from cleanpress.document import Block, Document, Edit, Line, Stage
from cleanpress.grammar.byline_lines import names_beside, split_byline
from cleanpress.grammar.byline_words import byline_words
from cleanpress.grammar.bylines import MAX_BYLINE, Byline, byline_of, may_sign
from cleanpress.grammar.dates import has_digit
from cleanpress.grammar.edges import edges, whole
from cleanpress.paragraphs import paragraphs
from cleanpress.phrase_table import UNCLEAR
from cleanpress.tagging import openings

_START, _FIRST = attrgetter("start"), attrgetter("first")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bylines:
    r"""Remove the lines that say who wrote an article and when, and how long it takes to read.

    They stand between the headline and the first paragraph, at the very top of a page, or, naming
    themselves (``By``, ``Published``), at the end. A line goes only if all of it is a byline or a
    date. Prose that begins like one ("By Tuesday the fire was out") stays, and so do a dateline
    that opens a paragraph, a date that is the end of a sentence, and dates further down.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("By Ann Lee and Raul Ortiz\n\nMay 3, 2021\n\nBy Tuesday it was out.")
    >>> doc.apply(Bylines()(doc), Bylines.name).text
    '\n\nBy Tuesday it was out.'
    >>> plain = read_text("OSLO, May 3, 2021 - By Tuesday it was out.")
    >>> plain.apply(Bylines()(plain), Bylines.name) is plain
    True
    """

    name: ClassVar[str] = "bylines"
    stage: ClassVar[Stage] = Stage.PRUNE
    together: ClassVar[bool] = True
    needs_page: ClassVar[bool] = True
    reasons: ClassVar[Mapping[str, str]] = {
        "byline": "who wrote it, perhaps with the date",
        "published": "when it was published or updated",
        "reading-time": "how long it takes to read",
    }

    budget: float = 0.25  # share of words; on a one-paragraph notice a byline can be a fifth
    paragraph: int = 40  # words from which on a block is a paragraph of the body
    above: int = 6  # lines above the headline in which bylines are looked for
    below: int = 3  # blocks at the end in which bylines are looked for
    depth: int = 12  # lines of a block that are looked at
    short: int = 45  # characters of a line that can stand over a byline in the same block

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the removal of each line of a byline."""
        gone: dict[int, Edit] = {}
        known = doc.facts(byline_of)
        blocks = paragraphs(doc)
        first, last = self._head(doc)
        for block in self._signed(doc, blocks[first:last]):
            for line, reason in self._block(doc, block, tail=False):
                gone[line.start] = Edit(*whole(doc, line), "", reason, "at the head of the article")
        for page in edges(doc)[:1]:
            for at in page.top_at[:2]:
                found = known[doc.texts[at]]
                if found and found.date and found.authors:
                    line = doc.lines[at]
                    gone[line.start] = Edit(*whole(doc, line), "", "byline", "at the top")
        for block in self._signed(doc, blocks[max(last, len(blocks) - self.below) :]):
            for line, reason in self._block(doc, block, tail=True):
                gone[line.start] = Edit(*whole(doc, line), "", reason, "at the end of the article")
        yield from (gone[start] for start in sorted(gone))

    def _head(self, doc: Document) -> tuple[int, int]:
        """The blocks between the headline, where it is known, and the first paragraph."""
        headline = next((run for run in doc.runs if run.reason == "headline"), None)
        first = 0
        if headline:
            at = doc.to_text(headline.start)
            line = doc.line_at(at) - self.above
            first = max(0, bisect_right(paragraphs(doc), line, key=_FIRST) - 1)
            place = bisect_right(paragraphs(doc), at, key=_START) - 1
        else:
            place = 0
        blocks = paragraphs(doc)
        for number in range(max(0, place), len(blocks)):
            if self._is_paragraph(doc, blocks[number]):
                return min(first, number), number
        return (first, len(blocks)) if headline else (0, min(len(blocks), self.above))

    def _is_paragraph(self, doc: Document, block: Block) -> bool:
        return (
            block.end - block.start > 4 * self.paragraph
            and len(doc.text[block.start : block.end].split(None, self.paragraph)) >= self.paragraph
        )

    def _signed(self, doc: Document, blocks: Sequence[Block]) -> list[Block]:
        """The blocks with a line that is a byline or the beginning of one."""
        bare, words, known = doc.bare, openings(doc), doc.facts(may_sign)
        firsts, found = byline_words().firsts | UNCLEAR, list[Block]()
        for one in blocks:
            _, _, first, last = one
            for at, text in enumerate(bare[first : min(last, first + self.depth)], first):
                likely = len(text) <= MAX_BYLINE and (words[at] in firsts or has_digit(text))
                if likely and known[text]:
                    found.append(one)
                    break
        return found

    def _block(self, doc: Document, block: Block, *, tail: bool) -> Iterator[tuple[Line, str]]:
        """The lines of a block that are bylines, as long as nothing longer stands above them."""
        lines = doc.lines[block.first : min(block.last, block.first + self.depth)]
        known = doc.facts(byline_of)
        read = [known[line.text] for line in lines]
        if not any(read):
            read = split_byline(lines)
        heads = {mark.start for mark in doc.marked("heading")}
        clear = True
        for at, (line, found) in enumerate(zip(lines, read, strict=True)):
            if found is None:
                names = names_beside(doc, line, read[at + 1 : at + 2])
                if clear and names and not tail:
                    yield line, "byline"
                clear = clear and (names or len(line.text) <= self.short)
                continue
            alone = all(one is not None for one in read)
            if not alone and (tail or not clear or (at and not line.text.strip()[0].isupper())):
                continue
            if not alone and not found.label and not found.authors and at + 1 < len(lines):
                after = lines[at + 1].text.strip()
                if read[at + 1] is None and (len(after) > self.short or after[:1].islower()):
                    continue
            if line.start in heads or (tail and not found.label):
                continue
            yield line, _reason(found)


def _reason(found: Byline) -> str:
    if found.authors:
        return "byline"
    return "published" if found.date or found.label == "date" else "reading-time"
