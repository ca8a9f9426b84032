"""Files made to hang or to fill the memory: every one ends in time, and small."""

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
import json, resource, sys, time
from cleanpress.errors import LimitExceeded, ReadError
from cleanpress.limits import Limits
from cleanpress.readers.pdf import read_pdf
data = open(sys.argv[1], "rb").read()
begun, cpu = time.monotonic(), time.process_time()
try:
    kind, told = "", str(len(read_pdf(data, backend="pdfminer", limits=Limits(seconds=%r)).source))
except LimitExceeded as error:
    kind, told = error.kind, str(error)
except ReadError as error:
    kind, told = type(error).__name__, str(error)
seconds = min(time.monotonic() - begun, time.process_time() - cpu)
try:  # the peak of this program; ru_maxrss begins with what the process that started it held
    with open("/proc/self/status") as told_of_memory:
        peak = next(line for line in told_of_memory if line.startswith("VmHWM"))
    memory = int(peak.split()[1]) << 10
except OSError:
    unit = 1 if sys.platform == "darwin" else 1024
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
print(json.dumps([kind, told, seconds, memory]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="memory is not told there")
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_at_its_limit(name: str, tmp_path: Path) -> None:
    file = tmp_path / "bomb.pdf"
    file.write_bytes(BOMBS[name].make())
    done = subprocess.run(
        [sys.executable, "-c", READ % SECONDS, str(file)], capture_output=True, text=True,
        timeout=300, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, check=True,
    )  # fmt: skip
    kind, told, seconds, memory = json.loads(done.stdout)
    assert done.stderr == ""
    assert kind in BOMBS[name].kinds, told
    assert f"limits: {kind}" in told or not kind or kind[0].isupper()
    assert seconds < SECONDS + 1
    assert memory < MEMORY
