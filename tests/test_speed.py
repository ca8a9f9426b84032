"""The work that three fixtures take, in bytecodes: what it was, give or take 5 %."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parent.parent
SLACK = 0.05


def _load() -> ModuleType:
    """The counter, which stands outside of what is installed."""
    spec = importlib.util.spec_from_file_location("counts", ROOT / "benchmarks/speed/counts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


counts = _load()


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
