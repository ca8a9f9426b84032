"""The graphics and text state of a page: what says where the next glyph stands, and how."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, cast

from cleanpress.readers.content import Operand, matrix_of
from cleanpress.readers.fonts import Face
from cleanpress.readers.paint import Paint
from cleanpress.readers.spans import Matrix, product
from cleanpress.readers.turning import Turned, turned

__all__ = ["PlacedLine", "TextState"]

_SAVED = 1 << 14  # graphics states; files that forget to restore them get to some thousands


class PlacedLine(NamedTuple):
    """Where the text of one showing operator stands; ``origin`` and ``base`` as in a span."""

    face: Face
    size: float
    angle: int
    origin: float
    base: float
    along: float  # points on the page to a unit of text space
    wide: float


class TextState:
    """The state that the operators of content set, save and restore."""

    def __init__(self, ctm: Matrix, paint: Paint) -> None:
        self.paint = paint
        self._ctm = ctm
        self._fonts: dict[str, Face | None] = {}
        self._saved: list[tuple[object, ...]] = []
        self._tm = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)  # the line's matrix
        self._at = 0.0  # how far along the line the next glyph stands, in text space
        self._face: Face | None = None
        self._size = self._tc = self._tw = self._tl = self._rise = 0.0
        self._wide = 1.0
        self._mode = 0
        self._key: tuple[object, ...] = ()
        self._turned = Turned(0.0, 0.0, 1.0, 0.0, 0.0, 0, 1.0, 1.0)

    # ---- graphics state ----------------------------------------------------------------------
    def _save(self, _: list[Operand]) -> None:
        if len(self._saved) < _SAVED:
            self._saved.append(
                (self._ctm, self._face, self._size, self._tc, self._tw, self._tl,
                 self._rise, self._wide, self._mode, self.paint.state)
            )  # fmt: skip

    def _restore(self, _: list[Operand]) -> None:
        if self._saved:
            (self._ctm, self._face, self._size, self._tc, self._tw, self._tl, self._rise,
             self._wide, self._mode, self.paint.state) = self._saved.pop()  # type: ignore[assignment]  # fmt: skip

    def _concat(self, operands: list[Operand]) -> None:
        self._ctm = product(matrix_of(operands), self._ctm)

    # ---- text state --------------------------------------------------------------------------
    def _set(self, name: str) -> Callable[[list[Operand]], None]:
        return lambda operands: setattr(self, name, float(cast("float", operands[-1])))

    def _stretch(self, operands: list[Operand]) -> None:
        self._wide = float(cast("float", operands[-1])) / 100

    def _render(self, operands: list[Operand]) -> None:
        self._mode = int(cast("float", operands[-1]))

    def _font(self, operands: list[Operand]) -> None:
        name, size = operands[-2:]
        self._face = self._fonts.get(cast("str", name))
        self._size = float(cast("float", size))

    def _begin(self, _: list[Operand]) -> None:
        self._tm, self._at = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0.0

    def _matrix(self, operands: list[Operand]) -> None:
        self._tm, self._at = matrix_of(operands), 0.0

    def _move(self, operands: list[Operand]) -> None:
        x, y = cast("list[float]", operands[-2:])
        a, b, c, d, e, f = self._tm
        self._tm, self._at = (a, b, c, d, x * a + y * c + e, x * b + y * d + f), 0.0

    def _move_lead(self, operands: list[Operand]) -> None:
        self._tl = -float(cast("float", operands[-1]))
        self._move(operands)

    def _next(self, _: list[Operand]) -> None:
        self._move([0.0, -self._tl])

    def _placed(self, face: Face) -> PlacedLine:
        """Where the text matrix puts a line: its direction, scale and baseline."""
        tm, ctm = self._tm, self._ctm
        key = (tm[:4], ctm, self._size, self._wide, face)
        if key != self._key:
            self._key = key
            across = product(tm, ctm)[:4]
            self._turned = turned(across, self._size, wide=self._wide, vertical=face.vertical)
        c, d, ux, uy, height, angle, along, wide = self._turned
        p, q, r, s, t, u = ctm
        e, f = tm[4] * p + tm[5] * r + t, tm[4] * q + tm[5] * s + u
        if self._rise:
            e, f = e + c * self._rise, f + d * self._rise
        return PlacedLine(face, height, angle, e * ux + f * uy, f * ux - e * uy, along, wide)
