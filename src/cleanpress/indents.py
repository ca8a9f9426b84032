"""First-line indents: the lines of a block that begin further in than the others."""

from __future__ import annotations

from collections.abc import Sequence

from cleanpress.document import Line
from cleanpress.sentences import Ending, ending, is_bulleted


def indented_lines(lines: Sequence[Line]) -> frozenset[int]:
    """The lines of a block that begin with a first-line indent, and not with a hanging one."""
    if lines[0].typeset is None and not any(map(str.isspace, [line[3][:1] for line in lines])):
        return frozenset()
    sets = [line[5] for line in lines]
    if None not in sets and len({one[3][0] for one in sets if one}) == 1:
        return frozenset()  # all begin at one edge
    em = max([one.size for one in sets if one], default=1.0)
    lefts = [_left(line, em) for line in lines]
    base = min(lefts)
    if max(lefts) == base:
        return frozenset()
    found, hung = set(), -1  # hung: the line of a list whose further lines are set in, or -1
    for at, (line, left) in enumerate(zip(lines, lefts, strict=True)):
        if left - base <= 1:
            opens = at == 0 or ending(lines[at - 1].text.rstrip()) is not Ending.OPEN
            if hung == at - 2 >= 0 and not opens:  # “— why?” ended a paragraph, no list goes on so
                found.add(at - 1)
            hung = at if opens and is_bulleted(line.text.lstrip()) else -1
        elif hung < 0 and left - base < 12 and not _beside(lines, lefts, at):
            found.add(at)
    return frozenset(found)


def _beside(lines: Sequence[Line], lefts: Sequence[float], at: int) -> bool:
    """Whether a line stands as far in as the one above it, in mid-sentence: beside a drop cap."""
    above = at > 0 and lefts[at - 1] >= lefts[at] - 1
    return above and ending(lines[at - 1].text.rstrip()) is Ending.OPEN


def _left(line: Line, em: float) -> float:
    """Where a line begins: in characters, with geometry in halves of its block's type size."""
    if line.typeset is None:
        return len(line.text) - len(line.text.lstrip())
    return 2 * line.typeset.box.x0 / max(em, 1)
