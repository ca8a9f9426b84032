"""The chain over the units of a page: what is said of one unit lends its neighbours some weight.

Two states, the article and the rest, and exact inference by the forward-backward algorithm, scaled
at each step so that nothing underflows.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

_FAR = 30.0  # log-odds beyond which nothing changes; exp() stays well within its range


def logistic(score: float) -> float:
    """The chance for log-odds.

    >>> logistic(0.0), logistic(-1e9) < 1e-12
    (0.5, True)
    """
    return 1.0 / (1.0 + exp(-max(-_FAR, min(_FAR, score))))


def chances(scores: Sequence[float], stay: float) -> list[float]:
    """The chance of each unit to be of the article.

    ``scores`` are log-odds of each unit, ``stay`` is the score of two neighbours being alike.

    >>> [round(chance, 2) for chance in chances([3.0, -0.5, 3.0], stay=1.0)]
    [0.98, 0.77, 0.98]
    """
    odds = [exp(max(-_FAR, min(_FAR, score))) for score in scores]
    turn = exp(-stay)
    body, rest, ahead = 0.5, 0.5, []
    for index, odd in enumerate(odds):
        if index:
            body, rest = body + turn * rest, rest + turn * body
        body *= odd
        total = body + rest
        body, rest = body / total, rest / total
        ahead.append((body, rest))
    found, body, rest = [], 0.5, 0.5
    for odd, (ahead_body, ahead_rest) in zip(reversed(odds), reversed(ahead), strict=True):
        yes, no = ahead_body * body, ahead_rest * rest
        found.append(yes / (yes + no))
        body *= odd
        body, rest = body + turn * rest, rest + turn * body
        total = body + rest
        body, rest = body / total, rest / total
    found.reverse()
    return found
