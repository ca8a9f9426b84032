"""Embedded posts set as quotations: one paragraph, quoted, with its author."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Document, Edit, Stage
from cleanpress.posts import posts

_QUOTES = "“”\"«»„‟'‘’"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedQuotes:
    """Set an embedded post as a quotation: its words in quotation marks, its author behind them.

    In print nothing shows where a post begins; a reader of the bare text takes its words for the
    article's. This filter is part of the pipeline in embed mode ``quote`` only. Posts without an
    attribution line are left alone, and so is a post that is in quotation marks already.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("Trains run again\\n\\n— Rail (@rail) May 2, 2026")
    >>> doc.apply(EmbedQuotes()(doc), EmbedQuotes.name).text
    '“Trains run again” — Rail (@rail) May 2, 2026'
    >>> doc = read_text("Trains run again, said the company (see below).")
    >>> doc.apply(EmbedQuotes()(doc), EmbedQuotes.name) is doc
    True
    """

    name: ClassVar[str] = "embed-quotes"
    stage: ClassVar[Stage] = Stage.POLISH
    reasons: ClassVar[Mapping[str, str]] = {
        "quotation-mark": "quotation marks around the words of an embedded post",
        "attribution": "the line break between an embedded post and its author",
    }

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the opening mark, the closing mark and the join of each post."""
        text = doc.text
        for post in posts(doc):
            first, last = post.start, post.words_end - 1
            if last <= first or "\n" in text[first:last]:
                continue
            quoted = text[first] in _QUOTES
            if not quoted:
                yield Edit(first, first + 1, "“" + text[first], "quotation-mark")
                yield Edit(last, last + 1, text[last] + "”", "quotation-mark")
            yield Edit(post.words_end, post.attribution, " ", "attribution")
