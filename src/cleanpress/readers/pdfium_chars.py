"""The characters of a page that PDFium has read, all at once."""

from __future__ import annotations

import re
import sys
from array import array
from collections import deque
from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

from cleanpress.readers.pdfium_calls import call

__all__ = ["Chars", "read_chars", "text_matrix", "unmapped"]

_TABLE = dict.fromkeys(map(ord, "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"), " ")
_TABLE |= dict.fromkeys((0x02, 0xFFFE), "-")  # what PDFium puts for a hyphen at the end of a line
_UTF16 = f"utf-16-{sys.byteorder[0]}e"
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")

_count = call("FPDFText_CountChars", "ip")
_text = call("FPDFText_GetText", "ipiip")
_unicode = call("FPDFText_GetUnicode", "ipi")
_object = call("FPDFText_GetTextObject", "ppi")
_box = call("FPDFText_GetLooseCharBox", "ipip")
text_matrix = call("FPDFText_GetMatrix", "ipip")
"""Writes the matrix of the object that drew a character, in the page's own space."""
_unmapped = call("FPDFText_HasUnicodeMapError", "ipi")


class Chars(NamedTuple):
    """What the characters of a page say, which object drew them, and the sides of their boxes.

    Boxes are in the page's own space; they are as wide as the glyphs' advances. ``places`` are the
    numbers by which PDFium knows the characters; the upper and the lower edge of each stand at that
    number, times four, plus one and plus three, in ``edges``.
    """

    text: str
    objects: Sequence[int | None]
    left: Sequence[float]
    right: Sequence[float]
    edges: Sequence[float]
    places: Sequence[int]


def read_chars(page: int) -> Chars:
    """All characters of a text page, those that PDFium made up among them."""
    size = max(_count(page), 0)
    units = array("H", bytes(2 * (size + 1)))
    written = _text(page, 0, size, units.buffer_info()[0])
    text = units[:size].tobytes().decode(_UTF16, "surrogatepass")
    if written != size + 1 or len(text) != size:  # some take two units, or none
        codes = map(_unicode, repeat(page, size), range(size))
        text = "".join([chr(code) if 0 <= code < 0x110000 else "\ufffd" for code in codes])
    sides = array("f", bytes(16 * size))
    at = sides.buffer_info()[0]
    deque(map(_box, repeat(page), range(size), range(at, at + 16 * size, 16)), 0)
    objects = list(map(_object, repeat(page, size), range(size)))
    text = text.translate(_TABLE)
    chars = Chars(text, objects, sides[::4], sides[2::4], sides, range(size))
    return _paired(chars) if _PAIR.search(text) else chars


def _paired(chars: Chars) -> Chars:
    """The same with characters that PDFium hands out in two halves made whole."""
    halves = {found.end() - 1 for found in _PAIR.finditer(chars.text)}
    kept = [at for at in range(len(chars.text)) if at not in halves]
    ends = [at + 1 if at + 1 in halves else at for at in kept]
    whole = chars.text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return Chars(
        whole, [chars.objects[at] for at in kept],
        [chars.left[at] for at in kept], [chars.right[at] for at in ends], chars.edges, kept,
    )  # fmt: skip


def unmapped(page: int, place: int) -> bool:
    """Whether the font does not say what a character's glyph means."""
    return _unmapped(page, place) == 1
