"""Run cleanpress over a manifest of printed pages and print the figures and the worst pages.

    python -m benchmarks.printbench MANIFEST.jsonl [--track pdf|text|markdown] [--worst N] [--peers]

With ``--peers`` the PDF tools that are installed are scored on the same files. The inputs stand
beside the manifest: ``pdf/{id}.pdf``, ``text/{id}.txt``, ``markdown/{id}.md``.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import cleanpress
from benchmarks.printbench.peers import installed, texts
from benchmarks.printbench.score import Page, score_page, summarize

ENDINGS = {"pdf": "pdf", "text": "txt", "markdown": "md"}
FIGURES = ("f1", "precision", "recall", "exact", "paragraphs", "segments", "seg_recall",
           "seg_reject", "furniture_free")  # fmt: skip


def clean_file(path: Path, preset: str) -> tuple[str, str, float]:
    """The body, what went wrong (empty: nothing) and the seconds of CPU it took."""
    began = time.process_time()
    try:
        body = cleanpress.clean_bytes(path.read_bytes(), preset=preset).text
    except Exception as error:  # a benchmark reports every failure and goes on
        return "", f"{type(error).__name__}: {error}", time.process_time() - began
    return body, "", time.process_time() - began


def main() -> int:
    """Parse the command line, run, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("manifest", type=Path)
    parser.add_argument("--track", choices=ENDINGS, default="pdf")
    parser.add_argument("--preset", default="default")
    parser.add_argument("--out", type=Path, help="also write the cleaned texts into this folder")
    parser.add_argument("--worst", type=int, default=0, help="show the N worst pages")
    parser.add_argument("--peers", action="store_true", help="score other PDF tools too")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    rows = [json.loads(line) for line in args.manifest.open(encoding="utf-8")]
    folder, ending = args.manifest.parent / args.track, ENDINGS[args.track]
    paths = [folder / f"{row['id']}.{ending}" for row in rows]
    with ProcessPoolExecutor(args.jobs) as pool:
        results = list(pool.map(clean_file, paths, [args.preset] * len(paths), chunksize=4))
    pages = [score_page(row, body) for row, (body, _, _) in zip(rows, results, strict=True)]
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        for row, (body, _, _) in zip(rows, results, strict=True):
            (args.out / f"{row['id']}.txt").write_text(body, "utf-8", "surrogatepass")
    print_report(pages, args.worst)
    for name, read in installed() if args.peers and args.track == "pdf" else ():
        found = texts(read, paths, args.jobs)
        print(f"\n{name}")
        print_report(
            [score_page(row, text) for row, text in zip(rows, found, strict=True)], 0, leaks=False
        )
    print(f"cpu seconds {sum(seconds for _, _, seconds in results):.1f}")
    errors = [(row["id"], error) for row, (_, error, _) in zip(rows, results, strict=True) if error]
    for name, error in errors:
        print(f"failed {name}: {error}")
    return 1 if errors else 0


def print_report(pages: list[Page], worst: int, *, leaks: bool = True) -> None:
    """One line of figures, then the worst pages with what was lost and what leaked."""
    summary = summarize(pages)
    figures = [f"{name} {summary.figures[name]:.3f}" for name in FIGURES if name in summary.figures]
    print("  ".join([f"pages {summary.pages}", *figures]))
    leaky = [page.id for page in pages if page.figures.get("furniture_free") == 0.0]
    if leaky and leaks:
        print("furniture left:", " ".join(leaky))
    key = "f1" if "f1" in summary.figures else "segments"
    for page in sorted(pages, key=lambda page: page.figures[key])[:worst]:
        figures = [f"{name} {value:.3f}" for name, value in page.figures.items()]
        print("\n" + "  ".join([page.id, f"{page.furniture}/{page.css}", *figures]))
        for label, parts in (("lost", page.lost), ("leaked", page.leaked)):
            for part in parts[:6]:
                print(f"  {label}: {part[:150]}")
            if len(parts) > 6:
                print(f"  {label}: … and {len(parts) - 6} more")


if __name__ == "__main__":
    sys.exit(main())
