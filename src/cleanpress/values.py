"""The values of the document model: stages, edits, runs, lines, marks, boxes.

All offsets are code points, half open.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple


class Stage(IntEnum):
    """The four stages of a pipeline, in the order in which they run."""

    REPAIR = 1
    PRUNE = 2
    REFLOW = 3
    POLISH = 4


class Box(NamedTuple):
    """A rectangle on a page in points; the origin is the page's top left, ``y`` grows downwards."""

    x0: float
    y0: float
    x1: float
    y1: float


class Edit(NamedTuple):
    """A proposal: replace ``doc.text[start:end]`` by ``text``, for a declared reason.

    ``note`` is the evidence for the reader of the receipt: ``"first line of 4 of 5 pages"``.
    """

    start: int
    end: int
    text: str
    reason: str
    note: str = ""


class Proposal(NamedTuple):
    """The edits that the filter ``by`` proposes for one version of a document."""

    by: str
    edits: Sequence[Edit]


class Run(NamedTuple):
    """One piece of the partition of the source; ``by == ""`` means kept word for word."""

    start: int
    end: int
    text: str
    by: str = ""
    reason: str = ""
    note: str = ""


class Typeset(NamedTuple):
    """How one line of the source was set on its page. Sizes are points, shares run from 0 to 1.

    ``glyphs`` is where each character of an upright line stands, if the reader knows: all left
    edges, then all right edges, in points, as packed 32-bit floats (not a number: no glyph).
    """

    start: int
    end: int
    page: int
    box: Box
    size: float
    bold: float = 0.0
    italic: float = 0.0
    linked: float = 0.0
    font: str = ""
    block: int = 0
    column: int = 0
    hidden: str = ""
    artifact: bool = False
    rotated: bool = False
    glyphs: bytes = b""


class Picture(NamedTuple):
    """Where a page shows a picture; pages count from 1."""

    page: int
    box: Box


class Mark(NamedTuple):
    """What the reader knows of a stretch of text: a heading, a link, a list item, syntax.

    ``kind`` is one of ``heading`` (value: level), ``strong``, ``emphasis``, ``link`` and ``image``
    (value: target), ``item`` (value: the marker), ``quote``, ``code``, ``rule``, ``row`` (of a
    table), ``syntax`` or ``gap`` (syntax that parts words; value: what the characters are).
    Offsets are those of the source in :attr:`Document.marks`, and those of the text in
    :meth:`Document.marked`.
    """

    start: int
    end: int
    kind: str
    value: str = ""


class Line(NamedTuple):
    """A view of one line of the text.

    ``start``/``end`` are text offsets without the line break, ``stop`` is where the next line
    starts; ``page`` counts from 1. ``typeset`` is how the line's first visible character was set,
    ``None`` where the source has no geometry.
    """

    start: int
    end: int
    stop: int
    text: str
    page: int
    typeset: Typeset | None = None

    @property
    def box(self) -> Box | None:
        """Where the line stands on its page, if that is known."""
        return None if self.typeset is None else self.typeset.box


class Block(NamedTuple):
    """Neighbouring lines with no blank line and no form feed between them.

    ``first``/``last`` are half-open indices into :attr:`Document.lines`.
    """

    start: int
    end: int
    first: int
    last: int
