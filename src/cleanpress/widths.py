"""How wide a text is when set: in a common proportional face, and in a typewriter face."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from zlib import adler32

Metric = Callable[[str], int]  # the width of a text in 1/250 em

AVERAGE = 118  # the mean width of a character of prose


def width(text: str) -> int:
    """The width of a text in a common sans serif face, in 1/250 em.

    >>> width("iiii") < width("mmmm") < width("MMMMM")
    True
    """
    return sum(_raw(text).translate(_WIDTHS))


def columns(text: str) -> int:
    """The width of a text in a typewriter face, in the same unit.

    >>> columns("iiii") == columns("MMMM")
    True
    """
    return AVERAGE * len(text)


def widths(lines: Sequence[str], metric: Metric) -> list[int]:
    """The widths of many lines at once, a few times faster.

    >>> widths(["iiii", "mm"], width) == [width("iiii"), width("mm")]
    True
    """
    if metric is columns:
        return [AVERAGE * size for size in map(len, lines)]
    raw = _raw("\n".join(lines))
    # The low half of Adler's checksum is the sum of the bytes, modulo the greatest prime below 2¹⁶.
    found = raw.translate(_APART).split(b"\0") if lines else []
    if len(found) != len(lines):  # one of them has a line break
        return list(map(metric, lines))
    if max(map(len, found), default=0) > _SHORT:
        return list(map(sum, found))
    return [adler32(line, 0) & 65535 for line in found]


def _raw(text: str) -> bytes:
    """A byte for each character; those beyond Latin-1 become one that is as wide."""
    if text.isascii():
        return text.encode()
    for sign, like in _LIKE:
        text = text.replace(sign, like)
    return text.encode("latin-1", "replace")


_LIKE = (
    ("\N{LEFT SINGLE QUOTATION MARK}", "'"),
    ("\N{RIGHT SINGLE QUOTATION MARK}", "'"),
    ("\N{LEFT DOUBLE QUOTATION MARK}", "`"),
    ("\N{RIGHT DOUBLE QUOTATION MARK}", "`"),
    ("\N{EM DASH}", "W"),
    ("\N{HORIZONTAL ELLIPSIS}", "W"),
)


def _widths() -> bytes:
    table = [139] * 256
    groups = {
        55: "ijl'|",
        70: "ft .,:;!/\\[]I\N{NO-BREAK SPACE}",
        83: "r-()`",
        125: "cksvxyzJ",
        153: "FTZL",
        167: "ABEKPSVXY&",
        181: "CDHNRUw",
        195: "GOQ",
        208: "mM",
        236: "W%@",
    }
    for size, chars in groups.items():
        for char in chars:
            table[ord(char)] = size
    return bytes(table)


_WIDTHS = _widths()
_APART = _WIDTHS[:10] + b"\0" + _WIDTHS[11:]  # no character has no width but the line break
_SHORT = 65520 // max(_WIDTHS)
