"""Time cleanpress beside other tools, in one run, file by file in turn.

    python -m benchmarks.speed PDFS [--texts FOLDER] [--html FOLDER] [--python PEERS] [--every N]
                               [--rounds N] [--out docs]

PDFS is a folder of PDFs, ``--texts`` one of texts, ``--html`` one of web pages. Tools that are not
installed for the interpreter that runs this are looked for with ``--python``, the interpreter of
another environment. Every tool has its own process; each file goes through all of them before the
next comes, so that a busy machine is busy for all. What counts is CPU time, of each file the least
of all rounds. ``--out`` writes ``speed.svg``; the tables are for ``speed.md``. How cost grows is
measured by ``benchmarks.speed.growth``.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from benchmarks.speed.plot import bars
from benchmarks.speed.tools import TOOLS, Tool

ROOT = Path(__file__).parents[2]
ENDINGS = {"pdf": {".pdf"}, "text": {".txt", ".md"}, "html": {".html", ".htm"}}
BASELINES = {"pdf": "pdfminer.six extract_text", "text": "ftfy fix_text", "html": ""}


class Worker:
    """A process that times one tool."""

    def __init__(self, tool: Tool, pythons: Iterable[str]) -> None:
        self.tool, self.why = tool, ""
        self.failures: dict[str, str] = {}
        for python in pythons:
            self.process = subprocess.Popen(
                [python, "-m", "benchmarks.speed.worker", str(TOOLS.index(tool))],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
                env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])},
            )  # fmt: skip
            assert self.process.stdout is not None
            self.why = self.process.stdout.readline().strip()
            if self.why == "ready":
                return

    def time(self, path: Path) -> float:
        """Seconds of CPU that the tool takes for a file."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{path.resolve()}\n")
        self.process.stdin.flush()
        told = self.process.stdout.readline()
        if told[:1].isdigit():
            return float(told)
        self.failures[path.name] = told.strip() or "it ended"
        return 0.0

    def end(self) -> None:
        """Let the process go."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def main() -> None:
    """Parse the command line, time, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("pdfs", type=Path)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--html", type=Path)
    parser.add_argument("--python", action="append", default=[])
    parser.add_argument("--every", type=int, default=1, help="every Nth file; all web pages")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    if args.out and not args.out.is_dir():
        parser.error(f"{args.out} is no folder")
    pythons = [sys.executable, *args.python]
    for reads, folder in (("pdf", args.pdfs), ("text", args.texts), ("html", args.html)):
        if folder is not None:
            files = sorted(p for p in folder.iterdir() if p.suffix in ENDINGS[reads])
            files = files if reads == "html" else files[:: args.every]
            spent = timed(reads, files, pythons, args.rounds)
            report(reads, files, spent)
            if args.out and reads == "pdf":
                (args.out / "speed.svg").write_text(bars(spent, BASELINES[reads]), "utf-8")


def timed(reads: str, files: list[Path], pythons: list[str], rounds: int) -> dict[str, float]:
    """Seconds of CPU of every tool that is there, over all files."""
    workers = [Worker(tool, pythons) for tool in TOOLS if tool.reads == reads]
    for worker in workers:
        if worker.why != "ready":
            print(f"not timed: {worker.tool.name} ({worker.why or 'it did not start'})")
    ready = [worker for worker in workers if worker.why == "ready"]
    for worker in ready:
        worker.time(files[0])  # what is loaded with the first call is no part of the work
    spent = {worker.tool.name: 0.0 for worker in ready}
    for path in files:
        best = dict.fromkeys(spent, float("inf"))
        for _ in range(rounds):
            for worker in ready:
                best[worker.tool.name] = min(best[worker.tool.name], worker.time(path))
        for name, seconds in best.items():
            spent[name] += seconds
    for worker in ready:
        worker.end()
        if worker.failures:
            kinds = ", ".join(sorted(set(worker.failures.values())))
            print(f"{worker.tool.name} failed on {len(worker.failures)} files: {kinds}")
    return spent


def report(reads: str, files: list[Path], spent: dict[str, float]) -> None:
    """A Markdown table: seconds, and the ratio to the baseline."""
    size = sum(path.stat().st_size for path in files) / 1e6
    base = spent.get(BASELINES[reads])
    print(f"\n{len(files)} files, {size:.2f} MB\n")
    print(f"| {reads} | CPU s | MB/s | ratio |\n|---|---|---|---|")
    for name, seconds in sorted(spent.items(), key=lambda item: item[1]):
        ratio = f"{seconds / base:.3f}" if base else ""
        print(f"| {name} | {seconds:.2f} | {size / max(seconds, 1e-9):.2f} | {ratio} |")


if __name__ == "__main__":
    main()
