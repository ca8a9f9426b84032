"""Finished lines: their text with the spaces between words, their box and how they are set."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import cos, nan, radians, sin
from statistics import median
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from cleanpress.readers.bidi import RIGHT_TO_LEFT, logical_order
from cleanpress.values import Box

if TYPE_CHECKING:
    from cleanpress.readers.rows import Row
    from cleanpress.readers.spans import Span

__all__ = ["SetLine", "set_line", "span_box"]

_Placed: TypeAlias = "list[tuple[int, Span]]"

_CAP = 1.6  # times the size of its line; a larger first letter is a drop cap
_WORD_SPACE = 0.12  # ems over the letter spacing; kerning pushes letters apart by less
_FAUX_BOLD = 2  # the text rendering mode that draws outlines around filled letters

_made = tuple.__new__  # what a named tuple's own way of making one calls; a page has many lines


class SetLine(NamedTuple):
    """One line as it stands on the page.

    ``x0``, ``x1``, ``base`` and ``angle`` are as in a span; ``box`` is upright on the page.
    ``order`` is the place of its first glyphs in the content stream.
    """

    text: str
    spans: Sequence[tuple[int, Span]]  # with the offset of each in the text
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
    linked: Sequence[tuple[int, int, str]] = ()  # stretches of the text and where they lead
    glyphs: bytes = b""  # as Typeset has it

    def glyphs_of(self, offset: int, span: Span) -> Iterator[tuple[int, int, Box]]:
        """The start, end and box of every visible glyph of one of the line's spans."""
        for part, x0, x1 in zip(span.parts, span.starts, span.ends, strict=True):
            if part and 0 <= offset < len(self.text) and not part.isspace():
                yield offset, offset + len(part), _box(span, x0, x1)
            offset += len(part)

    def edges(self) -> bytes:
        """Where the characters of an upright line stand, as ``Typeset.glyphs`` has it."""
        if self.angle:
            return b""
        size = len(self.text)
        at, span = self.spans[0]
        if at == 0 and len(span.text) == len(span.parts) == size:
            return _floats(span.starts).tobytes() + _floats(span.ends).tobytes()
        left, right = array("f", [nan]) * size, array("f", [nan]) * size
        for at, span in self.spans:
            end = at + len(span.parts)
            if at >= 0 and len(span.parts) == len(span.text):
                left[at:end] = _floats(span.starts)  # what is beyond the end is space, and cut off
                right[at:end] = _floats(span.ends)
                continue
            for part, x0, x1 in zip(span.parts, span.starts, span.ends, strict=True):
                for nth in range(len(part)):  # a ligature's letters share its width
                    if 0 <= at < size:
                        left[at] = x0 + (x1 - x0) * nth / len(part)
                        right[at] = x0 + (x1 - x0) * (nth + 1) / len(part)
                    at += 1
        return left[:size].tobytes() + right[:size].tobytes()


def _floats(numbers: Sequence[float]) -> array[float]:
    return numbers if isinstance(numbers, array) else array("f", numbers)


def set_line(row: Row) -> SetLine:
    """The finished line of a row."""
    if len(row.spans) == 1:
        span = row.spans[0]
        text = span.text
        if text.isascii() or not RIGHT_TO_LEFT.search(text):
            whole = text.strip()
            lead = 0 if text.startswith(whole) else len(text) - len(text.lstrip())
            return _plain(row, whole, [(-lead, span)], span, span.x0, span.x1)
    placed: _Placed = []
    texts: list[str] = []
    at, tracking = 0, _tracking(row.spans)
    before: Span | None = None
    for span in _without_overprinted(row.spans):
        text = span.text
        if before is not None and not (before.text[-1].isspace() or text[0].isspace()):
            gap = span.x0 - before.x1 - before.track
            if gap - tracking > _WORD_SPACE * max(before.size, span.size):
                texts.append(" ")
                at += 1
        placed.append((at, span))
        texts.append(text)
        at += len(text)
        before = span
    whole = "".join(texts)
    if not whole.isascii() and RIGHT_TO_LEFT.search(whole):
        placed, whole = _right_to_left(placed)
    lead = len(whole) - len(whole.lstrip())
    if lead:
        placed = [(start - lead, span) for start, span in placed]
    return _described(row, whole.strip(), placed)


def _without_overprinted(spans: Sequence[Span]) -> Iterator[Span]:
    """The spans without blank glyphs that the next glyph is set upon: soft hyphens, mostly.

    Fonts share one blank glyph between the space and the unbroken soft hyphen; only where the
    next glyph stands tells them apart.
    """
    for span, after in pairwise(spans):
        if len(span.text) == 1 and span.text.isspace():
            width = span.x1 - span.x0
            if width > 0 and 0.75 * width < span.x1 - after.x0 < span.size:
                continue
        yield span
    yield from spans[-1:]


