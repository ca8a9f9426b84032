"""The words of a text, by which the parts of a divided one are known."""

from __future__ import annotations

import re

BREAK = re.compile("([-\N{HYPHEN}\N{SOFT HYPHEN}])[ \t]*[\n\f]\\s*")
_TOKEN = re.compile("[\\w\0]+(?:[-\N{HYPHEN}'\N{RIGHT SINGLE QUOTATION MARK}][\\w\0]+)*")


class Vocabulary:
    r"""The words of a text that no line end divides, folded; compounds as wholes.

    Most words that are asked for do not stand in the text at all, which is seen sooner than its
    words are told.

    >>> words = Vocabulary("A well-known clock, and an old parlia-\nment.")
    >>> "well-known" in words, "known" in words, "parlia" in words
    (True, False, False)
    """

    def __init__(self, text: str) -> None:
        self._text = BREAK.sub("-\0", text).replace("\N{HYPHEN}", "-").casefold()
        self._words: frozenset[str] | None = None

    def __contains__(self, word: str) -> bool:
        if word not in self._text:
            return False
        if self._words is None:
            found = set(_TOKEN.findall(self._text))
            self._words = frozenset([token for token in found if "\0" not in token])
        return word in self._words
