"""The units that are judged: the blocks of a document, cut where a block of plain text mixes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import NamedTuple

from cleanpress.content.pictures import signed_lines
from cleanpress.document import Document
from cleanpress.loose import Loose, loose_gaps
from cleanpress.tables import table_rows

NARROW = 30  # characters; a block no wider is a list of labels, each line for itself
FULL = 0.85  # of a full line, where the lines of a paragraph stand apart
SLACK = 0.95  # of the block's width; proportional type makes the lines of a paragraph unequal

_new = tuple.__new__  # half the cost of calling a NamedTuple


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
    loose = loose_gaps(doc)
    yield from _whole(doc, loose) if loose.lines else _parts(doc)


def _whole(doc: Document, loose: Loose) -> Iterator[Unit]:
    """The units of a text whose lines stand apart, those of a paragraph as one."""
    text, whole = doc.text, None
    heads = frozenset(mark.start for kind in ("heading", "item") for mark in doc.marked(kind))
    for unit in _parts(doc):
        if whole is None:
            whole = unit
            continue
        height = text.count("\n", whole.end, unit.start)
        last = text[max(text.rfind("\n", 0, whole.end) + 1, whole.start) : whole.end]
        inside = unit.text[:1].islower() and (last[-1:].isalpha() or last[-1:] == ",")
        full = height in loose.sure and len(last) >= FULL * loose.width
        if height in loose.lines and (inside or full) and unit.start not in heads:
            whole = _unit(doc, whole.first, unit.last)
        else:
            yield whole
            whole = unit
    if whole is not None:
        yield whole


def _parts(doc: Document) -> Iterator[Unit]:
    if not doc.typeset:
        yield from _cut(doc)
        return
    text, blocks, signed = doc.text, doc.blocks, signed_lines(doc)
    ends = {row[0].block: row[-1].block for row in table_rows(doc)}
    inside = -1  # the last block of the table's row that was yielded last
    for at, (start, end, first, last) in enumerate(blocks):
        if at <= inside:
            continue
        if at in ends:  # cells go or stay together
            inside = ends[at]
            yield _unit(doc, first, blocks[inside].last)
        elif last - first == 1 or signed.isdisjoint(range(first + 1, last)):
            yield _new(Unit, (start, end, first, last, text[start:end]))
        else:
            yield from _part(doc, first, last, signed)


def _unit(doc: Document, first: int, last: int) -> Unit:
    lines = doc.lines
    start, end = lines[first][0], lines[last - 1][1]
    return _new(Unit, (start, end, first, last, doc.text[start:end]))


def _part(doc: Document, first: int, last: int, signed: frozenset[int]) -> Iterator[Unit]:
    """A line that starts with the sign of a picture starts a unit of its own."""
    for index in range(first + 1, last):
        if index in signed:
            yield _unit(doc, first, index)
            first = index
    yield _unit(doc, first, last)


def _cut(doc: Document) -> list[Unit]:
    """The blocks of a plain text, cut behind lines that break off."""
    text, texts, bare, begins = doc.text, doc.texts, doc.bare, doc.starts
    sizes = list(map(len, bare))
    firsts: list[int] = []
    lasts: list[int] = []
    for _, _, first, last in doc.blocks:
        breaks: Iterable[int] = ()
        if last - first > 1:
            width = max(sizes[first:last])
            full = SLACK * width
            # Most lines of a paragraph reach so far that the next word need not be looked at.
            breaks = range(first + 1, last) if width < NARROW else [
                index
                for index, size in enumerate(sizes[first : last - 1], first + 1)
                if size + 1 < full
                and size + 1 + len(bare[index].partition(" ")[0]) < full
                and not bare[index][:1].islower()
            ]  # fmt: skip
        firsts += first, *breaks
        lasts += *breaks, last
    starts = [begins[first] for first in firsts]
    ends = [begins[last - 1] + len(texts[last - 1]) for last in lasts]
    wholes = [
        texts[first] if last - first == 1 else text[start:end]
        for start, end, first, last in zip(starts, ends, firsts, lasts, strict=True)
    ]
    return list(map(_new, repeat(Unit), zip(starts, ends, firsts, lasts, wholes, strict=True)))
