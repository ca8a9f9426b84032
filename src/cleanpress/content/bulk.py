"""Where a unit stands to the article's bulk, once each unit has been judged by itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence, Set
from itertools import accumulate, pairwise
from operator import mul

from cleanpress.content.columns import Column, Steps, added, rising, stepped

_NEAR: Steps = (0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95)
_AWAY: Steps = (1, 2, 3, 4, 6, 10, 20, 50)
SURE, LONG = 0.7, 12  # chance and words from which on a unit is of the article's core
NONE = 99  # units; there is no core on that side
BULK: dict[str, Steps] = {
    "by itself": (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98),
    "within 2": _NEAR, "within 5": _NEAR, "within 15": _NEAR,
    "of the bulk above": (0.001, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 0.999),
    "set alike": _NEAR, "from core above": _AWAY, "to core below": _AWAY,
    "of the page": (0.1, 0.2, 0.35, 0.5, 0.7, 0.9), "alike": (1, 3, 8, 20),
    "cores": (1, 3, 6, 12, 25),
    **{name: tuple(range(1, 25)) for name in ("itself and within 5", "itself and set alike",
                                              "itself and bulk above")},
}  # fmt: skip
PAIRS = frozenset({"itself and within 5", "itself and set alike", "itself and bulk above"})
_FIVE: Steps = (0.15, 0.4, 0.65, 0.9)
_ENDS: Steps = (0.01, 0.1, 0.9, 0.99)
_UNKNOWN = 0.25  # chance of the other units set alike where there are none


def _coarse(cuts: Steps) -> bytes:
    """The table from the finest steps of a chance to those of one fact."""
    return bytes([bisect_right(cuts, low) for low in (-1.0, *_FINE)]).ljust(256, b"\0")


_FINE: Steps = tuple(
    sorted({*BULK["by itself"], *BULK["of the bulk above"], *_NEAR, *_FIVE, *_ENDS})
)
_COARSE = {
    name: _coarse(BULK[name])
    for name in ("by itself", "within 2", "within 5", "within 15", "of the bulk above", "set alike")
}
_FIVES = _coarse(_FIVE)
_PAIRED = {  # the other fact of a pair, whose first one is always "by itself"
    "itself and within 5": ("within 5", _FIVES), "itself and set alike": ("set alike", _FIVES),
    "itself and bulk above": ("of the bulk above", _coarse(_ENDS)),
}  # fmt: skip
_AGO = stepped(_AWAY, range(1, 52))  # units since the core, from one on
_NEVER = stepped(_AWAY, [NONE])


def bulk_of(
    chances: Sequence[float], words: Sequence[int], styles: Sequence[Hashable],
    used: Set[str] | None = None,
) -> list[Column]:  # fmt: skip
    """The columns of the bulk facts, from the chances of all units by themselves.

    ``styles`` tells which units are set alike; empty where nothing is known about it. Facts that
    are not ``used`` may be left at their lowest.
    """
    size = len(words)
    if not size:
        return []
    names = BULK.keys() if used is None else used
    mass = list(map(mul, chances, words))
    sums = [0, *accumulate(words)], [0.0, *accumulate(mass)]
    core = [c > SURE and w >= LONG for c, w in zip(chances, words, strict=True)]
    total = sums[1][-1] or 1e-9
    same, many = _alike(styles, words, mass, (sums[0][-1], sums[1][-1]))
    near = {
        f"within {reach}": stepped(_FINE, _near(reach, words, mass, sums))
        for reach in (2, 5, 15) if f"within {reach}" in names or (reach == 5 and PAIRS & names)
    }  # fmt: skip
    fine = {
        "by itself": stepped(_FINE, chances), **near, "set alike": stepped(_FINE, same),
        "of the bulk above": rising(tuple([total * cut for cut in _FINE]), sums[1][:-1]),
    }  # fmt: skip
    none = bytes(size)
    found = {name: column.translate(_COARSE[name]) for name, column in fine.items()} | {
        "from core above": _since(core), "to core below": _since(core[::-1])[::-1],
        "of the page": stepped(BULK["of the page"], [total / (sums[0][-1] or 1)]) * size,
        "alike": stepped(BULK["alike"], many) if styles else stepped(BULK["alike"], [size]) * size,
        "cores": stepped(BULK["cores"], [sum(core)]) * size,
    }  # fmt: skip
    if PAIRS & names:
        itself = fine["by itself"].translate(_FIVES)
        for pair, (other, table) in _PAIRED.items():
            found[pair] = added(fine[other].translate(table), itself, 5)
    return [found.get(name, none) for name in BULK]


def _near(
    reach: int, words: Sequence[int], mass: Sequence[float],
    sums: tuple[list[int], list[float]],
) -> list[float]:  # fmt: skip
    """The mean chance of the words within reach of each unit, its own left out."""
    size, count, part = len(words), *sums
    beyond = min(reach, size)
    # From within reach above to within reach below; at the ends all there is.
    lows = slice(max(0, size - reach))
    highs = slice(reach + 1, None)
    return [
        (high - low - own) / ((most - least - number) or 1)
        for low, high, least, most, own, number in zip(
            [0.0] * beyond + part[lows], part[highs] + [part[-1]] * beyond,
            [0] * beyond + count[lows], count[highs] + [count[-1]] * beyond, mass, words,
            strict=True,
        )
    ]  # fmt: skip


def _since(core: Sequence[bool]) -> Column:
    """The steps of how many units ago the core was met."""
    at = [index for index, here in enumerate(core) if here]
    if not at:
        return _NEVER * len(core)
    gaps = [after - here for here, after in pairwise([*at, len(core) - 1])]
    ago = [_AGO[:gap] if gap < len(_AGO) else _AGO.ljust(gap, _AGO[-1:]) for gap in gaps]
    return b"".join([_NEVER * (at[0] + 1), *ago])


def _alike(
    styles: Sequence[Hashable], words: Sequence[int], mass: Sequence[float],
    total: tuple[int, float],
) -> tuple[list[float], Sequence[int]]:  # fmt: skip
    """The mean chance of the other units that are set as each unit is, and how many are."""
    if not styles:
        w, m = total
        shares = [
            (m - part) / (w - count) if w > count else _UNKNOWN
            for count, part in zip(words, mass, strict=True)
        ]
        return shares, [len(words)] * len(words)
    table: dict[Hashable, tuple[int, float, int]] = {}
    for style, count, part in zip(styles, words, mass, strict=True):
        w, m, n = table.get(style, (0, 0.0, 0))
        table[style] = w + count, m + part, n + 1
    found = []
    for style, count, part in zip(styles, words, mass, strict=True):
        w, m, n = table[style]
        found.append(((m - part) / (w - count) if w > count else _UNKNOWN, n))
    return [share for share, _ in found], [n for _, n in found]
