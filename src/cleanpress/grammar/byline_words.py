"""The words that bylines are made of, from the packs and ``data/bylines.toml``, ready to match."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from cleanpress.grammar import dates
from cleanpress.phrases import load_phrases

_LETTERS = re.compile(r"[^\W\d_]+")


class BylineWords(NamedTuple):
    """Patterns of labels at the start of a text, and sets of lower-case words."""

    by: re.Pattern[str]
    dated: re.Pattern[str]
    before: re.Pattern[str]
    pictures: re.Pattern[str]
    firsts: frozenset[str]
    openings: tuple[frozenset[str], ...]  # the words that ``by``, ``dated``, ``pictures`` open with
    cues: frozenset[str]  # a byline without a date that starts with no label has one of these
    lasts: frozenset[str]  # the words that ``before`` ends with
    never: frozenset[str]  # weekdays and months are no names
    particles: frozenset[str]
    joints: frozenset[str]
    places: frozenset[str]
    roles: frozenset[str]
    reading: frozenset[str]
    ages: frozenset[str]


@cache
def byline_words() -> BylineWords:
    """The words of all languages, read once."""
    own = tomllib.loads((files("cleanpress") / "data" / "bylines.toml").read_text(encoding="utf-8"))
    phrases, any_of = load_phrases(), dates.any_of
    first = {pack.lists["byline"][0] for pack in phrases.packs}
    free = {label for label in phrases.words("byline") if " " in label} | first
    colon = phrases.words("byline") - free
    before = rf"\s(?:{any_of(phrases.words('byline_date'))})"
    dated = phrases.words("updated")
    labels = phrases.words("byline") | dated | phrases.words("credit") | set(own["reading"])
    return BylineWords(
        re.compile(
            rf"(?:(?:{any_of(free)})(?::\s*|\s+)|(?:{any_of(colon)})\s*:\s*)", re.IGNORECASE
        ),
        re.compile(
            rf"(?:{any_of(dated)})(?:\s*:\s*|,?\s+)(?:(?:{any_of(phrases.words('byline_date'))})\s+)?",
            re.IGNORECASE,
        ),
        re.compile(rf"(?:{before}|\s(?:{any_of(dated)}):?)$", re.IGNORECASE),
        re.compile(rf"(?:{any_of(phrases.words('credit'))})(?::\s*|\s+)", re.IGNORECASE),
        frozenset(label.split(" ", 1)[0] for label in labels),
        tuple(map(dates.first_words, (phrases.words("byline"), dated, phrases.words("credit")))),
        dates.first_words(phrases.words("byline") | dated).union(
            word.casefold() for entry in own["reading"] for word in _LETTERS.findall(entry)
        ),
        frozenset(label.casefold().split()[-1] for label in phrases.words("byline_date") | dated),
        phrases.words("weekdays") | {n for p in phrases.packs for m in p.months for n in m},
        *(
            frozenset(own[key])
            for key in ("particles", "joints", "places", "roles", "reading", "ages")
        ),
    )
