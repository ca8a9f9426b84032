"""The words of a site's navigation that a scrape has before the article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import compress
from typing import ClassVar

from cleanpress.document import Document, Edit, Stage
from cleanpress.phrases import fold, load_phrases
from cleanpress.standing import removal, text_start
from cleanpress.tagging import openings

MAX_ENTRY = 40  # characters of an entry of a menu


@dataclass(frozen=True, slots=True, kw_only=True)
class Navigation:
    r"""Remove entries of a site's navigation, such as "Skip to content", "Menu" and "Log in".

    They stand before the article, each on a line of its own. Only lines that hold nothing but
    words that every site has go, and only before the first sentence: the names of a site's
    sections are not known here, and within the article "Search" may be a heading.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("Menu\nSearch\n\nThe ferry is late again, and nobody knows why.")
    >>> doc.apply(Navigation()(doc), Navigation.name).text.strip()
    'The ferry is late again, and nobody knows why.'
    >>> near = read_text("The ferry is late again.\n\nSearch\n\nThey looked for it all night.")
    >>> near.apply(Navigation()(near), Navigation.name) is near
    True
    """

    name: ClassVar[str] = "navigation"
    stage: ClassVar[Stage] = Stage.PRUNE
    needs_page: ClassVar[bool] = True
    reasons: ClassVar[Mapping[str, str]] = {
        "navigation": "an entry of the site's navigation before the article",
    }
    languages: tuple[str, ...] = ()
    budget: float = 0.3

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the removal of each entry."""
        phrases = load_phrases(*self.languages)
        entries, firsts = phrases.words("navigation"), phrases.first_words("navigation")
        start = text_start(doc)
        if start == len(doc.texts):  # no sentence at all: this is no article with a menu before it
            return
        for index in compress(range(start), map(firsts.__contains__, openings(doc))):
            text = doc.texts[index]
            if 0 < len(text) <= MAX_ENTRY and fold(text) in entries:
                note = "before the first sentence"
                yield from removal(doc, index, index + 1, "navigation", note)
