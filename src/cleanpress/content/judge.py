"""The verdict on a whole document: which units are the article, and whether to say so at all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from cleanpress.content.bulk import bulk_of
from cleanpress.content.chain import chances, logistic
from cleanpress.content.facts import Row, facts_of, view_of
from cleanpress.content.setting import styles_of
from cleanpress.content.units import Unit, units_of
from cleanpress.content.vocabulary import vocabulary_of
from cleanpress.content.weights import Model, load_model
from cleanpress.document import Document
from cleanpress.posts import is_attribution


class Verdict(NamedTuple):
    """What is known of each unit, in order; ``view`` is which facts there were."""

    view: str
    units: tuple[Unit, ...]
    rows: list[Row]
    words: list[int]
    chances: list[float]
    model: Model

    @property
    def keeps(self) -> list[bool]:
        """Which units are of the article."""
        return [chance >= self.model.threshold for chance in self.chances]

    def why_not(self, index: int) -> str:
        """What speaks against a unit, for the receipt."""
        against = self.model.together.against(self.rows[index])
        return f"{self.chances[index]:.2f} the article; {against}".rstrip("; ")


def judge(doc: Document) -> Verdict:
    """Judge the units of a document: each by itself, then in the light of the others."""
    return doc.derive("content-verdict", lambda: _judge(doc))


def _judge(doc: Document) -> Verdict:
    view, units = view_of(doc), units_of(doc)
    model = load_model(view)
    facts = facts_of(doc, units, view, model.used)
    vocabulary = (
        [vocabulary_of(unit.text) for unit in units]
        if model.alone.words or model.together.words
        else [frozenset[str]()] * len(units)
    )
    words = [len(unit.text.split()) for unit in units]
    alone = [logistic(score) for score in model.alone.scores(facts, vocabulary)]
    rows = together(facts, alone, words, styles_of(doc, units), model.used)
    found = chances(model.together.scores(rows, vocabulary), model.stay)
    for index in range(1, len(units)):
        if "(@" in units[index].text and is_attribution(" ".join(units[index].text.split())):
            found[index] = found[index - 1]  # it goes or stays with the post above it
    return Verdict(view, units, rows, words, found, model)


def together(
    facts: Sequence[Row], alone: Sequence[float], words: Sequence[int],
    styles: Sequence[tuple[float, str, int]], used: Collection[str] | None = None,
) -> list[Row]:  # fmt: skip
    """The rows of the second pass: the facts and where the units stand to the bulk."""
    bulk = bulk_of(alone, words, styles, used)
    return [fact + more for fact, more in zip(facts, bulk, strict=True)]
