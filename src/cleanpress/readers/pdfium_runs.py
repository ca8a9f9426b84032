"""Which characters PDFium drew with one object, and how they are set.

PDFium is asked about all objects of a page at once, with ``map``: a page has hundreds. Objects
that go on where the last one ended, in the same type, count as one: browsers draw kerned text
glyph by glyph, and words and the spaces between them apart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate, compress, count, pairwise, repeat
from operator import and_, eq, itemgetter, lt, mul, not_
from typing import NamedTuple

from cleanpress.readers.colours import ALIKE, WHITE, same_colour
from cleanpress.readers.doubts import Doubts
from cleanpress.readers.pdfium_bulk import WIDE, Handle, handle, levels, of_objects, quick
from cleanpress.readers.pdfium_chars import Chars, matrices
from cleanpress.readers.pdfium_covers import clip_of, clip_paths
from cleanpress.readers.pdfium_objects import Drawn
from cleanpress.readers.spans import Ink, Matrix

__all__ = ["Run", "Runs", "run_of"]

_PAINTED = (0, 1, 2, 4, 5, 6)  # text rendering modes that leave ink
_TOUCHING = 0.05  # ems between glyphs of one run
_NARROW, _BROAD = 0.1, 1.0  # ems; how wide a space between words of one run is

_fill = quick("FPDFPageObj_GetFillColor")
_marks = quick("FPDFPageObj_CountMarks")
_font_size = quick("FPDFTextObj_GetFontSize", "")
_mode = quick("FPDFTextObj_GetTextRenderMode")

_made = tuple.__new__  # what a named tuple's own way of making one calls; a page has hundreds


class _Settings(NamedTuple):
    """How each of several objects is set, column by column; in the order of a run's fields."""

    fonts: list[int]
    sizes: list[float]
    inks: list[Ink]
    places: list[int]
    marks: list[tuple[str, ...]]

    def of(self, at: int) -> tuple[int, float, Ink, int, tuple[str, ...]]:
        """How one of them is set."""
        fonts, sizes, inks, places, marks = self
        return fonts[at], sizes[at], inks[at], places[at], marks[at]


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
    ink: Ink
    place: int
    marks: tuple[str, ...]
    blanks: Sequence[int] = ()
    cuts: Sequence[int] = ()


