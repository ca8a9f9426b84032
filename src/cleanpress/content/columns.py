"""Columns of steps, one byte a unit, and sums over many of them with what Python does in C.

A fact's column says for each unit in which step its value is. Several columns become one by
counting: where a fact of 6 steps joins one of 11, the joint step is ``first + 11 * second``, and
one look into a table of 66 does for two. A column is a large number to the base 256, so that one
multiplication and one addition join two columns. Weights are whole thousandths, and the three of
a step (for the unit, for the ones before and after it) are three fields of one whole number.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import NamedTuple

Steps = tuple[float, ...]  # the lowest value of each step but the first
Column = bytes
Tables = tuple[tuple[int, tuple[float, ...]], ...]  # which fact, and its weight for each step
_MOST = 256  # joint steps; they are bytes
_FIELD = 20  # bits; 50 facts with 20 log-odds each fit, and three fields fit a machine word
_MASK = (1 << _FIELD) - 1
UNIT = 1000  # weights are whole thousandths
NONE = 1 << 40  # the rank of a step that speaks for the article, or says nothing
_LOW = 1 << 23  # makes ranks positive


def stepped(cuts: Steps, values: Iterable[float]) -> Column:
    """The column of some values.

    >>> list(stepped((2, 5), [1, 2, 7]))
    [0, 1, 2]
    """
    return bytes(map(partial(bisect_right, cuts), values))


def rising(cuts: Steps, values: Sequence[float]) -> Column:
    """The column of values that never fall."""
    ends = [bisect_left(values, cut) for cut in cuts]
    starts = [0, *ends]
    return b"".join([
        bytes((step,)) * (end - start)
        for step, (start, end) in enumerate(zip(starts, [*ends, len(values)], strict=True))
    ])  # fmt: skip


def added(first: Column, second: Column, factor: int = 1) -> Column:
    """Two columns as one: the first's steps and the second's times a factor, below 256 together.

    >>> list(added(bytes([1, 2]), bytes([3, 0]), 10))
    [31, 2]
    """
    total = int.from_bytes(first, "little") + factor * int.from_bytes(second, "little")
    return total.to_bytes(len(first), "little")


class _Joint(NamedTuple):
    facts: tuple[tuple[int, int], ...]  # which fact, and what its steps count
    weights: tuple[int, ...]  # by joint step
    ranks: tuple[int, ...]  # of what speaks most against the article

    def column(self, columns: Sequence[Column]) -> Column:
        total = columns[self.facts[0][0]]
        for at, factor in self.facts[1:]:
            total = added(total, columns[at], factor)
        return total


class Sums:
    """The weights of many facts, ready to be summed for all units of a document at once."""

    __slots__ = ("_joints", "_zeros")

    def __init__(self, here: Tables, before: Tables, after: Tables) -> None:
        places = tuple(map(dict, (here, before, after)))
        sizes = {at: len(table) for place in places for at, table in place.items()}
        lows = [
            {at: min(0, *map(_whole, table)) for at, table in place.items()} for place in places
        ]
        self._zeros = tuple(-sum(low.values()) for low in lows)
        self._joints = [_joint(facts, sizes, places, lows) for facts in _groups(sizes)]

    def __call__(self, columns: Sequence[Column], count: int, bias: float) -> list[float]:
        """The sum of each unit: its own weights and those that its neighbours lend it."""
        here, before, after = self._zeros
        own, one = bias - here / UNIT, 1 / UNIT
        edge = (before << _FIELD) + after  # a neighbour that lends nothing
        sums = self._packed(columns, count)
        shift, mask = 2 * _FIELD, _MASK
        own -= (before + after) / UNIT
        return [
            own + one * ((here >> shift) + (above >> _FIELD & mask) + (below & mask))
            for above, here, below in zip([edge, *sums], sums, [*sums[1:], edge], strict=False)
        ]

    def _packed(self, columns: Sequence[Column], count: int) -> list[int]:
        if not self._joints or count == 0:
            return [0] * count
        looks = [_look(joint.weights, joint.column(columns)) for joint in self._joints]
        return list(map(sum, zip(*looks, strict=True)))

    def ranked(self, columns: Sequence[Column], most: int) -> list[list[int]]:
        """For each unit the ranks of what speaks most against it, the strongest first.

        :func:`fact_of` tells which step of which fact has a rank; of facts in one joint the
        stronger one is ranked.
        """
        looks = [_look(joint.ranks, joint.column(columns)) for joint in self._joints]
        return [sorted(ranks)[:most] for ranks in zip(*looks, strict=True)]


def fact_of(rank: int) -> tuple[int, int]:
    """Which fact and which of its steps have a rank."""
    return rank >> 8 & 0xFF, rank & 0xFF


def _look(table: tuple[int, ...], column: Column) -> tuple[int, ...]:
    """What a table has for each step of a column."""
    return itemgetter(*column, 0)(table)[:-1] if column else ()


def _whole(weight: float) -> int:
    return round(UNIT * weight)


def _groups(sizes: Mapping[int, int]) -> list[list[int]]:
    """Facts that are joined: as few groups as come of putting each where it still fits."""
    groups: list[list[int]] = []
    room: list[int] = []
    for at in sorted(sizes, key=lambda at: (-sizes[at], at)):
        for number, free in enumerate(room):
            if sizes[at] <= free:
                groups[number].append(at)
                room[number] = free // sizes[at]
                break
        else:
            groups.append([at])
            room.append(_MOST // sizes[at])
    return groups


def _joint(
    facts: Sequence[int], sizes: Mapping[int, int],
    places: Sequence[Mapping[int, tuple[float, ...]]], lows: Sequence[Mapping[int, int]],
) -> _Joint:  # fmt: skip
    factor, found, weights, ranks = 1, [], [0], [NONE]
    for at in facts:
        own = [0] * sizes[at]
        for place, low in zip(places, lows, strict=True):
            table = map(_whole, place[at]) if at in place else [0] * sizes[at]
            least = low.get(at, 0)
            own = [(value << _FIELD) + new - least for value, new in zip(own, table, strict=True)]
        against = [
            (_whole(weight) + _LOW << 16 | at << 8 | step) if weight < 0 else NONE
            for step, weight in enumerate(places[0].get(at, ()))
        ] or [NONE] * sizes[at]
        weights = [one + two for two in own for one in weights]
        ranks = [min(one, two) for two in against for one in ranks]
        found.append((at, factor))
        factor *= sizes[at]
    return _Joint(tuple(found), tuple(weights), tuple(ranks))
