"""Glyphs to lines: which glyphs stand on one line.

Content streams draw a line in pieces, with or without glyphs for the spaces between words. Pieces
that follow each other on one baseline make a line; a gap wider than any word space ends it, for it
is the gutter between columns or cells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cleanpress.readers.lines import SetLine, set_line
from cleanpress.readers.rows import Row
from cleanpress.values import Box

if TYPE_CHECKING:
    from cleanpress.readers.glyphs import Span

__all__ = ["set_lines"]

_SEAM = 0.4  # ems; pieces drawn at different times join again only over a gap this small
_CAP = 1.6  # how many times as large as its line a drop cap is
_BULLET_GAP = 0.2, 1.6  # ems between a drawn bullet and its line
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
        if not span.text:
            continue
        if span.text.isspace():
            if row is not None:
                row.space(span)
        elif row is not None and row.takes(span, how):
            row.add(span)
        else:
            row = Row(span, how, order)
            rows.append(row)
    lines = [set_line(row) for row in _capped(_seamed(rows))]
    return [_bulleted(line, dots) for line in lines] if dots else lines


def _seamed(rows: list[Row]) -> list[Row]:
    """Join rows that were drawn at different times but continue each other on one baseline."""
    shelves: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        shelves[*row.kind, round(row.base)].append(row)
    gone: set[int] = set()
    for shelf in shelves.values():
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


def _capped(rows: list[Row]) -> list[Row]:
    """Join drop caps to the line they begin."""
    joined: list[Row] = []
    for row in rows:
        if joined and _is_cap(joined[-1], row):
            cap = joined.pop()
            row.spans[:0] = cap.spans
            row.x0, row.order = cap.x0, cap.order
        joined.append(row)
    return joined


def _is_cap(cap: Row, row: Row) -> bool:
    em = row.size
    if cap.size < _CAP * em or cap.kind != row.kind:
        return False
    text = "".join(span.text for span in cap.spans).strip()
    return (
        len(text) <= 2 and text[-1].isupper()
        and -0.3 * em <= row.x0 - cap.x1 <= em
        and cap.base - cap.size <= row.base < cap.base - 0.5 * em
    )  # fmt: skip


def _bulleted(line: SetLine, dots: Sequence[Box]) -> SetLine:
    """The line with the bullet that was drawn, not set, before it."""
    em, (near, far), (low, high) = line.size, _BULLET_GAP, _BULLET_RISE
    found = line.angle == 0 and any(
        near * em < line.x0 - dot.x1 < far * em
        and low * em < line.base - (dot.y0 + dot.y1) / 2 < high * em
        for dot in dots
    )
    return line._replace(bullet=True) if found else line
