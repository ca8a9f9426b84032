"""Numbers to a few decimals, as ``round`` has them but without its way over digits in a string.

A page has thousands of numbers, and ``round`` with decimals takes ten times as long as all else
that is done with one of them.
"""

from __future__ import annotations

__all__ = ["rounded"]

_SCALES = (1, 10, 100)
_LARGE = 1e6  # beyond, too few bits are left for what comes after the point
_SURE = 0.49  # of the last decimal; numbers that are farther from it may be ties


def rounded(number: float, digits: int) -> float:
    """The same as ``round(number, digits)``, for one digit or two.

    Where a number times its scale is near a whole one, so is the exact product, and to divide the
    whole one gives the float that is nearest to those decimals: what ``round`` gives.

    >>> rounded(2.675, 2) == round(2.675, 2), rounded(-0.001, 2), rounded(3, 1)
    (True, -0.0, 3)
    """
    if number.__class__ is float and -_LARGE < number < _LARGE:
        scale = _SCALES[digits]
        long = number * scale
        whole = round(long)
        if whole and -_SURE < long - whole < _SURE:
            return whole / scale
    return round(number, digits)
