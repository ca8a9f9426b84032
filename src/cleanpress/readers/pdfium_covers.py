"""The shapes and images of a page that PDFium has read, as far as they may hide text."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from itertools import repeat
from operator import add
from threading import RLock
from typing import NamedTuple

from pypdfium2 import raw

from cleanpress.readers.doubts import Doubts
from cleanpress.readers.pdfium_bulk import handle, quick
from cleanpress.readers.pdfium_calls import call
from cleanpress.readers.pdfium_objects import IMAGE, PATH, Drawn
from cleanpress.readers.places import EVERYWHERE, NOWHERE, around, common, is_square, upright
from cleanpress.readers.spans import Matrix
from cleanpress.values import Box

__all__ = ["PageCovers", "clip_of", "clip_paths"]

_get_clip = call("FPDFPageObj_GetClipPath", "pp")
_count_paths = call("FPDFClipPath_CountPaths", "ip")
_all_counts = quick("FPDFClipPath_CountPaths")
_count_points = call("FPDFClipPath_CountPathSegments", "ipi")
_clip_point = call("FPDFClipPath_GetPathSegment", "ppii")
_count_segments = call("FPDFPath_CountSegments", "ip")
_segment = call("FPDFPath_GetPathSegment", "ppi")
_point = call("FPDFPathSegment_GetPoint", "ippp")
_kind = call("FPDFPathSegment_GetType", "ip")

_transparent = call("FPDFPageObj_HasTransparency", "ip")
_pixels = call("FPDFImageObj_GetImagePixelSize", "ippp")

_MOVE, _LINE = raw.FPDF_SEGMENT_MOVETO, raw.FPDF_SEGMENT_LINETO
_NESTED = 8  # clips within clips that are looked at, from the innermost
_CORNERS = 64  # points of a clip that are looked at


class PageCovers:
    """What a page painted. PDFium is asked when somebody asks, until the page is closed."""

    def __init__(self, drawn: Drawn, number: int, doubts: Doubts, lock: RLock) -> None:
        self._number, self._doubts, self._lock = number, doubts, lock
        self._drawn: Drawn | None = drawn
        self._known: dict[int, _Known] = {}
        self._fills: dict[int, int | None] = {}
        self.boxes: Sequence[Box] = drawn.boxes
        """Where each stands, as far as no clip cuts it."""

    def close(self) -> None:
        """From now on, what was not asked is not known."""
        self._drawn = None

    def _of(self, at: int) -> _Known:
        if at not in self._known:
            with self._lock:
                self._known[at] = _looked_at(self._drawn, at) if self._drawn else _UNKNOWN
        return self._known[at]

    def box(self, at: int) -> Box:
        """Where one stands; nowhere if it is only an outline."""
        return self._of(at).box

    def fill(self, at: int) -> int | None:
        """Its colour in 24 bits, as PDFium tells it; None if it has none."""
        if at not in self._fills and self._drawn:
            found, kind, _, _ = self._drawn.others[at]
            with self._lock:
                self._fills[at] = self._drawn.filled(found)[1] if kind == PATH else None
        return self._fills.get(at)

    def solid(self, at: int) -> bool:
        """Whether it seems to hide all that was painted in its box before."""
        return self._of(at).solid

    def image(self, at: int) -> bool:
        """Whether it is an image."""
        return self._of(at).pixels is not None

    def sure(self, at: int | None = None) -> bool:
        """Whether what PDFium tells is all: it knows nothing of patterns, nor of masks."""
        pixels = None if at is None else self._of(at).pixels
        if pixels is not None:
            return self._doubts.opaque(self._number, pixels)
        return not self._doubts.patterns(self._number)


class _Known(NamedTuple):
    """What PDFium tells of one shape or image: ``solid`` unless it has a pattern or a mask."""

    box: Box
    solid: bool = False
    pixels: tuple[int, int] | None = None


_UNKNOWN = _Known(EVERYWHERE)


def _looked_at(drawn: Drawn, at: int) -> _Known:
    found, kind, ctm, soft = drawn.others[at]
    if kind == PATH and not drawn.filled(found)[0]:
        return _Known(NOWHERE)
    box, exact = drawn.boxes[at], True
    if _count_paths(_get_clip(found)) > 0:
        clip, exact = clip_of(found, ctm)
        box = common(box, clip)
    solid = exact and not soft and not _transparent(found) and drawn.upright(found, ctm)
    if kind == IMAGE:
        size = (ctypes.c_uint * 2)()
        where = ctypes.addressof(size)
        told = bool(_pixels(found, where, where + 4))
        return _Known(box, solid and told, (size[0], size[1]))
    return _Known(box, solid and kind == PATH and _is_square(found))


def clip_paths(objects: Sequence[int]) -> list[int]:
    """How many paths clip each of several objects; none where none of the object is cut.

    PDFium hands out the address of an object's own clip, which is as far into one as into another.
    """
    if not objects:
        return []
    clips = map(add, objects, repeat(_get_clip(objects[0]) - objects[0]))
    return list(map(_all_counts, map(handle, clips)))


def clip_of(found: int, ctm: Matrix) -> tuple[Box, bool]:
    """The box beyond which nothing of an object shows, and whether all in it does."""
    clip = _get_clip(found)
    count = _count_paths(clip)
    box, exact = EVERYWHERE, count <= _NESTED
    for path in range(max(count - _NESTED, 0), count):
        size = _count_points(clip, path)
        if not 0 < size <= _CORNERS:
            exact = False
            continue
        points, straight = _points([_clip_point(clip, path, at) for at in range(size)])
        exact = exact and straight and is_square(points) and upright(ctm)
        box = common(box, around(points, ctm))
    return box, exact


def _is_square(path: int) -> bool:
    size = _count_segments(path)
    if size not in (4, 5):
        return False
    points, straight = _points([_segment(path, at) for at in range(size)])
    return straight and is_square(points)


def _points(segments: Sequence[int]) -> tuple[list[tuple[float, float]], bool]:
    """The points of a path, and whether straight lines lead from one to the next."""
    room = (ctypes.c_float * 2)()
    x = ctypes.addressof(room)
    points = []
    for segment in segments:
        _point(segment, x, x + 4)
        points.append((room[0], room[1]))
    kinds = [_kind(segment) for segment in segments]
    return points, kinds[0] == _MOVE and kinds[1:].count(_LINE) == len(kinds) - 1
