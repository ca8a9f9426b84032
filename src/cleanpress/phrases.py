"""Phrase packs: what promos, share bars, bylines and the like say, by language, as data.

A pack is ``data/phrases/<language>.toml``: word lists, and rules with a ``topic``, a ``shape``,
phrases (``match``; their grammar stands in :mod:`cleanpress.phrase_grammar`) and the lines they
must (``yes``) and must not (``no``) fit. Shapes:

``line``     the whole line, apart from closing punctuation and arrows
``heading``  the whole line, and what follows belongs to it
``cluster``  the whole line, but it says something only beside other lines of its kind
``start``    the line or paragraph starts so
``part``     somewhere in the line or paragraph: a cue, never enough alone
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, cached_property
from importlib.resources import files
from typing import NamedTuple

from cleanpress.errors import ConfigError
from cleanpress.phrase_grammar import compile_phrase, first_words, keyword, subject
from cleanpress.phrase_table import MAX_PARAGRAPH, MAX_PHRASE, UNCLEAR, Rule, Table, fold, opening

__all__ = [
    "LANGUAGES", "Pack", "Phrases", "Rule", "compile_phrase", "first_words", "fold", "load_pack",
    "load_phrases",
]  # fmt: skip

LANGUAGES = ("en", "de", "fr", "es")


class Pack(NamedTuple):
    """One language's phrases and word lists, as its file has them."""

    language: str
    rules: tuple[Rule, ...]
    lists: dict[str, tuple[str, ...]]
    months: tuple[tuple[str, ...], ...]
    cases: tuple[tuple[tuple[Rule, ...], str, bool], ...]  # an entry's rules, a line, must it fit


class Phrases:
    """The rules of some languages, ready to be asked which of them a line fits."""

    def __init__(self, packs: tuple[Pack, ...]) -> None:
        self.packs = packs

    def _rules(self) -> Iterator[Rule]:
        return (rule for pack in self.packs for rule in pack.rules)

    @cached_property
    def lines(self) -> Table:
        """The rules of all shapes but ``part``, for lines."""
        return Table((rule for rule in self._rules() if rule.shape != "part"), MAX_PHRASE)

    @cached_property
    def starts(self) -> Table:
        """The rules of shape ``start``, for paragraphs."""
        return Table((rule for rule in self._rules() if rule.shape == "start"), MAX_PARAGRAPH)

    @cache  # noqa: B019  # phrases live as long as the process
    def cues(self, topics: frozenset[str]) -> tuple[tuple[str, tuple[Rule, ...]], ...]:
        """The ``part`` rules of some topics with the word without which they cannot fit."""
        table: dict[str, list[Rule]] = {}
        for rule in self._rules():
            if rule.shape == "part" and rule.topic in topics:
                table.setdefault(keyword(rule.match), []).append(rule)
        return tuple((word, tuple(rules)) for word, rules in table.items())

    def match(self, text: str) -> tuple[Rule, ...]:
        """The rules of all shapes but ``part`` that a line fits."""
        return self.lines.match(text)

    def parts(self, text: str, topics: frozenset[str]) -> list[Rule]:
        """The rules of shape ``part`` of some topics that a paragraph fits."""
        low = text.lower() if len(text) <= MAX_PARAGRAPH else ""
        maybe = [rules for word, rules in self.cues(topics) if word in low]
        if not maybe:
            return []  # most paragraphs
        told = subject(fold(text))
        return [rule for rules in maybe for rule in rules if rule.regex.search(told)]

    @cache  # noqa: B019
    def words(self, name: str) -> frozenset[str]:
        """One word list of all packs together."""
        return frozenset().union(*(pack.lists.get(name, ()) for pack in self.packs))

    @cache  # noqa: B019
    def first_words(self, name: str) -> frozenset[str]:
        """The openings of texts that may start with an entry of a word list."""
        found = frozenset(opening(entry.partition(" ")[0]) for entry in self.words(name))
        return found | UNCLEAR


@cache
def load_pack(language: str) -> Pack:
    """Read one pack.

    Raises:
        ConfigError: there is no pack for that language, or its file is not as it must be.
    """
    import tomllib

    if language not in LANGUAGES:
        raise ConfigError(f"no phrase pack for {language!r}; there are: {', '.join(LANGUAGES)}")
    path = files("cleanpress") / "data" / "phrases" / f"{language}.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    rules: list[Rule] = []
    cases: list[tuple[tuple[Rule, ...], str, bool]] = []
    for entry in table.get("rule", []):
        topic, shape = entry["topic"], entry["shape"]
        here = tuple(Rule(topic, shape, pattern, language) for pattern in entry["match"])
        rules += here
        cases += [(here, line, True) for line in entry.get("yes", ())]
        cases += [(here, line, False) for line in entry.get("no", ())]
    lists = {key: tuple(value) for key, value in table["words"].items() if key != "months"}
    months = tuple(tuple(names) for names in table["words"].get("months", ()))
    return Pack(language, tuple(rules), lists, months, tuple(cases))


@cache
def load_phrases(*languages: str) -> Phrases:
    """The phrases of the given languages, of all there are without any."""
    return Phrases(tuple(load_pack(language) for language in languages or LANGUAGES))
