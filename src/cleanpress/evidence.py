"""Whether a text comes from a page at all, or is an article that somebody has cleaned already."""

from __future__ import annotations

from cleanpress.document import Document
from cleanpress.tagging import topics

# What only pages say of themselves. A credit, a byline or a "read more" line also stands in clean
# articles; in 146 of them no two of these did.
PAGE_TOPICS = frozenset({
    "app", "comment-form", "comments", "cookie", "copyright", "donation", "follow", "newsletter",
    "paywall", "share", "subscription", "tags", "terms",
})  # fmt: skip
FRAGMENT = 60  # words; a shorter text is too short to tell, and as likely a piece of a page
TOPICS = 2  # different topics of pages that make a text a page


def is_page(doc: Document, languages: tuple[str, ...] = ()) -> bool:
    """Whether there is evidence of a page around the article.

    Geometry, pages, headings and links are evidence, print furniture that was removed, and lines
    on two different topics of which only pages speak; comments and their form are one. A short text
    gets the benefit of the doubt.

    >>> is_page(Document("The ferry was late. Nobody could say why. " * 10))
    False
    >>> clutter = "\\n\\nLeave a comment\\n\\nShare this article"
    >>> is_page(Document("The ferry was late. " * 20 + clutter))
    True
    """
    if doc.typeset or len(doc.page_starts) > 1 or _is_marked(doc) or _lost_words(doc):
        return True
    if len(doc.text) < 12 * FRAGMENT and len(doc.text.split()) < FRAGMENT:
        return True
    found = PAGE_TOPICS & topics(doc, languages).keys()
    return len(found - {"comment-form"} if "comments" in found else found) >= TOPICS


def _is_marked(doc: Document) -> bool:
    return any(mark.kind in ("heading", "link", "image") for mark in doc.marks)


def _lost_words(doc: Document) -> bool:
    """Whether a filter before has found and removed words, as those of print furniture do."""
    return any(
        run.by and not run.text and any(map(str.isalpha, doc.source[run.start : run.end]))
        for run in doc.runs
    )
