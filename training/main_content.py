"""Make the weights of the filter ``main-content`` from labelled pages.

    python -m training.main_content MANIFEST... -o src/cleanpress/data/content.json [--cv 5]

Needs numpy, scipy and scikit-learn. The same pages give the same file on every run. With ``--cv``
it writes nothing but prints figures of pages that the weights were not made from.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from pathlib import Path

from scipy.sparse import hstack

from cleanpress.content.chain import logistics
from cleanpress.content.columns import joints_of
from cleanpress.content.judge import together
from cleanpress.content.weights import Model, Scorer, Threshold, read_pass, steps_of
from training.crossval import figures
from training.logistic import design, fit, scores, tables, vocabulary, words_design
from training.pages import Page, fold_of, read_manifests

_ROW = re.compile(r"\[[-\d.,\s]+\]")  # a row of weights goes on one line
VIEWS = ("pdf", "markdown", "text")
STRENGTH = 0.06  # of the fit; 0.02 to 0.15 differ by less than the noise in cross-validation
SITES = 6  # that must use a word before the model may know it
# Words that the model knows at most, and tables that stay in its passes (0: all of them). For
# Markdown fewer tables and no words do better on unseen pages; plain text has few facts as it is.
WORDS = {"pdf": 250, "markdown": 0, "text": 0}
TABLES = {"pdf": (0, 0), "markdown": (35, 45), "text": (0, 0)}
INNER = 4  # folds for the chances that the second pass learns from
STAY = 0.5  # by cross-validation; more smooths short headings and lists away
# From which chance on a unit stays above, within and below the core. In cross-validation edges at
# 0.4 to 0.6 and a core at 0.1 to 0.3 differ little; one bar for all costs .007 of f1, but none for
# plain text.
THRESHOLD = {"pdf": (0.4, 0.2, 0.5), "markdown": (0.4, 0.2, 0.5), "text": (0.5, 0.5, 0.5)}


def train(pages: Sequence[Page], view: str) -> dict[str, object]:
    """The tables of both passes.

    The second pass must not learn from chances that the first pass gave to pages it was fitted on:
    these come from fits on the other folds.
    """
    steps, words = steps_of(view, bulk=False), vocabulary(pages, SITES, WORDS[view])
    known = [words_design(page, words) for page in pages]
    plain = [hstack([design(p.rows, steps), w]).tocsr() for p, w in zip(pages, known, strict=True)]
    first_most, second_most = TABLES[view]
    alone = tables(fit(plain, pages, STRENGTH, steps, first_most), steps, words)
    chances: dict[str, list[float]] = {}
    for fold in range(INNER):
        rest = [at for at, page in enumerate(pages) if fold_of(page, INNER) != fold]
        others = [plain[at] for at in rest], [pages[at] for at in rest]
        one = read_pass(tables(fit(*others, STRENGTH, steps, first_most), steps, words), steps)
        first = Scorer(one, joints_of(one.tables))
        for page in pages:
            if fold_of(page, INNER) == fold:
                chances[page.id] = logistics(scores(first, page.rows, page.vocabulary))
    both = steps_of(view, bulk=True)
    rows = [together(p.rows, chances[p.id], p.words, p.styles) for p in pages]
    full = [hstack([design(row, both), w]).tocsr() for row, w in zip(rows, known, strict=True)]
    second = tables(fit(full, pages, STRENGTH, both, second_most), both, words)
    return {"threshold": THRESHOLD[view], "stay": STAY, "alone": alone, "together": second}


def model_of(table: dict[str, object], view: str) -> Model:
    """The model as the filter would read it."""
    return Model(
        read_pass(table["alone"], steps_of(view, bulk=False)),
        read_pass(table["together"], steps_of(view, bulk=True)),
        STAY,
        Threshold(*THRESHOLD[view]),
    )


def cross_validate(pages: Sequence[Page], view: str, folds: int) -> dict[str, Model]:
    """For each page the model of the folds without it."""
    models: dict[str, Model] = {}
    for fold in range(folds):
        rest = [page for page in pages if fold_of(page, folds) != fold]
        model = model_of(train(rest, view), view)
        models |= {page.id: model for page in pages if fold_of(page, folds) == fold}
    return models


def main() -> None:
    """Parse the command line, train, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("manifests", type=Path, nargs="+", metavar="MANIFEST")
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--views", nargs="+", choices=VIEWS, default=VIEWS)
    parser.add_argument("--cv", type=int, default=0, metavar="FOLDS")
    args = parser.parse_args()
    views: dict[str, object] = {}
    if args.output and args.output.exists():
        views = json.loads(args.output.read_text(encoding="utf-8"))["views"]
    for view in args.views:
        pages = read_manifests(args.manifests, view)
        if args.cv:
            print(view, figures(pages, cross_validate(pages, view, args.cv), args.manifests))
        else:
            views[view] = train(pages, view)
    if args.output and not args.cv:
        args.output.write_text(dump(views), encoding="utf-8")


def dump(views: dict[str, object]) -> str:
    """The file: one line a fact and place, so that a change can be read."""
    text = json.dumps({"views": views}, indent=1, sort_keys=True, ensure_ascii=False)
    return _ROW.sub(lambda row: "".join(row[0].split()), text) + "\n"


if __name__ == "__main__":
    main()
