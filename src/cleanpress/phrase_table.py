"""Phrases by the first two words of the lines that they can fit, so that few are ever tried."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from cleanpress.phrase_grammar import (
    FRINGE,
    WHOLE,
    compile_phrase,
    first_pairs,
    first_words,
    needed,
    subject,
)

MAX_PHRASE = 240  # characters; no line of furniture in the packs' evidence is longer
MAX_PARAGRAPH = 700  # characters; no paragraph of a promo in the packs' evidence is longer
MAX_WORD = 40  # characters; no phrase has a longer word
OPENING = 80  # characters in which the first two words of a phrase stand

_FOLD = (
    ("\N{RIGHT SINGLE QUOTATION MARK}", "'"),
    ("\N{LEFT SINGLE QUOTATION MARK}", "'"),
    ("\N{MODIFIER LETTER APOSTROPHE}", "'"),
    ("\N{NO-BREAK SPACE}", " "),
    ("\N{NARROW NO-BREAK SPACE}", " "),
    ("\N{HYPHEN}", "-"),
    ("\N{NON-BREAKING HYPHEN}", "-"),
    ("\N{SOFT HYPHEN}", ""),
)
_BRACKETS = "()[]|"
_BARE = tuple((char, " ") for char in _BRACKETS)
_STRAIGHT = (*_FOLD, *_BARE)
_EDGES = (
    " \t\r*•·●▪■►▶▸→»›>«‹<|–—-_.:;!?…,+✕×↓↑▼▾➜➔✉☆★¡¿#~=/\\"
    "\N{VARIATION SELECTOR-16}\N{ZERO WIDTH SPACE}\N{BYTE ORDER MARK}"
)
NUMBER, UNCLEAR = frozenset("#"), frozenset("?")  # openings of texts
_UNCLEAR = frozenset(_BRACKETS).union(char for char, _ in _FOLD)
_QUOTES = frozenset('"“„')
OPENERS = _EDGES + "()[]"


class Rule(NamedTuple):
    """One phrase of a pack."""

    topic: str
    shape: str
    match: str
    language: str

    @property
    def regex(self) -> re.Pattern[str]:
        """The phrase compiled, for what ``subject`` makes of a folded text."""
        return compile_phrase(self.match, self.shape)

    @property
    def note(self) -> str:
        """The rule as the receipt names it."""
        phrase = self.match if len(self.match) <= 48 else f"{self.match[:47]}…"
        return f"{self.topic} phrase {phrase!r} ({self.language})"


def fold(text: str) -> str:
    """A line as phrases see it: lower case, straight apostrophes, single spaces, bare edges.

    >>> fold("  ► Sign up   for our Newsletter! ")
    'sign up for our newsletter'
    """
    return _tidy(_straight(text).lower())


def _tidy(text: str) -> str:
    return " ".join(text.split()).replace(" :", ":").strip(_EDGES)


def _straight(text: str) -> str:
    for char, plain in _BARE if text.isascii() else _STRAIGHT:
        if char in text:
            text = text.replace(char, plain)  # far cheaper than translating
    return text


def opening(word: str) -> str:
    """The first word of a text, cut at a space and in lower case, as phrases may start with it.

    A number is ``#``, and ``?`` stands for what takes a closer look.

    >>> [opening(word) for word in ("the", "follow:", "don’t", "2019", "•", "tags|news")]
    ['the', 'follow', "don't", '#', '?', '?']
    """
    return _recalled(word) if len(word) < MAX_WORD else _opening(word)


def _opening(word: str) -> str:
    if word[:1] in _QUOTES or not word:
        return word
    if word[0].isdigit():
        return "#"
    bare = word.rstrip(FRINGE).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    if bare.isalpha() or bare.replace("-", "").replace("'", "").isalpha():
        return bare
    bare = bare.lstrip(OPENERS)
    if not bare or bare[-1] in OPENERS or not _UNCLEAR.isdisjoint(bare) or len(bare.split()) > 1:
        return "?"
    return "#" if bare[0].isdigit() else bare


_recalled = lru_cache(maxsize=4096)(_opening)  # a line without a space would be kept alive


class Probe:
    """A rule and what a folded text must hold to fit it; its pattern is compiled when needed."""

    __slots__ = ("fits", "needed", "rule")

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.needed = needed(rule.match)
        self.fits: Callable[[str], object] = self._compiled

    def _compiled(self, text: str) -> object:
        self.fits = self.rule.regex.match
        return self.fits(text)


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    """The second word of a text as phrases have it; ``*`` if that takes a closer look."""
    bare = _straight(word).strip(OPENERS)
    unclear = not bare or " " in bare or bare[0].isdigit() or len(bare) >= MAX_WORD
    return "*" if unclear else bare


class Table:
    """Rules that fit a text from its start, by the first two words of such texts.

    A text whose :func:`opening` is not in ``openings`` fits none.
    """

    def __init__(self, rules: Iterable[Rule], most: int) -> None:
        self.most = most  # characters of the longest text that is tried
        self.firsts: dict[str, list[Rule]] = {}
        for rule in rules:
            for first in first_words(rule.match):
                self.firsts.setdefault(first, []).append(rule)
        digits = any(first[:1].isdigit() for first in self.firsts)
        self.openings = frozenset(self.firsts).union(UNCLEAR, NUMBER if digits else ())
        self._seconds: dict[str, dict[str, list[Probe]]] = {}

    def match(self, text: str, first: str = "?") -> tuple[Rule, ...]:
        """The rules that a text fits; ``first`` is its opening, if known.

        Most texts cost one look-up of their first two words.
        """
        if len(text) > self.most:
            return ()
        if first != "?":
            head = text.split(None, 2)
        else:
            head = fold(text[:OPENING]).split(" ", 2)
            first = "#" if head[0][:1].isdigit() else head[0].rstrip(FRINGE)
        known = self._seconds.get(first)
        if known is None:
            if first not in self.firsts:
                return ()
            known = self._by_second(first)
        if len(head) == 1:
            probes = known["" if len(text) < OPENING else "*"]
        else:
            second = head[1].lower()
            if second not in known and not second.isalpha():
                second = _plain(second)
            probes = known[second if second in known else "-"]
        if not probes:
            return ()
        low = _straight(text).lower()
        probes = [one for one in probes if one.needed in low]
        if not probes:
            return ()
        told = subject(_tidy(low))
        return tuple([one.rule for one in probes if one.fits(told)])

    def _by_second(self, first: str) -> dict[str, list[Probe]]:
        """The rules with that first word by their second; ``""`` for none, ``*`` for all of them.

        ``-`` has those for a second word that no rule names.
        """
        named: list[tuple[Probe, set[str]]] = []
        for rule in self.firsts[first]:
            pairs = [pair for pair in first_pairs(rule.match) if pair[0] == first]
            end = "" if rule.shape in WHOLE else "*"
            seconds = {pair[1] if len(pair) > 1 else end for pair in pairs}
            named.append((Probe(rule), seconds))
        known = {
            second: [probe for probe, seconds in named if not seconds.isdisjoint((second, "*"))]
            for second in {"", "-"}.union(*(seconds for _, seconds in named))
        }
        known["*"] = [probe for probe, _ in named]
        self._seconds[first] = known
        return known
