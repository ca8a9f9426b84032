"""Glyphs to lines: which glyphs stand on one line.

Content streams draw a line in pieces, with or without glyphs for the spaces between words. Pieces
that follow each other on one baseline make a line; a gap wider than any word space ends it, for it
is the gutter between columns or cells.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

from cleanpress.readers.lines import SetLine, set_line
from cleanpress.readers.rows import Row
from cleanpress.values import Box

if TYPE_CHECKING:
    from cleanpress.readers.spans import Span

__all__ = ["set_lines"]

_SEAM = 0.4  # ems; pieces drawn at different times join again only over a gap this small
_GLYPHS = 2  # that may fill a hole in a row
_LEVEL = 0.1  # ems by which they may be off its baseline, and larger or smaller
_EDGE = 0.1  # ems by which they may overlap the glyphs beside them
_CAP_GAP = 2.0  # ems from a drop cap to its line, which may be indented
_CAPS = 8  # drop caps of one page
_WORDS = frozenset({"A", "I", "O", "Y", "À", "É", "Ó"})  # letters that are words
_CAP = 1.6  # how many times as large as its line a drop cap is
_BULLET_GAP = 0.2, 1.6  # ems between a drawn bullet and its line
_PAIRS = 10_000_000  # of lines and dots to compare; a page of so many dots is a drawing
_BULLET_RISE = 0.1, 0.6  # ems from the baseline to a bullet's middle


def set_lines(
    spans: Sequence[Span], hidden: Sequence[str], dots: Sequence[Box] = ()
) -> list[SetLine]:
    """The lines of a page, in the order in which they were drawn.

    ``hidden`` says of each span how it is hidden; a line is hidden as a whole or not at all.
    ``dots`` are small shapes; one that stands before a line makes it a list item.
    """
    rows: list[Row] = []
    row: Row | None = None
    for order, (span, how) in enumerate(zip(spans, hidden, strict=True)):
        text = span.text
        if text.isspace():
            if row is not None:
                row.space(span)
        elif text and row is not None and row.takes(span, how):
            row.add(span)
        elif text:
            row = Row(span, how, order)
            rows.append(row)
    lines = [set_line(row) for row in _capped(_seamed(_filled(rows)))]
    if not dots or len(dots) * len(lines) > _PAIRS:
        return lines
    dots = sorted(dots, key=_middle)
    middles = list(map(_middle, dots))
    return [_bulleted(line, dots, middles) for line in lines]


def _filled(rows: list[Row]) -> list[Row]:
    """Put a glyph that fills a hole in a row where it belongs, whenever it was drawn.

    Text with a shadow is drawn twice, and PDFium tells each of its glyphs once: most as part of the
    text, some as part of the shadow.
    """
    small = [row for row in rows if len(row.spans) == 1 and len(row.spans[0].text) <= _GLYPHS]
    if not small or len(small) * len(rows) > _PAIRS:
        return rows
    shelves: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if len(row.spans) > 1:
            shelves[row.kind, round(row.base)].append(row)
    gone: set[int] = set()
    for row in small:
        base = round(row.base)
        near = chain.from_iterable(shelves.get((row.kind, base + one), ()) for one in (-1, 0, 1))
        if any(_fills(row, other) for other in near):
            gone.add(id(row))
    return [row for row in rows if id(row) not in gone] if gone else rows


def _fills(row: Row, other: Row) -> bool:
    """Whether a row of one span fills a hole in another one; then it is put there."""
    span, em = row.spans[0], other.size
    if not (other.x0 < span.x0 and span.x1 < other.x1 and abs(row.base - other.base) < _LEVEL * em):
        return False
    at = bisect_left(other.spans, span.x0, key=attrgetter("x0"))
    before, after = other.spans[at - 1], other.spans[min(at, len(other.spans) - 1)]
    holds = before.x1 - span.x0 <= _EDGE * em and span.x1 - after.x0 <= _EDGE * em
    if holds and before is not after and abs(span.size - em) < _LEVEL * em:
        other.spans.insert(at, span)
        return True
    return False


def _seamed(rows: list[Row]) -> list[Row]:
    """Join rows that were drawn at different times but continue each other on one baseline."""
    shelves: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        shelves[row.kind, round(row.base)].append(row)
    gone: set[int] = set()
    for shelf in shelves.values():
        if len(shelf) == 1:
            continue
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
    if not gone:
        return rows
    return sorted((row for row in rows if id(row) not in gone), key=lambda row: row.order)


def _capped(rows: list[Row]) -> list[Row]:
    """Join drop caps to the line they begin, wherever the page draws them.

    A letter that may be a word of its own ("A") stays a line right before that line: whether it
    belongs to the next word is for a filter to judge, which knows the words of the document.
    """
    waiting = [row for row in rows if _may_be_cap(row)][:_CAPS]
    if not waiting:
        return rows
    joined: list[Row] = []
    for row in rows:
        if any(row is cap for cap in waiting):
            continue
        cap = next((cap for cap in waiting if _is_cap(cap, row)), None)
        if cap is not None:
            waiting.remove(cap)
            if _text(cap) in _WORDS:
                joined.append(cap)
                cap.order = row.order
            else:
                # the cap reaches to its line, so that nobody takes the gap for a word space
                row.spans[:0] = [span._replace(x1=row.x0) for span in cap.spans]
        joined.append(row)
    return joined if not waiting else sorted([*joined, *waiting], key=lambda row: row.order)


def _text(row: Row) -> str:
    return "".join(span.text for span in row.spans).strip()


def _may_be_cap(row: Row) -> bool:
    if len(row.spans) > 2 or len(row.spans[0].text.strip()) > 2:
        return False
    text = _text(row)
    return 0 < len(text) <= 2 and text[-1].isupper()


def _is_cap(cap: Row, row: Row) -> bool:
    em = row.size
    return (
        cap.size >= _CAP * em and cap.kind == row.kind
        and -0.3 * em <= row.x0 - cap.x1 <= _CAP_GAP * em
        and cap.base - cap.size <= row.base < cap.base - 0.5 * em
    )  # fmt: skip


def _middle(dot: Box) -> float:
    return (dot.y0 + dot.y1) / 2


def _bulleted(line: SetLine, dots: Sequence[Box], middles: Sequence[float]) -> SetLine:
    """The line with the bullet that was drawn, not set, before it; ``dots`` from top to bottom."""
    base, em, (near, far), (low, high) = line.base, line.size, _BULLET_GAP, _BULLET_RISE
    for at in range(bisect_left(middles, base - high * em), len(dots)):
        rise = base - middles[at]
        if rise <= low * em or line.angle:
            break
        if near * em < line.x0 - dots[at].x1 < far * em and rise < high * em:
            return line._replace(bullet=True)
    return line
