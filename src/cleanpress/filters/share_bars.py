"""Share bars: the row of buttons that posts, mails or prints an article."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import compress
from typing import ClassVar

from cleanpress.document import Document, Edit, Stage
from cleanpress.phrase_hits import hits
from cleanpress.phrase_table import NUMBER
from cleanpress.phrases import Phrases, fold, load_phrases
from cleanpress.standing import removal, stands_alone
from cleanpress.tagging import openings

_SIGNS = re.compile(r"[|·•/]")
_TOPICS = frozenset({"share"})
MAX_BAR = 140  # characters of one line of buttons


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareBars:
    """Remove share bars: "Share on Facebook", "Tweet this", rows of network names, share counts.

    The buttons of a page become words in print. A line goes if it is one of the phrases that
    only buttons have and stands by itself, or if all its words are networks and what one does
    with them; one such word alone needs another button next to it. A sentence that names networks
    has other words too and stays.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("Share this article\\n\\nFacebook\\n\\nTwitter\\n\\nThe bridge is open.")
    >>> doc.apply(ShareBars()(doc), ShareBars.name).text.strip()
    'The bridge is open.'
    >>> near = read_text("Facebook and two other firms were fined.")
    >>> near.apply(ShareBars()(near), ShareBars.name) is near
    True
    """

    name: ClassVar[str] = "share-bars"
    stage: ClassVar[Stage] = Stage.PRUNE
    together: ClassVar[bool] = True
    needs_page: ClassVar[bool] = True
    reasons: ClassVar[Mapping[str, str]] = {
        "share-phrase": "a button that shares, mails or prints the page",
        "share-bar": "a row of buttons: networks and what one does with them",
    }
    languages: tuple[str, ...] = ()
    budget: float = 0.3
    row: int = 3  # buttons on one line; two words with a bar between them may be anything

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the removal of each button."""
        phrases = load_phrases(*self.languages)
        told = {hit.first: hit for hit in hits(doc, _TOPICS, self.languages)}
        bars = self._bars(doc, phrases)
        edits: dict[int, tuple[int, str, str]] = {
            hit.first: (hit.last, "share-phrase", hit.rule.note) for hit in told.values()
        }
        for chain in _chains(bars):
            names = sum(bars[index] for index in chain)
            around = (*range(chain[0] - 3, chain[0]), *chain, *range(chain[-1], chain[-1] + 4))
            near = not told.keys().isdisjoint(around)
            if names >= 2 or (near and (names or len(chain) > 1)) or self._is_row(doc, chain):
                for index in chain:
                    doc.tick()
                    if index not in told and stands_alone(doc, index, bars):
                        edits[index] = (index + 1, "share-bar", f"{names} networks")
        end = 0
        for index in sorted(edits):
            last, reason, note = edits[index]
            if index >= end:
                yield from removal(doc, index, last, reason, note)
                end = last

    def _is_row(self, doc: Document, chain: list[int]) -> bool:
        """Whether a line of buttons alone has enough of them, set apart by signs."""
        parts = _SIGNS.split(doc.texts[chain[0]])
        return len(chain) == 1 and len([part for part in parts if part.strip()]) >= self.row

    def _bars(self, doc: Document, phrases: Phrases) -> dict[int, int]:
        """The lines of buttons only: index, how many networks they name."""
        texts, known = doc.texts, doc.facts(_networks_by(phrases))
        maybe = compress(range(len(texts)), map(_firsts(phrases).__contains__, openings(doc)))
        counted = [(at, known[texts[at]]) for at in maybe]
        return {at: count for at, count in counted if count >= 0}


@cache
def _firsts(phrases: Phrases) -> frozenset[str]:
    """What lines of buttons can start with."""
    return phrases.first_words("networks") | phrases.first_words("share") | NUMBER


@cache
def _networks_by(phrases: Phrases) -> Callable[[str], int]:
    """What tells how many networks a line of buttons names."""
    words = phrases.words("networks") | phrases.words("share")
    return lambda text: _networks(text, phrases, words)


def _has_other(some: list[str], words: frozenset[str]) -> bool:
    """Whether one of some words is none of buttons."""
    return any(word.isalpha() and word.lower() not in words for word in some)


def _networks(text: str, phrases: Phrases, words: frozenset[str]) -> int:
    """How many networks a line of buttons names; -1 for a line with any other word."""
    if len(text) > MAX_BAR or not text:
        return -1
    if _has_other(text.rsplit(None, 1)[-1:], words) or _has_other(text.split(), words):
        return -1  # most lines by their last word
    networks, names = phrases.words("networks"), set()
    for part in fold(text).split():
        word = part.strip(",:;|/·•-")
        if word in networks:
            names.add(word)
        elif word and word not in words and not word.isdigit():
            return -1
    return len(names) if any(char.isalpha() for char in text) else -1


def _chains(bars: dict[int, int]) -> Iterator[list[int]]:
    """Lines of buttons with at most a blank line between them."""
    chain: list[int] = []
    for index in bars:
        if chain and index - chain[-1] > 2:
            yield chain
            chain = []
        chain.append(index)
    if chain:
        yield chain
