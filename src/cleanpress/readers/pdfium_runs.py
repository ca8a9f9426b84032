"""Which characters PDFium drew with one object, and how they are set.

PDFium is asked about all objects of a page at once, with ``map``: a page has hundreds. Objects
that go on where the last one ended, in the same type, count as one: browsers draw kerned text
glyph by glyph, and words and the spaces between them apart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import compress, count, pairwise, repeat
from operator import and_, eq, lt, mul, ne, not_
from typing import NamedTuple

from cleanpress.readers.pdfium_bulk import WIDE, colours, handle, of_objects, quick
from cleanpress.readers.pdfium_chars import Chars, matrices
from cleanpress.readers.pdfium_objects import Drawn
from cleanpress.readers.spans import Matrix

__all__ = ["Run", "Runs", "run_of"]

_WHITE = 250  # of 255, in every colour: whiter than any grey a page is tinted with on purpose
_TOUCHING = 0.05  # ems between glyphs of one run
_NARROW, _BROAD = 0.1, 1.0  # ems; how wide a space between words of one run is

_fill = quick("FPDFPageObj_GetFillColor")
_marks = quick("FPDFPageObj_CountMarks")
_font = quick("FPDFTextObj_GetFont", "p")
_font_size = quick("FPDFTextObj_GetFontSize", "")
_mode = quick("FPDFTextObj_GetTextRenderMode")


class _Settings(NamedTuple):
    """How each of several objects is set, column by column; in the order of a run's fields."""

    fonts: list[int]
    sizes: list[float]
    modes: list[int]
    whites: list[bool]
    marks: list[tuple[str, ...]]

    def of(self, at: int) -> tuple[int, float, int, bool, tuple[str, ...]]:
        """How one of them is set."""
        fonts, sizes, modes, whites, marks = self
        return fonts[at], sizes[at], modes[at], whites[at], marks[at]


