"""How fast text is cleaned, and how the time grows with the text.

    python -m benchmarks.speed.text FOLDER [--preset default]

FOLDER holds texts (``*.txt``, ``*.md``). Prints megabytes (UTF-8) a second of CPU time on one
core: of the first pass, which loads the filters and compiles patterns as they are needed, and the
best of three more. Then how the time grows: texts joined to one, against a tenth of it (the mean of
all ten, for one tenth has more on its pages than another).
"""

from __future__ import annotations

import argparse
import gc
import time
from pathlib import Path

from cleanpress.pipeline import Pipeline
from cleanpress.presets import preset
from cleanpress.readers.encoding import decode
from cleanpress.readers.markdown import is_markdown
from cleanpress.readers.text import read_text

ROUNDS = 3
BASE = 20_000  # characters; texts of ten and a hundred times this show how the time grows


def main() -> None:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--preset", default="default")
    parser.add_argument("--filters", action="store_true", help="also the time of each filter")
    args = parser.parse_args()
    gc.set_threshold(100_000, 20, 100)  # as the command line has it
    paths = sorted(path for path in args.folder.iterdir() if path.suffix in (".txt", ".md"))
    texts = [decode(path.read_bytes()) for path in paths]
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6
    began = time.process_time()
    line = preset(args.preset)
    timed(line, texts)
    seconds = time.process_time() - began
    print(f"{len(texts)} texts, {size:.2f} MB: {seconds:.2f} s, {size / seconds:.2f} MB/s at first")
    seconds = min(timed(line, texts) for _ in range(ROUNDS))
    print(f"{len(texts)} texts, {size:.2f} MB: {seconds:.2f} s, {size / seconds:.2f} MB/s")
    growth(line, texts)
    if args.filters:
        by_filter(line, texts)


def timed(line: Pipeline, texts: list[str]) -> float:
    """Seconds of CPU to clean all texts."""
    began = time.process_time()
    for text in texts:
        line.run(read_text(text))
    return time.process_time() - began


def growth(line: Pipeline, texts: list[str]) -> None:
    """Seconds for one document of 10x and 100x a length, and how often that of its tenths."""
    whole = "\n\n".join(text for text in texts if not is_markdown(text))  # of one kind
    for size in (10 * BASE, 100 * BASE):
        text = whole[:size]
        parts = [text[at : at + size // 10] for at in range(0, len(text), size // 10)]
        seconds = min(timed(line, [text]) for _ in range(ROUNDS))
        tenth = min(timed(line, parts) for _ in range(ROUNDS)) / len(parts)
        ratio = f"{seconds / tenth:.1f}x a tenth of it"
        print(f"one text of {len(text):>9,} characters: {seconds:.3f} s, {ratio}")


def by_filter(line: Pipeline, texts: list[str]) -> None:
    """Seconds that each filter takes in the first round, edits applied."""
    spent: dict[str, float] = dict.fromkeys(line.names, 0.0)
    for text in texts:
        doc = read_text(text)
        for one in line.filters:
            began = time.process_time()
            doc = doc.apply(list(one(doc)), one.name)
            spent[one.name] += time.process_time() - began
    for name, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"{seconds:7.3f} s  {name}")


if __name__ == "__main__":
    main()
