"""Tables of characters that filters share: what is invisible, what is a space, what joins.

Ranges are code points, first and last.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping

LIGATURES: Mapping[str, str] = {
    "\N{LATIN SMALL LIGATURE FF}": "ff",
    "\N{LATIN SMALL LIGATURE FI}": "fi",
    "\N{LATIN SMALL LIGATURE FL}": "fl",
    "\N{LATIN SMALL LIGATURE FFI}": "ffi",
    "\N{LATIN SMALL LIGATURE FFL}": "ffl",
    "\N{LATIN SMALL LIGATURE LONG S T}": "st",
    "\N{LATIN SMALL LIGATURE ST}": "st",
}

# Spaces other than U+0020, for use in a character class: tab, no-break, en, em, thin, narrow, CJK.
ODD_SPACES = "\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ODD_CODES = (9, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
ODD_SIGNS = frozenset(map(chr, _ODD_CODES))  # the same, one by one

# Why a character that nobody sees is removed. What is not here is kept: lone surrogates (they may
# be the bytes of a torn file), Mongolian selectors, Hangul and Khmer fillers, the Apple sign.
INVISIBLE: tuple[tuple[int, int, str], ...] = (
    (0x0000, 0x0008, "control"),
    (0x000B, 0x000B, "line-separator"),
    (0x000D, 0x000D, "line-separator"),
    (0x000E, 0x001B, "control"),
    (0x001C, 0x001F, "line-separator"),
    (0x007F, 0x0084, "control"),
    (0x0085, 0x0085, "line-separator"),
    (0x0086, 0x009F, "control"),
    (0x034F, 0x034F, "zero-width"),
    (0x061C, 0x061C, "direction-mark"),
    (0x180E, 0x180E, "zero-width"),
    (0x200B, 0x200B, "zero-width"),
    (0x200C, 0x200D, "joiner"),
    (0x200E, 0x200F, "direction-mark"),
    (0x2028, 0x2029, "line-separator"),
    (0x202A, 0x202E, "bidi-control"),
    (0x2060, 0x2064, "zero-width"),
    (0x2066, 0x2069, "bidi-control"),
    (0x206A, 0x206F, "control"),
    (0xE000, 0xF8FE, "icon-glyph"),
    (0xFDD0, 0xFDEF, "noncharacter"),
    (0xFE00, 0xFE0F, "variation-selector"),
    (0xFEFF, 0xFEFF, "zero-width"),
    (0xFFF9, 0xFFFC, "control"),
    (0xFFFE, 0xFFFF, "noncharacter"),
    (0xE0000, 0xE007F, "tag-characters"),
    (0xE0100, 0xE01EF, "variation-selector"),
    (0xF0000, 0x10FFFF, "icon-glyph"),
)
_FIRSTS = [first for first, _, _ in INVISIBLE]
INVISIBLES = re.compile("[" + "".join(f"\\U{a:08x}-\\U{b:08x}" for a, b, _ in INVISIBLE) + "]+")
PRIVATE = re.compile("[\ue000-\uf8fe\U000f0000-\U0010ffff]+")

_FEW = 8  # characters; more are looked for at once
_BREAK = re.compile(r"[\n\f]")
_PLAIN = bytes((*b"\n\f", *range(0x20, 0x7F)))
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")
# Scripts in which joiners shape letters, and those in which U+200B stands between words.
SHAPED = re.compile(
    "[\u0590-\u109f\u1780-\u180a\u180f-\u18af\u1a20-\u1bff\ua840-\ua87f\ua8e0-\uabff\ufb1d-\ufdcf"
    "\ufdf0-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff\U0001e900-\U0001e95f]"
)
SPACELESS = re.compile("[\u0e00-\u109f\u1780-\u17ff\u1950-\u1aaf]")
PICTURE = re.compile("[\xa9\xae\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]")
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{1,16}\U000e007f")  # England, Wales, Texas


def uncommon(text: str) -> str:
    """The characters of a text that are not printable ASCII, a tenth of what a search takes.

    >>> uncommon("Caf\\N{LATIN SMALL LETTER E WITH ACUTE}\\tau lait\\n")
    'é\\t'
    """
    raw = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
    return raw.decode("utf-8", "surrogatepass")


def why_invisible(char: str) -> str:
    """The reason to remove a character that nobody sees, or ``""`` if it is not in the table.

    >>> why_invisible("\\N{ZERO WIDTH SPACE}"), why_invisible("a")
    ('zero-width', '')
    """
    code = ord(char)
    at = bisect_right(_FIRSTS, code) - 1
    return INVISIBLE[at][2] if at >= 0 and code <= INVISIBLE[at][1] else ""


def runs_of(text: str, chars: str) -> Iterator[tuple[int, int]]:
    """Where some characters stand one after the other, from run to run, half open.

    >>> list(runs_of("a--b-", "-"))
    [(1, 3), (4, 5)]
    """
    if len(chars) > _FEW:
        one = f"[{re.escape(chars)}]"  # with `+` alone it is tried at each character
        yield from (run.span() for run in re.finditer(f"{one}{one}*+", text))
        return
    places = sorted([at for char in chars for at in places_of(text, char)])
    start = end = -1
    for at in places:
        if at > end:
            if start >= 0:
                yield start, end
            start = at
        end = at + 1
    if start >= 0:
        yield start, end


def places_of(text: str, char: str) -> Iterator[int]:
    """Where a character stands."""
    at = text.find(char)
    while at >= 0:
        yield at
        at = text.find(char, at + 1)


def right_to_left_lines(text: str) -> list[tuple[int, int]]:
    """The spans of the lines with letters that run from right to left.

    >>> right_to_left_lines("left\\nשלום")
    [(4, 9)]
    """
    lines, at = [], 0
    while found := _RIGHT_TO_LEFT.search(text, at):
        start = max(text.rfind("\n", at, found.start()), text.rfind("\f", at, found.start()), at)
        end = _BREAK.search(text, found.end())
        at = end.start() if end else len(text)
        lines.append((start, at))
    return lines
