"""How wide a text is when set: in a common proportional face, and in a typewriter face."""

from __future__ import annotations

from collections.abc import Callable

Metric = Callable[[str], int]  # the width of a text in 1/250 em

AVERAGE = 118  # the mean width of a character of prose


def width(text: str) -> int:
    """The width of a text in a common sans serif face, in 1/250 em.

    >>> width("iiii") < width("mmmm") < width("MMMMM")
    True
    """
    raw = text.encode() if text.isascii() else text.encode("cp1252", "replace")
    return sum(raw.translate(_WIDTHS))


def columns(text: str) -> int:
    """The width of a text in a typewriter face, in the same unit.

    >>> columns("iiii") == columns("MMMM")
    True
    """
    return AVERAGE * len(text)


def _widths() -> bytes:
    table = [139] * 256
    groups = {
        55: "ijl'|\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}",
        70: "ft .,:;!/\\[]I\N{NO-BREAK SPACE}",
        83: "r-()`\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}",
        125: "cksvxyzJ",
        153: "FTZL",
        167: "ABEKPSVXY&",
        181: "CDHNRUw",
        195: "GOQ",
        208: "mM",
        236: "W%@\N{EM DASH}\N{HORIZONTAL ELLIPSIS}",
    }
    for size, chars in groups.items():
        for char in chars:
            table[char.encode("cp1252")[0]] = size
    return bytes(table)


_WIDTHS = _widths()
