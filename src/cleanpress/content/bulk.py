"""Where a unit stands to the article's bulk, once each unit has been judged by itself."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import accumulate, pairwise
from operator import mul

from cleanpress.content.columns import Column, Steps, rising, stepped

_NEAR: Steps = (0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95)
_AWAY: Steps = (1, 2, 3, 4, 6, 10, 20, 50)
SURE, LONG = 0.7, 12  # chance and words from which on a unit is of the article's core
NONE = 99  # units; there is no core on that side
_ANY: dict[str, Steps] = {
    "by itself": (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98),
    "within 5": _NEAR,
    "of the bulk above": (0.001, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 0.999),
    "from core above": _AWAY, "to core below": _AWAY,
    "of the page": (0.1, 0.2, 0.35, 0.5, 0.7, 0.9), "cores": (1, 3, 6, 12, 25),
}  # fmt: skip
_SET: dict[str, Steps] = {"set alike": _NEAR, "alike": (1, 3, 8, 20)}
BULK: dict[str, dict[str, Steps]] = {
    "pdf": {**_ANY, **_SET}, "markdown": _ANY, "text": _ANY,
}  # fmt: skip
_REACH = 5  # units
_UNKNOWN = 0.25  # chance of the other units set alike where there are none
_AGO = stepped(_AWAY, range(1, 52))  # units since the core, from one on
_NEVER = stepped(_AWAY, [NONE])


def bulk_of(
    chances: Sequence[float], words: Sequence[int], styles: Sequence[Hashable]
) -> list[Column]:
    """The columns of the bulk facts, from the chances of all units by themselves.

    ``styles`` tells which units are set alike; where it is empty, nothing is known about it.
    """
    size = len(words)
    if not size:
        return []
    mass = list(map(mul, chances, words))
    sums = [0, *accumulate(words)], [0.0, *accumulate(mass)]
    core = [at for at, count in enumerate(words) if count >= LONG and chances[at] > SURE]
    total = sums[1][-1] or 1e-9
    columns = [
        stepped(_ANY["by itself"], chances),
        stepped(_NEAR, _near(words, mass, sums)),
        rising(tuple([total * cut for cut in _ANY["of the bulk above"]]), sums[1][:-1]),
        _since(core, size), _since([size - 1 - at for at in reversed(core)], size)[::-1],
        stepped(_ANY["of the page"], [total / (sums[0][-1] or 1)]) * size,
        stepped(_ANY["cores"], [len(core)]) * size,
    ]  # fmt: skip
    if styles:
        same, many = _alike(styles, words, mass)
        columns += stepped(_NEAR, same), stepped(_SET["alike"], many)
    return columns


def _near(
    words: Sequence[int], mass: Sequence[float], sums: tuple[list[int], list[float]]
) -> list[float]:
    """The mean chance of the words within reach of each unit, its own left out."""
    size, count, part = len(words), *sums
    beyond = min(_REACH, size)
    # From within reach above to within reach below; at the ends all there is.
    lows = slice(max(0, size - _REACH))
    highs = slice(_REACH + 1, None)
    return [
        (high - low - own) / ((most - least - number) or 1)
        for low, high, least, most, own, number in zip(
            [0.0] * beyond + part[lows], part[highs] + [part[-1]] * beyond,
            [0] * beyond + count[lows], count[highs] + [count[-1]] * beyond, mass, words,
            strict=True,
        )
    ]  # fmt: skip


def _since(core: Sequence[int], size: int) -> Column:
    """The steps of how many units ago the core was met, by the units that are of it."""
    if not core:
        return _NEVER * size
    gaps = [after - here for here, after in pairwise([*core, size - 1])]
    ago = [_AGO[:gap] if gap < len(_AGO) else _AGO.ljust(gap, _AGO[-1:]) for gap in gaps]
    return b"".join([_NEVER * (core[0] + 1), *ago])


def _alike(
    styles: Sequence[Hashable], words: Sequence[int], mass: Sequence[float]
) -> tuple[list[float], list[int]]:
    """The mean chance of the other units that are set as each unit is, and how many are."""
    table: dict[Hashable, tuple[int, float, int]] = {}
    for style, count, part in zip(styles, words, mass, strict=True):
        w, m, n = table.get(style, (0, 0.0, 0))
        table[style] = w + count, m + part, n + 1
    found = []
    for style, count, part in zip(styles, words, mass, strict=True):
        w, m, n = table[style]
        found.append(((m - part) / (w - count) if w > count else _UNKNOWN, n))
    return [share for share, _ in found], [n for _, n in found]
