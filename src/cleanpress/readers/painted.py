"""The shapes and images that a page's content painted: kept unread, looked at when asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from cleanpress.readers.budget import Budget
from cleanpress.readers.places import (
    EVERYWHERE,
    NOWHERE,
    around,
    common,
    is_dot,
    is_square,
    upright,
)
from cleanpress.readers.spans import Matrix
from cleanpress.values import Box

__all__ = ["UNIT", "Clip", "Painted", "Shape", "traced"]

_OPERATION = re.compile(rb"((?:[-+.0-9]++\s++)*+)([a-zA-Z]+\*?)")
_SHORT = 2000  # bytes; a disc of sixteen curves takes half of it
_PALE = 250  # of 255, in every colour: whiter than any grey a page is tinted with on purpose
_NUMBERS = rb"\s*+([-+.0-9]++)\s++([-+.0-9]++)\s++([-+.0-9]++)\s++([-+.0-9]++)\s++re\s++"
_RECTANGLE = re.compile(_NUMBERS)
_CLIPS = re.compile(rb"(?<=\s)W\*?\s++n\s++")
_SQUARE = ([b"re"], [b"m", b"l", b"l", b"l"], [b"m", b"l", b"l", b"l", b"l"])
UNIT = b"0 0 1 1 re "


class Clip:
    """Paths beyond which nothing shows, within another clip; worked out when somebody asks."""

    __slots__ = ("_before", "_ctm", "_known", "_path")

    def __init__(self, path: bytes, ctm: Matrix, before: Clip | None) -> None:
        self._path, self._ctm, self._before = path, ctm, before
        self._known: Trace | None = None

    @property
    def known(self) -> Trace:
        """The box beyond which nothing shows; it is square if all in it does."""
        if self._known is None:
            waiting: list[Clip] = []
            clip: Clip | None = self
            while clip is not None and clip._known is None:
                waiting.append(clip)
                clip = clip._before
            known = Trace(EVERYWHERE, square=True) if clip is None else clip.known
            for clip in reversed(waiting):
                for box, square in _clipped(clip._path, clip._ctm):
                    if box is not NOWHERE:
                        known = Trace(common(known.box, box), square and known.square)
                clip._known, clip._before = known, None
            return known
        return self._known


class Shape(NamedTuple):
    """What was painted: its path, or the unit square for an image; no path is everything.

    Through what is ``sealed`` nothing shows, if it is a rectangle.
    """

    path: tuple[bytes, ...]
    ctm: Matrix
    fill: int | None
    clip: Clip | None
    sealed: bool
    image: bool = False


class Trace(NamedTuple):
    """A path: the box around it on the page, and whether it is all that box."""

    box: Box
    square: bool


def traced(path: bytes, ctm: Matrix) -> Trace:
    """What is left to fill of a stretch of content: what was stroked or ended does not count.

    >>> flat = 1, 0, 0, 1, 0, 0
    >>> traced(b"0 0 9 9 re W n 0 0 m 5 5 l S 1 1 2 2 re ", flat)
    Trace(box=Box(x0=1.0, y0=1.0, x1=3.0, y1=3.0), square=True)
    """
    if found := _RECTANGLE.fullmatch(path):
        return _rectangle(found.groups(), ctm)
    points, steps = _left(path)
    if not points:
        return Trace(NOWHERE, square=False)
    square = steps in _SQUARE and is_square(points) and upright(ctm)
    return Trace(around(points, ctm), square)


def _around(path: bytes, ctm: Matrix) -> Box:
    """The box around such a path, for less."""
    if found := _RECTANGLE.fullmatch(path):
        return _rectangle(found.groups(), ctm).box
    try:
        numbers = list(map(float, path.translate(None, b"mlch").split()))
    except ValueError:
        numbers = []  # there is more to it than points
    if not numbers or len(numbers) % 2 or b"\0" in path:
        return traced(path, ctm).box
    a, b, c, d, e, f = ctm
    if b or c:
        return around(list(zip(numbers[::2], numbers[1::2], strict=True)), ctm)
    xs, ys = numbers[::2], numbers[1::2]
    x, u, y, v = a * min(xs) + e, a * max(xs) + e, d * min(ys) + f, d * max(ys) + f
    return Box(min(x, u), min(y, v), max(x, u), max(y, v))


def _clipped(path: bytes, ctm: Matrix) -> list[Trace]:
    """The paths of a stretch of content that clip.

    >>> flat = 1, 0, 0, 1, 0, 0
    >>> _clipped(b"0 0 9 9 re W n 0 0 m 5 5 l S ", flat)
    [Trace(box=Box(x0=0.0, y0=0.0, x1=9.0, y1=9.0), square=True)]
    """
    pieces = _CLIPS.split(path)
    return [
        _rectangle(found.groups(), ctm)
        if (found := _RECTANGLE.fullmatch(piece))
        else Trace(_around(piece, ctm), square=False)
        for piece in pieces[:-1]
    ]


def _rectangle(digits: Sequence[bytes], ctm: Matrix) -> Trace:
    try:
        x, y, width, height = map(float, digits)
    except ValueError:
        return Trace(NOWHERE, square=False)
    a, b, c, d, e, f = ctm
    if b or c:
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        return Trace(around(corners, ctm), upright(ctm))
    x, u, y, v = a * x + e, a * (x + width) + e, d * y + f, d * (y + height) + f
    box = Box(x if x < u else u, y if y < v else v, u if x < u else x, v if y < v else y)
    return Trace(box, square=True)


def _left(path: bytes) -> tuple[list[tuple[float, float]], list[bytes]]:
    """The points of a path and the operators that draw it, from where the last one ended."""
    points: list[tuple[float, float]] = []
    steps: list[bytes] = []
    for digits, operator in _OPERATION.findall(path):
        try:
            numbers = [float(number) for number in digits.split()]
        except ValueError:
            continue
        if operator in (b"n", b"S"):
            points, steps = [], []
        elif operator == b"re" and len(numbers) >= 4:
            x, y, width, height = numbers[-4:]
            points += [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
            steps.append(operator)
        elif operator in (b"m", b"l", b"c", b"v", b"y"):
            points += zip(numbers[::2], numbers[1::2], strict=False)
            steps.append(operator)
    return points, steps


class Painted:
    """What a page painted, in order, as the layout wants to know it."""

    def __init__(
        self, shapes: Sequence[Shape], stroked: Sequence[tuple[bytes, Matrix]], budget: Budget
    ) -> None:
        self._shapes, self._stroked, self._budget = shapes, stroked, budget
        self._known: dict[int, Box] = {}

    @cached_property
    def boxes(self) -> list[Box]:
        """Where each stands, as far as no clip cuts it. Of a very long path this is nowhere."""
        self._budget.tick()
        return [
            (NOWHERE if len(path[-1]) >= _SHORT else _around(_one(path), ctm))
            if path
            else EVERYWHERE
            for path, ctm, _, _, _, _ in self._shapes
        ]

    def box(self, at: int) -> Box:
        """What of one shows, whatever its path."""
        box = self._known.get(at)
        if box is None:
            self._budget.tick()
            path, ctm, _, clip, _, _ = self._shapes[at]
            box = _around(_one(path), ctm) if path else EVERYWHERE
            if clip is not None:
                box = common(box, clip.known.box)
            self._known[at] = box
        return box

    def fill(self, at: int) -> int | None:
        """Its one colour in 24 bits; None if it has none or many, or it is not known."""
        return self._shapes[at].fill

    def solid(self, at: int) -> bool:
        """Whether it hides all that was painted in its box before."""
        path, ctm, _, clip, sealed, _ = self._shapes[at]
        return (sealed and (clip is None or clip.known.square) and bool(path)
                and traced(_one(path), ctm).square)  # fmt: skip

    def image(self, at: int) -> bool:
        """Whether it is an image."""
        return self._shapes[at].image

    def sure(self, _: int | None = None) -> bool:
        """Whether what is told is certain: it is read from the file."""
        return True

    def dots(self) -> list[Box]:
        """Filled or stroked shapes as small and square as the bullets of a list."""
        found = [box for box, shape in zip(self.boxes, self._shapes, strict=True)
                 if is_dot(box) and not shape.image and not _pale(shape.fill)]  # fmt: skip
        for path, ctm in self._stroked:
            self._budget.tick()
            box = _around(path.replace(b"S", b"" if path[-2:-1] == b"S" else b"s"), ctm)
            if is_dot(box):
                found.append(box)
        return found


def _one(path: Sequence[bytes]) -> bytes:
    return path[0] if len(path) == 1 else b" ".join(path)


def _pale(fill: int | None) -> bool:
    return (
        fill is not None
        and fill >> 32 == 0
        and min(fill >> 16, fill >> 8 & 255, fill & 255) >= _PALE
    )
