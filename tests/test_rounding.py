"""Rounding the short way: to the digit what Python's own ``round`` gives."""

from __future__ import annotations

from array import array
from math import inf, isnan, nan
from random import Random

import pytest

from cleanpress.rounding import rounded


@pytest.mark.parametrize("digits", [1, 2])
def test_it_rounds_as_python_does(digits: int) -> None:
    chance = Random(7)
    plain = [chance.uniform(-900, 900) for _ in range(20_000)]
    short = array("f", plain)  # as PDFium tells them
    ties = [whole / 200 for whole in range(-20_000, 20_000)]
    odd = [0.0, -0.0, -0.001, 0.004, 1e6, -1e9, 1e300, inf, -inf, 5, -3]
    for number in (*plain, *short, *ties, *odd):
        assert repr(rounded(number, digits)) == repr(round(number, digits))


def test_what_is_no_number_stays_none() -> None:
    assert isnan(rounded(nan, 2))
