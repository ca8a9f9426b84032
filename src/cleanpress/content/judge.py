"""The verdict on a whole document: which units are the article, and whether to say so at all."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import compress, count
from operator import add, ge
from typing import NamedTuple

from cleanpress.content.bulk import bulk_of
from cleanpress.content.chain import smoothed
from cleanpress.content.columns import Column
from cleanpress.content.endings import move_bars
from cleanpress.content.facts import Row, columns_of, view_of
from cleanpress.content.setting import styles_of
from cleanpress.content.units import Unit, Units, units_of
from cleanpress.content.vocabulary import known_words
from cleanpress.content.weights import Model, load_model
from cleanpress.content.wording import ending_of
from cleanpress.document import Document
from cleanpress.posts import is_attribution

LABEL = 8  # words; the longest headings of sections in the evidence have seven
FIELD = 3  # words in the field of a form
_PORTION = 10_000  # units whose reasons are worked out at once
LEAST = 3  # units that stay whatever they look like
_DASHES = ("—", "–", "- ")
_BULLETS = frozenset("*-•·▪◦")
_SAID = [f"{percent / 100:.2f} the article" for percent in range(101)]


class Verdict(NamedTuple):
    """What is known of each unit, in order; ``view`` is which facts there were."""

    view: str
    units: Units
    joined: list[Column]  # the joint facts of the second pass
    words: list[int]
    chances: list[float]
    keeps: list[bool]  # which are of the article
    model: Model
    told: dict[int, str]  # what else speaks against a unit than its chance

    def why_not(self, gone: Sequence[bool]) -> Iterator[str]:
        """What speaks against those units that are ``gone``, in order, for the receipt."""
        for start in range(0, len(gone), _PORTION):
            here = slice(start, start + _PORTION)
            some = gone[here]
            joined = [column[here] for column in self.joined]
            said = [_SAID[round(100 * chance)] for chance in compress(self.chances[here], some)]
            for number, at in enumerate(compress(count(start), some) if self.told else ()):
                if at in self.told:
                    said[number] = f"{self.told[at]}; {said[number]}"
            yield from map(add, said, self.model.second.against(joined, some))


def judge(doc: Document) -> Verdict:
    """Judge the units of a document: each by itself, then in the light of the others."""
    return doc.derive("content-verdict", lambda: _judge(doc))


def _judge(doc: Document) -> Verdict:
    view, units = view_of(doc), units_of(doc)
    model = load_model(view)
    if not units:
        return Verdict(view, units, [], [], [], [], model, {})
    facts, words = columns_of(doc, units, view, model.used)
    doc.tick()
    vocabulary = known_words(units.texts, model.vocabulary) if model.vocabulary else []
    joined = model.first.joined(facts)
    by_itself = model.first.chances
    alone = [by_itself[at] for at in model.first.sums(joined, len(units), vocabulary)]
    doc.tick()
    columns = facts + bulk_of(alone, words, styles_of(doc, units))
    doc.tick()
    joined += [joint.column(columns) for joint in model.bulk]
    doc.tick()
    odds = model.second.odds
    sums = model.second.sums(joined, len(units), vocabulary)
    found = smoothed([odds[at] for at in sums], model.stay)
    doc.tick()
    for index in _units_with(units, "(@", doc.text) if "@" in doc.signs else ():
        if index and is_attribution(" ".join(units[index].text.split())):
            found[index] = found[index - 1]  # it goes or stays with the post above it
    bars = model.threshold.bars(found, words)
    told = move_bars(doc, units, words, found, bars, model.threshold.below)
    keeps = drop_last_labels(units, found, bars)
    return Verdict(view, units, joined, words, found, keeps, model, told)


def _units_with(units: Units, words: str, text: str) -> Iterator[int]:
    """The units that have some words in them."""
    at = text.find(words)
    while at >= 0:
        index = bisect_right(units.starts, at) - 1
        if index >= 0 and at < units.ends[index]:
            yield index
        at = text.find(words, max(units.ends[index], at + 1) if index >= 0 else at + 1)


def drop_last_labels(
    units: Sequence[Unit], found: list[float], bars: Sequence[float]
) -> list[bool]:
    """Which units stay. An article does not end with a label: the heading of what came next goes.

    ``found`` is changed in place.
    """
    keeps = list(map(ge, found, bars))
    count, at = sum(keeps), len(keeps)
    alone = count == len(keeps)  # nothing came next: only a number goes then
    while count > LEAST:
        at = _last(keeps, at)
        text = units[at].text
        if not is_label(text) or _is_last_item(units[_last(keeps, at)].text, text):
            break
        if alone and any(map(str.isalpha, text)):
            break
        found[at], keeps[at] = 0.0, False
        count -= 1
    return keeps


def _last(keeps: Sequence[bool], end: int) -> int:
    """The last one that stays, before an end."""
    while not keeps[end - 1]:
        end -= 1
    return end - 1


def _is_last_item(above: str, text: str) -> bool:
    """Whether a text goes on with the list of the one above."""
    return text[:1] in _BULLETS and text[1:2] == " " and above[:2] == text[:2]


def is_label(text: str) -> bool:
    """Whether a text is a few words that end no sentence, or has no letter at all.

    A rule drawn with underscores is no label of what comes next.

    >>> is_label("Topics"), is_label("137"), is_label("It left."), is_label("— Ann (@ann)")
    (True, True, False, False)
    """
    if not any(map(str.isalpha, text)):
        return text.strip("_ ") != ""
    few = len(text.split(None, LABEL)) <= LABEL and not text.startswith(_DASHES)
    end = ending_of(text)
    if end == 4:  # dots: the words in a field for a search
        return len(text.split(None, FIELD)) <= FIELD
    return few and end in (0, 5) and text.rstrip()[-1:] not in ")]"


def together(
    facts: Sequence[Row], alone: Sequence[float], words: Sequence[int],
    styles: Sequence[tuple[float, str, int]],
) -> list[Row]:  # fmt: skip
    """The rows of the second pass: the facts and where the units stand to the bulk."""
    bulk = zip(*bulk_of(alone, words, styles), strict=True)
    return [fact + more for fact, more in zip(facts, bulk, strict=True)]
