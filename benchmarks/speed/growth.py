"""How cost grows: a PDF of 1 to 1,000 pages, a text of 1 kB to as much as is asked for.

    python -m benchmarks.speed.growth PDFS TEXTS [--largest BYTES] [--out docs]

Every document is cleaned in a process of its own, short ones three times, of which the least
counts. ``--out`` writes ``growth.svg``; the tables are for ``speed.md``.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from benchmarks.speed.plot import curves as drawn

ROOT = Path(__file__).parents[2]
PAGES = (1, 10, 100, 1000)
SHORTEST = 1000  # bytes
QUICK = 1.0  # seconds; what takes less is measured again
UNBOUNDED = 1 << 36  # seconds and bytes: how long it takes and how much is the question here


Curves = dict[str, list[tuple[int, float]]]
"""Seconds by pages or by bytes, of each way to read."""


def growth_tables(pdfs: Sequence[Path], texts: Path | None, largest: int) -> tuple[str, Curves]:
    """Markdown tables of CPU time and peak memory as the input grows, and the curves of time."""
    curves: Curves = {}
    lines = [
        "",
        "| pages | backend | CPU s | to the row before | peak MB |",
        "|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for backend in ("pdfminer", "pdfium"):
            last = 0.0
            for pages in PAGES:
                path = Path(folder, f"{pages}.pdf")
                if not path.exists():
                    path.write_bytes(joined(pdfs, pages))
                seconds, peak = measured(path, backend)
                curves.setdefault(f"pages, {backend}", []).append((pages, seconds))
                ratio = f"{seconds / last:.1f}x" if last else ""
                lines.append(f"| {pages} | {backend} | {seconds:.2f} | {ratio} | {peak:.0f} |")
                last = seconds
        if texts is not None:
            lines += [
                "",
                "| characters of text | CPU s | to a tenth of it | peak MB |",
                "|---|---|---|---|",
            ]
            curve = curves["kB of text"] = []
            lines += _texts(texts, largest, Path(folder, "long.txt"), curve)
    return "\n".join(lines), curves


def _texts(
    texts: Path, largest: int, path: Path, curve: list[tuple[int, float]]
) -> list[str]:  # fmt: skip
    """What texts of one kind take: those that read as Markdown are judged by other facts."""
    from cleanpress.readers.markdown import is_markdown

    each = [one.read_text("utf-8", "replace") for one in sorted(texts.glob("*.txt"))]
    whole = "\n\n".join(one for one in each if not is_markdown(one))
    lines, size = [], SHORTEST
    while size <= largest:
        text = (whole * (1 + size // len(whole)))[:size]
        path.write_text(text, "utf-8")
        seconds, peak = measured(path, "auto")
        curve.append((size // SHORTEST, seconds))
        ratio = f"{seconds / _tenth(text, path):.1f}x" if size > SHORTEST else ""
        lines.append(f"| {size:,} | {seconds:.3f} | {ratio} | {peak:.0f} |")
        size *= 10
    return lines


def _tenth(text: str, path: Path) -> float:
    """Seconds for a tenth of a text: the mean of all ten, for they are not alike."""
    size, total = len(text) // 10, 0.0
    for at in range(0, 10 * size, size):
        path.write_text(text[at : at + size], "utf-8")
        total += measured(path, "auto")[0]
    return total / 10


def joined(pdfs: Sequence[Path], pages: int) -> bytes:
    """A PDF of so many pages, the pages of these files one after the other, over and over."""
    import pypdfium2

    whole = pypdfium2.PdfDocument.new()
    while len(whole) < pages:
        for path in pdfs:
            source = pypdfium2.PdfDocument(path.read_bytes())
            whole.import_pages(source, pages=range(min(len(source), pages - len(whole))))
            source.close()
            if len(whole) >= pages:
                break
    out = BytesIO()
    whole.save(out)
    return out.getvalue()


def measured(path: Path, backend: str) -> tuple[float, float]:
    """Seconds of CPU for cleaning a file, and the peak of its process's memory in MB."""
    code = [sys.executable, "-m", "benchmarks.speed.growth", "--one", str(path), backend]
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    found: list[tuple[float, float]] = []
    while not found or (len(found) < 3 and found[0][0] < QUICK):
        told = subprocess.run(code, check=True, capture_output=True, text=True, cwd=ROOT, env=env)
        seconds, peak = told.stdout.split()
        found.append((float(seconds), float(peak)))
    return min(found)


def clean_one(path: Path, backend: str) -> None:
    """Clean one file; print seconds of CPU and megabytes."""
    import cleanpress

    cleanpress.clean("The phrases are loaded with the first text.")
    data = path.read_bytes()
    limits = cleanpress.Limits(seconds=UNBOUNDED, memory=UNBOUNDED)
    began = time.process_time()
    cleanpress.clean_bytes(data, backend=backend, isolate=False, limits=limits)
    spent = time.process_time() - began
    unit = 1e6 if sys.platform == "darwin" else 1e3  # bytes there, kilobytes elsewhere
    print(spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)


def main() -> None:
    """Parse the command line, measure, print, draw."""
    if sys.argv[1:2] == ["--one"]:
        clean_one(Path(sys.argv[2]), sys.argv[3])
        return
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("pdfs", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--largest", type=int, default=10_000_000, help="bytes of the longest text")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    if args.out and not args.out.is_dir():
        parser.error(f"{args.out} is no folder")
    told, grown = growth_tables(sorted(args.pdfs.glob("*.pdf")), args.texts, args.largest)
    print(told)
    if args.out:
        (args.out / "growth.svg").write_text(drawn(grown), "utf-8")


if __name__ == "__main__":
    main()
