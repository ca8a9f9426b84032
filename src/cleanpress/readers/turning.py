"""Which way a line of text runs, and how large: what of its place does not change along it."""

from __future__ import annotations

from math import atan2, degrees, hypot
from typing import NamedTuple

__all__ = ["FLAT", "Turned", "flattened", "turned"]

FLAT = 0.1  # of the height of type, or of its width, below which only bars are seen of letters
_AXES = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))


class Turned(NamedTuple):
    """The direction ``ux, uy`` and ``angle`` of a line, clockwise from the right, in degrees.

    ``c, d`` is where the text's own upwards points to, ``height`` the size of the type in points
    (for type that is squeezed flat what is left of it),
    ``along`` the points on the page to a unit of text space, ``wide`` the horizontal scaling.
    """

    c: float
    d: float
    ux: float
    uy: float
    height: float
    angle: int
    along: float
    wide: float


def flattened(height: float, matrix: tuple[float, ...]) -> float:
    """The height of type, or the little that is left of it where the matrix squeezes it flat.

    >>> flattened(12.0, (1.0, 0.0, 0.3, -1.0)), flattened(12.0, (0.01, 0.0, 0.0, -1.0))
    (12.0, 0.12)
    """
    a, b, c, d = matrix
    wide, tall = hypot(a, b), hypot(c, d)
    left = abs(a * d - b * c) / (max(wide, tall) or 1.0)
    return height * left / tall if left < FLAT * tall else height


def turned(
    matrix: tuple[float, ...], size: float, *, wide: float = 1.0, vertical: bool = False
) -> Turned:
    """The direction and scale of text whose matrix to the page begins with these four numbers.

    >>> turned((1.0, 0.0, 0.0, -1.0), 12.0)[4:]
    (12.0, 0, 1.0, 1.0)
    """
    a, b, c, d = matrix
    height, up = flattened(abs(size) * hypot(c, d), (wide * a, wide * b, c, d)), (c, d)
    if vertical:
        a, b, wide = -c, -d, -1.0  # the line runs down, and its advances are negative
    along = hypot(a, b)
    if size * wide < 0 and not vertical:
        a, b, along = -a, -b, -along  # set upside down, and turned back
    length = abs(along) or 1.0
    ux, uy = (a / length, b / length) if along else (1.0, 0.0)
    angle = 0 if abs(uy) < 0.01 and ux > 0 else round(degrees(atan2(uy, ux))) % 360
    if angle % 90 == 0:
        ux, uy = _AXES[angle // 90]
    return Turned(*up, ux, uy, height, angle, along, wide)
