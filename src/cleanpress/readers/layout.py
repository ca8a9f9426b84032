"""Glyphs to lines: which glyphs stand on one line, and where its words end.

Content streams draw a line in pieces, with or without glyphs for the spaces between words. Pieces
that follow each other on one baseline make a line; a gap wider than any word space ends it, for it
is the gutter between columns or cells.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from cleanpress.readers.bidi import RIGHT_TO_LEFT, logical_order
from cleanpress.values import Box

if TYPE_CHECKING:
    from cleanpress.readers.glyphs import Span

__all__ = ["SetLine", "set_lines"]

# All in ems of the larger neighbour.
_BASELINE = 0.12  # rounding of a shared baseline
_RAISED = 0.55  # how far superscripts and subscripts stand off the baseline at most
_SMALLER = 0.87  # and how small they are, as a share
_BACK = 0.4  # glyphs may overlap by so much (kerning, slanted type, accents)
_GUTTER = 1.5  # without white space glyphs between, a wider gap ends the line
_STRETCHED = 3.0  # with them it takes this much: justified lines have wide spaces
_WORD_SPACE = 0.15  # over the letter spacing; tight justified text goes down to 0.18
_CAP = 1.6  # how many times as large as its line a drop cap is
_SEAM = 0.4  # pieces drawn at different times join again only over a gap this small


class SetLine(NamedTuple):
    """One line as it stands on the page.

    ``x0``, ``x1``, ``base`` and ``angle`` are as in a span; ``box`` is upright on the page.
    ``order`` is the place of its first glyphs in the content stream.
    """

    text: str
    spans: tuple[tuple[int, Span], ...]  # with the offset of each in the text
    x0: float
    x1: float
    base: float
    angle: int
    box: Box
    size: float
    bold: float
    italic: float
    font: str
    hidden: str
    artifact: bool
    order: int
    bullet: bool = False  # a drawn bullet stands before it

    def glyphs(self) -> Iterator[tuple[int, int, Box]]:
        """The start, end and box of every visible glyph of the text."""
        for offset, span in self.spans:
            for part, x0, x1 in zip(span.parts, span.starts, span.ends, strict=True):
                if part.strip() and 0 <= offset < len(self.text):
                    yield offset, offset + len(part), _box(span, x0, x1)
                offset += len(part)


class _Row:
    """A line in the making."""

    __slots__ = ("artifact", "base", "hidden", "order", "size", "spaced", "spans", "track", "x0",
                 "x1")  # fmt: skip

    def __init__(self, span: Span, hidden: str, order: int) -> None:
        self.spans = [span]
        self.hidden, self.order, self.artifact = hidden, order, span.artifact
        self.x0, self.x1, self.base, self.size = span.x0, span.x1, span.base, span.size
        self.track = span.track
        self.spaced = span.text[-1].isspace()

    def takes(self, span: Span, hidden: str) -> bool:
        """Whether the span goes on where this row ends."""
        last = self.spans[0]
        if span.angle != last.angle or hidden != self.hidden or span.artifact != self.artifact:
            return False
        em = max(self.size, span.size)
        gap = span.x0 - self.x1 - self.track
        if gap < -_BACK * em:
            return False
        shift = abs(span.base - self.base)
        if shift > _BASELINE * em:
            smaller = min(self.size, span.size) <= _SMALLER * em
            return smaller and shift <= _RAISED * em and gap <= _SEAM * em
        return gap <= (_STRETCHED if self.spaced or span.text[0].isspace() else _GUTTER) * em

    def add(self, span: Span) -> None:
        self.spans.append(span)
        self.x1 = max(self.x1, span.x1)
        self.x0 = min(self.x0, span.x0)
        if span.size > self.size * 1.05:
            self.base, self.size = span.base, span.size
        self.track, self.spaced = span.track, span.text[-1].isspace()

    def space(self, span: Span) -> None:
        """Take white space, if it stands where this row ends."""
        near = abs(span.base - self.base) <= _RAISED * self.size
        if near and -self.size <= span.x0 - self.x1 <= _STRETCHED * self.size:
            self.spans.append(span)
            self.spaced = True


def set_lines(
    spans: Sequence[Span], hidden: Sequence[str], dots: Sequence[Box] = ()
) -> list[SetLine]:
    """The lines of a page, in the order in which they were drawn.

    ``hidden`` says of each span how it is hidden; a line is hidden as a whole or not at all.
    ``dots`` are small shapes; one that stands before a line makes it a list item.
    """
    rows: list[_Row] = []
    row: _Row | None = None
    for order, (span, how) in enumerate(zip(spans, hidden, strict=True)):
        if not span.text:
            continue
        if span.text.isspace():
            if row is not None:
                row.space(span)
        elif row is not None and row.takes(span, how):
            row.add(span)
        else:
            row = _Row(span, how, order)
            rows.append(row)
    lines = [_line(row) for row in _capped(_seamed(rows))]
    return _bulleted(lines, dots) if dots else lines


def _seamed(rows: list[_Row]) -> list[_Row]:
    """Join rows that were drawn at different times but continue each other on one baseline."""
    shelves: defaultdict[tuple[object, ...], list[_Row]] = defaultdict(list)
    for row in rows:
        shelves[row.spans[0].angle, row.hidden, row.artifact, round(row.base)].append(row)
    gone: set[int] = set()
    for shelf in shelves.values():
        if len(shelf) > 1:
            shelf.sort(key=lambda row: row.x0)
            left = shelf[0]
            for right in shelf[1:]:
                gap, em = right.x0 - left.x1, max(left.size, right.size)
                similar = min(left.size, right.size) > 0.6 * em
                if similar and -0.1 * em <= gap <= _SEAM * em:
                    left.order = min(left.order, right.order)
                    for span in right.spans:
                        left.add(span)
                    gone.add(id(right))
                else:
                    left = right
    return sorted((row for row in rows if id(row) not in gone), key=lambda row: row.order)


def _capped(rows: list[_Row]) -> list[_Row]:
    """Join drop caps to the line they begin."""
    joined: list[_Row] = []
    for row in rows:
        cap = joined[-1] if joined else None
        if cap is not None and _is_cap(cap, row):
            row.spans[:0] = cap.spans
            row.x0, row.order = cap.x0, cap.order
            joined.pop()
        joined.append(row)
    return joined


def _is_cap(cap: _Row, row: _Row) -> bool:
    first, em = cap.spans[0], row.size
    text = "".join(span.text for span in cap.spans).strip()
    return (
        len(text) <= 2 and text[-1].isupper() and cap.size >= _CAP * em
        and (first.angle, cap.hidden, cap.artifact)
        == (row.spans[0].angle, row.hidden, row.artifact)
        and -0.3 * em <= row.x0 - cap.x1 <= em
        and cap.base - cap.size <= row.base < cap.base - 0.5 * em
    )  # fmt: skip


def _bulleted(lines: list[SetLine], dots: Sequence[Box]) -> list[SetLine]:
    """Give lines the bullet that was drawn, not set, before them."""
    marked = list(lines)
    for at, line in enumerate(lines):
        if line.angle == 0 and any(_before(dot, line) for dot in dots):
            marked[at] = line._replace(bullet=True)
    return marked


def _before(dot: Box, line: SetLine) -> bool:
    em = line.size
    middle = line.base - (dot.y0 + dot.y1) / 2
    return 0.2 * em < line.x0 - dot.x1 < 1.6 * em and 0.1 * em < middle < 0.6 * em


def _line(row: _Row) -> SetLine:
    pieces: list[tuple[int, Span]] = []
    texts: list[str] = []
    at, tracking = 0, _tracking(row.spans)
    before: Span | None = None
    for span in row.spans:
        if before is not None and not (before.text[-1].isspace() or span.text[0].isspace()):
            em = max(before.size, span.size)
            gap = span.x0 - before.x1 - before.track
            if gap - tracking > _WORD_SPACE * em:
                texts.append(" ")
                at += 1
        pieces.append((at, span))
        texts.append(span.text)
        at += len(span.text)
        before = span
    whole = "".join(texts)
    if not whole.isascii() and RIGHT_TO_LEFT.search(whole):
        pieces, whole = _right_to_left(pieces, whole)
    text = whole.strip()
    lead = len(whole) - len(whole.lstrip())
    return _described(row, text, tuple((start - lead, span) for start, span in pieces))


def _right_to_left(
    pieces: list[tuple[int, Span]], whole: str
) -> tuple[list[tuple[int, Span]], str]:
    """The same line, glyph by glyph, in the order in which it is read."""
    glyphs: list[tuple[float, str, Span]] = []
    at = 0
    for offset, span in pieces:
        if offset > at:  # a space between words that no glyph stands for
            glyphs.append((span.starts[0] - 0.001, " ", span))
        for part, x0, x1 in zip(span.parts, span.starts, span.ends, strict=True):
            one = span._replace(text=part, parts=[part], starts=[x0], ends=[x1], x0=x0, x1=x1)
            glyphs.append((x0, part, one))
        at = offset + len(span.text)
    glyphs.sort(key=lambda glyph: glyph[0])
    texts: list[str] = []
    ordered: list[tuple[int, Span]] = []
    at = 0
    for index, text in logical_order([part for _, part, _ in glyphs]):
        span = glyphs[index][2]
        if len(span.parts) == 1:
            ordered.append((at, span._replace(text=text, parts=[text])))
        texts.append(text)
        at += len(text)
    return ordered, "".join(texts)


def _described(row: _Row, text: str, spans: tuple[tuple[int, Span], ...]) -> SetLine:
    sizes: Counter[float] = Counter()
    fonts: Counter[str] = Counter()
    bold = italic = total = 0
    boxes: list[Box] = []
    for _, span in spans:
        weight = len(span.text.strip())
        if weight:
            face = span.face
            total += weight
            sizes[round(span.size, 2)] += weight
            fonts[face.name] += weight
            bold += weight * (face.bold or span.mode == 2)
            italic += weight * face.italic
            boxes.append(_box(span, span.x0, span.x1))
    box = boxes[0] if len(boxes) == 1 else Box(
        min(box.x0 for box in boxes), min(box.y0 for box in boxes),
        max(box.x1 for box in boxes), max(box.y1 for box in boxes),
    )  # fmt: skip
    return SetLine(
        text, spans, row.x0, row.x1, row.base, row.spans[0].angle, box,
        sizes.most_common(1)[0][0], bold / total, italic / total, fonts.most_common(1)[0][0],
        row.hidden, row.artifact, row.order,
    )  # fmt: skip


def _tracking(spans: Sequence[Span]) -> float:
    """The letter spacing of a row whose glyphs were placed one by one; 0.0 for all others."""
    if len(spans) < 4:
        return 0.0
    gaps = [
        after.x0 - before.x1
        for before, after in zip(spans, spans[1:], strict=False)
        if not (before.text[-1].isspace() or after.text[0].isspace())
    ]
    glyphs = sum(len(span.text) for span in spans if not span.text.isspace())
    if len(gaps) < 3 or len(gaps) < 0.5 * (glyphs - 1):
        return 0.0
    return max(0.0, median(gaps))


def _box(span: Span, x0: float, x1: float) -> Box:
    """The upright box around a stretch of a span: one size high, from the font's descent."""
    low = span.base + span.face.descent * span.size
    high = low - span.size
    if span.angle == 0:
        return Box(x0, high, x1, low)
    ux, uy = direction(span.angle)
    xs = [x * ux - y * uy for x in (x0, x1) for y in (high, low)]
    ys = [x * uy + y * ux for x in (x0, x1) for y in (high, low)]
    return Box(min(xs), min(ys), max(xs), max(ys))


def direction(angle: int) -> tuple[float, float]:
    """The unit vector along which text of this angle runs."""
    from math import cos, radians, sin

    return cos(radians(angle)), sin(radians(angle))


def span_box(span: Span) -> Box:
    """The upright box around the visible glyphs of a span."""
    return _box(span, span.x0, span.x1)
