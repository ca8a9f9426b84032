"""Boxes on a page: around points, within each other, nowhere, everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from cleanpress.readers.spans import Matrix
from cleanpress.values import Box

__all__ = [
    "EVERYWHERE", "LEAST", "NOWHERE", "around", "common", "holds", "is_dot", "is_square", "meet",
    "upright",
]  # fmt: skip

EVERYWHERE, NOWHERE = Box(-inf, -inf, inf, inf), Box(inf, inf, -inf, -inf)
LEAST = 3.0  # points; nothing smaller covers text
_DOT = 0.8, 8.0  # points; how wide bullets are


def around(points: Sequence[tuple[float, float]], ctm: Matrix) -> Box:
    """The box around points, on the page."""
    a, b, c, d, e, f = ctm
    xs = [a * x + c * y + e for x, y in points]
    ys = [b * x + d * y + f for x, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def common(one: Box, other: Box) -> Box:
    """What two boxes have in common; with its sides the wrong way round if that is nothing."""
    (x0, y0, x1, y1), (u0, v0, u1, v1) = one, other
    return Box(max(x0, u0), max(y0, v0), min(x1, u1), min(y1, v1))


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes have something in common."""
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1


def holds(outer: Box, inner: Box, near: float = 0.0) -> bool:
    """Whether one box is within another, or reaches out of it by less than ``near``."""
    return (outer.x0 <= inner.x0 + near and outer.y0 <= inner.y0 + near
            and outer.x1 >= inner.x1 - near and outer.y1 >= inner.y1 - near)  # fmt: skip


def is_dot(box: Box) -> bool:
    """Whether something is as small and square as the bullet of a list.

    >>> is_dot(Box(72, 100, 75, 103)), is_dot(Box(72, 100, 90, 103)), is_dot(NOWHERE)
    (True, False, False)
    """
    x0, y0, x1, y1 = box
    low, high = _DOT
    if not low <= x1 - x0 <= high:
        return False
    width, height = x1 - x0, y1 - y0
    return low <= height <= high and abs(width - height) < 0.3 * height


def is_square(points: Sequence[tuple[float, float]]) -> bool:
    """Whether lines through these points draw one upright rectangle.

    >>> is_square([(0, 0), (4, 0), (4, 2), (0, 2)]), is_square([(0, 0), (4, 2), (4, 0), (0, 2)])
    (True, False)
    """
    if len(points) not in (4, 5) or len(set(points)) != 4:
        return False
    sides = zip(points, [*points[1:], points[0]], strict=True)
    return all((x == u) != (y == v) or (x, y) == (u, v) for (x, y), (u, v) in sides)


def upright(ctm: Matrix) -> bool:
    """Whether a matrix leaves upright rectangles upright."""
    a, b, c, d, _, _ = ctm
    return b == c == 0 or a == d == 0
