"""The characters of a page that PDFium has read, all at once."""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Sequence
from itertools import repeat
from operator import sub
from typing import NamedTuple

from cleanpress.readers.pdfium_bulk import WIDE, Handle, equal, handle, of_chars, quick
from cleanpress.readers.pdfium_calls import call

__all__ = ["Chars", "matrices", "read_chars", "unmapped"]

_BREAKS = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"
_HYPHENS = "\x02\ufffe"  # what PDFium puts for a hyphen at the end of a line
_UTF16 = f"utf-16-{sys.byteorder[0]}e"
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")

_count = call("FPDFText_CountChars", "ip")
_text = call("FPDFText_GetText", "ipiip")
_unicode = quick("FPDFText_GetUnicode", "u")
_object = quick("FPDFText_GetTextObject", "p")
_box = quick("FPDFText_GetLooseCharBox", "")
_matrix = quick("FPDFText_GetMatrix", "")
_unmapped = quick("FPDFText_HasUnicodeMapError")


class Chars(NamedTuple):
    """What the characters of a page say, which object drew them, and the sides of their boxes.

    Boxes are in the page's own space; they are as wide as the glyphs' advances. ``places`` are the
    numbers by which PDFium knows the characters; the upper and the lower edge of each stand at that
    number, times ``WIDE``, plus one and plus three, in ``edges``. ``gaps`` are the distances to
    each character from the one before, and ``made_up`` those that an object drew, but without
    width: PDFium puts spaces into texts.
    """

    page: Handle
    text: str
    objects: Sequence[int | None]
    left: array[float]
    right: array[float]
    edges: array[float]
    places: Sequence[int]
    gaps: list[float]
    made_up: list[int]


def read_chars(page: int) -> Chars:
    """All characters of a text page, those that PDFium made up among them."""
    size = max(_count(page), 0)
    units = array("H", bytes(2 * (size + 1)))
    written = _text(page, 0, size, units.buffer_info()[0])
    text = units[:size].tobytes().decode(_UTF16, "surrogatepass")
    known = handle(page)
    halves = written != size + 1 or len(text) != size  # some take two units, or none
    if halves:
        codes = list(map(_unicode, repeat(known, size), range(size)))
        if max(codes, default=0) > sys.maxunicode:
            codes = [code if code <= sys.maxunicode else 0xFFFD for code in codes]
        text = "".join(map(chr, codes))
    boxes = of_chars(_box, known, range(size))
    objects = list(map(_object, repeat(known, size), range(size)))
    for char in _BREAKS:
        text = text.replace(char, " ")
    for char in _HYPHENS:
        text = text.replace(char, "-")
    if halves and _PAIR.search(text):
        return _paired(known, text, objects, boxes)
    return _chars(known, text, objects, boxes[::WIDE], boxes[2::WIDE], boxes, range(size))


def _chars(
    page: Handle, text: str, objects: Sequence[int | None], left: array[float],
    right: array[float], edges: array[float], places: Sequence[int],
) -> Chars:  # fmt: skip
    made_up = [at for at in equal(left, right) if objects[at] is not None]
    gaps = list(map(sub, left, array("f", (0.0,)) + right))
    return Chars(page, text, objects, left, right, edges, places, gaps, made_up)


def _paired(page: Handle, text: str, objects: Sequence[int | None], edges: array[float]) -> Chars:
    """Characters that PDFium hands out in two halves made whole."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    left, right = edges[::WIDE], edges[2::WIDE]
    drew, places = list(objects), list(range(len(text)))
    for found in reversed(list(_PAIR.finditer(text))):
        at = found.start()
        right[at] = right[at + 1]
        for column in (left, right, drew, places):
            del column[at + 1]
    return _chars(page, whole, drew, left, right, edges, places)


def matrices(chars: Chars, indices: Sequence[int]) -> array[float]:
    """The matrices of the objects that drew some characters, in the page's space, a row each."""
    return of_chars(_matrix, chars.page, list(map(chars.places.__getitem__, indices)))


def unmapped(chars: Chars, indices: Sequence[int]) -> list[int]:
    """1 for each character of which the font does not say what its glyph means."""
    return list(map(_unmapped, repeat(chars.page), map(chars.places.__getitem__, indices)))
