"""Which filters have their turn, and how much they may take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cleanpress.document import Document, Edit, Filter
from cleanpress.evidence import is_page
from cleanpress.tagging import told


class Needs(NamedTuple):
    """What a filter says that it needs; ``None`` where it says nothing of it."""

    page: bool
    signs: frozenset[str] | None
    topics: frozenset[str] | None


def needs_of(one: Filter) -> Needs | None:
    """What a filter says that it needs; nothing for one that is always called."""
    page = bool(getattr(one, "needs_page", False))
    signs = getattr(one, "needs_signs", None)
    topics = getattr(one, "needs_topics", None)
    found = Needs(page, signs, topics)
    return found if found != Needs(False, None, None) else None


def gone_words(doc: Document, edits: Iterable[Edit]) -> int:
    """How many words the edits remove."""
    text = doc.text
    gone = "\n".join([text[start:end] for start, end, new, _, _ in edits if not new])
    return _least_words(gone) if _ODD_SPACES.isdisjoint(doc.signs) else len(gone.split())


_SPACE = bytes([32 if chr(code).isspace() else 120 for code in range(128)]) + b"x" * 128
_ODD_SPACES = frozenset(char for char in map(chr, range(0x80, 0x3001)) if char.isspace())


def _least_words(text: str) -> int:
    """How many words a text has at least, in a quarter of the time that counting them takes.

    It has no more where all its white space is ASCII.
    """
    raw = text.encode("utf-8", "replace").translate(_SPACE)
    return raw.count(b" x") + (raw[:1] == b"x")


class Gate:
    """Which filters have their turn, and how much they may take, with what is known of the run.

    Whether the document is a page is asked once, when needed. Later rounds keep the answer: what a
    page leaves is still of a page. A text on which all filters have nothing left to do is also one
    on which fewer of them have nothing to do.

    ``reached`` is the last version of the document.
    """

    def __init__(self, needs: Mapping[str, Needs | None]) -> None:
        self._needs = needs
        self.reached: Document | None = None
        self._open: bool | None = None
        self._words = -1  # that the text has at least, -1 while nobody has asked

    @property
    def counts(self) -> bool:
        """Whether it keeps count of the words."""
        return self._words >= 0

    def affords(self, doc: Document, gone: int, budget: float) -> bool:
        """Whether it is clear without counting that so many words are within a budget."""
        if self._words < 0 or gone > budget * self._words:
            self._words = _least_words(doc.text)
        return gone <= budget * self._words

    def lose(self, words: int) -> None:
        """Take note that so many words go, or become part of their neighbours, at most."""
        if self._words >= 0:
            self._words = max(self._words - words, 0)

    def forget(self) -> None:
        """Take note that words have become one, or several."""
        self._words = -1

    def lets(self, one: Filter, doc: Document) -> bool:
        """Whether a filter has its turn: not where what it needs is nowhere in the text."""
        needs = self._needs[one.name]
        if needs is None:
            return True
        if needs.signs is not None and needs.signs.isdisjoint(doc.signs):
            return False
        if needs.page and not self._is_page(doc):
            return False
        if needs.topics is None:
            return True
        return not needs.topics.isdisjoint(told(doc, getattr(one, "languages", ())))

    def _is_page(self, doc: Document) -> bool:
        if self._open is None:
            self._open = is_page(doc)
        return self._open
