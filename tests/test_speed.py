"""The work that three fixtures take: what it was, give or take 5 %."""

from __future__ import annotations

import pytest
from benchmarks.speed import counts, instructions

SLACK = 0.05


def test_every_job_takes_as_many_bytecodes_as_it_did() -> None:
    """Fewer are told, too: a gain that is not written down is lost without anybody noticing."""
    known = counts.baseline()
    if counts.VERSION not in known:
        # Other versions have other instructions: the newest that is known must be near.
        slack, was = 0.3, known[max(known, key=lambda name: int(name.split(".")[1]))]
    else:
        slack, was = SLACK, known[counts.VERSION]
    changed = counts.changed(counts.counted(), was, slack)
    assert not changed, "python -m benchmarks.speed.counts --write, if this is meant"


def test_every_job_takes_as_many_instructions_as_it_did() -> None:
    """What goes on inside C counts here: patterns, PDFium, memory."""
    if not instructions.available():
        pytest.skip("valgrind is not installed")
    was = instructions.baseline().get(instructions.build())
    if was is None:
        pytest.skip("no counts are known for this build of Python and these libraries")
    changed = counts.changed(instructions.counted(), was, SLACK)
    assert not changed, "python -m benchmarks.speed.instructions --write, if this is meant"


def test_a_count_that_rises_or_falls_is_told() -> None:
    was = {"read": 1000, "clean": 1000, "gone": 1000}
    now = {"read": 1040, "clean": 960, "gone": 1000}
    assert counts.changed(now, was, SLACK) == {}
    told = counts.changed({"read": 1060, "clean": 940, "new": 5}, was, SLACK)
    assert told == {"read": "+6.0%", "clean": "-6.0%", "gone": "not counted", "new": "not known"}


def test_the_count_is_exact() -> None:
    def job() -> int:
        return sum(number * number for number in range(100))

    assert counts.count(job) == counts.count(job) > 100
