"""The weights of the model, read from ``data/content.json``; ``training/main_content.py`` makes it.

For each view (PDF, Markdown, plain text) there are two passes. A pass has a bias; for each fact one
weight a step, for the unit itself (``here``) and for the units before and after it; and for some
words one weight each.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from cleanpress.content.bulk import BULK
from cleanpress.content.chain import logistics, odds_of
from cleanpress.content.columns import NONE, UNIT, Column, Joint, Steps, Sums, Tables, joints_of
from cleanpress.content.facts import FACTS, KINDS
from cleanpress.content.vocabulary import encoded

_SHOWN = 3  # facts in the note of a verdict
CORE, LONG = 0.6, 12  # chance and words from which on a unit is of the core, and edges lie beyond


@dataclass(frozen=True)
class Pass:
    """One pass: tables of weights by fact and step, for those facts that have any."""

    names: tuple[str, ...]
    bias: float
    here: Tables
    before: Tables
    after: Tables
    words: Mapping[str, float]

    @property
    def tables(self) -> Tables:
        """All tables."""
        return self.here + self.before + self.after

    @cached_property
    def used(self) -> frozenset[str]:
        """The facts that have weights."""
        return frozenset(self.names[at] for at, _ in self.tables)


class Scorer:
    """A pass made ready: what it says of units by their joint columns."""

    def __init__(self, one: Pass, joints: tuple[Joint, ...]) -> None:
        self.joints = joints
        self._sums = Sums(joints, one.here, one.before, one.after)
        self._words = Counter(
            {encoded(word): round(UNIT * told) for word, told in one.words.items()}
        )
        low = one.bias + self._sums.least / UNIT
        self.scores = [low + value / UNIT for value in range(self._sums.most + 1)]
        told = [told_step(one.names[at], step) for at, step in self._sums.against]
        nothing = [""] * (NONE + 1 - len(told))
        self._first = [*[f"; {one}" for one in told], *nothing]
        self._more = [*[f", {one}" for one in told], *nothing]

    @cached_property
    def chances(self) -> list[float]:
        """The chance for each sum."""
        return logistics(self.scores)

    @cached_property
    def odds(self) -> list[float]:
        """The odds for each sum."""
        return odds_of(self.scores)

    def joined(self, columns: Sequence[Column]) -> list[Column]:
        """The columns of the facts as fewer columns."""
        return [joint.column(columns) for joint in self.joints]

    def sums(
        self, joined: Sequence[Column], count: int, vocabulary: Sequence[tuple[int, Set[bytes]]]
    ) -> Sequence[int]:
        """The place of each unit in ``chances`` and ``odds``."""
        found, told = self._sums(joined, count), self._words.__getitem__
        for at, words in vocabulary if self._words else ():
            found[at] = max(0, min(self._sums.most, found[at] + sum(map(told, words))))
        return found

    def against(self, joined: Sequence[Column], wanted: Sequence[bool]) -> list[str]:
        """The facts that speak most against each unit that is wanted, for the receipt."""
        first, more = self._first, self._more
        ranked = self._sums.ranked(joined, wanted, _SHOWN)
        return [first[one] + more[two] + more[three] for one, two, three in ranked]


class Threshold(NamedTuple):
    """From which chance on a unit stays: above the article's core, within it and below it.

    Between two paragraphs of the article less is needed than at its edges, where standfirsts,
    captions, teasers and notes on authors stand.
    """

    above: float
    within: float
    below: float

    def bars(self, chances: Sequence[float], words: Sequence[int]) -> list[float]:
        """The chance that each unit must reach.

        >>> Threshold(0.4, 0.2, 0.5).bars([0.3, 0.9, 0.3, 0.8, 0.3], [5, 40, 3, 60, 9])
        [0.4, 0.2, 0.2, 0.2, 0.5]
        """
        if self.above == self.within == self.below:
            return [self.within] * len(words)
        core = [at for at, count in enumerate(words) if count >= LONG and chances[at] > CORE]
        if not core:
            if not words:
                return []
            # Nothing is sure: what has most of the article's words is its core.
            core = [max(range(len(words)), key=lambda at: chances[at] * words[at])]
        first, last = core[0], core[-1] + 1
        return (
            [self.above] * first
            + [self.within] * (last - first)
            + ([self.below] * (len(words) - last))
        )


@dataclass(frozen=True)
class Model:
    """The two passes of a view."""

    alone: Pass
    together: Pass
    stay: float
    threshold: Threshold

    @cached_property
    def used(self) -> frozenset[str]:
        """The facts that have weights in either pass."""
        return self.alone.used | self.together.used

    @cached_property
    def vocabulary(self) -> frozenset[bytes]:
        """The words that have weights in either pass."""
        return frozenset(map(encoded, {**self.alone.words, **self.together.words}))

    @cached_property
    def first(self) -> Scorer:
        """Says of each unit what it is by itself."""
        own = len(self.alone.names)
        tables = self.alone.tables + self.together.tables
        return Scorer(self.alone, joints_of([one for one in tables if one[0] < own]))

    @cached_property
    def second(self) -> Scorer:
        """Says what each unit is in the light of the others; the first one's joints come first."""
        return Scorer(self.together, self.first.joints + self.bulk)

    @cached_property
    def bulk(self) -> tuple[Joint, ...]:
        """The joints of the facts that only the second pass has."""
        own = len(self.alone.names)
        return joints_of([one for one in self.together.tables if one[0] >= own])


def steps_of(view: str, *, bulk: bool) -> dict[str, Steps]:
    """The facts of a view's pass and their steps."""
    return {**FACTS[view], **BULK[view]} if bulk else FACTS[view]


def told_step(name: str, step: int) -> str:
    """A fact and its step in words.

    >>> told_step("words", 0), told_step("words", 3), told_step("words", 10)
    ('words < 2', 'words 5-8', 'words >= 90')
    """
    cuts = _STEPS[name]
    if name in KINDS:
        return f"{name} {step}"
    if step == 0:
        return f"{name} < {cuts[0]:g}"
    if step == len(cuts):
        return f"{name} >= {cuts[-1]:g}"
    low, high = list(pairwise(cuts))[step - 1]
    return f"{name} {low:g}-{high:g}"


_STEPS: dict[str, Steps] = {**FACTS["text"], **FACTS["pdf"], **BULK["pdf"]}


@cache
def load_model(view: str) -> Model:
    """The model of a view: ``pdf``, ``markdown`` or ``text``."""
    path = files("cleanpress") / "data" / "content.json"
    table = json.loads(path.read_text(encoding="utf-8"))["views"][view]
    return Model(
        read_pass(table["alone"], steps_of(view, bulk=False)),
        read_pass(table["together"], steps_of(view, bulk=True)),
        table["stay"],
        Threshold(*table["threshold"]),
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
