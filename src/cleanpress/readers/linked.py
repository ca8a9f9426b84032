"""Which words of a line lead somewhere: links find their glyphs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from cleanpress.readers.lines import SetLine
from cleanpress.readers.spans import Link, Span
from cleanpress.values import Box

__all__ = ["Links"]


_ROW = 16.0  # points; links are kept by the rows they stand in, which pages have in hundreds
_ROWS = 64  # a link over more rows stands in all
_SLACK = 0.25  # points by which a line may stand out of a link that covers it


class Links:
    """The links of a page, found by the line they stand on; ``tick`` is called for every such."""

    def __init__(self, links: Sequence[Link], tick: Callable[[], None]) -> None:
        self._tick = tick
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
        self._tick()
        box, target = near[0]
        if line.angle == 0 and _covers(box, line.box):
            return [(0, len(line.text), target)]
        found: list[tuple[int, int, str]] = []
        begin, end = min([box.x0 for box, _ in near]), max([box.x1 for box, _ in near])
        stretches = _glyphs if line.angle else _stretches
        for offset, span in line.spans:
            if not line.angle and len(span.parts) > 1 and not (begin < span.x1 and span.x0 < end):
                continue  # beside all of them
            for one in stretches(line, offset, span, near):
                _add(found, line.text, one)
        return found

    def _near(self, line: Box) -> list[tuple[Box, str]]:
        _, y0, _, y1 = line
        rows, tall = self._rows, self._tall
        if not (rows or tall) or y1 - y0 > _ROW * _ROWS:
            return []
        near = _meeting(tall, line) if tall else []
        found = [rows[row] for row in range(int(y0 // _ROW), int(y1 // _ROW) + 1) if row in rows]
        if len(found) == 1:
            near += _meeting(found[0], line)
        elif found:
            near += sorted(set(_meeting(chain.from_iterable(found), line)))
        return near


def _meeting(links: Iterable[tuple[Box, str]], line: Box) -> list[tuple[Box, str]]:
    """Those of some links that have something in common with the box of a line."""
    x0, y0, x1, y1 = line
    return [one for one in links
            if one[0][1] < y1 and y0 < one[0][3] and one[0][0] < x1 and x0 < one[0][2]]  # fmt: skip


def _stretches(
    line: SetLine, offset: int, span: Span, near: Sequence[tuple[Box, str]]
) -> Iterator[tuple[int, int, str]]:
    """The stretches of an upright span whose glyphs stand inside a link, and the targets."""
    low = span.base + span.face.descent * span.size
    y, left, right = (low - span.size + low) / 2, span.x0, span.x1
    if len(span.parts) > 1:
        near = [one for one in near if one[0].x0 < right and left < one[0].x1]
    near = [(box, target) for box, target in near if box.y0 <= y <= box.y1]
    text, parts, starts, ends = span[:4]
    if near and near[0][0].x0 <= left and right <= near[0][0].x1:
        words = text.strip()
        first = offset + len(text) - len(text.lstrip())
        if words and first >= 0 and first + len(words) <= len(line.text):
            yield first, first + len(words), near[0][1]
            return
    middles = [(x0 + x1) / 2 for x0, x1 in zip(starts, ends, strict=True)] if near else []
    letters = len(parts) == len(text) and all(parts)
    if not letters or middles != sorted(middles) or near != sorted(near):
        yield from _glyphs(line, offset, span, near)
        return
    last = 0
    for box, target in near:
        first = bisect_left(middles, box.x0, last)
        last = bisect_right(middles, box.x1, first)
        words = text[first:last].strip()
        if words:
            at = offset + text.index(words, first)
            yield at, at + len(words), target


def _glyphs(
    line: SetLine, offset: int, span: Span, near: Sequence[tuple[Box, str]]
) -> Iterator[tuple[int, int, str]]:
    """The glyphs of any span that stand inside a link, and the targets."""
    for start, end, glyph in line.glyphs_of(offset, span):
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
        for box, target in near:
            if box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                yield start, end, target
                break


def _covers(link: Box, line: Box) -> bool:
    slack = 0.2 * (line.y1 - line.y0)
    return (
        link.x0 <= line.x0 + _SLACK and line.x1 - _SLACK <= link.x1
        and link.y0 <= line.y0 + slack and line.y1 - slack <= link.y1
    )  # fmt: skip


def _add(found: list[tuple[int, int, str]], text: str, one: tuple[int, int, str]) -> None:
    start, end, target = one
    if found and found[-1][2] == target and _joined(text, found[-1][1], start):
        found[-1] = found[-1][0], end, target
    else:
        found.append(one)


def _joined(text: str, end: int, start: int) -> bool:
    """Whether nothing but white space stands between two stretches."""
    return end == start or text[end:start].isspace()
