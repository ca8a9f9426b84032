"""Where a unit stands to the article's bulk, once each unit has been judged by itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Hashable, Sequence
from functools import partial
from itertools import accumulate

from cleanpress.content.facts import Row, Steps

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


def bulk_of(
    chances: Sequence[float], words: Sequence[int], styles: Sequence[Hashable],
    used: Collection[str] | None = None,
) -> list[Row]:  # fmt: skip
    """The steps of the bulk facts of each unit, from the chances of all units by themselves.

    ``styles`` tells which units are set alike; empty where nothing is known about it. Facts that
    are not ``used`` may be left at their lowest.
    """
    if not chances:
        return []
    mass = [chance * count for chance, count in zip(chances, words, strict=True)]
    sums = [0, *accumulate(words)], [0.0, *accumulate(mass)]
    core = [c > SURE and w >= LONG for c, w in zip(chances, words, strict=True)]
    alike = _alike(styles or [0] * len(words), words, mass)
    total, size = sums[1][-1] or 1e-9, len(words)
    near = [_near(reach, words, mass, sums) for reach in (2, 5, 15)]
    before = [part / total for part in sums[1][:-1]]
    same = [share for share, _ in alike]
    values: list[Sequence[float]] = [
        chances, *near, before, same, _since(core), _since(core[::-1])[::-1],
        [total / (sums[0][-1] or 1)] * size, [count for _, count in alike], [sum(core)] * size,
    ]  # fmt: skip
    none = [0] * size
    columns = [
        list(map(partial(bisect_right, cuts), column)) if used is None or name in used else none
        for column, (name, cuts) in zip(values, BULK.items(), strict=False)
    ]
    if used is None or not PAIRS.isdisjoint(used):
        itself = [5 * bisect_right(_FIVE, chance) for chance in chances]
        for column, cuts in ((near[1], _FIVE), (same, _FIVE), (before, _ENDS)):
            steps = map(partial(bisect_right, cuts), column)
            columns.append([one + two for one, two in zip(itself, steps, strict=True)])
    else:
        columns += [none] * len(PAIRS)
    return list(zip(*columns, strict=True))


def _near(
    reach: int, words: Sequence[int], mass: Sequence[float],
    sums: tuple[Sequence[int], Sequence[float]],
) -> list[float]:  # fmt: skip
    """The mean chance of the words within reach of each unit, its own left out."""
    size = len(words)
    lows = [0] * min(reach, size) + list(range(size - reach))
    highs = [*range(reach + 1, size + 1), *[size] * min(reach, size)][:size]
    count, part = sums
    return [
        (part[high] - part[low] - own) / ((count[high] - count[low] - number) or 1)
        for low, high, own, number in zip(lows, highs, mass, words, strict=True)
    ]


def _since(core: Sequence[bool]) -> list[int]:
    """How many units ago the core was met."""
    found, last = [], -1
    for index, here in enumerate(core):
        found.append(index - last if last >= 0 else NONE)
        if here:
            last = index
    return found


def _alike(
    styles: Sequence[Hashable], words: Sequence[int], mass: Sequence[float]
) -> list[tuple[float, int]]:
    """The mean chance of the other units that are set as each unit is, and how many are."""
    table: dict[Hashable, tuple[int, float, int]] = {}
    for style, count, part in zip(styles, words, mass, strict=True):
        w, m, n = table.get(style, (0, 0.0, 0))
        table[style] = w + count, m + part, n + 1
    found = []
    for style, count, part in zip(styles, words, mass, strict=True):
        w, m, n = table[style]
        found.append(((m - part) / (w - count) if w > count else 0.25, n))
    return found
