"""The lines of a text as columns: what they say, where they start, which are blank."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import compress, count, groupby, repeat
from operator import add, itemgetter, ne
from typing import Protocol, overload

from cleanpress.lines import Placed, Sourced, page_lines
from cleanpress.splices import (
    lines_in,
    spliced,
    splices_of,
    starts_after,
    starts_from,
    text_after,
)
from cleanpress.values import Block, Edit, Line, Typeset

_new = tuple.__new__  # half the cost of calling a NamedTuple; lines are made by the million
MEASURE = 200  # characters; no printed line is longer, so a longer line is a paragraph
_PORTION = 20_000  # lines that are told to blocks between two looks at the clock
_COMMON = b" \n" + bytes(code for code in range(128) if chr(code).isalnum())


# What follows from the text of a document alone, wherever it came from.
OF_TEXT = ("text", "signs", "texts", "bare", "starts", "filled", "blocks", "paragraphs", "_columns")


class Columned(Sourced, Protocol):
    """What columns ask of their document."""

    @property
    def bare(self) -> list[str]: ...  # noqa: D102
    @property
    def _columns(self) -> Mapping[Callable[..., list[object]], list[object]]: ...
    @property
    def placed(self) -> Placed: ...  # noqa: D102
    @property
    def blocks(self) -> tuple[Block, ...]: ...  # noqa: D102
    @property
    def lines(self) -> Lines: ...  # noqa: D102
    def tick(self) -> None: ...  # noqa: D102


class Lines(Sequence[Line]):
    """The lines of a text: columns of which a line is made when it is asked for.

    A text is mostly looked at by its columns, and few of its lines are made. A slice is a tuple.

    >>> lines = Lines(["One.", "", "Two."], [0, 5, 6], 10, [2])
    >>> lines[2]
    Line(start=6, end=10, stop=10, text='Two.', page=2, typeset=None)
    >>> [line.text for line in lines[:2]], len(lines)
    (['One.', ''], 3)
    """

    __slots__ = ("_made", "_placed", "_size", "_starts", "_texts", "firsts")

    def __init__(
        self,
        texts: Sequence[str],
        starts: Sequence[int],
        size: int,
        firsts: Sequence[int] = (),
        placed: Placed | None = None,
    ) -> None:
        """``size`` is that of the whole text; pages but the first start at the lines ``firsts``.

        With geometry the places of the lines say on which page they stand.
        """
        self._texts, self._starts, self._size, self.firsts = texts, starts, size, firsts
        self._placed = placed
        self._made: tuple[Line, ...] | None = None

    def __len__(self) -> int:
        return len(self._texts if self._made is None else self._made)

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Line, ...]: ...
    def __getitem__(self, at: int | slice) -> Line | tuple[Line, ...]:
        if self._made is not None:
            return self._made[at]
        if isinstance(at, slice):
            first, last, step = at.indices(len(self._texts))
            return self._some(first, last) if step == 1 else self._all()[at]
        size = len(self._texts)
        if at < 0:
            at += size
        if not 0 <= at < size:
            raise IndexError(f"line {at} of {size}")
        text, start = self._texts[at], self._starts[at]
        stop = self._starts[at + 1] if at + 1 < size else self._size
        if (known := self._placed) is not None:
            page, typeset = known.pages[at], known.sets[at]
        else:
            page, typeset = bisect_right(self.firsts, at) + 1, None
        return _new(Line, (start, start + len(text), stop, text, page, typeset))

    def __iter__(self) -> Iterator[Line]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Lines):
            return NotImplemented
        return self._all() == other._all()

    __hash__ = None  # type: ignore[assignment]  # equal by what is in it, as lists are

    def __repr__(self) -> str:
        return f"Lines({list(self)!r})"

    def _all(self) -> tuple[Line, ...]:
        if self._made is None:
            self._made = self._some(0, len(self._texts))
        return self._made

    def _some(self, first: int, last: int) -> tuple[Line, ...]:
        texts, starts = self._texts[first:last], self._starts[first : last + 1]
        if not texts:
            return ()
        stops = [*starts[1:], self._size] if last == len(self._texts) else starts[1:]
        pages: Iterable[int] = self._pages(first, last)
        sets: Iterable[Typeset | None] = repeat(None)
        if self._placed is not None:
            sets = self._placed.sets[first:last]
        ends = map(add, starts, map(len, texts))
        rows = zip(starts, ends, stops, texts, pages, sets, strict=False)
        return tuple(map(_new, repeat(Line), rows))

    def _pages(self, first: int, last: int) -> Iterable[int]:
        if self._placed is not None:
            return self._placed.pages[first:last]
        low, high = bisect_right(self.firsts, first), bisect_left(self.firsts, last)
        if low == high:
            return repeat(low + 1)
        return [bisect_right(self.firsts, at) + 1 for at in range(first, last)]

    def page_firsts(self) -> list[int]:
        """The index of the first line of each page that has any."""
        if self._placed is None:
            return sorted({0, *self.firsts} - {len(self)})
        pages = self._placed.pages
        return [0, *compress(count(1), map(ne, pages, pages[1:]))] if pages else []


def lines_of(doc: Columned) -> Lines:
    """The lines of the text, in order; an empty text has none."""
    if doc.typeset:
        return Lines(doc.texts, doc.starts, len(doc.text), placed=doc.placed)
    return Lines(doc.texts, doc.starts, len(doc.text), page_lines(doc))


def texts_of(doc: Columned) -> list[str]:
    """The texts of the lines, without what breaks them."""
    return lines_in(doc.text)


def bare_of(doc: Columned) -> list[str]:
    """The texts of the lines without the white space at their ends."""
    return stripped(doc.texts)


def stripped(texts: Iterable[str]) -> list[str]:
    """Texts without the white space at their ends."""
    return list(map(str.strip, texts))


def filled_of(doc: Columned) -> list[int]:
    """The indices of the lines that are not blank."""
    return list(compress(range(len(doc.bare)), doc.bare))


def starts_of(doc: Columned) -> list[int]:
    """Where each line starts."""
    return starts_from(0, doc.texts)


def blocks_of(doc: Columned) -> tuple[Block, ...]:
    """Neighbouring lines that are not blank; a form feed ends a block."""
    texts, starts, bare, text = doc.texts, doc.starts, doc.bare, doc.text
    feeds: list[int] = []  # the lines behind them
    feed = text.find("\f")
    while feed >= 0:
        feeds.append(bisect_right(starts, feed, feeds[-1] if feeds else 0))
        feed = text.find("\f", feed + 1)
    blocks: list[Block] = []
    first = look = 0
    for stop in (*feeds, len(bare)):
        while first < stop:
            if first >= look:
                doc.tick()
                look = first + _PORTION
            try:
                last = bare.index("", first, stop)
            except ValueError:
                last = stop
            if first < last:
                end = starts[last - 1] + len(texts[last - 1])
                blocks.append(_new(Block, (starts[first], end, first, last)))
            first = last + 1
        first = stop
    return tuple(blocks)


def paragraphs_of(doc: Columned) -> tuple[Block, ...]:
    """The blocks; a block with lines that nobody wrapped is one block a line."""
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


def columns_after(doc: Columned, edits: Sequence[Edit]) -> dict[str, object]:
    """The text and the columns of its lines after a few edits.

    Nothing where there are many edits: then the lines are told as fast anew.
    """
    splices = splices_of(doc.text, doc.starts, edits)
    if splices is None:
        return {}
    return {
        "text": text_after(doc.text, edits),
        "texts": spliced(doc.texts, splices, list),
        "bare": spliced(doc.bare, splices, stripped),
        "starts": starts_after(doc.starts, splices),
        "_columns": {
            make: spliced(column, splices, partial(make, doc))
            for make, column in doc._columns.items()
        },
    }


def pages_of(doc: Columned) -> tuple[tuple[Line, ...], ...]:
    """The lines of each page that still has any, in order."""
    return tuple(tuple(lines) for _, lines in groupby(doc.lines, itemgetter(4)))


def signs_of(doc: Columned) -> frozenset[str]:
    """The characters that the text may have besides ASCII letters, digits, spaces, line breaks.

    One that is not among them is not in the text. A version takes over what the one before it had,
    with what edits have written, so that only the first one is looked through.

    >>> from cleanpress.document import Document
    >>> sorted(Document("Is it 3 o’clock?").signs)
    ['?', '’']
    """
    raw = doc.text.encode("utf-8", "surrogatepass").translate(None, _COMMON)
    return frozenset(raw.decode("utf-8", "surrogatepass"))
