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

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, cached_property
from importlib.resources import files
from itertools import accumulate
from typing import NamedTuple, cast

from cleanpress.document import Document
from cleanpress.errors import ConfigError
from cleanpress.paragraphs import paragraphs
from cleanpress.phrase_grammar import (
    FRINGE,
    WHOLE,
    compile_phrase,
    first_pairs,
    first_words,
    keyword,
    needed,
)

__all__ = [
    "LANGUAGES", "Pack", "Phrases", "Rule", "compile_phrase", "first_words", "fold", "load_pack",
    "load_phrases", "tagged", "tagged_blocks", "topics",
]  # fmt: skip

LANGUAGES = ("en", "de", "fr", "es")
MAX_PHRASE = 240  # characters; no line of furniture in the packs' evidence is longer
MAX_PARAGRAPH = 700  # characters; no paragraph of a promo in the packs' evidence is longer

_FOLD = str.maketrans({
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{MODIFIER LETTER APOSTROPHE}": "'",
    "\N{NO-BREAK SPACE}": " ",
    "\N{NARROW NO-BREAK SPACE}": " ",
    "\N{HYPHEN}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{SOFT HYPHEN}": None,
    "(": " ", ")": " ", "[": " ", "]": " ", "|": " ",
})  # fmt: skip
_EDGES = (
    " \t\r*•·●▪■►▶▸→»›>«‹<|–—-_.:;!?…,+✕×↓↑▼▾➜➔✉☆★¡¿#~=/\\"
    "\N{VARIATION SELECTOR-16}\N{ZERO WIDTH SPACE}\N{BYTE ORDER MARK}"
)
_OPENERS = _EDGES + "()[]"


class Rule(NamedTuple):
    """One phrase of a pack."""

    topic: str
    shape: str
    match: str
    language: str

    @property
    def regex(self) -> re.Pattern[str]:
        """The phrase compiled, for folded text with one space added at its end."""
        return compile_phrase(self.match, self.shape)

    @property
    def note(self) -> str:
        """The rule as the receipt names it."""
        phrase = self.match if len(self.match) <= 48 else f"{self.match[:47]}…"
        return f"{self.topic} phrase {phrase!r} ({self.language})"


class Pack(NamedTuple):
    """One language's phrases and word lists, as its file has them."""

    language: str
    rules: tuple[Rule, ...]
    lists: dict[str, tuple[str, ...]]
    months: tuple[tuple[str, ...], ...]
    cases: tuple[tuple[tuple[Rule, ...], str, bool], ...]  # an entry's rules, a line, must it fit


def fold(text: str) -> str:
    """A line as phrases see it: lower case, straight apostrophes, single spaces, bare edges.

    >>> fold("  ► Sign up   for our Newsletter! ")
    'sign up for our newsletter'
    """
    folded = " ".join(text.translate(_FOLD).lower().split())
    return folded.replace(" :", ":").strip(_EDGES)


