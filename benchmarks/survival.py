"""How many pages would pass the filters of large corpora, before and after cleaning.

    python -m benchmarks.survival MANIFEST.jsonl

The folder of the manifest holds ``pdf/<id>.pdf`` and, of the same pages, ``text/<id>.txt`` by
pdftotext; the manifest has the gold as ``body``. Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean

from cleanpress import clean_pdf
from cleanpress.report.stats import Survival, survival_of
from cleanpress.report.survival import RULES

COLUMNS = ("pdftotext", "the reader's text", "cleaned", "gold")


def main() -> None:
    """Parse the command line, read and clean every page, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("manifest", type=Path)
    path = parser.parse_args().manifest
    pages = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = [survivals(path.parent, page["id"], page["body"]) for page in pages]
    print(f"{len(found)} pages\n")
    print("| rule | limit | " + " | ".join(COLUMNS) + " |")
    print("|---" * (len(COLUMNS) + 2) + "|")
    for name, limit, shares in rows(found):
        print(f"| {name} | {limit} | " + " | ".join(f"{share:.1%}" for share in shares) + " |")


def survivals(folder: Path, name: str, body: str) -> tuple[Survival, ...]:
    """Of one page: by pdftotext, as the reader gave it, cleaned, and the gold."""
    article = clean_pdf(folder / "pdf" / f"{name}.pdf")
    plain = (folder / "text" / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(survival_of(text) for text in (plain, article.source, article.text, body))


def rows(found: Sequence[tuple[Survival, ...]]) -> Iterator[tuple[str, str, list[float]]]:
    """Each rule, then the rules of each corpus, then all, then what C4 keeps."""
    names = [rule.name for rule in RULES]
    groups = [(f"`{one.name}`", one.bound, [one.name]) for one in RULES]
    for family, title in (("c4", "C4"), ("gopher", "Gopher"), ("fineweb", "FineWeb"), ("", "")):
        rules = [name for name in names if name.startswith(family)]
        groups.append((f"**all of {title}**" if title else "**all rules**", "", rules))
    columns = list(zip(*found, strict=True))
    for title, told, rules in groups:
        yield title, told, [passing(column, rules) for column in columns]
    yield "words on lines that C4 keeps", "", [fmean(o.c4_words for o in c) for c in columns]


def passing(found: Sequence[Survival], rules: Sequence[str]) -> float:
    """The share of texts that pass all of these rules."""
    return fmean(not any(rule in one.fails for rule in rules) for one in found)


if __name__ == "__main__":
    main()
