"""What each group of the facts of ``main-content`` buys: one left out at a time.

    python -m training.ablation MANIFEST... [--view pdf] [--folds 5]

Needs what ``training.main_content`` needs. The figures are cross-validated and those of the units
as they stand: other filters have run before, none after.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from cleanpress.content import facts
from cleanpress.content.bulk import BULK, bulk_of
from cleanpress.content.facts import FACTS, Row
from training import crossval, main_content
from training.pages import Page, read_manifests

GROUPS: dict[str, frozenset[str]] = {
    "nothing": frozenset(),
    "wording": frozenset(facts._WORDING),
    "place": frozenset(facts._PLACE),
    "traces of other filters": frozenset(facts._TRACES),
    "setting": frozenset(facts._SETTING),
    "words": frozenset({"words of the vocabulary"}),
    "bulk (second pass)": frozenset(BULK["pdf"]),
}


def main() -> None:
    """Parse the command line; fit and print for each group."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("manifests", type=Path, nargs="+", metavar="MANIFEST")
    parser.add_argument("--view", choices=main_content.VIEWS, default="pdf")
    parser.add_argument("--folds", type=int, default=5)
    args = parser.parse_args()
    pages = read_manifests(args.manifests, args.view)
    bulk = crossval.together
    for group, names in GROUPS.items():
        told = names.isdisjoint(BULK[args.view])
        crossval.together = main_content.together = bulk if told else without_bulk
        some = [without(page, names, args.view) for page in pages]
        models = main_content.cross_validate(some, args.view, args.folds)
        print(f"without {group}:", crossval.figures(some, models, args.manifests), flush=True)


def without(page: Page, names: frozenset[str], view: str) -> Page:
    """A page on which some facts have the same value everywhere, so that they tell nothing."""
    keep = [name not in names for name in FACTS[view]]
    rows = [
        tuple([step if kept else 0 for step, kept in zip(row, keep, strict=True)])
        for row in page.rows
    ]
    told = names.isdisjoint(GROUPS["words"])
    vocabulary = page.vocabulary if told else [frozenset[str]()] * len(rows)
    return page._replace(rows=rows, vocabulary=vocabulary)


def without_bulk(
    rows: Sequence[Row], alone: Sequence[float], words: Sequence[int],
    styles: Sequence[tuple[float, str, int]],
) -> list[Row]:  # fmt: skip
    """The rows of the second pass, with nothing of the first one in them."""
    columns = len(bulk_of(alone, words, styles))
    return [(*row, *[0] * columns) for row in rows]


if __name__ == "__main__":
    main()
