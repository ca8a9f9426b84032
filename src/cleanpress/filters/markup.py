"""Markdown syntax goes; what it stood for is kept as marks and comes back in Markdown output."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Document, Edit, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    r"""Remove the characters of Markdown syntax: markers, link targets, escapes, rules.

    Scrapers store pages as Markdown, so ``## ``, ``**`` and ``](https://…)`` stand between the
    words. They are no words of the article. The reader tells syntax from text: a text that shows
    no Markdown keeps its stars, hashes and hyphens, and loses only bullets proper (•). Numbers of
    ordered lists stay, they are the author's.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("## A [quiet](#) town\n\nJohn \\_ Doe")
    >>> doc.apply(Markup()(doc), Markup.name).text
    'A quiet town\n\nJohn _ Doe'
    >>> plain = read_text("Seats # 4 and * 5 went unsold.")
    >>> plain.apply(Markup()(plain), Markup.name) is plain
    True
    """

    name: ClassVar[str] = "markup"
    stage: ClassVar[Stage] = Stage.PRUNE
    reasons: ClassVar[Mapping[str, str]] = {
        "heading-marker": "the hashes or underline of a heading",
        "list-marker": "the bullet of a list item",
        "quote-marker": "the > of a quotation",
        "strong-marker": "the signs around strong words",
        "emphasis-marker": "the signs around stressed words",
        "code-marker": "the signs around code",
        "strike-marker": "the signs around words struck out",
        "code-fence": "the line that opens or closes a code block",
        "link-target": "the brackets and the target of a link; its words stay",
        "dead-link": "the brackets and the target of a link that leads nowhere; its words stay",
        "autolink": "the angle brackets around a URL",
        "image": "an image: its alternative text and its source",
        "escape": "a backslash before a character that is meant literally",
        "thematic-break": "a rule across the page",
        "page-rule": "a rule that a scraper set at a page break",
        "table-rule": "the rule under a table's head",
    }

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the removal of each stretch of syntax."""
        at = 0
        for mark in sorted(doc.marked("syntax")):
            start = max(mark.start, at)
            if start < mark.end:
                at = mark.end
                yield Edit(start, mark.end, "", mark.value)
