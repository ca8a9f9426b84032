"""The objects that PDFium finds on a page: text, shapes, images, and what is told of them."""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import compress, count, repeat
from operator import lt, not_, sub

from pypdfium2 import raw

from cleanpress.readers.colours import ALIKE
from cleanpress.readers.pdfium_bulk import WIDE, Handle, handle, levels, of_objects, quick, sides
from cleanpress.readers.pdfium_calls import call
from cleanpress.readers.pdfium_fonts import Looks
from cleanpress.readers.pdfium_marks import actual_text, layer_of
from cleanpress.readers.places import EVERYWHERE, LEAST, is_dot, upright
from cleanpress.readers.spans import Matrix, product
from cleanpress.values import Box

__all__ = ["IMAGE", "PATH", "Drawn"]

_count = call("FPDFPage_CountObjects", "ip")
_get = quick("FPDFPage_GetObject", "p")
_inner_count, _inner = call("FPDFFormObj_CountObjects", "ip"), call("FPDFFormObj_GetObject", "ppn")
_type = quick("FPDFPageObj_GetType")
_font = quick("FPDFTextObj_GetFont", "p")
_bounds = call("FPDFPageObj_GetBounds", "ippppp")
_all_bounds = quick("FPDFPageObj_GetBounds", "")
_all_corners = quick("FPDFPageObj_GetRotatedBounds", "")
_matrix = call("FPDFPageObj_GetMatrix", "ipp")
_all_matrices = quick("FPDFPageObj_GetMatrix", "")
_fill = call("FPDFPageObj_GetFillColor", "ippppp")
_draw_mode = call("FPDFPath_GetDrawMode", "ippp")
_all_fills, _all_modes = quick("FPDFPageObj_GetFillColor"), quick("FPDFPath_GetDrawMode")
_marks, _mark = call("FPDFPageObj_CountMarks", "ip"), call("FPDFPageObj_GetMark", "ppn")
_mark_name = call("FPDFPageObjMark_GetName", "ippnp")
_set_mode, _transform = quick("FPDFTextObj_SetTextRenderMode"), quick("FPDFPageObj_Transform", "")
_transparent = call("FPDFPageObj_HasTransparency", "ip")

_TEXT, PATH, IMAGE = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE
_SHADING, _FORM = raw.FPDF_PAGEOBJ_SHADING, raw.FPDF_PAGEOBJ_FORM
_STROKE = raw.FPDF_TEXTRENDERMODE_STROKE
_UNMOVED = tuple(map(ctypes.c_double, (1, 0, 0, 1, 0, 0)))
_NO_WIDTH = 0.001  # points
_MAX_DEPTH = 12  # forms within forms; real files stay below 5
_WHITE = 250  # of 255, in every colour: whiter than any grey a page is tinted with on purpose
_COMPARED = 6  # objects drawn before, with which PDFium compares
_NEAR = 3.0  # units of the page's own space between text and its shadow
_made = tuple.__new__  # what Box's own way of making one calls
_SIX, _FOUR = ctypes.c_float * 6, ctypes.c_uint * 4


