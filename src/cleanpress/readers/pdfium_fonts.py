"""What PDFium tells of the fonts of a page, as far as the layout asks."""

from __future__ import annotations

import ctypes
from typing import NamedTuple

from cleanpress.readers.naming import is_bold, is_italic, plain_name
from cleanpress.readers.pdfium_calls import call, text_of

__all__ = ["Look", "Looks"]

_name = call("FPDFFont_GetBaseFontName", "zppz")
_flags = call("FPDFFont_GetFlags", "ip")
_angle = call("FPDFFont_GetItalicAngle", "ipp")
_descent = call("FPDFFont_GetDescent", "ipfp")


class Look(NamedTuple):
    """What the layout asks of a font."""

    name: str
    bold: bool
    italic: bool
    descent: float


class Looks(dict[int, Look]):
    """The looks of one page's fonts, asked for once.

    What the page ``before`` knew is still true if it was open when this one was loaded: only then
    can no other font have come to the same address.
    """

    def __init__(self, before: Looks | None = None) -> None:
        super().__init__()
        self._before = dict(before or {})
        self._told = before.told if before else {}
        self.told: dict[int, set[str]] = {}
        """Characters of each font that are known to be what its glyphs mean."""

    def __missing__(self, font: int) -> Look:
        look = self[font] = self._before.get(font) or _look(font)
        return look

    def letters(self, font: int) -> set[str]:
        """What is known to be told of a font's characters; to be added to."""
        if font not in self.told:
            self.told[font] = self._told.get(font, set())
        return self.told[font]


def _look(font: int) -> Look:
    if not font:
        return Look("", False, False, 0.2)
    name = plain_name(text_of(lambda room, size: _name(font, room, size), "utf-8"))
    flags = max(_flags(font), 0)
    angle, descent = ctypes.c_int(), ctypes.c_float()
    slanted = bool(_angle(font, ctypes.addressof(angle))) and angle.value != 0
    deep = -descent.value if _descent(font, 1.0, ctypes.addressof(descent)) else 0.2
    return Look(name, is_bold(name, flags), slanted or is_italic(name, flags),
                min(max(deep, 0.15), 0.35))  # fmt: skip
