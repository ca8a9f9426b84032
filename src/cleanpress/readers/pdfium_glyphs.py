"""The text of a page that PDFium has read, as spans.

PDFium hands out characters; which of them were drawn together is told by their text object. Spaces
and line breaks that PDFium makes up are passed over: where words and lines end is for the layout
to say, the same for every backend.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import compress, count, pairwise, repeat
from math import atan2, degrees, hypot, isfinite
from operator import eq, ne, sub
from statistics import median
from typing import NamedTuple

from cleanpress.readers.bidi import RIGHT_TO_LEFT
from cleanpress.readers.pdfium_calls import call
from cleanpress.readers.pdfium_objects import Drawn, Look
from cleanpress.readers.spans import Matrix, Span

__all__ = ["read_spans"]

_NOTABLE = 0.12  # ems; a shift of this size between two glyphs may be a word space, less is kerning
_SPACED = 0.02  # ems; the least letter spacing
_BLANK = 0.25  # ems; the width of a space whose glyph PDFium leaves out
_HYPHEN = 0x02, 0xFFFE  # what PDFium puts for a hyphen at the end of a line
_TABLE = dict.fromkeys(map(ord, "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"), " ") | dict.fromkeys(
    _HYPHEN, "-"
)

_count = call("FPDFText_CountChars", "ip")
_text = call("FPDFText_GetText", "ipiip")
_unicode = call("FPDFText_GetUnicode", "ipi")
_object = call("FPDFText_GetTextObject", "ppi")
_box = call("FPDFText_GetLooseCharBox", "ipip")
_matrix = call("FPDFText_GetMatrix", "ipip")
_unmapped = call("FPDFText_HasUnicodeMapError", "ipi")


class _Chars(NamedTuple):
    """The characters of a page: what they say, and the sides of their boxes in the page's space."""

    text: str
    objects: Sequence[int | None]
    left: Sequence[float]
    top: Sequence[float]
    right: Sequence[float]
    bottom: Sequence[float]


class _Line(NamedTuple):
    """Where a text object stands, as a span has it."""

    found: int
    look: Look
    size: float
    angle: int
    base: float


def read_spans(text_page: int, drawn: Drawn, ctm: Matrix) -> list[Span]:
    """The spans of a page in the order of its content; ``ctm`` leads to points on what is shown."""
    reader = _Reader(text_page, drawn, ctm)
    found = [(drawn.texts.get(line.found, 0), span) for line, span in reader.all()]
    found.sort(key=lambda one: one[0])
    return [span for _, span in found]


def _read_chars(page: int) -> _Chars:
    size = max(_count(page), 0)
    units = (ctypes.c_uint16 * (size + 1))()
    written = _text(page, 0, size, ctypes.addressof(units))
    text = bytes(units)[: 2 * size].decode("utf-16-le", "surrogatepass")
    if written != size + 1 or len(text) != size:  # some take two units, or none
        codes = map(_unicode, repeat(page, size), range(size))
        text = "".join(chr(code) if 0 <= code < 0x110000 else "\ufffd" for code in codes)
    boxes = (ctypes.c_float * (4 * size))()
    at = ctypes.addressof(boxes)
    for _ in map(_box, repeat(page, size), range(size), range(at, at + 16 * size, 16)):
        pass
    sides = memoryview(boxes).cast("B").cast("f").tolist()
    objects = list(map(_object, repeat(page, size), range(size)))
    return _Chars(text, objects, sides[::4], sides[1::4], sides[2::4], sides[3::4])


