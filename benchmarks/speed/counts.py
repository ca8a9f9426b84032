"""Count the bytecodes that a job takes: a measure of speed without noise, for CI.

    python -m benchmarks.speed.counts [--write]

Three fixtures are read with each backend and cleaned whole. The counts are those of Python's own
instructions, so they are the same on every machine, busy or not, for one minor version of Python;
what goes on inside C (regular expressions, PDFium) they do not see. ``counts.json`` holds what they
were; ``--write`` renews it for the Python that runs this, after a change that is meant.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).parents[2]
BASELINE = Path(__file__).with_name("counts.json")
PRINTS = ("short-ferry", "brueckenstreit", "harbour-crane")
_TOOL = 4  # a number that no debugger, profiler or coverage goes by
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"

Counts = dict[str, int]


def count(job: Callable[[], object]) -> int:
    """The bytecodes of a job."""
    return _monitored(job) if sys.version_info >= (3, 12) else _traced(job)


def _traced(job: Callable[[], object]) -> int:
    total = 0

    def trace(frame: FrameType, event: str, _: object) -> Callable[..., object]:
        nonlocal total
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        total += event == "opcode"
        return trace

    sys.settrace(trace)
    try:
        job()
    finally:
        sys.settrace(None)
    return total


def _monitored(job: Callable[[], object]) -> int:
    total, monitoring = 0, sys.monitoring

    def one(_: object, __: int) -> None:
        nonlocal total
        total += 1

    monitoring.use_tool_id(_TOOL, "bytecodes")
    try:
        monitoring.register_callback(_TOOL, monitoring.events.INSTRUCTION, one)
        monitoring.set_events(_TOOL, monitoring.events.INSTRUCTION)
        job()
        monitoring.set_events(_TOOL, 0)
    finally:
        monitoring.free_tool_id(_TOOL)
    return total


def jobs() -> Iterator[tuple[str, Callable[[], object]]]:
    """Every job by its name."""
    import cleanpress
    from cleanpress.readers.pdf import read_pdf

    for name in PRINTS:
        data = (ROOT / "fixtures" / "pdf" / f"{name}.pdf").read_bytes()
        for backend in ("pdfminer", "pdfium"):
            yield f"read {name} {backend}", lambda d=data, b=backend: read_pdf(d, backend=b)
            yield (
                f"clean {name} {backend}",
                lambda d=data, b=backend: cleanpress.clean_pdf(d, backend=b, isolate=False).text,
            )


def counts() -> Counts:
    """The bytecodes of every job, counted in this process; the order of sets must be fixed."""
    found: Counts = {}
    for label, job in jobs():
        job()  # what is loaded and compiled once is no part of it
        found[label] = count(job)
    return found


def counted() -> Counts:
    """The same from a process of its own, where hashes, and so the order of sets, are fixed."""
    env = os.environ | {
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    code = [sys.executable, "-m", "benchmarks.speed.counts", "--json"]
    told = subprocess.run(code, check=True, capture_output=True, text=True, cwd=ROOT, env=env)
    found: Counts = json.loads(told.stdout)
    return found


def baseline() -> dict[str, Counts]:
    """The counts by the minor version of Python."""
    found: dict[str, Counts] = json.loads(BASELINE.read_text("utf-8"))
    return found


def changed(now: Counts, was: Counts, slack: float) -> dict[str, str]:
    """The jobs whose counts are off by more than a share, up or down, and those without a pair."""
    told = dict.fromkeys(was.keys() - now.keys(), "not counted")
    told |= dict.fromkeys(now.keys() - was.keys(), "not known")
    for label in now.keys() & was.keys():
        if abs(now[label] - was[label]) > slack * was[label]:
            told[label] = f"{now[label] / was[label] - 1:+.1%}"
    return told


def main() -> None:
    """Print the counts beside the baseline; with ``--write`` keep them."""
    if "--json" in sys.argv:
        print(json.dumps(counts()))
        return
    now, kept = counted(), baseline() if BASELINE.exists() else {}
    for label, number in now.items():
        was = kept.get(VERSION, {}).get(label)
        print(f"{number:>12,}  {f'{number / was - 1:+.1%}' if was else '':>7}  {label}")
    if "--write" in sys.argv:
        kept[VERSION] = now
        BASELINE.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