class Run(NamedTuple):
    """Characters ``first:last``, drawn by one object or by several that make a whole.

    ``matrix`` leads to the page's own space, ``size`` is that of the font before it. ``blanks``
    are the characters within that are a space with an object of its own. ``cuts`` are where a run
    of many words would be cut into the pieces that were drawn, its ends among them.
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
    blanks: Sequence[int] = ()
    cuts: Sequence[int] = ()


class Runs:
    """The runs of a page, in PDFium's order; with ``words`` a run may be many words.

    Otherwise a space with an object of its own is a run, and what comes after any space another.
    ``found`` are the objects that drew them.
    """

    def __init__(self, chars: Chars, drawn: Drawn, *, words: bool) -> None:
        self.all: list[Run] = []
        self.found: set[int] = set()
        self._chars = chars
        self._firsts, self._lasts = _stretches(chars.objects)
        if not self._firsts:
            return
        self._found = [chars.objects[first] or 0 for first in self._firsts]
        self.found = set(self._found)
        self._settings = _settings(self._found, drawn)
        room = matrices(chars, self._firsts)
        columns = [room[at::WIDE].tolist() for at in range(6)]
        self._matrices = list(zip(*columns, strict=True))
        self._set_runs(self._touching(columns), drawn.texts if words else {})

    def pieces(self, run: Run) -> list[Run]:
        """The runs that one of many words is made of."""
        places = [bisect_left(self._firsts, cut) for cut in run.cuts]
        return [self._run(at, end) for at, end in pairwise(places)] if places else [run]

    def _run(self, at: int, end: int) -> Run:
        return Run(self._firsts[at], self._lasts[end - 1], self._found[at], self._matrices[at],
                   *self._settings.of(at))  # fmt: skip

    def _touching(self, columns: Sequence[list[float]]) -> list[bool]:
        """Which stretches, but for the first, go on where the one before them ended.

        Column by column: a page has hundreds of stretches, and each is compared in a dozen ways.
        How a space by itself is painted does not count: it looks like what is before it.
        """
        chars, firsts, settings = self._chars, self._firsts, self._settings
        modes = settings.modes[:]
        self._lone = [chars.text[first:last].isspace()
                      for first, last in zip(firsts, self._lasts, strict=True)]  # fmt: skip
        for at in compress(count(1), self._lone[1:]):
            modes[at] = modes[at - 1]
        a, b, c, d, _, f = columns
        compared: list[Sequence[object]] = [f, a, d, settings.fonts, settings.sizes, modes]
        compared += [column for column in (settings.whites, settings.marks) if any(column)]
        rows = list(zip(*compared, strict=True))
        same = map(and_, map(eq, firsts[1:], self._lasts), map(eq, rows[1:], rows))
        for slant in (b, c):
            if any(slant):
                same = map(and_, same, map(not_, slant[1:]))
        gaps = map(chars.gaps.__getitem__, [first - 1 for first in firsts[1:]])
        self._ems = list(map(mul, settings.sizes, d))
        limits = map(mul, repeat(_TOUCHING), self._ems[1:])
        return list(map(and_, same, map(lt, map(abs, gaps), limits)))

    def _set_runs(self, touching: list[bool], places: dict[int, int]) -> None:
        """Make the runs. ``places`` tell the order of drawing, if words are to be joined."""
        text, firsts, lone = self._chars.text, self._firsts, self._lone
        cuts = []
        for at in compress(count(1), touching):
            if lone[at] or text[firsts[at] - 1].isspace():
                if places and self._flows(at, touching, places):
                    cuts.append(at)
                else:
                    touching[at - 1] = False
        begins = [0, *compress(count(1), map(not_, touching)), len(firsts)]
        if not cuts:
            self.all = [self._run(at, end) for at, end in pairwise(begins)]
            return
        waiting = iter([*cuts, len(firsts)])
        cut = next(waiting)
        for at, end in pairwise(begins):
            run = self._run(at, end)
            if cut < end:
                within = [at]
                while cut < end:
                    within.append(cut)
                    cut = next(waiting)
                blanks = [firsts[one] for one in within if lone[one]]
                ends = [*map(firsts.__getitem__, within), run.last]
                run = run._replace(blanks=blanks, cuts=ends)
            self.all.append(run)

    def _flows(self, at: int, touching: Sequence[bool], places: dict[int, int]) -> bool:
        """Whether a space, or what comes after one, goes on a run of words."""
        found = self._found
        if places.get(found[at], 0) - places.get(found[at - 1], 0) != 1:
            return False  # drawn out of turn
        if self._lone[at - 1] and (at == 1 or not touching[at - 2]):
            return False  # the space begins a run: that is for the layout to judge
        if not self._lone[at]:
            return True
        first, last = self._firsts[at], self._lasts[at]
        width = self._chars.right[first] - self._chars.left[first]
        return last - first == 1 and _NARROW * self._ems[at] < width < _BROAD * self._ems[at]


def run_of(found: int, matrix: Matrix, drawn: Drawn) -> Run:
    """The run of a text object of which PDFium knows no characters."""
    return Run(0, 0, found, matrix, *_settings([found], drawn).of(0))


def _settings(found: Sequence[int], drawn: Drawn) -> _Settings:
    objects = list(map(handle, found))
    known, levels = colours(_fill, objects)
    whites = [False] * len(objects)
    if objects and max(levels[::WIDE]) >= _WHITE:
        darkest = map(min, levels[::WIDE], levels[1::WIDE], levels[2::WIDE])
        whites = [level >= _WHITE and told for level, told in zip(darkest, known, strict=True)]
    numbers = list(map(_marks, objects))
    marks: list[tuple[str, ...]] = [()] * len(objects)
    if any(numbers):
        marks = [drawn.marks(one, number) if number > 0 else ()
                 for one, number in zip(found, numbers, strict=True)]  # fmt: skip
    return _Settings(
        list(map(_font, objects)), of_objects(_font_size, objects)[::WIDE].tolist(),
        list(map(_mode, objects)), whites, marks,
    )  # fmt: skip


def _stretches(objects: Sequence[int | None]) -> tuple[list[int], list[int]]:
    """First and last index, half open, of all characters in a row drawn by one object."""
    changes = list(compress(count(1), map(ne, objects, objects[1:])))
    firsts, lasts = [0, *changes], [*changes, len(objects)]
    drawn = [bool(objects[first]) for first in firsts] if objects else [False]
    return list(compress(firsts, drawn)), list(compress(lasts, drawn))
