"""The words of a unit that the model may know: words that pages use around articles, or in them."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

_NONE = frozenset[str]()
HEAD = 240  # characters; what a notice is about shows at its beginning
_WORD = re.compile(r"[^\W\d_]{2,20}")
_WORD_OR_END = re.compile(r"[^\W\d_]{2,20}|\0")


def vocabulary_of(text: str) -> frozenset[str]:
    """The different words at the beginning of a text, in one case.

    >>> sorted(vocabulary_of("We use cookies. We do."))
    ['cookies', 'do', 'use', 'we']
    """
    return frozenset(_WORD.findall(text[:HEAD].casefold()))


def known_words(texts: Sequence[str], known: Set[str]) -> list[frozenset[str]]:
    """The words of :func:`vocabulary_of` that are known, for each text.

    >>> known_words(["We use cookies.", "It left."], {"cookies", "share"})
    [frozenset({'cookies'}), frozenset()]
    """
    found, at = [_NONE] * len(texts), 0
    if not known:
        return found
    heads = "\0".join([text[:HEAD].replace("\0", " ") for text in texts]).casefold()
    for word in filter({*known, "\0"}.__contains__, _WORD_OR_END.findall(heads)):
        if word == "\0":
            at += 1
        else:
            found[at] = found[at] | {word}
    return found
