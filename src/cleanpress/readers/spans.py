"""What a backend hands over: pages of spans, whichever library opened the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, TypeAlias

from cleanpress.values import Box

__all__ = ["Covers", "Ink", "Link", "Matrix", "ReadPage", "Span", "Typeface", "frame", "product"]

Matrix: TypeAlias = tuple[float, float, float, float, float, float]


class Typeface(Protocol):
    """What the layout asks of a font; ``descent`` is in ems, below the baseline."""

    @property
    def name(self) -> str:
        """The font's name without the mark of a subset."""
        ...

    @property
    def bold(self) -> bool:
        """Whether its letters are bold."""
        ...

    @property
    def italic(self) -> bool:
        """Whether they are slanted."""
        ...

    @property
    def descent(self) -> float:
        """How far they reach below the baseline."""
        ...


class Ink(NamedTuple):
    """What shows of glyphs: ``fill`` is their colour, None where it is not known.

    ``mode`` is the text rendering mode. ``clear`` ink lets everything through. ``clip`` is the box
    beyond which nothing is shown, if there is one. ``off`` says that a layer is switched off.
    """

    mode: int = 0
    fill: int | None = 0
    clear: bool = False
    clip: Box | None = None
    off: bool = False


class Covers(Protocol):
    """The shapes and images of a page, in the order in which they were painted.

    What they are is found out when somebody asks: few pages give reason to.
    """

    @property
    def boxes(self) -> Sequence[Box]:
        """Where each stands. Of a shape with a very long path this is nowhere."""
        ...

    def box(self, at: int) -> Box:
        """Where one stands, whatever its path."""
        ...

    def fill(self, at: int) -> int | None:
        """Its one colour; None if it has none or many, or it is not known."""
        ...

    def solid(self, at: int) -> bool:
        """Whether it seems to hide all that was painted in its box before."""
        ...

    def image(self, at: int) -> bool:
        """Whether it is an image."""
        ...

    def sure(self, at: int | None = None) -> bool:
        """Whether one that seems solid is certain to be, or colours are what they seem to be.

        This may take long: it is asked last.
        """
        ...


class Span(NamedTuple):
    """Glyphs that follow each other without a gap, in one font and size, on one baseline.

    ``starts``, ``ends``, ``x0``, ``x1`` run along the direction of the text and ``base`` across
    it, downwards: for upright text they are plain x and y on the page. ``x0``/``x1`` leave white
    space at the ends out. ``track`` is the letter spacing that follows the last glyph. ``place``
    is the number of shapes and images that the page had painted before. ``blanks`` are the places
    of spaces that were drawn by themselves, between words that were, too.
    """

    text: str
    parts: Sequence[str]
    starts: Sequence[float]
    ends: Sequence[float]
    x0: float
    x1: float
    base: float
    size: float
    face: Typeface
    angle: int
    track: float
    ink: Ink
    artifact: bool
    place: int = 0
    blanks: Sequence[int] = ()

    @property
    def weight(self) -> int:
        """How many characters count for how a line is set: those of the pieces that were drawn."""
        if not self.blanks:
            return len(self.text.strip())
        begins, ends = [0, *(at + 1 for at in self.blanks)], [*self.blanks, len(self.text)]
        pieces = zip(begins, ends, strict=True)
        return sum(len(self.text[begin:end].strip()) for begin, end in pieces)


class Link(NamedTuple):
    """A link annotation: where it stands and what it leads to (empty for a place within)."""

    boxes: tuple[Box, ...]
    target: str


class ReadPage(NamedTuple):
    """The glyphs and links of one page, and the shapes that matter for them.

    ``dots`` are filled or stroked shapes as small and square as the bullets of a list. ``covers``
    are the shapes and images that were painted. ``pictures`` are the places of images. ``failure``
    says why a part of the page may be missing; a page that is ``empty`` shows nothing at all, which
    may be a failure that nobody told of.
    """

    size: tuple[float, float]
    spans: Sequence[Span] = ()
    dots: Sequence[Box] = ()
    covers: Covers | None = None
    pictures: Sequence[Box] = ()
    links: Sequence[Link] = ()
    failure: BaseException | None = None
    empty: bool = False


def product(inner: Sequence[float], outer: Matrix) -> Matrix:
    """The matrix that leads from the inner space through the outer one."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
            e * p + f * r + t, e * q + f * s + u)  # fmt: skip


def frame(
    shown: tuple[float, float, float, float], rotate: int
) -> tuple[Matrix, tuple[float, float]]:
    """The matrix from a page's own space to points from the top left of what is shown.

    ``shown`` is the crop box in the page's space, ``rotate`` its clockwise turn in degrees.

    >>> frame((0, 0, 612, 792), 0)
    ((1, 0, 0, -1, 0, 792), (612, 792))
    """
    left, low, right, high = shown
    width, height = right - left, high - low
    match rotate % 360:
        case 90:
            return (0, 1, 1, 0, -low, -left), (height, width)
        case 180:
            return (-1, 0, 0, 1, right, -low), (width, height)
        case 270:
            return (0, -1, -1, 0, high, right), (height, width)
    return (1, 0, 0, -1, -left, high), (width, height)
