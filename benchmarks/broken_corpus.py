"""What becomes of a corpus of broken PDFs: ``cleanpress batch`` itself, and a table of outcomes.

    python -m benchmarks.broken_corpus [--files N] [--backend NAME ...] [--jobs N] [PDF ...]

N mutants of the fixtures (``benchmarks.survey`` breaks them, the same ones every time) and the PDFs
that are named, as they are, are written to a folder; ``cleanpress batch`` cleans it, once for each
backend. Then every input must have exactly one of a text in OUT or one error of ours in
failures.jsonl, the command must have said nothing of a traceback and ended with status 0 or 1, and
none of its documents may have taken longer than its limit. What does not hold is printed as BAD,
and the exit status is 1.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import cleanpress
from benchmarks.survey import FIXTURES, mutants
from cleanpress import errors

AS_IT_IS = "as it is"
SECONDS = 20
OURS = {one.__name__ for one in vars(errors).values()
        if isinstance(one, type) and issubclass(one, errors.ReadError)}  # fmt: skip


class Outcomes(NamedTuple):
    """What became of the inputs, by mutation; what must not be; seconds that the run took."""

    table: dict[str, Counter[str]]
    bad: list[str]
    seconds: float


def write(folder: Path, files: Sequence[Path], count: int) -> dict[str, str]:
    """Write the corpus; the mutation of each file by its name."""
    kinds: dict[str, str] = {}
    for number, (source, kind, data) in enumerate(mutants(sorted(FIXTURES.glob("*.pdf")), count)):
        name = f"{number:05}-{source}"
        (folder / name).write_bytes(data)
        kinds[name] = kind
    for number, file in enumerate(files):
        name = f"whole-{number:05}-{file.name.removesuffix('.pdf')}.pdf"
        (folder / name).write_bytes(file.read_bytes())
        kinds[name] = AS_IT_IS
    return kinds


def cleaned(folder: Path, kinds: dict[str, str], backend: str, jobs: int) -> Outcomes:
    """Clean the corpus with the command, and look at all that it left."""
    out, failures = folder.parent / f"out-{backend}", folder.parent / f"failures-{backend}.jsonl"
    command = [
        sys.executable, "-m", "cleanpress", "batch", str(folder), "-o", str(out),
        "--failures", str(failures), "--format", "json", "--jobs", str(jobs),
        "--backend", backend, "--limit", f"seconds={SECONDS}",
    ]  # fmt: skip
    begun = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - begun
    bad = []
    if done.returncode not in (0, 1) or "Traceback" in done.stderr or done.stdout:
        bad.append(f"the command ended with {done.returncode}: {done.stdout}{done.stderr[-3000:]}")
    failed: dict[str, list[dict[str, str]]] = {}
    if failures.exists():
        for line in failures.read_text().splitlines():
            one = json.loads(line)
            failed.setdefault(Path(one["path"]).name, []).append(one)
    table: dict[str, Counter[str]] = {}
    for name, kind in kinds.items():
        text, wrong = out / f"{name}.json", failed.pop(name, [])
        outcome = _outcome(text, wrong)
        table.setdefault(kind, Counter())[outcome] += 1
        if outcome.startswith("BAD"):
            bad.append(f"{kind}, {name}: {outcome} {wrong}")
    bad += [f"a failure of no input: {wrong}" for wrong in failed.values()]
    written = {f"{name}.json" for name in kinds}
    bad += [f"an output of no input: {one}" for one in out.iterdir() if one.name not in written]
    return Outcomes(table, bad, seconds)


def _outcome(text: Path, wrong: list[dict[str, str]]) -> str:
    """What became of one input: the status of its text, or the name of its one error."""
    if text.exists() == bool(wrong) or len(wrong) > 1:
        return "BAD: not one of text or error"
    if wrong:
        known = wrong[0]["error"] in OURS and wrong[0]["message"]
        return wrong[0]["error"] if known else "BAD: no error of ours"
    told = json.loads(text.read_text())
    if told["status"] == "incomplete":
        return "text, incomplete"
    return "text" if told["text"].strip() else f"text, {told['status']}"


def show(found: Outcomes, backend: str) -> None:
    """Print the table of one backend."""
    kinds = sorted({kind for row in found.table.values() for kind in row})
    whole: Counter[str] = Counter()
    print(f"\nbackend {backend}: {found.seconds:.0f} s\n")
    print("| mutation | files |", " | ".join(kinds), "|")
    print("|---|" + "---|" * (len(kinds) + 1))
    for mutation, row in found.table.items():
        whole.update(row)
        print("|", mutation, "|", row.total(), "|", " | ".join(str(row[k]) for k in kinds), "|")
    print("| all |", whole.total(), "|", " | ".join(str(whole[k]) for k in kinds), "|", flush=True)
    for one in found.bad:
        print("BAD", one)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the survey; the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("whole", nargs="*", type=Path, metavar="PDF")
    parser.add_argument("--files", type=int, default=5200, dest="count", metavar="N")
    parser.add_argument("--backend", action="append", default=[])
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args(arguments)
    bad = 0
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work, "in")
        folder.mkdir()
        kinds = write(folder, given.whole, given.count)
        known = (("pdfminer.six", "pdfminer.six"), ("pypdfium2", "pypdfium2"))
        told = ", ".join(f"{name} {version(of)}" for name, of in known)
        print(f"{len(kinds)} files; cleanpress at {Path(cleanpress.__file__).parent.name}, {told}")
        for backend in given.backend or ["pdfminer", "pdfium", "auto"]:
            found = cleaned(folder, kinds, backend, given.jobs)
            show(found, backend)
            bad += len(found.bad)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
