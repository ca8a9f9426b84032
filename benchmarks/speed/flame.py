"""Where the time goes: a flame graph, drawn from samples of a run.

    python -m benchmarks.speed.flame PDFS [--backend pdfium] [--every N] [--out docs]

A timer of CPU time (not on Windows) looks at the stack every millisecond. What is as wide as half
of the picture took half of the time; whoever stands upon another was called by it. Time in C
(patterns, PDFium) counts for the Python function that asked for it.
"""

from __future__ import annotations

import argparse
import signal
from collections import Counter
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from types import FrameType

PAUSE = 0.001  # seconds of CPU between two looks
WIDTH, ROW, LETTER = 1000, 17, 6.3  # pixels
LEAST = 0.004  # of the whole; narrower ones are left out
COLOURS = {"readers": "#7fb2c4", "filters": "#e0b077", "content": "#cf9a9a", "": "#c9c5b8"}


@dataclass
class Frame:
    """A function as it was called from the one below it."""

    name: str
    count: int = 0
    above: dict[str, Frame] = field(default_factory=dict)


def sampled(files: list[bytes], backend: str) -> Counter[tuple[str, ...]]:
    """How often each stack was seen while the files were cleaned, outermost function first."""
    import cleanpress

    for data in files:  # what is loaded and compiled once is no part of it
        cleanpress.clean_pdf(data, backend=backend, isolate=False)
    seen: Counter[tuple[str, ...]] = Counter()

    def look(_: int, frame: FrameType | None) -> None:
        seen[_stack(frame)] += 1

    signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, PAUSE, PAUSE)
    try:
        for data in files:
            cleanpress.clean_pdf(data, backend=backend, isolate=False)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    del seen[()]  # nothing of ours was at work
    return seen


def _stack(frame: FrameType | None) -> tuple[str, ...]:
    names: list[str] = []
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith(("cleanpress", "pdfminer", "ftfy")):
            place = module.removeprefix("cleanpress.")
            if not frame.f_code.co_name.startswith("<"):
                names.append(f"{place}: {frame.f_code.co_qualname}")
        frame = frame.f_back
    return tuple(reversed(names))


def tree(seen: Counter[tuple[str, ...]]) -> Frame:
    """The stacks laid upon each other."""
    root = Frame("all")
    for stack, count in seen.items():
        here = root
        here.count += count
        for name in stack:
            here = here.above.setdefault(name, Frame(name))
            here.count += count
    return root


def drawn(root: Frame, title: str) -> str:
    """The tree as SVG; what stands lowest in it was called first."""
    boxes: list[str] = []
    deepest = _draw(root, 0.0, 0, root.count, boxes)
    height = (deepest + 1) * ROW
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {-height} {WIDTH} {height}" '
        f'font-family="sans-serif" font-size="11"><title>{escape(title)}</title>'
        f'<rect y="{-height}" width="{WIDTH}" height="{height}" fill="#fff"/>'
        f"{''.join(boxes)}</svg>\n"
    )


def _draw(frame: Frame, x: float, depth: int, total: int, boxes: list[str]) -> int:
    share = frame.count / total
    if share < LEAST:
        return depth - 1
    width, y = share * WIDTH, -(depth + 1) * ROW
    part = next((part for part in COLOURS if frame.name.startswith(f"{part}.")), "")
    label = frame.name.rsplit(": ")[-1]
    text = label if len(label) * LETTER < width - 4 else ""
    boxes.append(
        f'<g><title>{escape(frame.name)} {share:.1%}</title><rect x="{x:.1f}" y="{y}" '
        f'width="{max(width - 0.5, 0.5):.1f}" height="{ROW - 1}" fill="{COLOURS[part]}"/>'
        f'<text x="{x + 3:.1f}" y="{y + 12}">{escape(text)}</text></g>'
    )
    deepest = depth
    for above in sorted(frame.above.values(), key=lambda one: one.name):
        deepest = max(deepest, _draw(above, x, depth + 1, total, boxes))
        x += above.count / total * WIDTH
    return deepest


def main() -> None:
    """Clean the files, draw the graph, print the functions that took most by themselves."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("pdfs", type=Path)
    parser.add_argument("--backend", default="pdfium")
    parser.add_argument("--every", type=int, default=1, help="only every Nth file")
    parser.add_argument("--out", type=Path, default=Path("docs"), help="folder for flame.svg")
    args = parser.parse_args()
    if not args.out.is_dir():
        parser.error(f"{args.out} is no folder")
    files = [path.read_bytes() for path in sorted(args.pdfs.glob("*.pdf"))[:: args.every]]
    seen = sampled(files, args.backend)
    svg = drawn(tree(seen), f"Cleaning {len(files)} prints, {args.backend}")
    (args.out / "flame.svg").write_text(svg, "utf-8")
    alone: Counter[str] = Counter()
    for stack, count in seen.items():
        alone[stack[-1]] += count
    print("| function | share of the time, by itself |\n|---|---|")
    for name, count in alone.most_common(15):
        print(f"| `{name}` | {count / seen.total():.1%} |")


if __name__ == "__main__":
    main()
