"""The words of a unit that the model may know: words that pages use around articles, or in them."""

from __future__ import annotations

import re

HEAD = 240  # characters; what a notice is about shows at its beginning
_WORD = re.compile(r"[^\W\d_]{2,20}")


def vocabulary_of(text: str) -> frozenset[str]:
    """The different words at the beginning of a text, in one case.

    >>> sorted(vocabulary_of("We use cookies. We do."))
    ['cookies', 'do', 'use', 'we']
    """
    return frozenset(_WORD.findall(text[:HEAD].casefold()))
