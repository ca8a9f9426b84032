"""One pass of the model as logistic regression over steps, with numpy, scipy and scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from cleanpress.content.facts import KINDS as FACT_KINDS, Row, Steps
from cleanpress.content.bulk import PAIRS

KINDS = FACT_KINDS | PAIRS
PLACES = {"here": 0, "before": -1, "after": 1}
MOST_WORDS = 100  # of a unit that add to its weight


def design(rows: Sequence[Row], steps: dict[str, Steps]) -> sparse.csr_matrix:
    """One line a unit. Amounts are coded as "at least this step", so that steps near each other
    get weights near each other; kinds have one column each."""
    table = np.array(rows, dtype=np.int16)
    columns = []
    for offset in PLACES.values():
        moved = np.full_like(table, -1)
        if offset == 0:
            moved = table
        elif offset < 0:
            moved[1:] = table[:-1]
        else:
            moved[:-1] = table[1:]
        for at, (name, cuts) in enumerate(steps.items()):
            values, codes = moved[:, at, None], np.arange(len(cuts) + 1)[None, :]
            columns.append(values == codes if name in KINDS else values >= codes)
    return sparse.csr_matrix(np.hstack(columns).astype(np.float32))


def fit(
    matrices: Sequence[sparse.csr_matrix], labels: Sequence[Sequence[int]],
    words: Sequence[Sequence[int]], strength: float,
) -> LogisticRegression:  # fmt: skip
    """Fit on the labelled units; a long unit weighs more, as it does in the text."""
    known = [np.array(one) >= 0 for one in labels]
    x = sparse.vstack([m[k] for m, k in zip(matrices, known, strict=True)])
    y = np.concatenate([np.array(one)[k] for one, k in zip(labels, known, strict=True)])
    w = np.concatenate([np.sqrt(np.clip(np.array(one), 1, MOST_WORDS))[k]
                        for one, k in zip(words, known, strict=True)])  # fmt: skip
    return LogisticRegression(C=strength, max_iter=300).fit(x, y, sample_weight=w / w.mean())


def tables(model: LogisticRegression, steps: dict[str, Steps]) -> dict[str, object]:
    """The weights as the data file has them: one number for each step of each fact."""
    weights, at = model.coef_[0], 0
    facts: dict[str, dict[str, list[float]]] = {name: {} for name in steps}
    for place in PLACES:
        for name, cuts in steps.items():
            part = weights[at : at + len(cuts) + 1]
            at += len(cuts) + 1
            told = part if name in KINDS else np.cumsum(part)
            row = [round(float(value), 2) + 0.0 for value in told]
            if any(row):
                facts[name][place] = row
    return {"bias": round(float(model.intercept_[0]), 3), "facts": facts}
