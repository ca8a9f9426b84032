"""The units that are judged: the blocks of a document, cut where a block of plain text mixes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from cleanpress.content.pictures import signed_lines
from cleanpress.document import Block, Document, Line

NARROW = 30  # characters; a block no wider is a list of labels, each line for itself
SLACK = 0.95  # of the block's width; proportional type makes the lines of a paragraph unequal


class Unit(NamedTuple):
    """Lines that belong together; ``first``/``last`` are half-open indices into the lines."""

    start: int
    end: int
    first: int
    last: int
    text: str


def units_of(doc: Document) -> tuple[Unit, ...]:
    """The units of a document in order, computed once for each version of it.

    With geometry the reader has found the blocks. In plain text a heading often stands right on
    top of its paragraph: a line that breaks off although the next word would have fitted ends a
    unit.

    >>> from cleanpress.readers.text import read_text
    >>> text = "MORE NEWS\\nThe ferry that left the harbour at noon came back\\nwith the tide."
    >>> [unit.text[:9] for unit in units_of(read_text(text))]
    ['MORE NEWS', 'The ferry']
    """
    return doc.derive("content-units", lambda: tuple(_units(doc)))


def _units(doc: Document) -> Iterator[Unit]:
    for block in doc.blocks:
        lines = doc.lines[block.first : block.last]
        if len(lines) == 1:
            yield _unit(doc, block.first, block.last)
        elif doc.typeset:
            yield from _part(doc, block)
        else:
            yield from _cut(doc, block, lines)


def _unit(doc: Document, first: int, last: int) -> Unit:
    start, end = doc.lines[first].start, doc.lines[last - 1].end
    return Unit(start, end, first, last, doc.text[start:end])


def _part(doc: Document, block: Block) -> Iterator[Unit]:
    """A line that starts with the sign of a picture starts a unit of its own."""
    signed = signed_lines(doc)
    first = block.first
    for index in range(block.first + 1, block.last):
        if index in signed:
            yield _unit(doc, first, index)
            first = index
    yield _unit(doc, first, block.last)


def _cut(doc: Document, block: Block, lines: tuple[Line, ...]) -> Iterator[Unit]:
    texts = [line.text.strip() for line in lines]
    width = max(map(len, texts))
    first = block.first
    if width < NARROW:
        for index in range(first, block.last):
            yield _unit(doc, index, index + 1)
        return
    full = SLACK * width
    for index, (here, after) in enumerate(pairwise(texts), first):
        # Most lines of a paragraph reach so far that the next word need not be looked at.
        if (
            len(here) + 1 < full
            and len(here) + 1 + len(after.partition(" ")[0]) < full
            and not after[:1].islower()
        ):
            yield _unit(doc, first, index + 1)
            first = index + 1
    yield _unit(doc, first, block.last)