class Phrases:
    """The rules of some languages, ready to be asked which of them a line fits."""

    def __init__(self, packs: tuple[Pack, ...]) -> None:
        self.packs = packs

    @cached_property
    def _by_first(self) -> dict[str, list[Rule]]:
        table: dict[str, list[Rule]] = {}
        for pack in self.packs:
            for rule in pack.rules:
                for first in first_words(rule.match) if rule.shape != "part" else ():
                    table.setdefault(first, []).append(rule)
        return table

    @cached_property
    def by_keyword(self) -> dict[str, tuple[Rule, ...]]:
        """The rules of shape ``part``, by the word without which they cannot fit."""
        table: dict[str, tuple[Rule, ...]] = {}
        for pack in self.packs:
            for rule in pack.rules:
                if rule.shape == "part":
                    word = keyword(rule.match)
                    table[word] = (*table.get(word, ()), rule)
        return table

    def match(self, text: str, most: int = MAX_PHRASE) -> tuple[Rule, ...]:
        """The rules of all shapes but ``part`` that a line fits.

        Most lines fit none and cost one look-up of their first word.
        """
        if len(text) > most:
            return ()
        head = text[:80].split(None, 2)
        if not head:
            return ()
        first = head[0].lower()
        if first not in self._by_first and first.isalpha() and "*" not in self._by_first:
            return ()  # most lines
        rules = self._candidates(text)
        if not rules:
            return ()
        probe = fold(text) + " "
        return tuple(
            rule for rule in rules if needed(rule.match) in probe and rule.regex.match(probe)
        )

    def _candidates(self, text: str) -> list[Rule]:
        """The rules whose first two words the line may have."""
        head = text[:80].split(None, 2)
        if not head:
            return []
        first = head[0].lower()
        table = self._by_first
        rules = table.get(first)
        if rules is None:
            if first.isalpha():
                return table.get("*", [])
            first, _, _ = head[0].translate(_FOLD).lower().strip(_OPENERS).partition(" ")
            first = "#" if first[:1].isdigit() else first.rstrip(FRINGE)
            if not first and len(head) > 1:  # an arrow or bullet stands before the words
                return self._candidates(text.lstrip(_OPENERS)) if text[0] in _OPENERS else []
            rules = table.get(first, [])
        elif len(text) < 80 and len(head) == 1:
            return rules
        if rules and len(head) > 1 and len(head[1]) < 40:
            second = head[1].translate(_FOLD).lower().strip(_OPENERS).rstrip(FRINGE)
            known = self._seconds(first)
            if second and " " not in second and "*" not in known and second not in known:
                return table.get("*", []) if not second[0].isdigit() or "#" not in known else rules
        return [*rules, *table["*"]] if "*" in table else rules

    def _seconds(self, first: str) -> frozenset[str]:
        """The second words of the phrases with that first word; ``*`` if it can be any."""
        known = self._second_words.get(first)
        if known is None:
            found: set[str] = set()
            for rule in self._by_first[first]:
                for pair in first_pairs(rule.match):
                    if pair[0] in (first, "*"):
                        found.add(pair[1] if len(pair) > 1 else "" if rule.shape in WHOLE else "*")
            known = self._second_words[first] = frozenset(found)
        return known

    @cached_property
    def _second_words(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _words(self) -> dict[str, frozenset[str]]:
        return {}

    def words(self, name: str) -> frozenset[str]:
        """One word list of all packs together."""
        known = self._words.get(name)
        if known is None:
            every = (pack.lists.get(name, ()) for pack in self.packs)
            known = self._words[name] = frozenset().union(*every)
        return known


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


def tagged(doc: Document, languages: tuple[str, ...] = ()) -> tuple[tuple[int, Rule], ...]:
    """The lines that fit a phrase: (index into ``doc.lines``, rule), in order of the lines."""
    return doc.derive(("phrases", languages), lambda: tuple(_tag(doc, languages)))


def _tag(doc: Document, languages: tuple[str, ...]) -> Iterator[tuple[int, Rule]]:
    known = doc.facts(load_phrases(*languages).match)
    for index, rules in enumerate(map(known.__getitem__, doc.texts)):
        for rule in rules:
            yield index, rule


def topics(doc: Document, languages: tuple[str, ...] = ()) -> dict[str, list[tuple[int, Rule]]]:
    """The lines that fit a phrase, as :func:`tagged` has them, by the topic of the phrase."""

    def split() -> dict[str, list[tuple[int, Rule]]]:
        found: dict[str, list[tuple[int, Rule]]] = {}
        for index, rule in tagged(doc, languages):
            found.setdefault(rule.topic, []).append((index, rule))
        return found

    return doc.derive(("topics", languages), split)


def tagged_blocks(doc: Document, languages: tuple[str, ...] = ()) -> dict[int, tuple[Rule, ...]]:
    """The blocks that start with a phrase or have one in them: index into the paragraphs, rules.

    Only shapes ``start`` and ``part``; the lines of a block are read as one paragraph.
    """
    return doc.derive(("phrased", languages), lambda: dict(_tag_blocks(doc, languages)))


def _tag_blocks(
    doc: Document, languages: tuple[str, ...]
) -> Iterator[tuple[int, tuple[Rule, ...]]]:
    text = doc.text
    texts = [
        text[start:end] if end - start <= MAX_PARAGRAPH else ""
        for start, end, _, _ in paragraphs(doc)
    ]
    known = cast("dict[str, tuple[Rule, ...]]", doc.recall(("paragraphs", languages)))
    fresh = [one for one in dict.fromkeys(texts) if one not in known]
    if fresh:
        known.update(zip(fresh, _paragraph_rules(fresh, load_phrases(*languages)), strict=True))
    for index, rules in enumerate(map(known.__getitem__, texts)):
        if rules:
            yield index, rules


def _paragraph_rules(texts: list[str], phrases: Phrases) -> Iterator[tuple[Rule, ...]]:
    """The rules of shapes ``start`` and ``part`` that each paragraph fits."""
    cues = _cued(texts, phrases)
    for index, text in enumerate(texts):
        rules = [rule for rule in phrases.match(text, MAX_PARAGRAPH) if rule.shape == "start"]
        if index in cues:
            probe = fold(text) + " "
            rules += [rule for rule in cues[index] if rule.regex.search(probe)]
        yield tuple(rules)


def _cued(texts: list[str], phrases: Phrases) -> dict[int, list[Rule]]:
    """The texts that hold the keyword of a ``part`` rule, all looked through at once."""
    # The one letter whose lower case is longer than itself would shift all offsets.
    whole = "\n".join(texts).replace("\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}", "i").lower()
    starts = [0, *accumulate(len(text) + 1 for text in texts)]
    cues: dict[int, list[Rule]] = {}
    for word, rules in phrases.by_keyword.items():
        at = whole.find(word)
        while at >= 0:
            index = bisect_right(starts, at) - 1
            if not whole[at - 1 : at].isalnum():  # a word starts there
                cues.setdefault(index, []).extend(rules)
                at = starts[index + 1]  # one hit a text is enough
            at = whole.find(word, at + 1)
    return cues
