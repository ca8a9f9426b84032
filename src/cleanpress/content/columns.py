"""Columns of steps, one byte a unit, and sums over many of them with what Python does in C.

A fact's column says for each unit in which step its value is. Several columns become one by
counting: where a fact of 6 steps joins one of 11, the joint step is ``first + 11 * second``, and
one look into a table of 66 does for two. A column is a large number to the base 256, so that one
multiplication and one addition join two columns. Weights are whole fortieths, those of a joint step
fit a byte, and so a column becomes one of weights as fast as bytes are translated. All units are
added up at once, those at even places and those at odd ones apart, two bytes a sum.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import accumulate, compress, repeat
from operator import add, mul
from struct import unpack_from
from typing import NamedTuple

Steps = tuple[float, ...]  # the lowest value of each step but the first
Column = bytes
Table = tuple[int, tuple[float, ...]]  # which fact, and its weight for each step
Tables = tuple[Table, ...]
_MOST = 256  # joint steps, and weights of a joint; they are bytes
_BITS = 16  # of a sum
UNIT = 40  # weights are whole fortieths
SPAN = (_MOST - 1) / UNIT  # how far the weights of one fact may differ
NONE = 255  # the rank of what does not speak against the article


def stepped(cuts: Steps, values: Iterable[float]) -> Column:
    """The column of some values.

    >>> list(stepped((2, 5), [1, 2, 7]))
    [0, 1, 2]
    """
    return bytes(map(bisect_right, repeat(cuts), values))


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


class Joint(NamedTuple):
    """Facts whose columns become one; the order of joints is that of their columns."""

    facts: tuple[tuple[int, int], ...]  # which fact, and what its steps count
    sizes: tuple[int, ...]  # how many steps each has

    def column(self, columns: Sequence[Column]) -> Column:
        """The column of joint steps."""
        if len(self.facts) == 1:
            return columns[self.facts[0][0]]
        total = sum([
            factor * int.from_bytes(columns[at], "little") for at, factor in self.facts
        ])  # fmt: skip
        return total.to_bytes(len(columns[0]), "little")

    def table(
        self, own: Mapping[int, Sequence[int]], merge: Callable[[int, int], int], none: int = 0
    ) -> bytes:
        """The table by joint steps from what there is for the steps of each fact."""
        found = [none]
        for (at, _), size in zip(self.facts, self.sizes, strict=True):
            steps = own.get(at, (none,) * size)
            found = [merge(one, two) for two in steps for one in found]
        return bytes(found).ljust(_MOST, b"\0")


def joints_of(tables: Sequence[Table]) -> tuple[Joint, ...]:
    """The joints for facts that have tables: as few as come of putting each where it still fits.

    A joint has room for so many steps, and for weights that differ by so much.
    """
    sizes = {at: len(table) for at, table in tables}
    spans = {at: max(_span(table) for one, table in tables if one == at) for at in sizes}
    groups: list[list[int]] = []
    room: list[tuple[int, int]] = []
    for at in sorted(sizes, key=lambda at: (-sizes[at], at)):
        for number, (free, span) in enumerate(room):
            if sizes[at] <= free and spans[at] <= span:
                groups[number].append(at)
                room[number] = free // sizes[at], span - spans[at]
                break
        else:
            groups.append([at])
            room.append((_MOST // sizes[at], _MOST - 1 - spans[at]))
    found = []
    for group in groups:
        steps = tuple([sizes[at] for at in group])
        factors = accumulate(steps[:-1], mul, initial=1)
        found.append(Joint(tuple(zip(group, factors, strict=True)), steps))
    return tuple(found)


class Sums:
    """The weights of many facts, ready to be summed for all units of a document at once.

    What is summed is whole fortieths above ``least``, the least that there may be, up to ``most``.
    ``against`` are the steps of facts that speak against the article, the strongest first.
    """

    __slots__ = ("_lent", "_planes", "_ranks", "against", "least", "most")

    def __init__(
        self, joints: Sequence[Joint], here: Tables, before: Tables, after: Tables
    ) -> None:
        places = [dict(tables) for tables in (here, before, after)]
        lows = [sum(_low(table) for table in place.values()) for place in places]
        # A neighbour that lends nothing: above the first unit, below the last.
        self._lent = -lows[1], -lows[2]
        self.least = sum(lows)
        self.most = sum(_span(table) for place in places for table in place.values())
        whole = [{at: _above(table) for at, table in place.items()} for place in places]
        self._planes = [tuple([joint.table(own, add) for own in whole]) for joint in joints]
        worst = sorted(
            (weight, at, step)
            for at, table in here for step, weight in enumerate(table) if weight < 0
        )[:NONE]  # fmt: skip
        self.against = [(at, step) for _, at, step in worst]
        rank = {one: number for number, one in enumerate(self.against)}
        ranks = {
            at: [rank.get((at, step), NONE) for step in range(len(table))] for at, table in here
        }
        self._ranks = [joint.table(ranks, min, NONE) for joint in joints]

    def __call__(self, joined: Sequence[Column], count: int) -> list[int]:
        """The sum of each unit: its own weights and those that its neighbours lend it."""
        if not count:
            return []
        gap = b"\0" * (count % 2)
        half, size = (count + 1) // 2, count + count % 2
        lanes = int.from_bytes(b"\xff\0" * (3 * half), "little")
        even = odd = 0
        for (here, before, after), column in zip(self._planes, joined, strict=True):
            planes = int.from_bytes(
                b"".join((
                    column.translate(here), gap, column.translate(before), gap,
                    column.translate(after), gap,
                )),
                "little",
            )  # fmt: skip
            even += planes & lanes
            odd += planes >> 8 & lanes
        bits = 8 * size
        part = (1 << bits) - 1
        # Above a unit at an even place stands one at an odd place, and below it another.
        above = (odd >> bits & part) << _BITS & part
        ends = self._lent[1] << _BITS * (half - 1)
        total = (even & part) + above + (odd >> 2 * bits) + self._lent[0] + ends * (count % 2)
        below = even >> 2 * bits + _BITS
        other = (odd & part) + (even >> bits & part) + below + ends * (1 - count % 2)
        found = [0] * size
        found[::2] = unpack_from(f"<{half}H", total.to_bytes(size, "little"))
        found[1::2] = unpack_from(f"<{half}H", other.to_bytes(size, "little"))
        return found[:count]

    def ranked(
        self, joined: Sequence[Column], wanted: Sequence[bool], most: int
    ) -> list[list[int]]:
        """For each unit that is wanted the places in ``against`` of what speaks most against it.

        Of facts in one joint only the strongest is ranked; NONE stands for what there is not.
        """
        looks = [c.translate(table) for c, table in zip(joined, self._ranks, strict=True)]
        ranks = compress(zip(*looks, strict=True), wanted)
        return [sorted(own)[:most] for own in ranks]


def _low(table: Sequence[float]) -> int:
    return min(0, *map(_whole, table))


def _span(table: Sequence[float]) -> int:
    return max(0, *map(_whole, table)) - _low(table)


def _above(table: Sequence[float]) -> list[int]:
    low = _low(table)
    return [_whole(weight) - low for weight in table]


def _whole(weight: float) -> int:
    return round(UNIT * weight)
