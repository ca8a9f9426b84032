"""Curly quotation marks become straight ones, for those who ask for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Document, Edit, Stage

QUOTES: Mapping[str, str] = {
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{SINGLE LOW-9 QUOTATION MARK}": "'",
    "\N{SINGLE HIGH-REVERSED-9 QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{DOUBLE LOW-9 QUOTATION MARK}": '"',
    "\N{DOUBLE HIGH-REVERSED-9 QUOTATION MARK}": '"',
}
_QUOTE = re.compile("[\u2018-\u201f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class StraightQuotes:
    """Turn curly quotation marks and apostrophes into straight ones.

    Some tools downstream compare words letter by letter and take ``don’t`` and ``don't`` for two.
    It is no part of the default preset, since it loses which quote opens and which closes. Angle
    quotes, primes and the letters that look like apostrophes are left alone.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("“Don’t,” she said.")
    >>> doc.apply(StraightQuotes()(doc), StraightQuotes.name).text
    '"Don\\'t," she said.'
    >>> other = read_text("« Non », 6′ 2″, Hawaiʻi")
    >>> other.apply(StraightQuotes()(other), StraightQuotes.name) is other
    True
    """

    name: ClassVar[str] = "straight-quotes"
    stage: ClassVar[Stage] = Stage.POLISH
    reasons: ClassVar[Mapping[str, str]] = {
        "curly-quote": "a curly quotation mark or apostrophe",
    }

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the straight form of each curly quote."""
        for found in _QUOTE.finditer(doc.text):
            yield Edit(found.start(), found.end(), QUOTES[found[0]], "curly-quote")
