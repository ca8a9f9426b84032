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
from functools import cache, partial
from operator import itemgetter
from struct import unpack_from
from typing import NamedTuple, TypeVar

_T = TypeVar("_T")

Steps = tuple[float, ...]  # the lowest value of each step but the first
Column = bytes
Tables = tuple[tuple[int, tuple[float, ...]], ...]  # which fact, and its weight for each step
_MOST = 256  # joint steps; they are bytes
_FIELD = 20  # bits; 50 facts with 20 log-odds each fit, and three fields fit a machine word
_MASK = (1 << _FIELD) - 1
UNIT = 1000  # weights are whole thousandths
_LANE = 8  # bytes


def stepped(cuts: Steps, values: Iterable[float]) -> Column:
    """The column of some values.

    >>> list(stepped((2, 5), [1, 2, 7]))
    [0, 1, 2]
    """
    return bytes(map(partial(bisect_right, cuts), values))


def counted(cuts: Steps, values: Sequence[int]) -> Column:
    """The column of counts, most of them below 256; the same as :func:`stepped`, but faster.

    >>> list(counted((2, 5), [1, 2, 700]))
    [0, 1, 2]
    """
    try:
        return bytes(values).translate(_steps(cuts))
    except ValueError:
        return stepped(cuts, values)


@cache
def _steps(cuts: Steps) -> bytes:
    return stepped(cuts, range(256))


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
    weights: tuple[bytes, ...]  # by joint step, a lane each
    ranks: tuple[int, ...]  # of what speaks most against the article

    def column(self, columns: Sequence[Column]) -> Column:
        total = sum([
            factor * int.from_bytes(columns[at], "little") for at, factor in self.facts
        ])  # fmt: skip
        return total.to_bytes(len(columns[0]), "little")


class Sums:
    """The weights of many facts, ready to be summed for all units of a document at once.

    ``against`` are the steps of facts that speak against the article, the strongest first.
    """

    __slots__ = ("_joints", "_zeros", "against")

    def __init__(self, here: Tables, before: Tables, after: Tables) -> None:
        places = tuple(map(dict, (here, before, after)))
        sizes = {at: len(table) for place in places for at, table in place.items()}
        lows = [
            {at: min(0, *map(_whole, table)) for at, table in place.items()} for place in places
        ]
        self._zeros = tuple(-sum(low.values()) for low in lows)
        worst = sorted(
            (_whole(weight), at, step)
            for at, table in here for step, weight in enumerate(table) if weight < 0
        )  # fmt: skip
        self.against = [(at, step) for _, at, step in worst]
        ranks = {one: rank for rank, one in enumerate(self.against)}
        self._joints = [_joint(facts, sizes, places, lows, ranks) for facts in _groups(sizes)]

    def joined(self, columns: Sequence[Column]) -> list[Column]:
        """The columns of joint steps; empty ones where there are no units."""
        if not columns or not columns[0]:
            return [b""] * len(self._joints)
        return [joint.column(columns) for joint in self._joints]

    def __call__(self, joined: Sequence[Column], count: int, bias: float) -> list[float]:
        """The sum of each unit: its own weights and those that its neighbours lend it.

        A column of sums is one number, with a lane of 64 bits for each unit and in it three fields:
        for the unit above, for the one below, and for itself.
        """
        here, before, after = self._zeros
        own, one = bias - (here + before + after) / UNIT, 1 / UNIT
        if not joined or not count:
            return [own] * count
        total = sum([
            int.from_bytes(b"".join(_look(joint.weights, column)), "little")
            for joint, column in zip(self._joints, joined, strict=True)
        ])  # fmt: skip
        field = int.from_bytes(_MASK.to_bytes(_LANE, "little") * count, "little")
        bits = 8 * _LANE
        # A neighbour that lends nothing: above the first unit, below the last.
        lent = before + (after << bits * (count - 1))
        lent += (total >> _FIELD & field) << bits
        lent += total >> bits & field
        values = ((total >> 2 * _FIELD & field) + lent).to_bytes(_LANE * (count + 1), "little")
        return [own + one * value for value in unpack_from(f"<{count}q", values)]

    def ranked(self, joined: Sequence[Column], most: int) -> list[list[int]]:
        """For each unit the places in ``against`` of what speaks most against it.

        Of facts in one joint only the strongest is ranked.
        """
        none = len(self.against)
        looks = [_look(one.ranks, c) for one, c in zip(self._joints, joined, strict=True)]
        strongest = [sorted(ranks)[:most] for ranks in zip(*looks, strict=True)]
        return [
            ranks if ranks[-1] < none else [rank for rank in ranks if rank < none]
            for ranks in strongest
        ]


def _look(table: tuple[_T, ...], column: Column) -> tuple[_T, ...]:
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
    against: Mapping[tuple[int, int], int],
) -> _Joint:  # fmt: skip
    none = len(against)
    factor, found, weights, ranks = 1, [], [0], [none]
    for at in facts:
        own = [0] * sizes[at]
        for place, low in zip(places, lows, strict=True):
            table = map(_whole, place[at]) if at in place else [0] * sizes[at]
            least = low.get(at, 0)
            own = [(value << _FIELD) + new - least for value, new in zip(own, table, strict=True)]
        worst = [against.get((at, step), none) for step in range(sizes[at])]
        weights = [one + two for two in own for one in weights]
        ranks = [min(one, two) for two in worst for one in ranks]
        found.append((at, factor))
        factor *= sizes[at]
    lanes = tuple(weight.to_bytes(_LANE, "little") for weight in weights)
    return _Joint(tuple(found), lanes, tuple(ranks))
