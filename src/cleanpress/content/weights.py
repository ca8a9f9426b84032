"""The weights of the model, read from ``data/content.json``; ``training/main_content.py`` makes it.

For each view (PDF, Markdown, plain text) there are two passes. A pass has a bias; for each fact one
weight a step, for the unit itself (``here``) and for the units before and after it; and for some
words one weight each.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from cleanpress.content.bulk import BULK, PAIRS
from cleanpress.content.facts import FACTS, KINDS, Row, Steps

Tables = tuple[tuple[int, tuple[float, ...]], ...]  # which fact, and its weight for each step
_SHOWN = 3  # facts in the note of a verdict


class Pass(NamedTuple):
    """One pass: tables of weights by fact and step, for those facts that have any."""

    names: tuple[str, ...]
    bias: float
    here: Tables
    before: Tables
    after: Tables
    words: Mapping[str, float]

    def scores(self, rows: Sequence[Row], vocabulary: Sequence[frozenset[str]]) -> list[float]:
        """The log-odds of each unit to be of the article."""
        columns = list(zip(*rows, strict=True))
        here = _sums(self.here, columns, len(rows))
        if self.words:
            known = self.words
            told = known.keys()
            here = [
                score + sum([known[word] for word in told & words])
                for score, words in zip(here, vocabulary, strict=True)
            ]
        ahead = [0.0, *_sums(self.before, columns, len(rows))]
        behind = [*_sums(self.after, columns, len(rows))[1:], 0.0]
        return [
            self.bias + one + two + three
            for one, two, three in zip(here, ahead, behind, strict=False)
        ]

    def against(self, row: Row) -> str:
        """The facts that speak most against a unit, for the receipt."""
        told = sorted((table[row[at]], self.names[at], row[at]) for at, table in self.here)[:_SHOWN]
        return ", ".join(told_step(name, step) for weight, name, step in told if weight < 0)

    @property
    def used(self) -> frozenset[str]:
        """The facts that have weights."""
        tables = (*self.here, *self.before, *self.after)
        return frozenset(self.names[at] for at, _ in tables)


class Model(NamedTuple):
    """The two passes of a view."""

    alone: Pass
    together: Pass
    stay: float
    threshold: float

    @property
    def used(self) -> frozenset[str]:
        """The facts that have weights in either pass."""
        return self.alone.used | self.together.used


def _sums(tables: Tables, columns: Sequence[Row], count: int) -> list[float]:
    """The weights of each unit, summed over the facts."""
    if not tables or not count:
        return [0.0] * count
    return list(map(sum, zip(*[map(table.__getitem__, columns[at]) for at, table in tables])))  # noqa: B905


def steps_of(view: str, *, bulk: bool) -> dict[str, Steps]:
    """The facts of a view's pass and their steps."""
    return {**FACTS[view], **BULK} if bulk else FACTS[view]


def told_step(name: str, step: int) -> str:
    """A fact and its step in words.

    >>> told_step("words", 0), told_step("words", 3), told_step("words", 10)
    ('words < 2', 'words 5-8', 'words >= 90')
    """
    cuts = _STEPS[name]
    if name in KINDS or name in PAIRS:
        return f"{name} {step}"
    if step == 0:
        return f"{name} < {cuts[0]:g}"
    if step == len(cuts):
        return f"{name} >= {cuts[-1]:g}"
    low, high = list(pairwise(cuts))[step - 1]
    return f"{name} {low:g}-{high:g}"


_STEPS: dict[str, Steps] = {**FACTS["text"], **FACTS["pdf"], **BULK}


@cache
def load_model(view: str) -> Model:
    """The model of a view: ``pdf``, ``markdown`` or ``text``."""
    path = files("cleanpress") / "data" / "content.json"
    table = json.loads(path.read_text(encoding="utf-8"))["views"][view]
    return Model(
        read_pass(table["alone"], steps_of(view, bulk=False)),
        read_pass(table["together"], steps_of(view, bulk=True)),
        table["stay"],
        table["threshold"],
    )


def read_pass(table: dict[str, object], steps: dict[str, Steps]) -> Pass:
    """One pass from its part of the file; facts without weights count nothing."""
    facts, bias, words = table["facts"], table["bias"], table["words"]
    assert isinstance(facts, dict)
    assert isinstance(bias, float)
    assert isinstance(words, dict)
    here, before, after = (
        tuple(
            (at, tuple(facts[name][place]))
            for at, name in enumerate(steps)
            if place in facts.get(name, {})
        )
        for place in ("here", "before", "after")
    )
    return Pass(tuple(steps), bias, here, before, after, words)
