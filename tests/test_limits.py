"""Limits and named errors: what they say, and that they survive the way to another process."""

from __future__ import annotations

import pickle

import pytest

from cleanpress import Damaged, Encrypted, LimitExceeded, Limits, NoTextLayer, ReadError
from cleanpress.errors import Cause, ConfigError


@pytest.mark.parametrize(
    "wrong", [{"pages": -1}, {"seconds": float("nan")}, {"glyphs": 1.5}, {"memory": True}]
)
def test_a_limit_is_a_number_of_at_least_nothing(wrong: dict[str, int]) -> None:
    with pytest.raises(ConfigError, match=next(iter(wrong))):
        Limits(**wrong)


def test_a_limit_of_nothing_lets_nothing_pass() -> None:
    Limits(pages=0).check("pages", 0)
    with pytest.raises(LimitExceeded) as caught:
        Limits(pages=0).check("pages", 1)
    assert (caught.value.kind, caught.value.limit, caught.value.seen) == ("pages", 0, 1)
    assert "pages" in str(caught.value)


@pytest.mark.parametrize(
    "error",
    [
        LimitExceeded("glyphs", 10, 11, page=3),
        Damaged("cut short", object=7),
        Encrypted("wants a password"),
        NoTextLayer("a scan", page=1),
    ],
)
def test_errors_cross_the_borders_of_processes(error: ReadError) -> None:
    try:
        raise error from ValueError("of another library")
    except ReadError as raised:
        again = pickle.loads(pickle.dumps(raised))
    assert (type(again), again.args, str(again)) == (type(error), error.args, str(error))
    assert (again.page, again.object, again.partial) == (error.page, error.object, None)
    assert isinstance(again.__cause__, Cause)
    assert str(again.__cause__) == "ValueError: of another library"
