"""Which words of a line lead somewhere: links find their glyphs."""

from __future__ import annotations

from collections.abc import Sequence

from cleanpress.readers.lines import SetLine
from cleanpress.readers.spans import Link

__all__ = ["Links"]


class Links:
    """The links of a page, found by the line they stand on."""

    def __init__(self, links: Sequence[Link]) -> None:
        self._boxes = sorted((box, link.target) for link in links for box in link.boxes)

    def over(self, line: SetLine) -> list[tuple[int, int, str]]:
        """The stretches of a line's text whose glyphs stand inside a link, and the targets."""
        x0, y0, x1, y1 = line.box
        near = [(box, target) for box, target in self._boxes
                if box[0] < x1 and x0 < box[2] and box[1] < y1 and y0 < box[3]]  # fmt: skip
        if not near:
            return []
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


def _joined(text: str, end: int, start: int) -> bool:
    """Whether nothing but white space stands between two stretches."""
    return end == start or text[end:start].isspace()
