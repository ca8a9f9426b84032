"""Where a unit stands to the article's bulk, once each unit has been judged by itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence
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
    chances: Sequence[float], words: Sequence[int], styles: Sequence[Hashable]
) -> list[Row]:
    """The steps of the bulk facts of each unit, from the chances of all units by themselves.

    ``styles`` tells which units are set alike; empty where nothing is known about it.
    """
    mass = [chance * count for chance, count in zip(chances, words, strict=True)]
    all_words, all_mass = [0, *accumulate(words)], [0.0, *accumulate(mass)]
    core = [c > SURE and w >= LONG for c, w in zip(chances, words, strict=True)]
    above = _since(core)
    below = _since(core[::-1])[::-1]
    alike = _alike(styles or [0] * len(words), words, mass)
    total, cores, size = all_mass[-1], sum(core), len(words)
    share = total / (all_words[-1] or 1)
    cuts = list(BULK.values())

    def near(index: int, reach: int) -> float:
        first, last = max(0, index - reach), min(size, index + reach + 1)
        count = all_words[last] - all_words[first] - words[index]
        return (all_mass[last] - all_mass[first] - mass[index]) / count if count else 0.0

    rows = []
    for index in range(size):
        before = all_mass[index] / total if total > 1e-6 else 0.0
        values = (
            chances[index], near(index, 2), near(index, 5), near(index, 15), before,
            alike[index][0], above[index], below[index], share, alike[index][1], cores,
        )  # fmt: skip
        row = [bisect_right(cut, value) for cut, value in zip(cuts, values, strict=False)]
        itself = 5 * bisect_right(_FIVE, chances[index])
        row += [
            itself + bisect_right(_FIVE, values[2]),
            itself + bisect_right(_FIVE, alike[index][0]),
            itself + bisect_right(_ENDS, before),
        ]
        rows.append(tuple(row))
    return rows


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