class Runs:
    """The runs of a page, in PDFium's order; with ``words`` a run may be many words.

    Otherwise a space with an object of its own is a run, and what comes after any space another.
    All are ``in_turn`` if every text object of the page drew some, in the order of the page;
    ``found`` are those objects.
    """

    def __init__(self, chars: Chars, drawn: Drawn, doubts: Doubts, *, words: bool) -> None:
        self.all: list[Run] = []
        self._lone: frozenset[int] = frozenset()
        self._after: list[bool] = []
        self._chars, self._drawn = chars, drawn
        self._firsts, self._lasts, self.found = chars.stretches
        self.in_turn = self.found == list(drawn.texts)
        if not self._firsts:
            return
        self._settings = _settings(self.found, drawn, doubts, in_turn=self.in_turn)
        self._columns = drawn.matrices(self.found) or matrices(chars, self._firsts)
        self._set_runs(self._touching(self._columns), drawn.texts if words else {})

    def pieces(self, run: Run) -> list[Run]:
        """The runs that one of many words is made of."""
        places = [bisect_left(self._firsts, cut) for cut in run.cuts]
        return [self._run(at, end) for at, end in pairwise(places)] if places else [run]

    def _run(self, at: int, end: int, blanks: Sequence[int] = (), cuts: Sequence[int] = ()) -> Run:
        a, b, c, d, e, f = self._columns
        matrix = a[at], b[at], c[at], d[at], e[at], f[at]
        fonts, sizes, inks, places, marks = self._settings
        return _made(Run, (self._firsts[at], self._lasts[end - 1], self.found[at], matrix,
                           fonts[at], sizes[at], inks[at], places[at], marks[at],
                           blanks, cuts))  # fmt: skip

    def _touching(self, columns: Sequence[list[float]]) -> list[bool]:
        """Which stretches, but for the first, go on where the one before them ended.

        Column by column: a page has hundreds of stretches, and each is compared in a dozen ways.
        How a space by itself is painted does not count: it looks like what is before it.
        """
        text, firsts, lasts, settings = self._chars.text, self._firsts, self._lasts, self._settings
        if len(firsts) == 1:
            return []
        begin = itemgetter(*firsts)
        self._after = list(map(str.isspace, begin("\0" + text)))
        lone = [at for at in compress(count(), map(str.isspace, begin(text)))
                if text[firsts[at] : lasts[at]].isspace()]  # fmt: skip
        self._lone = frozenset(lone)
        inks, places = settings.inks[:], self._after_large()
        for at in lone if lone[:1] != [0] else lone[1:]:
            inks[at], places[at] = inks[at - 1], places[at - 1]
        a, b, c, d, _, f = columns
        compared: list[Sequence[object]] = [f, a, d, settings.fonts, settings.sizes, inks, places]
        if any(settings.marks):
            compared.append(settings.marks)
        rows = list(zip(*compared, strict=True))
        same = map(and_, map(eq, firsts[1:], lasts), map(eq, rows[1:], rows))
        for slant in (b, c):
            if any(slant):
                same = map(and_, same, map(not_, slant[1:]))
        gaps = self._chars.gaps.before(firsts[1:])
        self._ems = list(map(mul, settings.sizes, d))
        limits = map(mul, repeat(_TOUCHING), self._ems[1:])
        return list(map(and_, same, map(lt, map(abs, gaps), limits)))

    def _after_large(self) -> list[int]:
        """How many objects that could cover text were drawn before each stretch."""
        steps = list(accumulate(self._drawn.large, initial=0))
        return list(map(steps.__getitem__, self._settings.places))

    def _set_runs(self, touching: list[bool], places: dict[int, int]) -> None:
        """Make the runs. ``places`` tell the order of drawing, if words are to be joined."""
        firsts, lone, cuts = self._firsts, self._lone, []
        blank = compress(count(1), map(and_, touching, self._after[1:]))
        for at in sorted({at for at in lone if at and touching[at - 1]}.union(blank)):
            if places and self._flows(at, touching, places):
                cuts.append(at)
            else:
                touching[at - 1] = False
        begins = [0, *compress(count(1), map(not_, touching)), len(firsts)]
        made, run, some = self.all.append, self._run, 0
        for at, end in pairwise(begins):
            if some == len(cuts) or cuts[some] >= end:
                made(run(at, end))
                continue
            sooner, some = some, bisect_left(cuts, end, some)
            within = cuts[sooner:some]
            blanks = [firsts[one] for one in within if one in lone]
            ends = [firsts[at], *map(firsts.__getitem__, within), self._lasts[end - 1]]
            made(run(at, end, blanks, ends))

    def _flows(self, at: int, touching: Sequence[bool], places: dict[int, int]) -> bool:
        """Whether a space, or what comes after one, goes on a run of words."""
        found = self.found
        if places.get(found[at], 0) - places.get(found[at - 1], 0) != 1:
            return False  # drawn out of turn
        if at - 1 in self._lone and (at == 1 or not touching[at - 2]):
            return False  # the space begins a run: that is for the layout to judge
        if at not in self._lone:
            return True
        first, last = self._firsts[at], self._lasts[at]
        width = self._chars.right[first] - self._chars.left[first]
        return last - first == 1 and _NARROW * self._ems[at] < width < _BROAD * self._ems[at]


def run_of(found: int, matrix: Matrix, drawn: Drawn, doubts: Doubts) -> Run:
    """The run of a text object of which PDFium knows no characters."""
    settings = _settings([found], drawn, doubts, in_turn=False)
    return Run(0, 0, found, matrix, *settings.of(0))


