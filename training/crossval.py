"""Figures for pages that a model was not made from.

    python -m training.crossval MANIFEST... [--views pdf markdown text] [--folds 5] [--worst N]

Weights are made from four fifths of the sites and the other pages cleaned with them, by the whole
preset ``default``. Also prints the figures of the units as they stand, which no other filter mends.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from benchmarks.printbench.__main__ import print_report
from benchmarks.printbench.score import score_page, summarize

import cleanpress
from cleanpress.content import judge
from cleanpress.content.chain import chances, logistics
from cleanpress.content.judge import together
from cleanpress.content.weights import Model
from training.logistic import scores
from training.pages import BARE, ENDINGS, GOLD, Page


def figures(pages: Sequence[Page], models: dict[str, Model], manifests: Sequence[Path]) -> str:
    """The scorer's figures, one line for each manifest."""
    texts = {page.id: kept_text(page, models[page.id]) for page in pages}
    lines = []
    for manifest in manifests:
        rows = [json.loads(line) for line in manifest.read_text(encoding="utf-8").splitlines()]
        summary = summarize([score_page(row, texts.get(row["id"], "")) for row in rows])
        lines.append("  ".join(f"{name} {value:.4f}" for name, value in summary.figures.items()))
        bare = [
            score_page(row, texts[row["id"] + BARE]) for row in rows if row["id"] + BARE in texts
        ]
        if bare:
            told = summarize(bare).figures.items()
            lines.append(
                "without pages: " + "  ".join(f"{name} {value:.4f}" for name, value in told)
            )
    golds = [page for page in pages if page.id.endswith(GOLD)]
    if golds:
        gone = sum(
            len(page.words) and sum(page.words) - len(texts[page.id].split()) for page in golds
        )
        lines.append(
            f"gold bodies: {1000 * gone / sum(sum(p.words) for p in golds):.2f} words in 1000 go"
        )
    return "\n  ".join(["", *lines])


def kept_text(page: Page, model: Model) -> str:
    """The units that the model keeps, each as one paragraph."""
    found = page_chances(page, model)
    bars = model.threshold.bars(found, page.words)
    return "\n\n".join(
        " ".join(unit.text.split())
        for unit, chance, bar in zip(page.units, found, bars, strict=True)
        if chance >= bar
    )


def page_chances(page: Page, model: Model) -> list[float]:
    """What the filter would find for each unit."""
    alone = logistics(scores(model.first, page.rows, page.vocabulary))
    rows = together(page.rows, alone, page.words, page.styles)
    return chances(scores(model.second, rows, page.vocabulary), model.stay)


_MODELS: dict[str, dict[str, Model]] = {}  # by view and page


def clean_page(folder: Path, view: str, name: str) -> str:
    """The body of a page, with the weights of the folds that it is not in."""
    judge.load_model = lambda kind: _MODELS[kind][name]
    return cleanpress.clean_bytes((folder / view / f"{name}.{ENDINGS[view]}").read_bytes()).text


def main() -> None:
    """Parse the command line, train on each fold, clean the rest, print."""
    from training.main_content import VIEWS, cross_validate
    from training.pages import read_manifests

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("manifests", type=Path, nargs="+", metavar="MANIFEST")
    parser.add_argument("--views", nargs="+", choices=VIEWS, default=VIEWS)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--worst", type=int, default=0)
    args = parser.parse_args()
    # What is left of any page is read again as text, and text with the signs of Markdown in it as
    # Markdown, so that these models count whatever the view.
    for view in sorted({"markdown", "text", *args.views}):
        pages = read_manifests(args.manifests, view)
        _MODELS[view] = cross_validate(pages, view, args.folds)
        print(view, "by units", figures(pages, _MODELS[view], args.manifests), flush=True)
    for view in args.views:
        for manifest in args.manifests:
            rows = [json.loads(line) for line in manifest.read_text(encoding="utf-8").splitlines()]
            names = [row["id"] for row in rows]
            for models in _MODELS.values():  # a page without a unit has no model, and needs none
                spare = next(iter(models.values()))
                for name in names:
                    models.setdefault(name, spare)
            with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
                folders, views = [manifest.parent] * len(rows), [view] * len(rows)
                bodies = list(pool.map(clean_page, folders, views, names, chunksize=4))
            print(f"\n{view}, {manifest.name}")
            print_report(
                [score_page(row, body) for row, body in zip(rows, bodies, strict=True)], args.worst
            )


if __name__ == "__main__":
    main()
