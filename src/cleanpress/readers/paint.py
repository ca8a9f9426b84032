"""The part of the graphics state that decides whether text can be seen: colours, clips, alpha.

Shapes are kept as they come, and few pages give reason to look at them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias, cast

from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral, literal_name

from cleanpress.readers.budget import Budget
from cleanpress.readers.colours import ALIKE, colour
from cleanpress.readers.content import PATH, Operand
from cleanpress.readers.painted import UNIT, Clip, Painted, Shape, traced
from cleanpress.readers.spans import Ink, Matrix
from cleanpress.values import Box

__all__ = ["Paint", "is_opaque"]

_SHORT = 2000  # bytes; a disc of sixteen curves takes half of it
_MOST = 1 << 26  # bytes that the shapes of a page may take
_SHAPE = 200  # bytes that one takes besides its path
SHEER, CLEAR, BLENDED, MASKED = 1, 2, 4, 8
"""Bits for what shows of what is painted now: a part, nothing, a mixture, what a mask leaves."""
_ENDED = re.compile(rb"\sW\*?\s++n\s")
_MASKS = ("SMask", "Mask", "ImageMask", "SMaskInData")
_ODD = BLENDED | MASKED
State: TypeAlias = tuple[str, tuple[Operand, ...], Clip | None, int]


class Paint:
    """Keeps the fill colour and, unread, what was painted.

    ``state`` is the part that ``q`` saves: the colour space, the colour in it, the clip, and how
    much of what is below shows through.
    """

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._kept = 0
        self.state: State = ("DeviceGray", (0.0,), None, 0)
        self.group = 0
        """The bits of the form whose content runs."""
        self._path: list[bytes] = []
        self.shapes: list[Shape] = []
        self._stroked: list[tuple[bytes, Matrix]] = []
        self._pictures: list[Matrix] = []
        self._colours: dict[tuple[str, tuple[Operand, ...]], int | None] = {}
        self._clips: dict[tuple[bytes, Matrix, Clip | None], Clip | None] = {}
        self._veils: dict[tuple[int, str], tuple[object, int, int]] = {}

    def acts(
        self, ctm: Callable[[], Matrix], resources: Callable[[], Mapping[str, object]]
    ) -> dict[bytes, Callable[[list[Operand]], None]]:
        """The operators that paint, clip, or say with what."""

        def path(operands: list[Operand]) -> None:
            drawn = cast("bytes", operands[0])
            if not self._room(len(drawn)):
                return
            if drawn[-3:-1] == b"RG" and b"m" not in drawn and b"re" not in drawn:
                return  # only the colour of lines
            if b"S" in drawn and len(drawn) < _SHORT:
                self._stroked.append((drawn, ctm()))
            if b"W" in drawn and (ended := [*_ENDED.finditer(drawn)]):
                end = ended[-1].end()
                self.clip(b" ".join((*self._path, drawn[:end])), ctm())
                self._path.clear()
                drawn = drawn[end:]
            if drawn[-2:-1] in b"nS":
                self._path.clear()
            else:
                self._path.append(drawn)

        def fill(_: list[Operand]) -> None:
            if self._path and self._room(0):
                self.shapes.append(
                    Shape(tuple(self._path), ctm(), self._fill(), self.state[2], self._sealed)
                )
                if any(b"W" in piece for piece in self._path):
                    self.clip(b" ".join((*self._path, b"n ")), ctm())
            self._path.clear()

        def shade(_: list[Operand]) -> None:
            if self._room(0):
                self.shapes.append(Shape((), ctm(), None, self.state[2], sealed=False))

        def image(_: list[Operand]) -> None:
            self.cover(ctm())

        def family(operands: list[Operand]) -> None:
            space = _family(cast("str", operands[-1]), resources())
            self.state = (space, (), *self.state[2:])

        def levels(operands: list[Operand]) -> None:
            self.state = (self.state[0], tuple(operands), *self.state[2:])

        def settings(operands: list[Operand]) -> None:
            name, known = cast("str", operands[-1]), resources()
            found = self._veils.get((id(known), name))
            if found is None:
                found = self._veils[id(known), name] = (known, *_veil(name, known))
            _, named, bits = found
            self.state = (*self.state[:3], (self.state[3] & ~named) | bits)

        fills = dict.fromkeys((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"), fill)
        return fills | {
            PATH: path, b"sh": shade, b"BI": image, b"cs": family, b"sc": levels, b"scn": levels,
            b"g": self._device("DeviceGray"), b"rg": self._device("DeviceRGB"),
            b"k": self._device("DeviceCMYK"), b"gs": settings,
        }  # fmt: skip

    def _device(self, name: str) -> Callable[[list[Operand]], None]:
        def act(operands: list[Operand]) -> None:
            _, _, clip, veil = self.state
            self.state = (name, tuple(operands), clip, veil)

        return act

    def _room(self, size: int) -> bool:
        """Whether another shape can be kept; a page of more than these is painted all over."""
        self._kept += size + _SHAPE
        if self._kept <= _MOST:
            return True
        self.shapes[:] = [Shape((), (1, 0, 0, 1, 0, 0), None, None, sealed=False)]
        self._stroked.clear()
        return False

    def ink(self, mode: int, *, off: bool) -> Ink:
        """What shows of text that is set now."""
        clip, clear = self.state[2], bool((self.state[3] | self.group) & CLEAR)
        return Ink(mode, self._fill(), clear, clip.known.box if clip else None, off)

    @property
    def _sealed(self) -> bool:
        return not self.state[3] and not self.group

    def _fill(self) -> int | None:
        """The colour that is seen of what is filled now."""
        if (self.state[3] | self.group) & _ODD:
            return None
        key = self.state[:2]
        try:
            return self._colours[key]
        except KeyError:
            found = self._colours[key] = colour(*key)
            return found
        except TypeError:  # a list among the operands
            return None

    def clip(self, path: bytes, ctm: Matrix) -> None:
        """Let nothing show beyond the paths that clip."""
        space, levels, before, veil = self.state
        key = path, ctm, before
        if key not in self._clips:
            self._clips[key] = Clip(path, ctm, before) if self._room(len(path)) else before
        self.state = (space, levels, self._clips[key], veil)

    def clip_box(self, sides: Sequence[float], ctm: Matrix) -> None:
        """Let nothing show beyond a box, given by two of its corners."""
        x, y, u, v = sides
        self.clip(b"%f %f %f %f re W n " % (x, y, u - x, v - y), ctm)

    def cover(self, ctm: Matrix, image: PDFStream | None = None) -> None:
        """An image was painted: it fills the unit square."""
        if self._room(0):
            sealed = self._sealed and image is not None and is_opaque(image)
            self.shapes.append(Shape((UNIT,), ctm, None, self.state[2], sealed, image=True))
        self._pictures.append(ctm)
        self._budget.limits.check("boxes", len(self._pictures))

    def pictures(self) -> list[Box]:
        """Where the images of the page stand, in the order in which they were painted."""
        found = []
        for ctm in self._pictures:
            self._budget.tick()
            found.append(traced(UNIT, ctm).box)
        return found

    def painted(self) -> Painted:
        """All that was painted."""
        return Painted(self.shapes, self._stroked, self._budget)


def _veil(name: str, resources: Mapping[str, object]) -> tuple[int, int]:
    """Which bits a named graphics state sets anew, and which of them are on."""
    states = resolve1(resources.get("ExtGState"))
    found = resolve1(states.get(name)) if isinstance(states, dict) else None
    if not isinstance(found, dict):
        return 0, 0
    named = bits = 0
    alpha, blend, mask = (resolve1(found.get(key)) for key in ("ca", "BM", "SMask"))
    if isinstance(alpha, int | float):
        named |= SHEER | CLEAR
        # So little ink changes no level of what it is put on by more than can be made out.
        bits |= CLEAR if int(255 * alpha) <= ALIKE else SHEER if alpha < 1 else 0
    if blend is not None:
        named |= BLENDED
        plain = isinstance(blend, PSLiteral) and blend.name in ("Normal", "Compatible")
        bits |= 0 if plain else BLENDED
    if mask is not None:
        named |= MASKED
        bits |= 0 if isinstance(mask, PSLiteral) else MASKED
    return named, bits


def is_opaque(image: PDFStream) -> bool:
    """Whether an image lets nothing through: it has no mask, nor a format that may have one."""
    if any(resolve1(image.get(mask)) for mask in _MASKS):
        return False
    return "JPX" not in repr(resolve1(image.get("Filter")))


def _family(name: str, resources: Mapping[str, object]) -> str:
    spaces = resolve1(resources.get("ColorSpace"))
    spec = resolve1(spaces.get(name)) if isinstance(spaces, dict) else None
    if isinstance(spec, list) and spec:
        return literal_name(resolve1(spec[0]))
    return name if spec is None else literal_name(spec)
