"""Colours as numbers that can be compared, as far as they can be told without a profile."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["ALIKE", "WHITE", "colour", "same_colour"]

WHITE = 0xFFFFFF
_UNTOLD = {"Separation", "DeviceN", "Indexed", "Pattern", "Lab"}
_INKS = 1 << 32  # marks four levels of ink, which no three levels of light are sure to look like
ALIKE = 12  # of 255, in every level: #f3f3f3 on white cannot be made out


def colour(space: str, levels: Sequence[object]) -> int | None:
    """The colour of these levels in a colour space; None where it cannot be told.

    >>> hex(colour("DeviceRGB", [1.0, 0.5, 0.0])), hex(colour("DeviceCMYK", [0.0, 0.0, 0.0, 0.0]))
    ('0xff8000', '0xffffff')
    >>> colour("Separation", [1.0]), colour("Pattern", ["P1"]), colour("DeviceGray", [0.0])
    (None, None, 0)
    """
    if space in _UNTOLD:
        return None
    known = [round(255 * min(max(level, 0.0), 1.0)) for level in levels if isinstance(level, float)]
    if len(known) != len(levels) or len(known) not in (1, 3, 4):
        return None
    if len(known) == 4:
        cyan, magenta, yellow, black = known
        inks = cyan << 24 | magenta << 16 | yellow << 8 | black
        return _INKS | inks if max(known) > ALIKE else WHITE
    red, green, blue = known if len(known) == 3 else known * 3
    return red << 16 | green << 8 | blue


def same_colour(one: int | None, other: int | None) -> bool:
    """Whether nobody could tell two colours apart.

    >>> same_colour(0xFFFFFF, 0xFEFEFE), same_colour(0xFFFFFF, 0xE0E0E0), same_colour(None, 0)
    (True, False, False)
    """
    if one is None or other is None:
        return False
    return one == other or (
        one >> 32 == other >> 32
        and all(abs((one >> shift & 255) - (other >> shift & 255)) <= ALIKE
                for shift in (24, 16, 8, 0))
    )  # fmt: skip