class Drawn:
    """All objects of one page, those within forms too, in the order in which they were drawn."""

    def __init__(self, page: int, ctm: Matrix, looks: Looks) -> None:
        self.texts: dict[int, int] = {}
        """Every text object's place in that order."""
        self.before: list[int] = []
        """How many other objects were drawn before each of them, in the same order."""
        self.fonts: list[int] = []
        """The font of each of them, in the same order."""
        self.handles: list[Handle] = []
        """All of them ready to be handed to PDFium, in the same order."""
        self.others: list[tuple[int, int, Matrix, bool]] = []
        """Other objects: kind, matrix to the page, whether in a form that shows what is below."""
        self.clear: set[int] = set()
        """Text objects in forms that are painted without ink."""
        self.ctm, self.looks = ctm, looks
        self._within: dict[int, Matrix] = {}
        self._names: dict[int, str] = {}
        self._room, self._levels = _SIX(), _FOUR()
        at = ctypes.addressof(self._room)
        self._sides = at, at + 4, at + 8, at + 12
        at = ctypes.addressof(self._levels)
        self._colours = at, at + 4, at + 8, at + 12
        self._name_room = ctypes.create_string_buffer(64)
        self._name_at = ctypes.addressof(self._name_room)
        self._add(list(map(_get, repeat(handle(page)), range(max(_count(page), 0)))), ctm, 0)

    def _add(
        self, objects: Iterable[int], ctm: Matrix, depth: int, *, soft: bool = False,
        clear: bool = False,
    ) -> None:  # fmt: skip
        texts, before, others = self.texts, self.before, self.others
        objects = list(filter(None, objects))
        handles = list(map(handle, objects))
        fonts = list(map(_font, handles))  # only text has one, and will be asked for it anyway
        rest = list(map(not_, fonts))
        kinds = list(map(_type, compress(handles, rest)))
        if _FORM not in kinds and _TEXT not in kinds:
            shown = list(compress(objects, fonts))
            before += map(sub, compress(count(), fonts), count(-len(others)))
            texts.update(zip(shown, count(len(texts)), strict=False))
            self.fonts += filter(None, fonts)
            self.handles += compress(handles, fonts)
            if depth:
                self._within.update(dict.fromkeys(shown, ctm))
                self.clear.update(shown if clear else ())
            other = zip(compress(objects, rest), kinds, strict=True)
            others += [(found, kind, ctm, soft) for found, kind in other]
            return
        told = iter(kinds)
        for found, known, font in zip(objects, handles, fonts, strict=True):
            kind = _TEXT if font else next(told)
            if kind == _TEXT:
                texts[found] = len(texts)
                before.append(len(others))
                self.fonts.append(font)
                self.handles.append(known)
                if depth:
                    self._within[found] = ctm
                    self.clear.update((found,) if clear else ())
            elif kind != _FORM:
                others.append((found, kind, ctm, soft))
            elif depth < _MAX_DEPTH and _matrix(found, self._sides[0]):
                inner = map(_inner, repeat(found), range(max(_inner_count(found), 0)))
                to_page, sheer = product(tuple(self._room), ctm), bool(_transparent(found))
                faint = sheer and bool(_fill(found, *self._colours)) and self._levels[3] <= ALIKE
                self._add(list(inner), to_page, depth + 1,
                          soft=soft or sheer, clear=clear or faint)  # fmt: skip

    # ---- text --------------------------------------------------------------------------------
    @property
    def nothing(self) -> bool:
        """Whether the page shows nothing at all."""
        return not self.texts and not self.others

    @cached_property
    def _matrices(self) -> array[float]:
        """The matrices of all text objects, in their order, a row each: in a form to its space."""
        return of_objects(_all_matrices, self.handles)

    def matrices(self, found: Sequence[int]) -> list[list[float]] | None:
        """The six columns of the matrices of some text objects, if none is in a form."""
        if self._within:
            return None
        columns = [self._matrices[at::WIDE].tolist() for at in range(6)]
        if found == list(self.texts):
            return columns
        places = list(map(self.texts.__getitem__, found))
        return [list(map(column.__getitem__, places)) for column in columns]

    def font(self, found: int) -> int:
        """The font of a text object, also of one that stands too deep in forms to be known."""
        return self.fonts[self.texts[found]] if found in self.texts else _font(handle(found))

    def place_of(self, found: int) -> int:
        """How many other objects were drawn before a text object."""
        return self.before[self.texts[found]] if found in self.texts else len(self.others)

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
                return mark, actual_text(mark)
        return 0, ""

    def place(self, found: int) -> Matrix | None:
        """The matrix of a text object that no form contains."""
        if found in self._within or not _matrix(found, self._sides[0]):
            return None
        a, b, c, d, e, f = self._room
        return (a, b, c, d, e, f)

    def widen_blanks(self) -> None:
        """Give objects that show nothing but spaces a width, or PDFium leaves them out of the text.

        With an outline they have one, and nobody draws the page.
        """
        objects, handles = list(self.texts), self.handles
        corners = of_objects(_all_corners, handles)
        across = map(abs, map(sub, corners[4::WIDE], corners[::WIDE]))
        for at in compress(count(), map(lt, across, repeat(_NO_WIDTH))):
            xs = corners[WIDE * at : WIDE * at + WIDE : 2]
            if max(xs) - min(xs) < _NO_WIDTH and (any(xs) or _bounds(objects[at], *self._sides)):
                _set_mode(handles[at], _STROKE)
                _transform(handles[at], *_UNMOVED)

    # ---- what stands behind text or before it ------------------------------------------------
    @cached_property
    def boxes(self) -> list[Box]:
        """Where each of the other objects stands."""
        room = sides(_all_bounds, [handle(found) for found, _, _, _ in self.others])
        places = zip(room[::WIDE], room[1::WIDE], room[2::WIDE], room[3::WIDE], strict=True)
        *turn, e, f = self.ctm
        plain = self.ctm if turn == [1, 0, 0, -1] else None
        return [
            _made(Box, (left + e, f - high, right + e, f - low))
            if ctm is plain and kind != _SHADING and left <= right and low <= high
            else EVERYWHERE if kind == _SHADING
            else _placed(left, low, right, high, ctm)
            for (left, low, right, high), (_, kind, ctm, _) in zip(places, self.others, strict=True)
        ]  # fmt: skip

    @cached_property
    def large(self) -> list[bool]:
        """Which of the other objects could hide text, or be its ground."""
        return [x1 - x0 > LEAST and y1 - y0 > LEAST for x0, y0, x1, y1 in self.boxes]

    @cached_property
    def grounds(self) -> set[int | None]:
        """The colours of shapes that text could stand on; None if one is not known."""
        shapes = [
            handle(found)
            for (found, kind, _, _), large in zip(self.others, self.large, strict=True)
            if large and kind == PATH
        ]
        filled = levels(_all_modes, shapes, 2)[1][::WIDE]
        known, told = levels(_all_fills, list(compress(shapes, filled)))
        colours = zip(told[::WIDE], told[1::WIDE], told[2::WIDE], strict=True)
        grounds: set[int | None] = {
            red << 16 | green << 8 | blue for red, green, blue in set(compress(colours, known))
        }
        return grounds if all(filled) and all(known) else grounds | {None}

    def pictures(self) -> list[Box]:
        """Where the images of the page stand, in the order in which they were painted."""
        return [box for box, (_, kind, _, _) in zip(self.boxes, self.others, strict=True)
                if kind == IMAGE]  # fmt: skip

    def dots(self) -> list[Box]:
        """Filled or stroked shapes as small and square as the bullets of a list."""
        return [box for box, (found, kind, _, _) in zip(self.boxes, self.others, strict=True)
                if is_dot(box) and kind == PATH and self._shown(found)]  # fmt: skip

    def filled(self, path: int) -> tuple[bool, int | None]:
        """Whether a shape is filled, and with which colour, in 24 bits."""
        if not self._modes(path)[0]:
            return False, None
        if not _fill(path, *self._colours):
            return True, None
        red, green, blue, _ = self._levels
        return True, red << 16 | green << 8 | blue

    def upright(self, found: int, ctm: Matrix) -> bool:
        """Whether what is upright in an object is upright on the page."""
        return bool(_matrix(found, self._sides[0])) and upright(product(tuple(self._room), ctm))

    def twins(self, seen: set[int]) -> dict[int, int]:
        """For text objects that have characters, one that has none, in the same place."""
        order = list(self.texts)
        found: dict[int, int] = {}
        for at, one in enumerate(order):
            if one in seen or not _bounds(one, *self._sides):
                continue
            left, low, right, high = self._room[:4]
            for other in order[max(at - _COMPARED, 0) : at] if right - left > _NO_WIDTH else ():
                if other in seen and _bounds(other, *self._sides):
                    edges = zip(self._room[:4], (left, low, right, high), strict=True)
                    if all(abs(edge - twin) < _NEAR for edge, twin in edges):
                        found[other] = one
        return found

    def within(self, found: int) -> Matrix:
        """The matrix that leads from where a text object is told to be to the page."""
        return self._within.get(found, self.ctm)

    def off(self, found: int, off: frozenset[str]) -> bool:
        """Whether a text object is in a layer of one of these names."""
        marks = [_mark(found, at) for at in range(_marks(found))]
        return any(self._name(mark) == "OC" and layer_of(mark) in off for mark in marks)

    def _shown(self, path: int) -> bool:
        filled, stroked = self._modes(path)
        return stroked or (filled and not self._white(path))

    def _white(self, path: int) -> bool:
        return bool(_fill(path, *self._colours)) and min(self._levels[:3]) >= _WHITE

    def _modes(self, path: int) -> tuple[bool, bool]:
        at = self._colours[0]
        done = _draw_mode(path, at, at + 4)
        return (self._levels[0] != 0, self._levels[1] != 0) if done else (False, False)


def _placed(left: float, low: float, right: float, high: float, ctm: Matrix) -> Box:
    a, b, c, d, e, f = ctm
    if b == c == 0:
        x0, x1, y0, y1 = a * left + e, a * right + e, d * low + f, d * high + f
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    xs = [a * x + c * y + e for x in (left, right) for y in (low, high)]
    ys = [b * x + d * y + f for x in (left, right) for y in (low, high)]
    return Box(min(xs), min(ys), max(xs), max(ys))
