"""Files made to hang or to fill the memory: every one is read and cleaned in time, and small."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bombs import BOMBS

SECONDS = 4.0
ROOT = Path(__file__).parent.parent
MEMORY = 300 << 20

READ = """
import json, os, resource, sys, time
from cleanpress import LimitExceeded, Limits, ReadError, clean, clean_pdf
from cleanpress.readers import apart, compose, pages
data, backend = open(sys.argv[1], "rb").read(), sys.argv[2]
limits = Limits(seconds=%r)
clean("Advertisement\\n\\nThe ferry leaves at noon.")  # what is loaded and compiled once
try:
    clean_pdf(b"%%PDF-1.4", backend=backend, limits=limits)
except ReadError:
    pass
begun = time.monotonic(), sum(os.times()[:2])
try:
    kind, told = "", str(len(clean_pdf(data, backend=backend, limits=limits).text))
except LimitExceeded as error:
    kind, told = error.kind, str(error)
except ReadError as error:
    kind, told = type(error).__name__, str(error)
seconds = time.monotonic() - begun[0]
apart._idle.close()
cpu = sum(os.times()[:4]) - begun[1]  # with that of the process beside
try:  # the peak of this program; ru_maxrss begins with what the process that started it held
    with open("/proc/self/status") as told_of_memory:
        peak = next(line for line in told_of_memory if line.startswith("VmHWM"))
    memory = int(peak.split()[1]) << 10
except OSError:
    unit = 1 if sys.platform == "darwin" else 1024
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
other = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
other *= 1 if sys.platform == "darwin" else 1024
print(json.dumps([kind, told, seconds, cpu, memory, other]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="memory is not told there")
@pytest.mark.parametrize("backend", ["pdfminer", "auto"])
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_at_its_limit(name: str, backend: str, tmp_path: Path) -> None:
    file = tmp_path / "bomb.pdf"
    file.write_bytes(BOMBS[name].make())
    done = subprocess.run(
        [sys.executable, "-c", READ % SECONDS, str(file), backend], capture_output=True,
        text=True, timeout=300, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, check=True,
    )  # fmt: skip
    kind, told, seconds, cpu, memory, other = json.loads(done.stdout)
    assert done.stderr == ""
    starved = kind == "seconds" and cpu < SECONDS / 2  # a busy machine took the time
    assert kind in BOMBS[name].kinds or starved or (backend == "auto" and kind == "memory"), told
    assert f"limits: {kind}" in told or not kind or kind[0].isupper()
    assert min(seconds, cpu) < SECONDS + 1
    assert memory < MEMORY
    assert other < MEMORY
