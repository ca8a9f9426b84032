"""Credit lines of pictures go, and the captions that end in one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Block, Document, Edit, Stage
from cleanpress.grammar.credits import LABEL, MAX_CREDIT, credits_in
from cleanpress.grammar.edges import body_size, whole
from cleanpress.standing import is_heading


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageCredits:
    r"""Remove picture credits: ``Photo: Ann Lee``, ``(Foto: dpa)``, ``Ann Lee/AFP/Getty Images``.

    A scrape has no pictures, but it has the lines under them. A credit is a block or a line of its
    own, made of names and agencies and nothing else. A short block that ends in a credit in
    brackets or after a label is a caption and goes with it. A caption without a credit stays, it
    may be a sentence of the article; so do sources of figures, agencies named in prose, and
    "(Reuters)" at the end of a paragraph.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("It left.\n\nAnn Lee/AFP/Getty Images\n\nIt came back.")
    >>> doc.apply(ImageCredits()(doc), ImageCredits.name).text
    'It left.\n\n\nIt came back.'
    >>> plain = read_text("Photo agencies such as AFP/Getty Images objected.")
    >>> plain.apply(ImageCredits()(plain), ImageCredits.name) is plain
    True
    """

    name: ClassVar[str] = "image-credits"
    stage: ClassVar[Stage] = Stage.PRUNE
    together: ClassVar[bool] = True
    needs_page: ClassVar[bool] = True
    reasons: ClassVar[Mapping[str, str]] = {
        "credit": "who made the picture",
        "caption": "the caption of a picture, told by the credit at its end",
    }

    max_caption: int = 400  # characters; the longest in the evidence has 330
    max_labelled: int = 700  # characters of a caption below its label; galleries have long ones
    max_lines: int = 4  # lines of a caption with its credit; a paragraph would have more
    small: float = 0.95  # times the size of the body's type; captions in the evidence have 0.7

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the removal of each credit, and of each caption before its credit."""
        known, text, longest = doc.facts(credits_in), doc.text, self.max_caption + MAX_CREDIT
        read = [
            known[text[start:end]] if end - start <= longest else ()
            for start, end, _, _ in doc.blocks
        ]
        if any(read):
            yield from self._found(doc, read)

    def _found(self, doc: Document, read: list[tuple[int, ...]]) -> Iterator[Edit]:
        """The edits where some blocks are credits, captions or labels of captions."""
        above: Block | None = None
        label: Block | None = None
        for block, found in zip(doc.blocks, read, strict=True):
            if label is not None and block.end - block.start <= self.max_labelled:
                yield Edit(*_lines(doc, label), "", "caption", "the label of a caption")
                for line in doc.lines[block.first : block.last]:  # one may be a control's
                    yield Edit(*whole(doc, line), "", "caption", "below its label")
                above = label = None
                continue
            label = block if found == LABEL and not is_heading(doc, block.first) else None
            if found == LABEL or (found == (-1,) and not self._is_small(doc, block)):
                found = ()
            elif found == (-1,):
                found = (0,)
            if found:
                if found == (0,) and above and self._is_caption(doc, above, block):
                    yield Edit(*_lines(doc, above), "", "caption", "small type over a credit")
                yield from self._edits(doc, block, found)
                above = None
            else:
                above = block

    def _is_small(self, doc: Document, block: Block) -> bool:
        first = doc.set_of(block.first)
        return first is not None and first.size <= self.small * body_size(doc)

    def _is_caption(self, doc: Document, block: Block, credit: Block) -> bool:
        """Whether a block is set small, short, and right above a credit in the same type."""
        over, under = doc.set_of(block.last - 1), doc.set_of(credit.first)
        return (
            over is not None
            and under is not None
            and self._is_small(doc, block)
            and abs(over.size - under.size) < 0.3
            and over.page == under.page
            and 0 <= under.box.y0 - over.box.y1 < 3 * under.size
            and block.end - block.start <= self.max_caption
        )

    def _edits(self, doc: Document, block: Block, found: tuple[int, ...]) -> Iterator[Edit]:
        """Edits for a whole block, for the lines that are credits, or for a caption."""
        start, end = _lines(doc, block)
        if found == (0,):
            yield Edit(start, end, "", "credit", "a block of its own")
        elif found[0] < 0:
            last = doc.lines[block.last - 1]
            few = 1 < block.last - block.first <= self.max_lines
            if few and found == (~(last.start - start) - 1,):
                yield Edit(start, last.start, "", "caption", "the lines over a credit")
            for line in doc.lines[block.first : block.last]:
                if ~(line.start - start) - 1 in found:
                    yield Edit(*whole(doc, line), "", "credit", "a line of its own")
        elif found[0] <= self.max_caption:
            yield Edit(start, start + found[0], "", "caption", "a short block with a credit")
            yield Edit(start + found[0], end, "", "credit", "at the end of a caption")


def _lines(doc: Document, block: Block) -> tuple[int, int]:
    return doc.starts[block.first], whole(doc, doc.lines[block.last - 1])[1]
