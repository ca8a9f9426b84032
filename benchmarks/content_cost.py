"""What ``main-content`` costs beside reading the PDF, in CPU time.

    python -m benchmarks.content_cost MANIFEST.jsonl [--every 2]

For each library that reads: every page is read, goes through the filters before ``main-content``
and then through it alone; the least of three rounds counts.
"""

from __future__ import annotations

import argparse
import gc
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from cleanpress.presets import preset
from cleanpress.readers.pdf import read_pdf

ROUNDS = 3
_T = TypeVar("_T")


def main() -> None:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("manifest", type=Path)
    parser.add_argument("--every", type=int, default=2, help="every so many pages")
    args = parser.parse_args()
    gc.set_threshold(100_000, 20, 100)  # as the command line has it
    rows = map(json.loads, args.manifest.read_text(encoding="utf-8").splitlines()[:: args.every])
    pages = [(args.manifest.parent / "pdf" / f"{row['id']}.pdf").read_bytes() for row in rows]
    for backend in ("pdfminer", "pdfium"):
        costs = [cost(data, backend) for data in pages]
        reading, content = (sum(column) for column in zip(*costs, strict=True))
        share = f"{100 * content / reading:.1f} %"
        print(f"{backend}: reading {reading:.2f} s, main-content {content:.2f} s, {share}")


def cost(data: bytes, backend: str) -> tuple[float, float]:
    """Seconds for reading a page with its lines, and for the filter."""
    line = preset("default")
    at = line.names.index("main-content")
    before, content = line.only(*line.names[:at]), line.filters[at]
    best = [float("inf")] * 2
    for _ in range(ROUNDS):
        reading, doc = timed(lambda: read_pdf(data, backend=backend))
        lines, _ = timed(lambda doc=doc: doc.lines)
        given = before.once(doc)
        filtering, _ = timed(lambda given=given: list(content(given)))
        best = [min(best[0], reading + lines), min(best[1], filtering)]
    return best[0], best[1]


def timed(make: Callable[[], _T]) -> tuple[float, _T]:
    """Seconds of CPU, and what was made."""
    began = time.process_time()
    made = make()
    return time.process_time() - began, made


if __name__ == "__main__":
    main()
