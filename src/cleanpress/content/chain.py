"""The chain over the units of a page: what comes before the article, it, what cuts in, what follows.

Exact inference by the forward-backward algorithm, scaled so that nothing underflows.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

BEFORE, BODY, INSIDE, AFTER = range(4)
STATES = ("before", "body", "inside", "after")
# Which state may follow which: what cuts in is followed by the article, nothing by its return.
MOVES = ((BEFORE, BODY), (BODY, INSIDE, AFTER), (BODY, INSIDE), (AFTER,))
FIRST = (BEFORE, BODY)
LAST = (BEFORE, BODY, AFTER)

Scores = Sequence[Sequence[float]]


def chances(scores: Scores, moves: Scores) -> list[tuple[float, ...]]:
    """The chance of each state at each unit.

    ``scores`` has one row a unit and ``moves`` one row a state, the score of moving on to each.

    >>> flat = [[0.0] * 4] * 4
    >>> [round(one[BODY], 2) for one in chances([[0, 3, 0, 0], [0, -2, 0, 0], [0, 3, 0, 0]], flat)]
    [0.95, 0.13, 0.87]
    """
    if not scores:
        return []
    ways = [(a, b, exp(moves[a][b])) for a, row in enumerate(MOVES) for b in row]
    weights = [_weights(row) for row in scores]
    ahead = [_scaled([w if s in FIRST else 0.0 for s, w in enumerate(weights[0])])]
    for here in weights[1:]:
        last, row = ahead[-1], [0.0] * 4
        for a, b, way in ways:
            row[b] += last[a] * way
        ahead.append(_scaled([value * w for value, w in zip(row, here, strict=True)]))
    back = [1.0 if state in LAST else 0.0 for state in range(4)]
    found = [_joined(ahead[-1], back)]
    for index in range(len(weights) - 2, -1, -1):
        here, row = weights[index + 1], [0.0] * 4
        for a, b, way in ways:
            row[a] += way * here[b] * back[b]
        back = _scaled(row)
        found.append(_joined(ahead[index], back))
    found.reverse()
    return found


def _weights(row: Sequence[float]) -> list[float]:
    top = max(row)
    return [exp(max(score - top, -60.0)) for score in row]


def _scaled(row: list[float]) -> list[float]:
    total = sum(row)
    return [value / total for value in row] if total else [0.25] * 4


def _joined(ahead: Sequence[float], back: Sequence[float]) -> tuple[float, ...]:
    return tuple(_scaled([a * b for a, b in zip(ahead, back, strict=True)]))