def _tracking(spans: Sequence[Span]) -> float:
    """The letter spacing of a row whose glyphs were placed one by one; 0.0 for all others."""
    if len(spans) < 4:
        return 0.0
    glyphs = sum([len(span.text) for span in spans if not span.text.isspace()])
    if len(spans) - 1 < 0.5 * (glyphs - 1):
        return 0.0
    gaps = [
        after.x0 - before.x1
        for before, after in pairwise(spans)
        if not (before.text[-1].isspace() or after.text[0].isspace())
    ]
    if len(gaps) < 3 or len(gaps) < 0.5 * (glyphs - 1):
        return 0.0
    return max(0.0, median(gaps))


def _right_to_left(placed: _Placed) -> tuple[_Placed, str]:
    """The same line, glyph by glyph, in the order in which it is read."""
    glyphs: list[tuple[float, str, Span]] = []
    at = 0
    for offset, span in placed:
        if offset > at:  # a space between words that no glyph stands for
            glyphs.append((span.starts[0] - 0.001, " ", span))
        for part, x0, x1 in zip(span.parts, span.starts, span.ends, strict=True):
            one = span._replace(text=part, parts=[part], starts=[x0], ends=[x1], x0=x0, x1=x1)
            glyphs.append((x0, part, one))
        at = offset + len(span.text)
    glyphs.sort(key=lambda glyph: glyph[0])
    texts: list[str] = []
    ordered: _Placed = []
    at = 0
    for index, text in logical_order([part for _, part, _ in glyphs]):
        span = glyphs[index][2]
        if len(span.parts) == 1:
            ordered.append((at, span._replace(text=text, parts=[text])))
        texts.append(text)
        at += len(text)
    return ordered, "".join(texts)


def _described(row: Row, text: str, placed: _Placed) -> SetLine:
    shown = [span for _, span in placed if not span.text.isspace()]
    first = shown[0]
    if _alike(shown):
        left, right = min([span.x0 for span in shown]), max([span.x1 for span in shown])
        return _plain(row, text, placed, first, left, right)
    sizes: defaultdict[float, int] = defaultdict(int)
    fonts: defaultdict[str, int] = defaultdict(int)
    bold = italic = total = 0
    boxes: list[Box] = []
    for span in shown:
        weight = span.weight
        if weight:
            face, large = span.face, span.size
            total += weight
            sizes[round(large, 2)] += weight
            fonts[face.name] += weight
            if face.bold or span.ink.mode == _FAUX_BOLD:
                bold += weight
            if face.italic:
                italic += weight
            boxes.append(_box(span, span.x0, span.x1))
    size = max(sizes, key=sizes.__getitem__)
    if len(boxes) > 1 and boxes[0].y1 - boxes[0].y0 > _CAP * size:
        boxes[:1] = _after_cap(first)  # it reaches over lines that it does not belong to
    box = boxes[0]
    if len(boxes) > 1:
        x0, y0, x1, y1 = zip(*boxes, strict=True)
        box = Box(min(x0), min(y0), max(x1), max(y1))
    return _made(SetLine, (
        text, placed, row.x0, row.x1, row.base, row.spans[0].angle, box,
        size, bold / total, italic / total, max(fonts, key=fonts.__getitem__),
        row.hidden, row.artifact, row.order, False, (), b"",
    ))  # fmt: skip


def _alike(shown: Sequence[Span]) -> bool:
    """Whether all spans of a line are set alike, upright and on one baseline."""
    first = shown[0]
    face, size, base, mode = first.face, first.size, first.base, first.ink.mode
    return not first.angle and size <= _CAP * round(size, 2) and all(
        span.face is face and span.size == size and span.base == base and span.ink.mode == mode
        for span in shown
    )  # fmt: skip


def _after_cap(span: Span) -> list[Box]:
    """The box of what comes after the first piece of a span that begins with a drop cap."""
    if not span.blanks or len(span.parts) != len(span.text):
        return []
    first = span.blanks[0] + 1
    rest = span.text[first:]
    first += len(rest) - len(rest.lstrip())
    return [_box(span, span.starts[first], span.x1)] if rest.strip() else []


def _plain(row: Row, text: str, placed: _Placed, span: Span, x0: float, x1: float) -> SetLine:
    """The line of spans that are all set as the one given; together they stand ``x0:x1``."""
    _, size, face, angle, _, ink = span[6:12]
    return _made(SetLine, (
        text, placed, row.x0, row.x1, row.base, angle, _box(span, x0, x1), round(size, 2),
        float(face.bold or ink.mode == _FAUX_BOLD), float(face.italic), face.name,
        row.hidden, row.artifact, row.order, False, (), b"",
    ))  # fmt: skip


def span_box(span: Span) -> Box:
    """The upright box around the visible glyphs of a span."""
    return _box(span, span.x0, span.x1)


def _box(span: Span, x0: float, x1: float) -> Box:
    """The upright box around a stretch of a span: one size high, from the font's descent."""
    base, size, face, angle = span[6:10]
    low = base + face.descent * size
    high = low - size
    if angle == 0:
        return _made(Box, (x0, high, x1, low))
    ux, uy = cos(radians(angle)), sin(radians(angle))
    xs = [x * ux - y * uy for x in (x0, x1) for y in (high, low)]
    ys = [x * uy + y * ux for x in (x0, x1) for y in (high, low)]
    return Box(min(xs), min(ys), max(xs), max(ys))
