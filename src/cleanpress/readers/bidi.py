"""Right-to-left lines from the order they are seen in to the order they are read in.

PDFs place glyphs from left to right as they stand on paper; Arabic and Hebrew are read the other
way, except for the numbers and foreign words within.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

__all__ = ["RIGHT_TO_LEFT", "logical_order"]

RIGHT_TO_LEFT = re.compile("[\u0590-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_MIRRORED = str.maketrans("()[]{}<>\u00ab\u00bb\u2039\u203a", ")(][}{><\u00bb\u00ab\u203a\u2039")


def logical_order(parts: Sequence[str]) -> list[tuple[int, str]]:
    """The glyphs' texts, given as they stand from left to right, as they are read.

    Each comes with its index in ``parts``. Brackets within right-to-left text are turned back.

    >>> "".join(text for _, text in logical_order("read \u05d2\u05d1\u05d0"))
    'read \u05d0\u05d1\u05d2'
    """
    kinds = [_kind(part) for part in parts]
    rightwards = kinds.count("R") > kinds.count("L")
    resolved = _resolved(kinds, "R" if rightwards else "L")
    runs = [list(run) for _, run in groupby(range(len(parts)), key=resolved.__getitem__)]
    ordered: list[tuple[int, str]] = []
    for run in reversed(runs) if rightwards else runs:
        if resolved[run[0]] == "R":
            ordered += [(at, parts[at].translate(_MIRRORED)) for at in reversed(run)]
        else:
            ordered += [(at, parts[at]) for at in run]
    return ordered


def _kind(part: str) -> str:
    if RIGHT_TO_LEFT.search(part):
        return "R"
    return "L" if any(char.isalnum() for char in part) else ""


def _resolved(kinds: Sequence[str], base: str) -> list[str]:
    """Spaces and signs go with the letters on both sides, or with the line if those differ."""
    resolved = list(kinds)
    at = 0
    while at < len(kinds):
        if kinds[at]:
            at += 1
            continue
        end = at
        while end < len(kinds) and not kinds[end]:
            end += 1
        before = kinds[at - 1] if at else base
        after = kinds[end] if end < len(kinds) else base
        resolved[at:end] = [before if before == after else base] * (end - at)
        at = end
    return resolved
