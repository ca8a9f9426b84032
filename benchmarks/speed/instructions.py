"""Count the machine instructions that a job takes, what goes on inside C included, for CI.

    python -m benchmarks.speed.instructions [--write]

The jobs are those of ``counts``, which counts Python's own instructions on any machine. Here they
run under ``valgrind --tool=callgrind``, fifty times slower, and count everything: regular
expressions, PDFium, memory. The counts hold for one build of Python on one kind of machine with
the same libraries; ``instructions.json`` keeps them by the build, and one that it does not know is
held to nothing. Each job runs inside ``dir()``: callgrind is told to count inside the C function
behind it alone, and to write a total when it is left.
"""

from __future__ import annotations

import gc
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from benchmarks.speed.counts import ROOT, Counts, jobs

BASELINE = Path(__file__).with_name("instructions.json")
INSIDE = "PyObject_Dir"  # a function by a name that every build has, and that no job calls
BELOW = ("pdfminer.six", "pypdfium2", "regex", "ftfy")
_TOTAL = re.compile(r"^(?:totals|summary): (\d+)", re.MULTILINE)


def available() -> bool:
    """Whether valgrind is there."""
    return shutil.which("valgrind") is not None


def build() -> str:
    """What the counts hold for: the kind of machine, this build of Python, what lies below."""
    below = [f"{name} {version(name)}" for name in BELOW]
    return ", ".join([platform.machine(), f"Python {' '.join(sys.version.split())}", *below])


def counted() -> Counts:
    """The instructions of every job, in one process under callgrind.

    Raises:
        CalledProcessError: the process failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {
            "PYTHONHASHSEED": "0",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }
        code = [
            "valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out",
            f"--toggle-collect={INSIDE}", f"--dump-after={INSIDE}",
            sys.executable, "-m", "benchmarks.speed.instructions", "--inside",
        ]  # fmt: skip
        told = subprocess.run(code, check=True, capture_output=True, text=True, cwd=ROOT, env=env)
        names: list[str] = json.loads(told.stdout)
        totals = [_total(path) for path in sorted(Path(folder).glob("out.*"), key=_number)]
        return dict(zip(names, totals[-len(names) :], strict=True))  # loading may call it too


def _number(path: Path) -> int:
    return int(path.suffix[1:])


def _total(path: Path) -> int:
    found = _TOTAL.search(path.read_text("utf-8", "replace"))
    assert found is not None, f"{path.name} has no total"
    return int(found[1])


def _inside() -> None:
    """Call each job once to load what it needs, and once where callgrind counts."""
    names = []
    for _, job in jobs():
        job()
    gc.disable()  # it comes when it comes
    for name, job in jobs():
        dir(_Called(job))
        names.append(name)
    print(json.dumps(names))


class _Called:
    """What does a job when it is asked what it has."""

    def __init__(self, job: Callable[[], object]) -> None:
        self.job = job

    def __dir__(self) -> list[str]:
        self.job()
        return []


def baseline() -> dict[str, Counts]:
    """The counts by the build."""
    found: dict[str, Counts] = json.loads(BASELINE.read_text("utf-8")) if BASELINE.exists() else {}
    return found


def main() -> None:
    """Print the counts beside the baseline; with ``--write`` keep them."""
    if "--inside" in sys.argv:
        _inside()
        return
    now, kept = counted(), baseline()
    for label, number in now.items():
        was = kept.get(build(), {}).get(label)
        print(f"{number:>14,}  {f'{number / was - 1:+.1%}' if was else '':>7}  {label}")
    if "--write" in sys.argv:
        kept[build()] = now
        BASELINE.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
