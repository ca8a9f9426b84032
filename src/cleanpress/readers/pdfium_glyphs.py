"""The text of a page that PDFium has read, as spans.

PDFium hands out characters; which of them were drawn together is told by their text object. Spaces
and line breaks that PDFium makes up are passed over: where words and lines end is for the layout
to say, the same for every backend.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import atan2, cos, degrees, hypot, isfinite, radians, sin
from operator import itemgetter
from statistics import median
from typing import NamedTuple, TypeAlias

from cleanpress.readers.bidi import RIGHT_TO_LEFT
from cleanpress.readers.doubts import Doubts
from cleanpress.readers.pdfium_bulk import WIDE
from cleanpress.readers.pdfium_chars import Chars, read_chars
from cleanpress.readers.pdfium_fonts import Look
from cleanpress.readers.pdfium_letters import Letters
from cleanpress.readers.pdfium_objects import Drawn
from cleanpress.readers.pdfium_runs import Run, Runs, run_of
from cleanpress.readers.spans import Matrix, Span
from cleanpress.readers.turning import FLAT, flattened

__all__ = ["read_spans"]

_NOTABLE = 0.12  # ems; a shift of this size between two glyphs may be a word space, less is kerning
_SPACED = 0.02  # ems; the least letter spacing
_BLANK = 0.25  # ems; the width of a space of which only the place is known
_MANY = 200  # spaces in a row
_GAPS = re.compile(r"[\s\N{SOFT HYPHEN}\u200b-\u200f\u2060-\u2069\ufeff]+")
_CLOSE = 0.3  # ems; glyphs set for text that the page tells have side bearings below this


_Found: TypeAlias = tuple[int, bool, Span]
"""What drew a span first, whether the page may say what it stands for, and the span."""

_made = tuple.__new__  # what a named tuple's own way of making one calls; a page has hundreds


class _Line(NamedTuple):
    """Where a run stands, as a span has it; ``start`` is its origin along the line."""

    run: Run
    look: Look
    size: float
    angle: int
    start: float
    base: float


def read_spans(text_page: int, drawn: Drawn, ctm: Matrix, doubts: Doubts) -> list[Span]:
    """The spans of a page in the order of its content; ``ctm`` leads to points on what is shown."""
    reader = _Reader(text_page, drawn, ctm, doubts)
    places = drawn.texts
    found = list(reader.all())
    if not reader.in_turn:
        found.sort(key=lambda one: places.get(one[0], 0))
    if any(map(itemgetter(1), found)):
        return list(_closed(found))
    return [span for _, _, span in found]


class _Reader:
    """Turns the characters of a page into spans, run by run."""

    def __init__(self, page: int, drawn: Drawn, ctm: Matrix, doubts: Doubts) -> None:
        self._drawn, self._ctm, self._doubts = drawn, ctm, doubts
        self._chars: Chars = read_chars(page)
        self._right_to_left = self._chars.right_to_left
        self.in_turn = False
        """Whether all was drawn in the order in which it comes here."""

    def all(self) -> Iterator[_Found]:
        """Every span, with the object that drew it."""
        upright = not self._right_to_left and self._ctm[:4] == (1, 0, 0, -1)
        runs = Runs(self._chars, self._drawn, self._doubts, words=upright)
        self.in_turn = runs.in_turn
        self._letters = Letters(self._chars, runs.all, self._drawn.looks)
        whole = self._whole
        for run in runs.all:
            span = whole(run) if upright else None
            if span is not None:
                yield run.found, False, span
                continue
            for piece in runs.pieces(run):
                span = self._whole(piece) if upright and run.cuts else None
                if span is not None:
                    yield piece.found, False, span
                else:
                    yield from self._pieces(self._line(piece), self._drawn_in(piece))
        if not runs.in_turn:
            yield from self._left_out(set(runs.found))

    def _drawn_in(self, run: Run) -> Sequence[int]:
        """The characters of a run that PDFium did not make up."""
        made_up = self._chars.made_up
        made_up = made_up[bisect_left(made_up, run.first) : bisect_left(made_up, run.last)]
        return [at for at in range(run.first, run.last) if at not in made_up]

    def _left_out(self, seen: set[int]) -> Iterator[_Found]:
        """What the page says for glyphs whose text PDFium drops: its font has no such character."""
        drawn = self._drawn
        if seen.issuperset(drawn.texts):
            return
        silent = [(found, *drawn.actual(found)) for found in drawn.texts if found not in seen]
        silent = [one for one in silent if _GAPS.sub("", one[2])]
        if not silent:
            return
        said = {drawn.actual(found)[0] for found in drawn.texts if found in seen}
        for found, mark, text in silent:
            place = drawn.place(found)
            if place is None or mark in said:
                continue
            said.add(mark)
            line = self._line(run_of(found, place, drawn, self._doubts))
            span = self._span(line, [text], [line.start], [line.start + line.size / 2], 0.0)
            if span is not None:
                yield found, "Span" in line.run.marks, span

    def _line(self, run: Run) -> _Line:
        a, b, c, d, e, f = run.matrix
        p, q, r, s, t, u = self._ctm
        size = abs(run.size * d)
        if b == c == q == r == 0 and a * p * run.size > FLAT * size:
            return _Line(run, self._drawn.looks[run.font], size, 0, e * p + t, f * s + u)
        a, b, c, d = a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s
        e, f = e * p + f * r + t, e * q + f * s + u
        size = flattened(abs(run.size) * hypot(c, d), (a, b, c, d))
        look = self._drawn.looks[run.font]
        if run.size < 0:
            a, b = -a, -b  # set upside down, and turned back
        if a > 0 and abs(b) < 0.01 * a:
            return _Line(run, look, size, 0, e, f)
        angle = round(degrees(atan2(b, a))) % 360
        ux, uy = _direction(angle)
        return _Line(run, look, size, angle, e * ux + f * uy, f * ux - e * uy)

    def _whole(self, run: Run) -> Span | None:
        """The one span of an upright run without gaps; None for any other.

        Nearly all runs are like this, so nothing is called here that is not needed.
        """
        first, last, _, (a, b, c, d, _, f), font, unscaled, ink, place, marks, blanks, cuts = run
        size, track = abs(unscaled * d), 0.0
        if b or c or a * unscaled <= FLAT * size or (marks and "Span" in marks):
            return None
        _, all_text, _, all_left, all_right, _, _, gaps, made_up, _ = self._chars
        if made_up:
            after = bisect_left(made_up, first)
            if after < len(made_up) and made_up[after] < last:
                return None
        if last - first > 1 and (inner := gaps.inside(first, last, _SPACED * size)):
            notable, least, most = _NOTABLE * size, min(inner), max(inner)
            if most > notable or least < -notable:
                return None
            if most >= _SPACED * size:
                if cuts and self._spaced(cuts, size):
                    return None
                if len(inner) == last - first - 1:
                    track = _track(size, inner, least)
        text = all_text[first:last]
        parts: Sequence[str] = text
        if font not in self._letters.clear:
            parts = self._letters.parts(font, text, range(first, last))
            if cuts and parts is not text:
                return None
        begin, end = 0, last - first - 1
        while begin < end and parts[begin].isspace():
            begin += 1
        while end > begin and parts[end].isspace():
            end -= 1
        left: Sequence[float] = all_left[first:last]
        right: Sequence[float] = all_right[first:last]
        if shift := self._ctm[4]:
            left, right = [x + shift for x in left], [x + shift for x in right]
        base = f * self._ctm[3] + self._ctm[5]
        if not isfinite(base + left[0] + right[-1] + size):
            return None
        return _made(Span, (
            text if parts is text else "".join(parts), parts, left, right, left[begin], right[end],
            base, size, self._drawn.looks[font], 0, track, ink,
            "Artifact" in marks, place, [at - first for at in blanks] if blanks else (),
        ))  # fmt: skip

    def _spaced(self, cuts: Sequence[int], size: float) -> bool:
        """Whether the letters of a piece of a run are set apart."""
        inside, least = self._chars.gaps.inside, _SPACED * size
        for first, last in pairwise(cuts):
            if last - first > 2:
                gaps = inside(first, last, least)
                if len(gaps) == last - first - 1 and min(gaps) >= least:
                    return True
        return False

    def _pieces(self, line: _Line, indices: Sequence[int]) -> Iterator[_Found]:
        """The spans of any object, cut at its gaps."""
        if not indices:
            return
        starts, ends = self._along(line, indices)
        text = "".join([self._chars.text[at] for at in indices])
        parts = self._letters.parts(line.run.font, text, indices)
        told = "Span" in line.run.marks
        if told:  # PDFium puts what the page says for it over the ink alone
            if 0 < starts[0] - line.start < line.size:
                starts = [line.start if start == starts[0] else start for start in starts]
            if _GAPS.fullmatch(text):
                parts, starts, ends = " ", [line.start], [line.start + _BLANK * line.size]
        elif "  " not in text and " " in text:
            parts = _spread(parts, starts, ends)
        if self._right_to_left and RIGHT_TO_LEFT.search(text):
            order = sorted(range(len(parts)), key=starts.__getitem__)  # as it stands on paper
            parts = [parts[at] for at in order]
            starts, ends = [starts[at] for at in order], [ends[at] for at in order]
        # Parts of one glyph, a ligature's letters, share a place.
        gaps = [0.0 if start == before else start - end
                for before, end, start in zip(starts, ends, starts[1:], strict=False)]  # fmt: skip
        track = _track(line.size, gaps, min(gaps, default=0.0))
        notable = _NOTABLE * line.size
        cuts = [at for at, gap in enumerate(gaps, 1) if abs(gap - track) > notable]
        for first, last in pairwise((0, *cuts, len(parts))):
            some = slice(first, last)
            span = self._span(line, parts[some], starts[some], ends[some], track)
            if span is not None:
                yield line.run.found, told, span

    def _along(self, line: _Line, indices: Sequence[int]) -> tuple[list[float], list[float]]:
        """Where glyphs begin and end in the direction of their line."""
        ux, uy = _direction(line.angle)
        p, q, r, s, t, u = self._ctm
        _, _, _, left, right, edges, places, *_ = self._chars
        starts, ends = [], []
        for at in indices:
            along = [(x * p + y * r + t) * ux + (x * q + y * s + u) * uy
                     for x in (left[at], right[at])
                     for y in edges[WIDE * places[at] + 1 : WIDE * places[at] + 4 : 2]]  # fmt: skip
            starts.append(min(along))
            ends.append(max(along))
        if line.angle % 90:  # the boxes are upright, the glyphs are not: their middles count
            middles = [(start + end) / 2 for start, end in zip(starts, ends, strict=True)]
            starts = [middle - line.size / 4 for middle in middles]
            ends = [middle + line.size / 4 for middle in middles]
        return starts, ends

    def _span(
        self, line: _Line, parts: Sequence[str], starts: Sequence[float], ends: Sequence[float],
        track: float,
    ) -> Span | None:  # fmt: skip
        text = parts if isinstance(parts, str) else "".join(parts)
        first, last = 0, len(parts) - 1
        while first < last and parts[first].isspace():
            first += 1
        while last > first and parts[last].isspace():
            last -= 1
        if not isfinite(line.base + starts[0] + ends[-1] + line.size):
            return None  # numbers beyond any page: there is no place to put this text
        run = line.run
        return Span(
            text, parts, starts, ends, starts[first], ends[last], line.base, line.size, line.look,
            line.angle, track, run.ink, "Artifact" in run.marks, run.place,
        )  # fmt: skip


def _spread(parts: Sequence[str], starts: list[float], ends: list[float]) -> Sequence[str]:
    """Put back the spaces that PDFium takes for one; ``ends`` moves along."""
    spread = list(parts)
    for at, (part, start, end, after) in enumerate(
        zip(parts, starts, ends, starts[1:], strict=False)
    ):
        width, gap = end - start, after - end
        more = round(gap / width) if part == " " and width > 0 else 0
        if 0 < more < _MANY and abs(gap - more * width) < 0.02 * gap:
            spread[at], ends[at] = " " * (more + 1), after
    return spread


def _closed(found: Sequence[_Found]) -> Iterator[Span]:
    """The spans, those whose ends PDFium does not tell reaching to what comes next."""
    for (_, told, span), (_, _, after) in pairwise([*found, found[-1]] if found else []):
        if (told and 0 < after.x0 - span.x1 < _CLOSE * span.size
                and after.base == span.base and after.angle == span.angle):  # fmt: skip
            yield span._replace(x1=after.x0, ends=[*span.ends[:-1], after.x0])
        else:
            yield span


def _direction(angle: int) -> tuple[float, float]:
    if angle % 90 == 0:
        return ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[angle // 90]
    return cos(radians(angle)), sin(radians(angle))


def _track(size: float, gaps: Sequence[float], least: float) -> float:
    """The letter spacing of an object, where its glyphs are set apart evenly."""
    return median(gaps) if len(gaps) > 1 and least >= _SPACED * size else 0.0
