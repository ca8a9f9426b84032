"""Which characters PDFium drew with one object, and how they are set.

PDFium is asked about all objects of a page at once, with ``map``: a page has hundreds. Objects
that go on where the last one ended, in the same type, count as one: browsers draw kerned text
glyph by glyph.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import compress, count, pairwise, repeat
from operator import and_, eq, le, lt, mul, ne, not_, sub
from typing import NamedTuple

from cleanpress.readers.pdfium_calls import call
from cleanpress.readers.pdfium_chars import Chars, text_matrix
from cleanpress.readers.pdfium_objects import Drawn
from cleanpress.readers.spans import Matrix

__all__ = ["Run", "run_of", "text_runs"]

_WHITE = 250  # of 255, in every colour: whiter than any grey a page is tinted with on purpose
_TOUCHING = 0.05  # ems between glyphs of one run

_fill = call("FPDFPageObj_GetFillColor", "ippppp")
_marks = call("FPDFPageObj_CountMarks", "ip")
_font = call("FPDFTextObj_GetFont", "pp")
_font_size = call("FPDFTextObj_GetFontSize", "ipp")
_mode = call("FPDFTextObj_GetTextRenderMode", "ip")


class _Settings(NamedTuple):
    """How each of several objects is set, column by column; in the order of a run's fields."""

    fonts: list[int]
    sizes: array[float]
    modes: list[int]
    whites: list[bool]
    marks: list[tuple[str, ...]]

    def of(self, at: int) -> tuple[int, float, int, bool, tuple[str, ...]]:
        """How one of them is set."""
        return self.fonts[at], self.sizes[at], self.modes[at], self.whites[at], self.marks[at]


class Run(NamedTuple):
    """Characters ``first:last``, drawn by one object or by several that make a whole.

    ``matrix`` leads to the page's own space, ``size`` is that of the font before it.
    """

    first: int
    last: int
    found: int
    matrix: tuple[float, ...]
    font: int
    size: float
    mode: int
    white: bool
    marks: tuple[str, ...]


def text_runs(page: int, chars: Chars, drawn: Drawn) -> list[Run]:
    """The runs of a page, in PDFium's order."""
    stretches = list(_stretches(chars.objects))
    if not stretches:
        return []
    places, matrices = _floats(len(stretches), 6)
    firsts = [chars.places[first] for first, _, _ in stretches]
    deque(map(text_matrix, repeat(page), firsts, places), 0)
    settings = _settings([found for _, _, found in stretches], drawn)
    begins = [0, *_begins(stretches, settings, matrices, chars)]
    rows = list(zip(*(matrices[at::6] for at in range(6)), strict=True))
    return [
        Run(stretches[at][0], stretches[end - 1][1], stretches[at][2], rows[at],
            *settings.of(at))
        for at, end in pairwise((*begins, len(stretches)))
    ]  # fmt: skip


def run_of(found: int, matrix: Matrix, drawn: Drawn) -> Run:
    """The run of a text object of which PDFium knows no characters."""
    return Run(0, 0, found, matrix, *_settings([found], drawn).of(0))


def _settings(objects: Sequence[int], drawn: Drawn) -> _Settings:
    places, sizes = _floats(len(objects), 1)
    deque(map(_font_size, objects, places), 0)
    colours = array("I", bytes(16 * len(objects)))
    at, _ = colours.buffer_info()
    end = at + 16 * len(objects)
    filled = map(_fill, objects, *(range(at + 4 * part, end, 16) for part in range(4)))
    known = list(map(bool, filled))
    whites = [False] * len(objects)
    if objects and max(colours[::4]) >= _WHITE:
        darkest = map(min, colours[::4], colours[1::4], colours[2::4])
        whites = [level >= _WHITE and told for level, told in zip(darkest, known, strict=True)]
    numbers = list(map(_marks, objects))
    marks: list[tuple[str, ...]] = [()] * len(objects)
    if any(numbers):
        marks = [drawn.marks(found, number) if number > 0 else ()
                 for found, number in zip(objects, numbers, strict=True)]  # fmt: skip
    return _Settings(list(map(_font, objects)), sizes, list(map(_mode, objects)), whites, marks)


def _floats(rows: int, columns: int) -> tuple[range, array[float]]:
    """Room for PDFium to write floats into, and where each row of it begins."""
    room = array("f", bytes(4 * rows * columns))
    at, _ = room.buffer_info()
    return range(at, at + 4 * columns * rows, 4 * columns) if rows else range(0), room


def _stretches(objects: Sequence[int | None]) -> Iterator[tuple[int, int, int]]:
    """First and last index, half open, of all characters in a row drawn by one object."""
    changes = compress(count(1), map(ne, objects, objects[1:]))
    for first, last in pairwise((0, *changes, len(objects))):
        found = objects[first] if first < last else None
        if found is not None:
            yield first, last, found


def _begins(
    stretches: Sequence[tuple[int, int, int]], settings: _Settings, matrices: array[float],
    chars: Chars,
) -> Iterator[int]:  # fmt: skip
    """Which stretches, but for the first, do not go on where the one before them ended.

    Column by column: a page has hundreds of stretches, and each is compared in a dozen ways.
    """
    firsts = [first for first, _, _ in stretches[1:]]
    lasts = [last for _, last, _ in stretches]
    a, b, c, d, _, f = (matrices[at::6].tolist() for at in range(6))
    same = map(eq, firsts, lasts)
    columns: tuple[Sequence[object], ...] = (*settings, a, d, f)
    for column in columns:
        if column.count(column[0]) < len(column):
            same = map(and_, same, map(eq, column[1:], column))
    for slant in (b, c):
        if any(slant):
            same = map(and_, same, map(not_, slant[1:]))
    ends = [first - 1 for first in firsts]
    gaps = map(sub, map(chars.left.__getitem__, firsts), map(chars.right.__getitem__, ends))
    limits = map(mul, map(mul, repeat(_TOUCHING), settings.sizes[1:]), d[1:])
    same = map(and_, same, map(lt, map(abs, gaps), limits))
    text = chars.text
    blanks = [text[first:last].isspace() or text[first - 1].isspace()
              for first, last, _ in stretches[1:]]  # fmt: skip
    return compress(count(1), map(le, same, blanks))  # what is not the same, or is blank
