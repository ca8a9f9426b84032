"""Lines to blocks: paragraphs, headings and cells as they stand on the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from cleanpress.readers.layout import SetLine

__all__ = ["blocks_of", "usual_leadings"]

_SIZES = 0.08  # lines of one block differ in size by less than this share
_LOOSER = 1.2  # a gap this many times the usual leading starts a block
_TIGHTEST, _LOOSEST = 0.75, 2.3  # leadings, in sizes, that lines of one paragraph can have
_INDENT, _DEEPEST = 0.7, 5.0  # ems by which a first line is set in
_ITEM = re.compile(r"[\u2022\u2023\u25e6\u2043\u25aa\u25cf\u25cb\u25a0\u2219\u00b7\u27a4\u2192"
                   r"\u2713\u2714\uf0b7\uf0a7*–-] ?(?=\S)|\(?\d{1,3}[.)] ")  # fmt: skip


def usual_leadings(pages: Iterable[Sequence[SetLine]]) -> dict[float, float]:
    """The leading most common for each size in the whole document, in points."""
    seen: dict[float, Counter[float]] = {}
    for lines in pages:
        for above, line in zip(lines, lines[1:], strict=False):
            step = line.base - above.base
            if _alike(above, line) and _TIGHTEST <= step / (line.size or 1) <= _LOOSEST:
                seen.setdefault(round(line.size), Counter())[round(step, 1)] += 1
    return {size: steps.most_common(1)[0][0] for size, steps in seen.items()}


def blocks_of(lines: Sequence[SetLine], leadings: dict[float, float]) -> list[list[SetLine]]:
    """Cut the lines of a page, given in reading order, into blocks."""
    blocks: list[list[SetLine]] = []
    for line in lines:
        if blocks and _continues(blocks[-1], line, leadings):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _alike(above: SetLine, line: SetLine) -> bool:
    if (above.angle, above.hidden, above.artifact) != (line.angle, line.hidden, line.artifact):
        return False
    if abs(above.size - line.size) > _SIZES * max(above.size, line.size):
        return False
    return above.x0 < line.x1 and line.x0 < above.x1


def _continues(block: list[SetLine], line: SetLine, leadings: dict[float, float]) -> bool:
    above = block[-1]
    if not _alike(above, line):
        return False
    step, em = line.base - above.base, line.size or 1.0
    if not _TIGHTEST * em <= step <= _LOOSEST * em:
        return False
    if len(block) > 1:
        usual = min(later.base - sooner.base for sooner, later in zip(block, block[1:], strict=False))
    else:
        usual = leadings.get(round(line.size), 1.2 * em)
    if step > _LOOSER * usual:
        return False
    if line.bullet or _ITEM.match(line.text):
        return False
    if _changes_weight(above, line) or _starts_indented(block, line, em):
        return False
    return abs(line.x0 - min(one.x0 for one in block)) <= _DEEPEST * em or _centred(above, line, em)


def _changes_weight(above: SetLine, line: SetLine) -> bool:
    """A bold line over a plain one is a heading, unless it is full: then it is a bold lead-in."""
    change = abs(above.bold - line.bold) > 0.9 or abs(above.italic - line.italic) > 0.9
    return change and not _full(above, line)


def _full(above: SetLine, line: SetLine) -> bool:
    """Whether the first word of the line had no room on the line above."""
    word = len(line.text.split(" ", 1)[0]) / max(len(line.text), 1)
    room = (line.x1 - line.x0) * word
    return above.x1 + room > line.x1


def _starts_indented(block: list[SetLine], line: SetLine, em: float) -> bool:
    left = min(one.x0 for one in block)
    indent = line.x0 - left
    if not _INDENT * em <= indent <= _DEEPEST * em:
        return False
    # A hanging indent (and a centred line) is deeper than the line above; a first line stands
    # under a line at the margin and the block has lines at that margin.
    hanging = len(block) == 1 and (block[0].bullet or _ITEM.match(block[0].text))
    return not hanging and abs(block[-1].x0 - left) < 0.3 * em and not _centred(block[-1], line, em)


def _centred(above: SetLine, line: SetLine, em: float) -> bool:
    return abs((above.x0 + above.x1) - (line.x0 + line.x1)) < em
