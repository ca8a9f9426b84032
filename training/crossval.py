"""Figures for pages that a model was not made from, on the units as they stand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from benchmarks.printbench.score import score_page, summarize

from cleanpress.content.chain import chances, logistic
from cleanpress.content.judge import together
from cleanpress.content.weights import Model
from training.pages import BARE, GOLD, Page


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
    return "\n\n".join(
        " ".join(unit.text.split())
        for unit, chance in zip(page.units, found, strict=True)
        if chance >= model.threshold
    )


def page_chances(page: Page, model: Model) -> list[float]:
    """What the filter would find for each unit."""
    alone = [logistic(score) for score in model.alone.scores(page.rows, page.vocabulary)]
    rows = together(page.rows, alone, page.words, page.styles)
    return chances(model.together.scores(rows, page.vocabulary), model.stay)
