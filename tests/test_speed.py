"""The work that three fixtures take, in bytecodes: no more than it was, give or take 5 %."""

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


def test_no_job_takes_more_bytecodes_than_it_did() -> None:
    known = counts.baseline()
    if counts.VERSION not in known:
        # Other versions have other instructions: the newest that is known must be near.
        slack, was = 0.3, known[max(known, key=lambda name: int(name.split(".")[1]))]
    else:
        slack, was = SLACK, known[counts.VERSION]
    now = counts.counted()
    assert now.keys() == was.keys()
    slower = {
        label: f"{number / was[label] - 1:+.1%}"
        for label, number in now.items()
        if number > was[label] * (1 + slack)
    }
    assert not slower, "python -m benchmarks.speed.counts --write, if this is meant"


def test_the_count_is_exact() -> None:
    def job() -> int:
        return sum(number * number for number in range(100))

    assert counts.count(job) == counts.count(job) > 100
