"""One pass of the model as logistic regression over steps, with numpy, scipy and scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from cleanpress.content.columns import SPAN, UNIT
from cleanpress.content.facts import KINDS, Row, Steps
from cleanpress.content.vocabulary import encoded
from cleanpress.content.weights import Scorer
from training.pages import GOLD, Page

PLACES = {"here": 0, "before": -1, "after": 1}
MOST_WORDS = 100  # of a unit that add to its weight
POWER = 0.25  # of the words; with 0.5 headings and captions go wrong more often
# Of a gold body read as a text of its own: 0.3 of 1,000 words go, with weight 1 it is 3.
GOLD_WEIGHT = 3.0


def design(rows: Sequence[Row], steps: dict[str, Steps]) -> sparse.csr_matrix:
    """One line a unit, with columns for the steps of each fact.

    Amounts are coded as "at least this step", so that steps near each other get weights near each
    other; kinds have one column each.
    """
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


def vocabulary(pages: Sequence[Page], sites: int, most: int) -> list[str]:
    """The words that tell most, of those that enough sites use.

    What a word tells is how far the share of the article's units with it is from the others'.
    """
    where: dict[str, set[str]] = {}
    counts: dict[str, list[float]] = {}
    totals = [1.0, 1.0]
    for page in pages:
        for words, label in zip(page.vocabulary, page.labels, strict=True):
            if label >= 0:
                totals[label] += 1
                for word in words:
                    where.setdefault(word, set()).add(page.site)
                    counts.setdefault(word, [0.5, 0.5])[label] += 1

    def tells(word: str) -> float:
        rest, body = counts[word][0] / totals[0], counts[word][1] / totals[1]
        return abs(float(np.log(body / rest))) * (counts[word][0] + counts[word][1]) ** 0.5

    known = [word for word in sorted(where) if len(where[word]) >= sites]
    return sorted(sorted(known, key=tells, reverse=True)[:most])


def words_design(page: Page, words: Sequence[str]) -> sparse.csr_matrix:
    """One line a unit, one column a word: 1 where the unit has it."""
    at = {word: index for index, word in enumerate(words)}
    cells = [
        (row, at[word]) for row, have in enumerate(page.vocabulary) for word in have if word in at
    ]
    shape = (len(page.units), len(words))
    rows, columns = zip(*cells, strict=True) if cells else ((), ())
    return sparse.csr_matrix((np.ones(len(cells), np.float32), (rows, columns)), shape=shape)


class Fitted(NamedTuple):
    """Coefficients by column, 0 for what was left out, and the intercept."""

    weights: np.ndarray
    bias: float


def fit(
    matrices: Sequence[sparse.csr_matrix], pages: Sequence[Page], strength: float,
    steps: dict[str, Steps], most: int = 0,
) -> Fitted:  # fmt: skip
    """Fit on the labelled units; a long unit weighs more, as it does in the text.

    ``most`` is how many tables may stay (a table is a fact at one place; 0: all of them). Half go
    at a time, those whose part of the score differs least from unit to unit.
    """
    known = [np.array(page.labels) >= 0 for page in pages]
    x = sparse.vstack([m[k] for m, k in zip(matrices, known, strict=True)]).tocsc()
    y = np.concatenate([np.array(p.labels)[k] for p, k in zip(pages, known, strict=True)])
    w = np.concatenate([_weights(p)[k] for p, k in zip(pages, known, strict=True)])
    spans = [np.arange(first, last) for _, _, first, last in places(steps)]
    words = np.arange(spans[-1][-1] + 1, x.shape[1])
    while True:
        columns = np.concatenate([*spans, words])
        model = LogisticRegression(C=strength, max_iter=300, tol=1e-3)
        model.fit(x[:, columns], y, sample_weight=w / w.mean())
        weights = np.zeros(x.shape[1])
        weights[columns] = model.coef_[0]
        if not most or len(spans) <= most:
            return Fitted(weights, float(model.intercept_[0]))
        spreads = [_spread(x[:, span] @ weights[span], w) for span in spans]
        best = np.argsort(spreads, kind="stable")[::-1][: max(most, len(spans) // 2)]
        spans = [spans[at] for at in sorted(best)]


def _spread(scores: np.ndarray, weights: np.ndarray) -> float:
    middle = np.average(scores, weights=weights)
    return float(np.average((scores - middle) ** 2, weights=weights))


def places(steps: dict[str, Steps]) -> list[tuple[str, str, int, int]]:
    """Each place and fact, and its half-open range of columns."""
    found, at = [], 0
    for place in PLACES:
        for name, cuts in steps.items():
            found.append((place, name, at, at + len(cuts) + 1))
            at += len(cuts) + 1
    return found


def _weights(page: Page) -> np.ndarray:
    """How much each unit counts: by its words, and less on a page with many labelled units."""
    weights: np.ndarray = np.clip(np.array(page.words), 1, MOST_WORDS) ** POWER
    total = weights[np.array(page.labels) >= 0].sum()
    weights *= 1.0 / np.sqrt(total) if total else 1.0
    return weights * (GOLD_WEIGHT if page.id.endswith(GOLD) else 1.0)


def tables(model: Fitted, steps: dict[str, Steps], words: Sequence[str]) -> dict[str, object]:
    """The weights as the data file has them: one number for each step of each fact."""
    facts: dict[str, dict[str, list[float]]] = {name: {} for name in steps}
    last = 0
    for place, name, first, last in places(steps):
        part = model.weights[first:last]
        told = part if name in KINDS else np.cumsum(part)
        low = max(0.0, *told) - SPAN
        row = [_rounded(max(float(value), low)) for value in told]
        if any(row):
            facts[name][place] = row
    told = {
        word: _rounded(float(value))
        for word, value in zip(words, model.weights[last:], strict=True)
    }
    return {
        "bias": round(model.bias, 3), "facts": facts,
        "words": {word: weight for word, weight in told.items() if weight},
    }  # fmt: skip


def _rounded(weight: float) -> float:
    """The weight as the package can have it."""
    return round(UNIT * weight) / UNIT


def scores(
    scorer: Scorer, rows: Sequence[Row], vocabulary: Sequence[frozenset[str]]
) -> list[float]:
    """The log-odds of each unit to be of the article, from the rows of the units."""
    joined = scorer.joined(list(map(bytes, zip(*rows, strict=True))))
    words = [(at, frozenset(map(encoded, known))) for at, known in enumerate(vocabulary)]
    return [scorer.scores[at] for at in scorer.sums(joined, len(rows), words)]
