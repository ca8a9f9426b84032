"""The chain over the units of a page: what is said of one unit lends its neighbours some weight.

Two states, the article and the rest, and exact inference by the forward-backward algorithm. It
goes by the ratio of the two states, so that nothing underflows.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from operator import neg

_FAR = 30.0  # log-odds beyond which nothing changes; exp() stays well within its range


def logistic(score: float) -> float:
    """The chance for log-odds.

    >>> logistic(0.0), logistic(-1e9) < 1e-12
    (0.5, True)
    """
    return 1.0 / (1.0 + exp(-max(-_FAR, min(_FAR, score))))


def logistics(scores: Sequence[float]) -> list[float]:
    """The chances for many log-odds."""
    return [1.0 / (1.0 + odd) for odd in map(exp, map(neg, _near(scores)))]


def odds_of(scores: Sequence[float]) -> list[float]:
    """The odds for many log-odds."""
    return list(map(exp, _near(scores)))


def _near(scores: Sequence[float]) -> Sequence[float]:
    """The scores, those beyond where anything changes moved there."""
    if not scores or (max(scores) <= _FAR and min(scores) >= -_FAR):
        return scores
    return [max(-_FAR, min(_FAR, score)) for score in scores]


def chances(scores: Sequence[float], stay: float) -> list[float]:
    """The chance of each unit to be of the article.

    ``scores`` are log-odds of each unit, ``stay`` is the score of two neighbours being alike.

    >>> [round(chance, 2) for chance in chances([3.0, -0.5, 3.0], stay=1.0)]
    [0.96, 0.78, 0.96]
    """
    return smoothed(odds_of(scores), stay)


def smoothed(odds: Sequence[float], stay: float) -> list[float]:
    """The chance of each unit by the odds of all of them."""
    turn = exp(-stay)
    # What a unit hears from one side is the ratio of the two states there; crossing over to the
    # next unit draws it towards one, so that it stays between ``turn`` and its inverse.
    heard, ratio = [], 1.0
    for odd in odds:
        heard.append(ratio)
        ratio *= odd
        ratio = (ratio + turn) / (1.0 + turn * ratio)
    found, ratio = [], 1.0
    for odd, above in zip(reversed(odds), reversed(heard), strict=True):
        ratio_here = odd * above * ratio
        found.append(ratio_here / (1.0 + ratio_here))
        ratio *= odd
        ratio = (ratio + turn) / (1.0 + turn * ratio)
    found.reverse()
    return found
