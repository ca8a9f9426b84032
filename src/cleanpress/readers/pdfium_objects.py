"""The objects that PDFium finds on a page: text, shapes, images, and what is told of them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from itertools import compress, count, repeat
from math import inf
from operator import sub
from typing import NamedTuple

from pypdfium2 import raw

from cleanpress.readers.naming import is_bold, is_italic, plain_name
from cleanpress.readers.pdfium_bulk import WIDE, handle, quick, sides
from cleanpress.readers.pdfium_calls import call, text_of
from cleanpress.readers.spans import Matrix, product
from cleanpress.readers.strings import text_string
from cleanpress.values import Box

__all__ = ["Drawn", "Look"]

_count = call("FPDFPage_CountObjects", "ip")
_get = quick("FPDFPage_GetObject", "p")
_inner_count = call("FPDFFormObj_CountObjects", "ip")
_inner = call("FPDFFormObj_GetObject", "ppn")
_type = quick("FPDFPageObj_GetType")
_bounds = call("FPDFPageObj_GetBounds", "ippppp")
_all_bounds = quick("FPDFPageObj_GetBounds", "")
_matrix = call("FPDFPageObj_GetMatrix", "ipp")
_fill = call("FPDFPageObj_GetFillColor", "ippppp")
_draw_mode = call("FPDFPath_GetDrawMode", "ippp")
_marks = call("FPDFPageObj_CountMarks", "ip")
_mark = call("FPDFPageObj_GetMark", "ppn")
_mark_name = call("FPDFPageObjMark_GetName", "ippnp")
_mark_text = call("FPDFPageObjMark_GetParamBlobValue", "ipspnp")
_set_mode = call("FPDFTextObj_SetTextRenderMode", "ipi")
_transform = call("FPDFPageObj_Transform", "ipdddddd")
_font_name = call("FPDFFont_GetBaseFontName", "zppz")
_font_flags = call("FPDFFont_GetFlags", "ip")
_font_angle = call("FPDFFont_GetItalicAngle", "ipp")
_font_descent = call("FPDFFont_GetDescent", "ipfp")

_TEXT, _PATH, _IMAGE = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE
_SHADING, _FORM = raw.FPDF_PAGEOBJ_SHADING, raw.FPDF_PAGEOBJ_FORM
_STROKE = raw.FPDF_TEXTRENDERMODE_STROKE
_NO_WIDTH = 0.001  # points
_LONGEST = 1 << 16  # bytes of text that one mark may tell
_MAX_DEPTH = 12  # forms within forms; real files stay below 5
_WHITE = 250  # of 255, in every colour: whiter than any grey a page is tinted with on purpose
_EVERYWHERE = Box(-inf, -inf, inf, inf)
_DOT = 0.8, 8.0  # points; how wide bullets are


_SIX, _FOUR = ctypes.c_float * 6, ctypes.c_uint * 4


class Look(NamedTuple):
    """What the layout asks of a font."""

    name: str
    bold: bool
    italic: bool
    descent: float


class Drawn:
    """All objects of one page, those within forms too, in the order in which they were drawn."""

    def __init__(self, page: int, ctm: Matrix) -> None:
        self.texts: dict[int, int] = {}
        """Every text object's place in that order."""
        self._ctm = ctm
        self._others: list[tuple[int, int, Matrix]] = []
        self._direct: set[int] = set()
        self._looks: dict[int, Look] = {}
        self._names: dict[int, str] = {}
        self._room, self._levels = _SIX(), _FOUR()
        at = ctypes.addressof(self._room)
        self._sides = at, at + 4, at + 8, at + 12
        at = ctypes.addressof(self._levels)
        self._colours = at, at + 4, at + 8, at + 12
        self._name_room = ctypes.create_string_buffer(64)
        self._name_at = ctypes.addressof(self._name_room)
        self._add(list(map(_get, repeat(handle(page)), range(max(_count(page), 0)))), ctm, 0)

    def _add(self, objects: Iterable[int], ctm: Matrix, depth: int) -> None:
        texts = self.texts
        objects = [found for found in objects if found]
        kinds = list(map(_type, map(handle, objects)))
        if _FORM not in kinds:
            shown = [found for found, kind in zip(objects, kinds, strict=True) if kind == _TEXT]
            texts.update(zip(shown, count(len(texts)), strict=False))
            if not depth:
                self._direct.update(shown)
            if len(shown) < len(objects):
                self._others += [(found, kind, ctm)
                                 for found, kind in zip(objects, kinds, strict=True)
                                 if kind != _TEXT]  # fmt: skip
            return
        for found, kind in zip(objects, kinds, strict=True):
            if kind == _TEXT:
                texts[found] = len(texts)
                if not depth:
                    self._direct.add(found)
            elif kind != _FORM:
                self._others.append((found, kind, ctm))
            elif depth < _MAX_DEPTH and _matrix(found, self._sides[0]):
                inner = map(_inner, repeat(found), range(max(_inner_count(found), 0)))
                self._add(list(inner), product(tuple(self._room), ctm), depth + 1)

    # ---- text --------------------------------------------------------------------------------
    @property
    def nothing(self) -> bool:
        """Whether the page shows nothing at all."""
        return not self.texts and not self._others

    def marks(self, found: int, number: int) -> tuple[str, ...]:
        """The names of the ``number`` marked contents that a text object stands in."""
        return tuple([self._name(_mark(found, at)) for at in range(number)])

    def _name(self, mark: int) -> str:
        if mark not in self._names:
            size = ctypes.c_ulong()
            done = _mark_name(mark, self._name_at, 64, ctypes.addressof(size))
            name = self._name_room.raw[: size.value].decode("utf-16-le", "replace").rstrip("\0")
            self._names[mark] = name if done else ""
        return self._names[mark]

    def actual(self, found: int) -> tuple[int, str]:
        """The innermost mark that says what a text object stands for, and what it says."""
        for at in range(_marks(found) - 1, -1, -1):
            mark = _mark(found, at)
            if self._name(mark) == "Span":
                return mark, _actual_text(mark)
        return 0, ""

    def place(self, found: int) -> Matrix | None:
        """The matrix of a text object that no form contains."""
        if found not in self._direct or not _matrix(found, self._sides[0]):
            return None
        a, b, c, d, e, f = self._room
        return (a, b, c, d, e, f)

    def look(self, font: int) -> Look:
        """What the layout asks of a font."""
        if font not in self._looks:
            self._looks[font] = self._look_of(font)
        return self._looks[font]

    def _look_of(self, font: int) -> Look:
        if not font:
            return Look("", False, False, 0.2)
        name = plain_name(text_of(lambda room, size: _font_name(font, room, size), "utf-8"))
        flags = max(_font_flags(font), 0)
        angle = ctypes.c_int()
        slanted = bool(_font_angle(font, ctypes.addressof(angle))) and angle.value != 0
        deep = -self._room[0] if _font_descent(font, 1.0, self._sides[0]) else 0.2
        return Look(name, is_bold(name, flags), slanted or is_italic(name, flags),
                    min(max(deep, 0.15), 0.35))  # fmt: skip

    def widen_blanks(self) -> None:
        """Give objects that show nothing but spaces a width, or PDFium leaves them out of the text.

        With an outline they have one, and nobody draws the page.
        """
        objects = list(self.texts)
        bounds = sides(_all_bounds, list(map(handle, objects)))
        widths = map(sub, bounds[2::WIDE], bounds[::WIDE])
        for at in compress(count(), map(_NO_WIDTH.__gt__, widths)):
            found = objects[at]
            if any(bounds[WIDE * at : WIDE * at + 4]) or _bounds(found, *self._sides):
                _set_mode(found, _STROKE)
                _transform(found, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

    # ---- what stands behind text or before it ------------------------------------------------
    def painted(self) -> list[Box]:
        """Where anything but white was painted, at any time."""
        return [
            _EVERYWHERE if kind == _SHADING else self._box(found, ctm)
            for found, kind, ctm in self._others
            if kind in (_SHADING, _IMAGE) or (kind == _PATH and self._filled(found))
        ]

    def pictures(self) -> list[Box]:
        """Where the images of the page stand, in the order in which they were painted."""
        return [self._box(found, ctm) for found, kind, ctm in self._others if kind == _IMAGE]

    def dots(self) -> list[Box]:
        """Filled or stroked shapes as small and square as the bullets of a list."""
        paths = [(found, ctm) for found, kind, ctm in self._others if kind == _PATH]
        room = sides(_all_bounds, [handle(found) for found, _ in paths])
        boxes = []
        for at, (found, ctm) in enumerate(paths):
            left, low, right, high = room[WIDE * at : WIDE * at + 4]
            box = _placed(left, low, right, high, ctm)
            if _is_dot(box) and self._shown(found):
                boxes.append(box)
        return boxes

    def _box(self, found: int, ctm: Matrix) -> Box:
        if not _bounds(found, *self._sides):
            return Box(0.0, 0.0, 0.0, 0.0)
        left, low, right, high = self._room[:4]
        return _placed(left, low, right, high, ctm)

    def _filled(self, path: int) -> bool:
        return self._modes(path)[0] and not self._white(path)

    def _shown(self, path: int) -> bool:
        filled, stroked = self._modes(path)
        return stroked or (filled and not self._white(path))

    def _white(self, path: int) -> bool:
        return bool(_fill(path, *self._colours)) and min(self._levels[:3]) >= _WHITE

    def _modes(self, path: int) -> tuple[bool, bool]:
        at = self._colours[0]
        done = _draw_mode(path, at, at + 4)
        return (self._levels[0] != 0, self._levels[1] != 0) if done else (False, False)


def _actual_text(mark: int) -> str:
    size = ctypes.c_ulong()
    at = ctypes.addressof(size)
    if not _mark_text(mark, b"ActualText", None, 0, at) or not 0 < size.value < _LONGEST:
        return ""
    room = ctypes.create_string_buffer(size.value)
    _mark_text(mark, b"ActualText", ctypes.addressof(room), size.value, at)
    return text_string(room.raw)


def _placed(left: float, low: float, right: float, high: float, ctm: Matrix) -> Box:
    a, b, c, d, e, f = ctm
    if b == c == 0:
        x0, x1, y0, y1 = a * left + e, a * right + e, d * low + f, d * high + f
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    xs = [a * x + c * y + e for x in (left, right) for y in (low, high)]
    ys = [b * x + d * y + f for x in (left, right) for y in (low, high)]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _is_dot(box: Box) -> bool:
    low, high = _DOT
    width, height = box.x1 - box.x0, box.y1 - box.y0
    return low <= width <= high and low <= height <= high and abs(width - height) < 0.3 * height
