"""What a page paints behind its text: just enough to know white text on white paper.

Nothing is worked out unless the page shows white text. Everything uncertain counts as painted, so
that text is called hidden only where nothing at all stands behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import inf
from typing import TYPE_CHECKING, cast

from pdfminer.pdftypes import resolve1
from pdfminer.psparser import literal_name

from cleanpress.readers.budget import Budget
from cleanpress.readers.content import PATH, Operand
from cleanpress.values import Box

if TYPE_CHECKING:
    from cleanpress.readers.spans import Matrix

__all__ = ["Paint"]

_WHITE = 0.98  # of full: whiter than any grey a page is tinted with on purpose
_SUBTRACTIVE = {"Separation", "DeviceN", "Indexed", "Pattern", "Lab"}
_OPERATION = re.compile(rb"((?:[-+.0-9]++\s++)*+)([a-zA-Z]+\*?)")
_SHORT = 2000  # bytes; a disc of sixteen curves takes half of it
_DOT = 0.8, 8.0  # points; how wide bullets are
_UNIT = b"0 0 1 1 re "
_MOST = 1 << 26  # bytes that the shapes of a page may take
_SHAPE = 200  # bytes that one takes besides its path


class Paint:
    """Keeps the fill colour and, unread, the paths that were filled with any colour but white.

    ``state`` is the part that ``q`` saves: is the fill colour white, and its colour space.
    """

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._kept = 0
        self.state: tuple[bool, str] = (False, "DeviceGray")
        self._path: list[bytes] = []
        self._filled: list[tuple[tuple[bytes, ...], Matrix]] = []
        self._stroked: list[tuple[tuple[bytes, ...], Matrix]] = []
        self._everywhere = False
        self._pictures: list[Matrix] = []

    @property
    def white(self) -> bool:
        """Whether text shown now is filled with white."""
        return self.state[0]

    def acts(
        self, ctm: Callable[[], Matrix], resources: Callable[[], Mapping[str, object]]
    ) -> dict[bytes, Callable[[list[Operand]], None]]:
        """The operators that paint or choose the fill colour."""

        def path(operands: list[Operand]) -> None:
            drawn = cast("bytes", operands[0])
            if self._room(len(drawn)):
                self._path.append(drawn)
                if b"S" in drawn and len(drawn) < _SHORT:
                    self._stroked.append(((drawn,), ctm()))

        def fill(_: list[Operand]) -> None:
            if self._path and not self.white and self._room(0):
                self._filled.append((tuple(self._path), ctm()))
            self._path.clear()

        def shade(_: list[Operand]) -> None:
            self._everywhere = True

        def image(_: list[Operand]) -> None:
            self.cover(ctm())

        def space(operands: list[Operand]) -> None:
            self.state = False, _family(cast("str", operands[-1]), resources())

        def colour(operands: list[Operand]) -> None:
            self.state = _is_white(operands, self.state[1]), self.state[1]

        fills = dict.fromkeys((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"), fill)
        return fills | {
            PATH: path, b"sh": shade, b"BI": image, b"cs": space, b"sc": colour, b"scn": colour,
            b"g": self._device("DeviceGray"), b"rg": self._device("DeviceRGB"),
            b"k": self._device("DeviceCMYK"),
        }  # fmt: skip

    def _device(self, name: str) -> Callable[[list[Operand]], None]:
        def act(operands: list[Operand]) -> None:
            self.state = _is_white(operands, name), name

        return act

    def _room(self, size: int) -> bool:
        """Whether another shape can be kept; a page of more than these is painted all over."""
        self._kept += size + _SHAPE
        if self._kept > _MOST:
            self._everywhere = True
            self._filled.clear()
            self._stroked.clear()
        return self._kept <= _MOST

    def cover(self, ctm: Matrix) -> None:
        """An image was painted: it fills the unit square."""
        if self._room(0):
            self._filled.append(((_UNIT,), ctm))
        self._pictures.append(ctm)
        self._budget.limits.check("boxes", len(self._pictures))

    def _box(self, path: bytes, ctm: Matrix) -> Box | None:
        self._budget.tick()
        return _bounds(path, ctm)

    def pictures(self) -> list[Box]:
        """Where the images of the page stand, in the order in which they were painted."""
        return [box for ctm in self._pictures if (box := self._box(_UNIT, ctm))]

    def painted(self) -> list[Box]:
        """Where anything but white was painted, at any time."""
        if self._everywhere:
            return [Box(-inf, -inf, inf, inf)]
        boxes = (self._box(b" ".join(path), ctm) for path, ctm in self._filled)
        return [box for box in boxes if box]

    def dots(self) -> list[Box]:
        """Filled or stroked shapes as small and square as the bullets of a list."""
        boxes = [
            self._box(path[-1].replace(b"S", b"s"), ctm)
            for path, ctm in (*self._filled, *self._stroked)
            if len(path[-1]) < _SHORT
        ]
        return [box for box in boxes if box and _is_dot(box.x1 - box.x0, box.y1 - box.y0)]


def _is_dot(width: float, height: float) -> bool:
    low, high = _DOT
    return low <= width <= high and low <= height <= high and abs(width - height) < 0.3 * height


def _is_white(operands: list[Operand], space: str) -> bool:
    levels = [level for level in operands if isinstance(level, float)]
    if space in _SUBTRACTIVE or len(levels) != len(operands):
        return False
    if len(levels) == 4:
        return max(levels) <= 1 - _WHITE
    return len(levels) in (1, 3) and min(levels) >= _WHITE


def _family(name: str, resources: Mapping[str, object]) -> str:
    spaces = resolve1(resources.get("ColorSpace"))
    spec = resolve1(spaces.get(name)) if isinstance(spaces, dict) else None
    if isinstance(spec, list) and spec:
        return literal_name(resolve1(spec[0]))
    return name if spec is None else literal_name(spec)


def _bounds(path: bytes, ctm: Matrix) -> Box | None:
    """The box around a path, on the page; parts that were only stroked or clipped are left out."""
    points: list[tuple[float, float]] = []
    for numbers, operator in _OPERATION.findall(path):
        try:
            found = [float(number) for number in numbers.split()]
        except ValueError:
            continue
        if operator in (b"n", b"S"):
            points.clear()
        elif operator == b"re" and len(found) >= 4:
            x, y, width, height = found[-4:]
            points += [(x, y), (x + width, y), (x, y + height), (x + width, y + height)]
        elif operator in (b"m", b"l", b"c", b"v", b"y"):
            points += zip(found[::2], found[1::2], strict=False)
    if not points:
        return None
    a, b, c, d, e, f = ctm
    xs = [a * x + c * y + e for x, y in points]
    ys = [b * x + d * y + f for x, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))
