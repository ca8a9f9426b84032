"""How far characters stand from the ones before them: hardly at all, but for a few.

A character begins where the one before it ends, but for rounding, unless it was kerned or a space
was left. To subtract thousands of numbers takes long, to compare their bytes does not: the bytes
of a whole page are one large number, and what two of them do not share is one operation.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Sequence
from math import isnan

__all__ = ["Gaps", "without_width"]

_WIDTH = 4  # bytes of a number
_ORDER = range(_WIDTH) if sys.byteorder == "little" else range(_WIDTH)[::-1]
_LOWER, _UPPER = _ORDER[:3], _ORDER[1:]
_NEAR = 2048.0  # points from the edge of the page, beyond which numbers are too coarse
_TINY = _NEAR * 2**-15  # points; numbers whose upper bytes are the same differ by less
_FINE = bytes(at for at in range(256) if at % 128 <= 0x44)  # uppermost bytes of numbers within
_SET = bytes((0, *[1] * 255))
_NONE, _ONE = re.compile(b"\0"), re.compile(b"\1")


def without_width(left: array[float], right: array[float]) -> list[int]:
    """The characters that end where they begin.

    >>> without_width(array("f", [72, 80, 85]), array("f", [80, 80, 90]))
    [1]
    """
    same = _NONE.finditer(_differing(left, right, _LOWER))
    return [at for at in map(re.Match.start, same) if left[at] == right[at] or isnan(left[at])]


def _differing(one: array[float], other: array[float], some: Sequence[int]) -> bytes:
    """1 for every number of which some of the bytes differ from those of the other, 0 if none."""
    size, differ = len(one), 0
    ours, theirs = one.tobytes(), other.tobytes()
    for at in some:
        differ |= _number(ours[at::_WIDTH]) ^ _number(theirs[at::_WIDTH])
    return differ.to_bytes(size, "little").translate(_SET)


def _number(some: bytes) -> int:
    return int.from_bytes(some, "little")


class Gaps:
    """The gaps between the characters of a page, from their left and right sides.

    Those between sides whose upper bytes are the same are smaller than anything that counts, and
    are not computed.
    """

    def __init__(self, left: array[float], right: array[float]) -> None:
        self._left, self._right = left, right
        self._noted = b"\1" + _differing(left[1:], right[:-1], _UPPER)
        uppermost = (left + right).tobytes()[_ORDER[-1] :: _WIDTH]
        self._fine = not uppermost.translate(None, _FINE)

    def noted(self) -> list[int]:
        """The characters before which there may be a gap."""
        return list(map(re.Match.start, _ONE.finditer(self._noted)))

    def before(self, indices: Sequence[int]) -> list[float]:
        """The gaps before some characters, of which none is the first."""
        left, right = self._left, self._right
        return [left[at] - right[at - 1] for at in indices]

    def inside(self, first: int, last: int, least: float) -> list[float]:
        """The gaps between the characters ``first:last``; some that are less may be left out.

        All of them are there if so many are.
        """
        if not self._fine or least <= _TINY:
            return self.before(range(first + 1, last))
        find = self._noted.find
        found, at = [], find(1, first + 1, last)
        while at >= 0:
            found.append(self._left[at] - self._right[at - 1])
            at = find(1, at + 1, last)
        return found
