"""The paragraphs of a text: its blocks, or their lines where a line is a paragraph."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from operator import itemgetter

from cleanpress.document import Block, Document

_SOME = 20  # paragraphs
_START, _FIRST = itemgetter(0), itemgetter(2)


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


def blocks_with(doc: Document, signs: str) -> list[Block]:
    """The blocks that have one of some signs, in order.

    >>> [block.first for block in blocks_with(Document("One\\n\\n<two>\\n\\nThree"), "<[")]
    [2]
    """
    text, blocks, found = doc.text, doc.blocks, set[int]()
    for sign in signs:
        at = text.find(sign)
        while at >= 0:
            index = bisect_right(blocks, at, key=_START) - 1
            found.add(index)
            at = text.find(sign, blocks[index].end)
    return [blocks[index] for index in sorted(found)]


def near_words(doc: Document, words: Iterable[bytes]) -> Iterator[int]:
    """The paragraphs that stand near one that has one of some words, in any case.

    Words are ASCII, in lower case. Some paragraphs are looked through at once.
    """
    text, blocks = doc.text, doc.paragraphs
    for at in range(0, len(blocks), _SOME):
        some = blocks[at : at + _SOME]
        raw = text[some[0].start : some[-1].end].encode("utf-8", "surrogatepass").lower()
        if any(word in raw for word in words):
            yield from range(at, at + len(some))