def _settings(
    found: Sequence[int], drawn: Drawn, doubts: Doubts, *, in_turn: bool
) -> _Settings:  # fmt: skip
    objects = drawn.handles if in_turn else list(map(handle, found))
    numbers = list(map(_marks, objects))
    marks: list[tuple[str, ...]] = [()] * len(objects)
    off: list[bool] = []
    if any(numbers):
        marks = [drawn.marks(one, number) if number > 0 else ()
                 for one, number in zip(found, numbers, strict=True)]  # fmt: skip
        if any("OC" in names for names in marks):
            off = ["OC" in names and drawn.off(one, doubts.off)
                   for one, names in zip(found, marks, strict=True)]  # fmt: skip
    inks = _inks(found, objects, drawn, off)
    if in_turn:
        places, fonts = drawn.before, drawn.fonts
    else:
        places = list(map(drawn.place_of, found))
        fonts = [drawn.font(one) for one in found]
        if len(drawn.texts) > len(set(found)) > 1:
            _look_again(found, drawn, inks, places)
    sizes = of_objects(_font_size, objects)[::WIDE].tolist()
    return _Settings(fonts, sizes, inks, places, marks)


def _look_again(found: Sequence[int], drawn: Drawn, inks: list[Ink], places: list[int]) -> None:
    """Of text printed over itself PDFium tells the first; what is printed last is seen."""
    twins = drawn.twins(set(found))
    if not twins:
        return
    last = list(twins.values())
    stretches: defaultdict[int, list[int]] = defaultdict(list)
    for at, one in enumerate(found):
        stretches[one].append(at)
    for (one, twin), ink in zip(twins.items(), _inks(last, list(map(handle, last)), drawn, ()),
                                strict=True):  # fmt: skip
        if ink.mode in _PAINTED and not ink.clear:
            for at in stretches[one]:
                if ink.clip in (None, inks[at].clip):
                    inks[at], places[at] = ink, drawn.place_of(twin)


def _inks(
    found: Sequence[int], objects: Sequence[Handle], drawn: Drawn, off: Sequence[bool]
) -> list[Ink]:
    """What shows of each of several text objects."""
    known, colours = levels(_fill, objects)
    clips, made = clip_paths(found), _Inks(drawn)
    rows = zip(colours[::WIDE], colours[1::WIDE], colours[2::WIDE], colours[3::WIDE],
               map(_mode, objects), strict=True)  # fmt: skip
    inks = list(map(made.__getitem__, rows))
    if not (off or drawn.clear) and max(clips, default=0) <= 0 and all(known):
        return inks
    for at in compress(count(), map(lt, repeat(0), clips)):
        clip, _ = clip_of(found[at], drawn.within(found[at]))
        inks[at] = inks[at]._replace(clip=clip)
    for at in compress(count(), map(not_, known)):
        inks[at] = inks[at]._replace(fill=None, clear=False)
    for at in compress(count(), map(drawn.clear.__contains__, found)):
        inks[at] = inks[at]._replace(clear=True)
    for at in compress(count(), off):
        inks[at] = inks[at]._replace(off=True)
    return inks


class _Inks(dict[tuple[int, ...], Ink]):
    """The ink of each colour in each mode, as PDFium tells them.

    A colour that neither the paper nor a shape has hides nothing: it is left out, for words in
    such colours need not be told apart.
    """

    def __init__(self, drawn: Drawn) -> None:
        super().__init__()
        self._drawn = drawn

    def __missing__(self, levels: tuple[int, ...]) -> Ink:
        red, green, blue, alpha, mode = levels
        fill = red << 16 | green << 8 | blue
        alike = same_colour(fill, WHITE) or any(
            same_colour(fill, ground) for ground in self._drawn.grounds
        )
        ink = self[levels] = Ink(mode, fill if alike else None, alpha <= ALIKE)
        return ink
