"""The paragraphs of a text: its blocks, or their lines where a line is a paragraph."""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter

from cleanpress.document import Block, Document

_FIRST = itemgetter(2)


def paragraphs(doc: Document) -> tuple[Block, ...]:
    """The blocks of a document; a block with lines that nobody wrapped is one block a line.

    >>> doc = Document("A title\\n" + 40 * "so long " + "\\n\\ntwo\\nlines")
    >>> [(block.first, block.last) for block in paragraphs(doc)]
    [(0, 1), (1, 2), (3, 5)]
    """
    return doc.paragraphs


def block_at(doc: Document, line: int) -> int:
    """The index of the paragraph that the line belongs to; -1 for a blank line."""
    found = doc.paragraphs
    index = bisect_right(found, line, key=_FIRST) - 1
    return index if index >= 0 and line < found[index].last else -1
