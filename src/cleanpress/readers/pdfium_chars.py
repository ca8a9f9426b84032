"""The characters of a page that PDFium has read, all at once."""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

from cleanpress.readers.bidi import RIGHT_TO_LEFT
from cleanpress.readers.pdfium_bulk import WIDE, Handle, handle, of_chars, quick
from cleanpress.readers.pdfium_calls import call
from cleanpress.readers.pdfium_gaps import Gaps, without_width
from cleanpress.readers.pdfium_stretches import Stretches, stretches

__all__ = ["Chars", "matrices", "read_chars", "unmapped"]

_BREAKS = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"
_HYPHENS = "\x02\ufffe"  # what PDFium puts for a hyphen at the end of a line
_UTF16 = f"utf-16-{sys.byteorder[0]}e"
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")

_count = call("FPDFText_CountChars", "ip")
_text = call("FPDFText_GetText", "ipiip")
_unicode = quick("FPDFText_GetUnicode", "u")
_box = quick("FPDFText_GetLooseCharBox", "")
_matrix = quick("FPDFText_GetMatrix", "")
_unmapped = quick("FPDFText_HasUnicodeMapError")


class Chars(NamedTuple):
    """What the characters of a page say, which objects drew them, and the sides of their boxes.

    Boxes are in the page's own space; they are as wide as the glyphs' advances. ``places`` are the
    numbers by which PDFium knows the characters; the upper and the lower edge of each stand at that
    number, times ``WIDE``, plus one and plus three, in ``edges``. ``gaps`` are those between
    characters, and ``made_up`` are those that an object drew, but without width: PDFium puts
    spaces into texts. ``right_to_left`` tells whether some of them may be.
    """

    page: Handle
    text: str
    stretches: Stretches
    left: array[float]
    right: array[float]
    edges: array[float]
    places: Sequence[int]
    gaps: Gaps
    made_up: list[int]
    right_to_left: bool


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
    for char in _BREAKS:
        text = text.replace(char, " ")
    for char in _HYPHENS:
        text = text.replace(char, "-")
    left, right = boxes[::WIDE], boxes[2::WIDE]
    places: Sequence[int] = range(size)
    if halves and _PAIR.search(text):
        text, places = _paired(text, left, right)
    right_to_left = RIGHT_TO_LEFT.search(text) is not None
    gaps = Gaps(left, right)
    # Where characters change places, any of them may be of another object than the one before.
    begins = None if halves or right_to_left else gaps.noted()
    drawn, made_up = stretches(known, places, begins, without_width(left, right))
    return Chars(known, text, drawn, left, right, boxes, places, gaps, made_up, right_to_left)


def _paired(text: str, left: array[float], right: array[float]) -> tuple[str, list[int]]:
    """Characters that PDFium hands out in two halves made whole, and their places with them."""
    places = list(range(len(text)))
    for found in reversed(list(_PAIR.finditer(text))):
        at = found.start()
        right[at] = right[at + 1]
        for column in (left, right, places):
            del column[at + 1]
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"), places


def matrices(chars: Chars, indices: Sequence[int]) -> list[list[float]]:
    """Six columns: the matrices of the objects that drew some characters, in the page's space."""
    rows = of_chars(_matrix, chars.page, list(map(chars.places.__getitem__, indices)))
    return [rows[at::WIDE].tolist() for at in range(6)]


def unmapped(chars: Chars, indices: Sequence[int]) -> list[int]:
    """1 for each character of which the font does not say what its glyph means."""
    return list(map(_unmapped, repeat(chars.page), map(chars.places.__getitem__, indices)))
