"""How ``cleanpress batch`` uses a machine: throughput by processes, and the parent's memory.

    python -m benchmarks.batch --texts FOLDER --prints FOLDER [--many-texts 20000]
        [--many-prints 2000] [--jobs 1 2]

The corpora are drawn from the files of the folders, again and again, into a temporary folder. For
each and each number of jobs: seconds of wall time, documents a second, the ratio to the first
number of jobs; CPU milliseconds a document of the workers and of their parent, how much of the
time the workers were busy (their CPU time in their number times the seconds), core hours that a
million such documents take, all processes counted; and the resident memory of the parent (MB) at
its peak, and at its peak in the second and in the last quarter of the run: if it grows, the last
is larger.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

_PAUSE = 0.1  # seconds between two looks at the memory


def main() -> None:
    """Parse the command line, draw, run, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--prints", type=Path)
    parser.add_argument("--many-texts", type=int, default=20_000)
    parser.add_argument("--many-prints", type=int, default=2_000)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    args = parser.parse_args()
    print(
        "| corpus | jobs | seconds | documents a second | ratio | CPU ms each: workers, parent "
        "| workers busy | core hours a million | parent, MB: peak, 2nd, last quarter |"
    )  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|")
    for folder, many in ((args.texts, args.many_texts), (args.prints, args.many_prints)):
        if folder is not None:
            with tempfile.TemporaryDirectory() as work:
                drawn(sorted(one for one in folder.iterdir() if one.is_file()), many, Path(work))
                report(f"{many:,} of {folder.name}", many, Path(work), args.jobs)


def drawn(paths: Sequence[Path], many: int, work: Path) -> None:
    """As many files as asked for, a thousand in a folder."""
    for number, path in enumerate(islice(cycle(paths), many)):
        place = work / "in" / f"{number // 1000:03}" / f"{number:06}{path.suffix}"
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)


def report(name: str, many: int, work: Path, jobs: Sequence[int]) -> None:
    """A row for each number of jobs."""
    first = 0.0
    for one in jobs:
        took = timed(work, one)
        first = first or took.seconds
        quarter = len(took.resident) // 4
        peaks = (
            max(took.resident),
            max(took.resident[quarter : 2 * quarter]),
            max(took.resident[3 * quarter :]),
        )
        cells = (
            name,
            one,
            f"{took.seconds:.0f}",
            f"{many / took.seconds:.1f}",
            f"{first / took.seconds:.2f}",
            f"{took.workers / many * 1e3:.2f}, {took.parent / many * 1e3:.2f}",
            f"{took.workers / took.seconds / one:.1%}",
            f"{(took.workers + took.parent) / many * 1e6 / 3600:.1f}",
            ", ".join(f"{peak / 1e6:.0f}" for peak in peaks),
        )
        print("|", " | ".join(map(str, cells)), "|", flush=True)


class Took(NamedTuple):
    """Seconds of a run, CPU seconds of its workers and of their parent, bytes of the parent."""

    seconds: float
    workers: float
    parent: float
    resident: list[int]


def timed(work: Path, jobs: int) -> Took:
    """What a run takes."""
    out = work / f"out-{jobs}"
    argv = [sys.executable, "-m", "cleanpress", "batch", "in", "-o", str(out / "articles")]
    began, resident, parent = time.monotonic(), [0] * 4, 0.0
    page, ticks = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")
    with (work / "said").open("w+b") as said:
        process = subprocess.Popen([*argv, "--jobs", str(jobs)], cwd=work, stderr=said)
        while True:
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
            if ended:
                break
            resident.append(int(_told(process.pid, "statm").split()[1]) * page)
            user, system = _told(process.pid, "stat").rpartition(")")[2].split()[11:13]
            parent = (int(user) + int(system)) / ticks
            time.sleep(_PAUSE)
        took = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        lines = said.read().decode()
    if process.returncode not in (0, 1):
        raise SystemExit(lines)
    print(lines.splitlines()[0], file=sys.stderr)
    shutil.rmtree(out)
    return Took(took, usage.ru_utime + usage.ru_stime - parent, parent, resident)


def _told(process: int, what: str) -> str:
    return Path(f"/proc/{process}/{what}").read_text()


if __name__ == "__main__":
    main()
