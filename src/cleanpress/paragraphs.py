"""The paragraphs of a text: its blocks, or their lines where a line is a paragraph."""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter

from cleanpress.document import Block, Document

MEASURE = 200  # characters; no printed line is longer, so a longer line is a paragraph
_FIRST = itemgetter(2)


def paragraphs(doc: Document) -> tuple[Block, ...]:
    """The blocks of a document; a block with lines that nobody wrapped is one block a line.

    >>> doc = Document("A title\\n" + 40 * "so long " + "\\n\\ntwo\\nlines")
    >>> [(block.first, block.last) for block in paragraphs(doc)]
    [(0, 1), (1, 2), (3, 5)]
    """
    return doc.derive("paragraphs", lambda: _paragraphs(doc))


def block_at(doc: Document, line: int) -> int:
    """The index of the paragraph that the line belongs to; -1 for a blank line."""
    found = paragraphs(doc)
    index = bisect_right(found, line, key=_FIRST) - 1
    return index if index >= 0 and line < found[index].last else -1


def _paragraphs(doc: Document) -> tuple[Block, ...]:
    sizes = list(map(len, doc.texts))
    if max(sizes, default=0) <= MEASURE:
        return doc.blocks
    bare = ["", *doc.bare, ""]
    long = (at for at, size in enumerate(sizes, 1) if size > MEASURE)
    if not any(bare[at - 1] or bare[at + 1] for at in long):
        return doc.blocks  # each long line is a block of its own
    found: list[Block] = []
    for block in doc.blocks:
        _, _, first, last = block
        if last - first > 1 and max(sizes[first:last]) > MEASURE:
            found += [
                Block(start, start + sizes[index], index, index + 1)
                for index, start in enumerate(doc.starts[first:last], first)
            ]
        else:
            found.append(block)
    return tuple(found)