class _Reader:
    """Turns the characters of a page into spans, object by object."""

    def __init__(self, page: int, drawn: Drawn, ctm: Matrix) -> None:
        self._page, self._drawn, self._ctm = page, drawn, ctm
        self._chars = _read_chars(page)
        self._shown = self._chars.text.translate(_TABLE)
        self._right_to_left = RIGHT_TO_LEFT.search(self._shown) is not None
        self._room = (ctypes.c_float * 6)()
        self._told: dict[Look, set[str]] = {}

    def all(self) -> Iterator[tuple[_Line, Span]]:
        """Every span with the line it stands on."""
        objects, left, right = self._chars.objects, self._chars.left, self._chars.right
        gaps = list(map(sub, left[1:], right))
        made_up = set(compress(count(), map(eq, left, right)))
        first, at = 0, ctypes.addressof(self._room)
        changes = compress(count(1), map(ne, objects, objects[1:]))
        for last in (*changes, len(objects)):
            found = objects[first] if first < last else None
            if found is not None and _matrix(self._page, first, at):
                line = self._line(found, self._room[:])
                span = self._whole(line, first, last, gaps) if line.angle == 0 else None
                if span is not None and made_up.isdisjoint(range(first, last)):
                    yield line, span
                else:
                    yield from self._pieces(line, [at for at in range(first, last)
                                                   if at not in made_up])  # fmt: skip
            first = last
        seen = set(objects)
        yield from self._blanks([found for found in self._drawn.texts if found not in seen])

    def _line(self, found: int, matrix: Sequence[float]) -> _Line:
        a, b, c, d, e, f = matrix
        p, q, r, s, t, u = self._ctm
        a, b, c, d = a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s
        e, f = e * p + f * r + t, e * q + f * s + u
        own = self._drawn.size(found)
        size = abs(own) * hypot(c, d)
        if own < 0:
            a, b = -a, -b
        look = self._drawn.look(found)
        if a > 0 and abs(b) < 0.01 * a:
            return _Line(found, look, size, 0, f)
        angle = round(degrees(atan2(b, a))) % 360
        ux, uy = _direction(angle)
        return _Line(found, look, size, angle, f * ux - e * uy)

    def _whole(self, line: _Line, first: int, last: int, gaps: Sequence[float]) -> Span | None:
        """The one span of an upright object without gaps; None for any other."""
        notable = _NOTABLE * line.size
        inner = gaps[first : last - 1]
        text = self._shown[first:last]
        if (inner and (max(inner) > notable or min(inner) < -notable)) or self._right_to_left:
            return None
        a, _, _, _, shift, _ = self._ctm
        if a != 1:
            return None
        left, right = self._chars.left[first:last], self._chars.right[first:last]
        if shift:
            left, right = [x + shift for x in left], [x + shift for x in right]
        return self._span(line, self._parts(line, text, range(first, last)), left, right, inner)

    def _pieces(self, line: _Line, indices: Sequence[int]) -> Iterator[tuple[_Line, Span]]:
        """The spans of any object, cut at its gaps."""
        if not indices:
            return
        starts, ends = self._along(line, indices)
        parts = self._parts(line, "".join(self._shown[at] for at in indices), indices)
        if self._right_to_left and RIGHT_TO_LEFT.search("".join(parts)):
            order = sorted(range(len(parts)), key=starts.__getitem__)  # as it stands on paper
            parts = [parts[at] for at in order]
            starts, ends = [starts[at] for at in order], [ends[at] for at in order]
        gaps = [0.0 if pair[0] == pair[1] else pair[1][0] - pair[0][1]
                for pair in pairwise(zip(starts, ends, strict=True))]  # fmt: skip
        notable = _NOTABLE * line.size
        usual = _track(line, gaps)
        cuts = [at for at, gap in enumerate(gaps, 1) if abs(gap - usual) > notable]
        for first, last in pairwise((0, *cuts, len(parts))):
            some = slice(first, last)
            inner = gaps[first : last - 1]
            span = self._span(line, parts[some], starts[some], ends[some], inner, usual)
            if span is not None:
                yield line, span

    def _along(self, line: _Line, indices: Sequence[int]) -> tuple[list[float], list[float]]:
        """Where glyphs begin and end in the direction of their line."""
        ux, uy = _direction(line.angle)
        p, q, r, s, t, u = self._ctm
        chars = self._chars
        starts, ends = [], []
        for at in indices:
            low = [(x, y) for x in (chars.left[at], chars.right[at])
                   for y in (chars.top[at], chars.bottom[at])]  # fmt: skip
            places = [(x * p + y * r + t) * ux + (x * q + y * s + u) * uy for x, y in low]
            starts.append(min(places))
            ends.append(max(places))
        if line.angle % 90:  # the boxes are upright, the glyphs are not: their middles count
            for at, (start, end) in enumerate(zip(starts, ends, strict=True)):
                middle = (start + end) / 2
                starts[at], ends[at] = middle - line.size / 4, middle + line.size / 4
        return starts, ends

    def _parts(self, line: _Line, text: str, indices: Sequence[int]) -> Sequence[str]:
        """What each glyph says; a glyph without text says so."""
        told = self._told.setdefault(line.look, set())
        new = set(text) - told
        if new:
            told |= new
            lost = {char for char in new if _unmapped(self._page, indices[text.index(char)])}
            if lost:
                told -= lost
                return [f"(cid:{ord(char)})" if char in lost else char for char in text]
        return text

    def _span(
        self, line: _Line, parts: Sequence[str], starts: Sequence[float], ends: Sequence[float],
        gaps: Sequence[float], track: float | None = None,
    ) -> Span | None:  # fmt: skip
        text = parts if isinstance(parts, str) else "".join(parts)
        first, last = 0, len(parts) - 1
        while first < last and not parts[first].strip():
            first += 1
        while last > first and not parts[last].strip():
            last -= 1
        if not isfinite(line.base + starts[0] + ends[-1] + line.size):
            return None  # numbers beyond any page
        drawn, found = self._drawn, line.found
        return Span(
            text, parts, starts, ends, starts[first], ends[last], line.base, line.size, line.look,
            line.angle, _track(line, gaps) if track is None else track,
            drawn.white(found), drawn.mode(found), drawn.artifact(found),
        )  # fmt: skip

    def _blanks(self, unseen: Sequence[int]) -> Iterator[tuple[_Line, Span]]:
        """Spaces that are objects of their own: PDFium leaves them out, the layout counts them."""
        for found in unseen:
            matrix = self._drawn.blank(found)
            if matrix is None:
                continue
            line = self._line(found, matrix)
            ux, uy = _direction(line.angle)
            p, q, r, s, t, u = self._ctm
            x, y = matrix[4], matrix[5]
            start = (x * p + y * r + t) * ux + (x * q + y * s + u) * uy
            end = start + _BLANK * line.size
            span = self._span(line, " ", [start], [end], ())
            if span is not None:
                yield line, span


def _direction(angle: int) -> tuple[float, float]:
    from math import cos, radians, sin

    if angle % 90 == 0:
        return ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[angle // 90]
    return cos(radians(angle)), sin(radians(angle))


def _track(line: _Line, gaps: Sequence[float]) -> float:
    """The letter spacing of an object, where its glyphs are set apart evenly."""
    if len(gaps) < 2 or min(gaps) < _SPACED * line.size:
        return 0.0
    return median(gaps)
