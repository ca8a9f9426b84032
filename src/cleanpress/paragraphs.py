"""The paragraphs of a text: its blocks, or their lines where a line is a paragraph."""

from __future__ import annotations

from cleanpress.document import Block, Document

MEASURE = 200  # characters; no printed line is longer, so a longer line is a paragraph


def paragraphs(doc: Document) -> tuple[Block, ...]:
    """The blocks of a document; a block with lines that nobody wrapped is one block a line.

    >>> doc = Document("A title\\n" + 40 * "so long " + "\\n\\ntwo\\nlines")
    >>> [(block.first, block.last) for block in paragraphs(doc)]
    [(0, 1), (1, 2), (3, 5)]
    """
    return doc.derive("paragraphs", lambda: _paragraphs(doc))


def block_at(doc: Document, line: int) -> int:
    """The index of the paragraph that the line belongs to; -1 for a blank line."""
    return doc.derive("paragraph-at", lambda: _block_at(doc))[line]


def _paragraphs(doc: Document) -> tuple[Block, ...]:
    if not any(stop - start > MEASURE for start, _, stop, _, _, _ in doc.lines):
        return doc.blocks
    found: list[Block] = []
    for block in doc.blocks:
        lines = doc.lines[block.first : block.last]
        if len(lines) > 1 and any(line.end - line.start > MEASURE for line in lines):
            places = enumerate(lines, block.first)
            found += [Block(line.start, line.end, index, index + 1) for index, line in places]
        else:
            found.append(block)
    return tuple(found)


def _block_at(doc: Document) -> list[int]:
    at = [-1] * len(doc.lines)
    for index, block in enumerate(paragraphs(doc)):
        at[block.first : block.last] = [index] * (block.last - block.first)
    return at
