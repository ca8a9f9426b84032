"""Which characters PDFium drew with one object, and how they are set.

PDFium is asked about all objects of a page at once, with ``map``: a page has hundreds. Objects
that go on where the last one ended, in the same type, count as one: browsers draw kerned text
glyph by glyph.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, count, pairwise, repeat
from operator import ne
from typing import NamedTuple, TypeAlias, cast

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


_Setting: TypeAlias = tuple[int, float, int, bool, tuple[str, ...]]


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
    firsts = [chars.places[first] for first, _, _ in stretches]
    matrices = _floats(len(firsts), 6)
    deque(map(text_matrix, repeat(page), firsts, matrices.places), 0)
    rows = zip(*[iter(matrices.values())] * 6, strict=True)
    return _joined(zip(stretches, rows, _settings(stretches, drawn), strict=True), chars)


def run_of(found: int, matrix: Matrix, drawn: Drawn) -> Run:
    """The run of a text object of which PDFium knows no characters."""
    return Run(0, 0, found, matrix, *next(_settings([(0, 0, found)], drawn)))


def _settings(stretches: Sequence[tuple[int, int, int]], drawn: Drawn) -> Iterator[_Setting]:
    objects = [found for _, _, found in stretches]
    sizes = _floats(len(objects), 1)
    deque(map(_font_size, objects, sizes.places), 0)
    colours = (ctypes.c_uint * (4 * len(objects)))()
    at, end = ctypes.addressof(colours), ctypes.addressof(colours) + 16 * len(objects)
    known = map(_fill, objects, *(range(at + 4 * part, end, 16) for part in range(4)))
    filled = list(map(bool, known))
    levels = memoryview(colours).cast("B").cast("I").tolist()
    darkest = map(min, levels[::4], levels[1::4], levels[2::4])
    whites = [level >= _WHITE and known for level, known in zip(darkest, filled, strict=True)]
    numbers = list(map(_marks, objects))
    marks: Iterable[tuple[str, ...]] = repeat((), len(objects))
    if any(numbers):
        marks = (drawn.marks(found, number) if number > 0 else ()
                 for found, number in zip(objects, numbers, strict=True))  # fmt: skip
    return zip(map(_font, objects), sizes.values(), map(_mode, objects), whites, marks, strict=True)


class _Room(NamedTuple):
    """Room for PDFium to write floats into: where each row begins."""

    room: ctypes.Array[ctypes.c_float]
    places: range

    def values(self) -> list[float]:
        """Everything that was written."""
        return cast("list[float]", memoryview(self.room).cast("B").cast("f").tolist())


def _floats(rows: int, columns: int) -> _Room:
    room = (ctypes.c_float * (rows * columns))()
    at = ctypes.addressof(room)
    return _Room(room, range(at, at + 4 * columns * rows, 4 * columns))


def _stretches(objects: Sequence[int | None]) -> Iterator[tuple[int, int, int]]:
    """First and last index, half open, of all characters in a row drawn by one object."""
    changes = compress(count(1), map(ne, objects, objects[1:]))
    for first, last in pairwise((0, *changes, len(objects))):
        found = objects[first] if first < last else None
        if found is not None:
            yield first, last, found


def _joined(
    rows: Iterable[tuple[tuple[int, int, int], tuple[float, ...], _Setting]], chars: Chars
) -> list[Run]:
    left, right, text = chars.left, chars.right, chars.text
    runs: list[Run] = []
    begun = stop = found = 0
    matrix: tuple[float, ...] = ()
    setting: _Setting | None = None
    for (first, last, one), own, how in rows:
        if (
            first == stop and how == setting
            and own[1] == own[2] == 0 and own[0] == matrix[0] and own[3] == matrix[3]
            and own[5] == matrix[5]
            and abs(left[first] - right[first - 1]) < _TOUCHING * how[1] * own[3]
            and not text[first:last].isspace() and not text[first - 1].isspace()
        ):  # fmt: skip
            stop = last
            continue
        if setting is not None:
            runs.append(Run(begun, stop, found, matrix, *setting))
        begun, stop, found, matrix, setting = first, last, one, own, how
    if setting is not None:
        runs.append(Run(begun, stop, found, matrix, *setting))
    return runs
