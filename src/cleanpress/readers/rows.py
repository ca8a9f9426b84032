"""Lines in the making: which glyphs go on where others end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleanpress.readers.spans import Span

__all__ = ["Row"]

# All in ems of the larger neighbour.
_BASELINE = 0.12  # rounding of a shared baseline
_RAISED = 0.55  # how far superscripts and subscripts stand off the baseline at most
_SMALLER = 0.87  # and how small they are, as a share
_NEAR = 0.4  # how close they stand
_BACK = 0.4  # glyphs may overlap by so much (kerning, slanted type, accents)
_GUTTER = (
    1.45  # without white space glyphs between, a wider gap ends the line; menus are set 1.5 apart
)
_STRETCHED = 2.95  # with them it takes this much: justified lines have wide spaces


class Row:
    """Spans on one baseline, from left to right."""

    __slots__ = ("artifact", "base", "hidden", "kind", "order", "size", "spaced", "spans", "track",
                 "x0", "x1")  # fmt: skip

    def __init__(self, span: Span, hidden: str, order: int) -> None:
        (text, _, _, _, self.x0, self.x1, self.base, self.size, _, angle, self.track, _,
         self.artifact, _, _) = span  # fmt: skip
        self.spans, self.hidden, self.order = [span], hidden, order
        self.spaced = text[-1].isspace()
        self.kind = angle, hidden, self.artifact
        """What all spans of a row share."""

    def takes(self, span: Span, hidden: str) -> bool:
        """Whether the span goes on where this row ends."""
        size, larger = self.size, span.size
        em = size if size > larger else larger
        shift = abs(span.base - self.base)
        if shift > _RAISED * em:
            return False
        gap = span.x0 - self.x1 - self.track
        if gap < -_BACK * em or gap > _STRETCHED * em:
            return False
        if (span.angle, hidden, span.artifact) != self.kind:
            return False
        if shift > _BASELINE * em:
            return min(size, larger) <= _SMALLER * em and gap <= _NEAR * em
        return gap <= _GUTTER * em or self.spaced or span.text[0].isspace()

    def add(self, span: Span) -> None:
        """Take a span. The largest ones say where the baseline is."""
        self.spans.append(span)
        if span.x0 < self.x0:
            self.x0 = span.x0
        if span.x1 > self.x1:
            self.x1 = span.x1
        if span.size > self.size * 1.05:
            self.base, self.size = span.base, span.size
        self.track, self.spaced = span.track, span.text[-1].isspace()

    def space(self, span: Span) -> None:
        """Take white space, if it stands where this row ends."""
        near = abs(span.base - self.base) <= _RAISED * self.size
        if near and -self.size <= span.x0 - self.x1 <= _STRETCHED * self.size:
            self.spans.append(span)
            self.spaced = True
