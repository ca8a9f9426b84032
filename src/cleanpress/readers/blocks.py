"""Lines to blocks: paragraphs, headings and cells as they stand on the page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import inf
from typing import TypeAlias

from cleanpress.readers.lines import SetLine

__all__ = ["Leadings", "blocks_of", "usual_leadings"]

Leadings: TypeAlias = Mapping["tuple[float, str]", tuple[float, ...]]
"""The leadings in use for each size and font, ascending."""

_SIZES = 0.08  # lines of one block differ in size by less than this share,
_MIXED = 0.3  # or by this if the line above is full: a line may be all code or small capitals
_LOOSER = 1.2  # a gap this many times the usual leading starts a block
_RAISED = 1.35  # or this many after a full line: figures and symbols push the next line down
_TIGHTEST, _LOOSEST = 0.75, 2.3  # leadings, in sizes, that lines of one paragraph can have
_ROUNDING = 0.02  # points; two gaps that differ by less are the same
_FEW = 5  # sentences that go on; fewer may go on over a gap
_COMMON = 0.25  # a leading counts if it is this share as common as the most common one
_INDENT, _DEEPEST = 0.7, 5.0  # ems by which a first line is set in
_BULLET = re.compile("[\u2022\u2023\u25e6\u2043\u25aa\u25cf\u25cb\u25a0\u2219\u27a4\u2713\u2714"
                     "\uf0b7\uf0a7] ?(?=\\S)")  # fmt: skip
# May also begin any line.
_COUNTED = re.compile("[*+\u00b7\u2192\u2013-] |\\(?(?:\\d{1,3}|[a-z]|[ivx]{2,4})[.)] ")
_SHORT = 0.75  # of the measure that a line in mid-sentence fills, where its words are not known

_MONOSPACED = re.compile("mono|courier|consol|menlo|code", re.IGNORECASE)


def usual_leadings(pages: Iterable[Sequence[SetLine]]) -> Leadings:
    """The leadings that each size and font is set with in the whole document.

    Sentences that go on from line to line tell them; where there are few, any lines do.
    """
    seen: defaultdict[tuple[float, str], Counter[float]] = defaultdict(Counter)
    inside: defaultdict[tuple[float, str], Counter[float]] = defaultdict(Counter)
    for lines in pages:
        for above, line in pairwise(lines):
            step, size = line.base - above.base, line.size
            if _TIGHTEST * size <= step <= _LOOSEST * size and _alike(above, line):
                key, step = _key(line), round(step, 1)
                seen[key][step] += 1
                if _goes_on(above, line):
                    inside[key][step] += 1
    usual: dict[tuple[float, str], tuple[float, ...]] = {}
    for key, steps in seen.items():
        steps = inside[key] if inside[key].total() >= _FEW else steps
        enough = max(steps.values()) * _COMMON
        usual[key] = tuple(sorted(step for step, count in steps.items() if count >= enough))
    return usual


def blocks_of(lines: Sequence[SetLine], leadings: Leadings) -> list[list[SetLine]]:
    """Cut the lines of a page, given in reading order, into blocks."""
    margins: defaultdict[tuple[int, float, str], float] = defaultdict(float)
    columns = [(round(line.x0 / 2), round(line.size), line.font) for line in lines]
    for column, line in zip(columns, lines, strict=True):
        if line.x1 > margins[column]:  # lines that begin at one margin in one type share the other
            margins[column] = line.x1
    blocks = [_Block(line) for line in lines[:1]]
    widest = list(map(margins.__getitem__, columns))
    for above, line, after, over, under in zip(
        lines, lines[1:], [*lines[2:], None], widest, widest[1:], strict=False
    ):
        if not _steps(above, line):
            blocks.append(_Block(line))
            continue
        margin = max(line.x1, over, under)
        full = above.x1 + _first_word(line) > margin - 0.05 * line.size or (
            above.x1 - above.x0 > _SHORT * (margin - above.x0) and _goes_on(above, line)
        )
        alike = _alike(above, line, mixed=full)
        if alike and _follows(blocks[-1], line, after, full, leadings):
            blocks[-1].add(line)
        else:
            blocks.append(_Block(line))
    return [block.lines for block in blocks]


class _Block:
    """Lines that belong together: their left edge and the smallest gap between two of them."""

    __slots__ = ("left", "lines", "step")

    def __init__(self, line: SetLine) -> None:
        self.lines, self.left, self.step = [line], line.x0, inf

    def add(self, line: SetLine) -> None:
        """Take the next line."""
        step = line.base - self.lines[-1].base
        if step < self.step:
            self.step = step
        if line.x0 < self.left:
            self.left = line.x0
        self.lines.append(line)


def _goes_on(above: SetLine, line: SetLine) -> bool:
    """Whether a sentence goes on from one line to the next, in letters that have cases."""
    last = above.text[-1:]
    return line.text[:1].islower() and (last.isalpha() or last == ",")


def _key(line: SetLine) -> tuple[float, str]:
    return round(line.size, 1), line.font


def _first_word(line: SetLine) -> float:
    """How much room the first word of the line, and the space before it, would have taken."""
    first = line.text.find(" ")
    letters = (len(line.text) if first < 0 else first) + 1
    return (line.x1 - line.x0) * letters / max(len(line.text), letters)


def _steps(above: SetLine, line: SetLine) -> bool:
    """Whether a line stands below another one as lines of one paragraph may."""
    size = line.size or 1.0
    return _TIGHTEST * size <= line.base - above.base <= _LOOSEST * size


def _alike(above: SetLine, line: SetLine, *, mixed: bool = False) -> bool:
    limit = (_MIXED if mixed else _SIZES) * max(above.size, line.size)
    return (
        above.x0 < line.x1 and line.x0 < above.x1 and abs(above.size - line.size) <= limit
        and (above.angle, above.hidden, above.artifact)
        == (line.angle, line.hidden, line.artifact)
    )  # fmt: skip


def _follows(
    block: _Block, line: SetLine, after: SetLine | None, full: bool, leadings: Leadings
) -> bool:
    above = block.lines[-1]
    em = line.size or 1.0
    if line.bullet or _BULLET.match(line.text) or (not full and _COUNTED.match(line.text)):
        return False
    if not _is_leading(block, line, after, full, leadings):
        return False
    # A bold line over a plain one is a heading, unless it is full: then it is a bold lead-in.
    weight = abs(above.bold - line.bold) > 0.9 or abs(above.italic - line.italic) > 0.9
    if (weight and not full) or _starts_indented(block, line, em):
        return False
    return abs(line.x0 - block.left) <= _DEEPEST * em or _centred(above, line, em)


def _is_leading(
    block: _Block, line: SetLine, after: SetLine | None, full: bool, leadings: Leadings
) -> bool:
    """Whether the gap above the line is one between lines, not one between paragraphs."""
    step = line.base - block.lines[-1].base
    looser = _RAISED if full else _LOOSER
    if step > looser * block.step + _ROUNDING:
        return False
    if len(block.lines) > 2 and step <= 1.05 * block.step:
        return True
    usual = leadings.get(_key(line)) or (1.2 * line.size,)
    if step <= looser * usual[0] + _ROUNDING:
        return True
    # Two texts of one type can be set with two leadings, a menu and the article. The wider one
    # counts where the line above is full and the line below comes no sooner.
    common = any(abs(step - one) <= 0.05 * one for one in usual)
    return full and common and (after is None or not 0 < after.base - line.base < 0.9 * step)


def _starts_indented(block: _Block, line: SetLine, em: float) -> bool:
    if not _INDENT * em <= line.x0 - block.left <= _DEEPEST * em:
        return False
    if _MONOSPACED.search(line.font):  # code is indented all over
        return False
    # Under a list marker this is a hanging indent, not a first line.
    first, last = block.lines[0], block.lines[-1]
    hanging = first is last and bool(
        first.bullet or _BULLET.match(first.text) or _COUNTED.match(first.text)
    )
    return not hanging and last.x0 - block.left < 0.3 * em and not _centred(last, line, em)


def _centred(above: SetLine, line: SetLine, em: float) -> bool:
    return abs((above.x0 + above.x1) - (line.x0 + line.x1)) < em
