"""How ``cleanpress batch`` uses a machine: throughput by processes, and the parent's memory.

    python -m benchmarks.batch --texts FOLDER --prints FOLDER [--many-texts 20000]
        [--many-prints 2000] [--jobs 1 2]

The corpora are drawn from the files of the folders, again and again, into a temporary folder. For
each and each number of jobs: seconds of wall time, documents a second, the ratio to the first
number of jobs, and the resident memory of the parent (MB) at its peak, and at its peak in the
second and in the last quarter of the run: if it grows, the last is larger.
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
    print("| corpus | jobs | seconds | documents a second | ratio | MB: peak, 2nd, last quarter |")
    print("|---|---|---|---|---|---|")
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
        seconds, resident = timed(work, one)
        first = first or seconds
        quarter = len(resident) // 4
        peaks = (max(resident), max(resident[quarter : 2 * quarter]), max(resident[3 * quarter :]))
        told = ", ".join(f"{peak / 1e6:.0f}" for peak in peaks)
        rate = f"{seconds:.0f} | {many / seconds:.1f} | {first / seconds:.2f}"
        print(f"| {name} | {one} | {rate} | {told} |", flush=True)


def timed(work: Path, jobs: int) -> tuple[float, list[int]]:
    """Seconds that a run takes, and the bytes its parent holds as it goes on."""
    out = work / f"out-{jobs}"
    argv = [
        sys.executable,
        "-m",
        "cleanpress",
        "batch",
        "in",
        "-o",
        str(out / "articles"),
        "--jobs",
        str(jobs),
    ]
    began, resident = time.monotonic(), [0] * 4
    process = subprocess.Popen(argv, cwd=work, stderr=subprocess.PIPE)
    page = os.sysconf("SC_PAGE_SIZE")
    while process.poll() is None:
        try:
            held = Path(f"/proc/{process.pid}/statm").read_text()
        except OSError:
            break
        resident.append(int(held.split()[1]) * page)
        time.sleep(_PAUSE)
    said = process.communicate()[1].decode()
    if process.returncode not in (0, 1):
        raise SystemExit(said)
    took = time.monotonic() - began
    print(said.splitlines()[0], file=sys.stderr)
    shutil.rmtree(out)
    return took, resident


if __name__ == "__main__":
    main()
