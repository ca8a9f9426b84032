"""The units that are judged: the blocks of a document, cut where a block of plain text mixes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import NamedTuple, overload

from cleanpress.content.pictures import signed_lines
from cleanpress.document import Document
from cleanpress.loose import Loose, loose_gaps
from cleanpress.tables import table_rows

NARROW = 30  # characters; a block no wider is a list of labels, each line for itself
FULL = 0.85  # of a full line, where the lines of a paragraph stand apart
SLACK = 0.95  # of the block's width; proportional type makes the lines of a paragraph unequal

_Numbers = Sequence[int]
Columns = tuple[_Numbers, _Numbers, _Numbers, _Numbers]
_new = tuple.__new__  # half the cost of calling a NamedTuple


class Unit(NamedTuple):
    """Lines that belong together; ``first``/``last`` are half-open indices into the lines."""

    start: int
    end: int
    first: int
    last: int
    text: str


class Units(Sequence[Unit]):
    """The units of a text as columns, of which one is made, or cut, when it is asked for.

    >>> units = Units("One.\\n\\nTwo.", ([0, 6], [4, 10], [0, 2], [1, 3]))
    >>> units[1], len(units)
    (Unit(start=6, end=10, first=2, last=3, text='Two.'), 2)
    """

    __slots__ = ("_made", "_text", "_texts", "ends", "firsts", "lasts", "starts")

    def __init__(self, text: str, columns: Columns, made: tuple[Unit, ...] | None = None) -> None:
        """``columns`` are the fields of the units, and ``made`` is all of them if they are."""
        self.starts, self.ends, self.firsts, self.lasts = columns
        self._text, self._made = text, made
        self._texts: list[str] | None = None

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, at: int) -> Unit: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Unit, ...]: ...
    def __getitem__(self, at: int | slice) -> Unit | tuple[Unit, ...]:
        if self._made is not None or isinstance(at, slice):
            return self._all()[at]
        start, end = self.starts[at], self.ends[at]
        return _new(Unit, (start, end, self.firsts[at], self.lasts[at], self._text[start:end]))

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._all())

    @property
    def texts(self) -> list[str]:
        """The texts of all units."""
        if self._texts is None:
            text, spans = self._text, zip(self.starts, self.ends, strict=True)
            self._texts = [text[start:end] for start, end in spans]
        return self._texts

    def _all(self) -> tuple[Unit, ...]:
        if self._made is None:
            fields = zip(
                self.starts, self.ends, self.firsts, self.lasts, self.texts, strict=True
            )  # fmt: skip
            self._made = tuple(map(_new, repeat(Unit), fields))
        return self._made


def units_of(doc: Document) -> Units:
    """The units of a document in order, computed once for each version of it.

    With geometry the reader has found the blocks. In plain text a heading often stands right on
    top of its paragraph: a line that breaks off although the next word would have fitted ends a
    unit.

    >>> from cleanpress.readers.text import read_text
    >>> text = "MORE NEWS\\nThe ferry that left the harbour at noon came back\\nwith the tide."
    >>> [unit.text[:9] for unit in units_of(read_text(text))]
    ['MORE NEWS', 'The ferry']
    """
    return doc.derive("content-units", lambda: _units(doc))


def _units(doc: Document) -> Units:
    loose = loose_gaps(doc)
    if not doc.typeset and not loose.lines:
        return Units(doc.text, _cut(doc))
    made = tuple(_whole(doc, loose) if loose.lines else _parts(doc))
    starts, ends, firsts, lasts = list(zip(*made, strict=True))[:4] if made else ((), (), (), ())
    return Units(doc.text, (starts, ends, firsts, lasts), made)


def _whole(doc: Document, loose: Loose) -> Iterator[Unit]:
    """The units of a text whose lines stand apart, those of a paragraph as one."""
    text, whole = doc.text, None
    heads = frozenset(mark.start for kind in ("heading", "item") for mark in doc.marked(kind))
    for unit in _parts(doc) if doc.typeset else Units(doc.text, _cut(doc)):
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
    starts = doc.starts
    start, end = starts[first], starts[last - 1] + len(doc.texts[last - 1])
    return _new(Unit, (start, end, first, last, doc.text[start:end]))


def _part(doc: Document, first: int, last: int, signed: frozenset[int]) -> Iterator[Unit]:
    """A line that starts with the sign of a picture starts a unit of its own."""
    for index in range(first + 1, last):
        if index in signed:
            yield _unit(doc, first, index)
            first = index
    yield _unit(doc, first, last)


def _cut(doc: Document) -> Columns:
    """The blocks of a plain text, cut behind lines that break off."""
    bare, begins = doc.bare, doc.starts
    sizes = list(map(len, bare))
    firsts: list[int] = []
    lasts: list[int] = []
    for _, _, first, last in doc.blocks:
        firsts.append(first)
        if last - first > 1:
            some = sizes[first:last]
            width = max(some)
            full = SLACK * width - 1
            # Most lines of a paragraph reach so far that the next word need not be looked at.
            breaks: Iterable[int] = range(first + 1, last) if width < NARROW else [
                index
                for index, size in enumerate(some[:-1], first + 1)
                if size < full
                and not bare[index][:1].islower()
                and size + len(bare[index].partition(" ")[0]) < full
            ]  # fmt: skip
            firsts += breaks
            lasts += breaks
        lasts.append(last)
    starts = [begins[first] for first in firsts]
    # The line behind the last one of a unit starts behind the line break between them.
    begins = [*begins, len(doc.text) + (not doc.text.endswith(("\n", "\f")))]
    ends = [begins[last] - 1 for last in lasts]
    return starts, ends, firsts, lasts
