"""Which words of a line lead somewhere: links find their glyphs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from cleanpress.readers.lines import SetLine
from cleanpress.readers.spans import Link
from cleanpress.values import Box

__all__ = ["Links"]


_ROW = 16.0  # points; links are kept by the rows they stand in, which pages have in hundreds
_ROWS = 64  # a link over more rows stands in all
_SLACK = 0.25  # points by which a line may stand out of a link that covers it


class Links:
    """The links of a page, found by the line they stand on."""

    def __init__(self, links: Sequence[Link]) -> None:
        self._rows: defaultdict[int, list[tuple[Box, str]]] = defaultdict(list)
        self._tall: list[tuple[Box, str]] = []
        for box, target in sorted((box, link.target) for link in links for box in link.boxes):
            if not box.y1 - box.y0 < _ROW * _ROWS:
                self._tall.append((box, target))
                continue
            for row in range(int(box.y0 // _ROW), int(box.y1 // _ROW) + 1):
                self._rows[row].append((box, target))

    def over(self, line: SetLine) -> list[tuple[int, int, str]]:
        """The stretches of a line's text whose glyphs stand inside a link, and the targets."""
        near = self._near(line.box)
        if not near:
            return []
        box, target = near[0]
        middle = (line.box.y0 + line.box.y1) / 2
        if (
            line.angle == 0 and len(line.spans) == 1 and box.y0 <= middle <= box.y1
            and box.x0 <= line.box.x0 + _SLACK and line.box.x1 - _SLACK <= box.x1
        ):  # fmt: skip
            return [(0, len(line.text), target)]
        found: list[tuple[int, int, str]] = []
        for start, end, glyph in line.glyphs():
            x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
            for box, target in near:
                if box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                    if found and found[-1][2] == target and _joined(line.text, found[-1][1], start):
                        found[-1] = found[-1][0], end, target
                    else:
                        found.append((start, end, target))
                    break
        return found

    def _near(self, line: Box) -> list[tuple[Box, str]]:
        x0, y0, x1, y1 = line
        if not (self._rows or self._tall) or y1 - y0 > _ROW * _ROWS:
            return []
        near = self._tall[:]
        rows = range(int(y0 // _ROW), int(y1 // _ROW) + 1)
        if len(rows) == 1:
            near += self._rows.get(rows[0], ())
        else:
            near += sorted({one for row in rows for one in self._rows.get(row, ())})
        return [(box, target) for box, target in near
                if box[0] < x1 and x0 < box[2] and box[1] < y1 and y0 < box[3]]  # fmt: skip


def _joined(text: str, end: int, start: int) -> bool:
    """Whether nothing but white space stands between two stretches."""
    return end == start or text[end:start].isspace()
