"""Links to other articles: "Read more: …", "Related stories" with its list, tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Document, Edit, Stage
from cleanpress.lone_links import lone_links
from cleanpress.paragraphs import block_at, paragraphs
from cleanpress.phrase_hits import Hit, hits
from cleanpress.standing import (
    is_heading,
    is_linked,
    is_prose,
    prose_end,
    removal,
)

_TOPICS = frozenset({"related", "tags"})
MAX_TITLE = 130  # characters; longer headlines of other articles are rare
MIN_TITLE_WORDS = 4  # a shorter line after "Read more" may be a section heading of this article
MAX_TITLES = 12  # titles under one heading


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedLinks:
    """Remove what leads to other articles: teasers, lists of titles under a heading, tags.

    Pages set them between the paragraphs and at the end to keep the reader. "Read more: title"
    goes as a line of its own. Under a heading such as "Related stories" go titles that are links,
    list items or, after the article's last paragraph, short lines; within the article a title
    without such signs goes only directly below its heading. A headline that is a link from its
    first word to its last goes between two paragraphs as well. Paragraphs always stay.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("The ferry is late.\\n\\nRead more: Why the harbour froze twice")
    >>> doc.apply(RelatedLinks()(doc), RelatedLinks.name).text.strip()
    'The ferry is late.'
    >>> near = read_text("Read more slowly and the poem opens up.")
    >>> near.apply(RelatedLinks()(near), RelatedLinks.name) is near
    True
    """

    name: ClassVar[str] = "related-links"
    stage: ClassVar[Stage] = Stage.PRUNE
    together: ClassVar[bool] = True
    needs_page: ClassVar[bool] = True
    reasons: ClassVar[Mapping[str, str]] = {
        "related-link": "a line that leads to another article",
        "related-heading": "the heading over links to other articles",
        "related-title": "the title of another article below such a heading",
        "tags": "the article's tags, topics or categories",
    }
    languages: tuple[str, ...] = ()
    budget: float = 0.4

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the removal of each link, heading and title."""
        taken: set[int] = set()
        for hit in hits(doc, _TOPICS, self.languages):
            if hit.first in taken:
                continue
            reason = _reason(hit)
            yield from removal(doc, hit.first, hit.last, reason, hit.rule.note)
            taken.update(range(hit.first, hit.last))
            if hit.rule.shape == "heading":
                for line in _titles(doc, hit):
                    yield from removal(doc, line, line + 1, "related-title", hit.rule.note)
                    taken.add(line)
        for block in lone_links(doc):
            if taken.isdisjoint(range(block.first, block.last)):
                yield from removal(doc, block.first, block.last, "related-link", "a link by itself")


def _reason(hit: Hit) -> str:
    if hit.rule.topic == "tags":
        return "tags"
    return "related-heading" if hit.rule.shape == "heading" else "related-link"


def _titles(doc: Document, hit: Hit) -> Iterator[int]:
    """The lines below a heading that are titles of other articles."""
    items = doc.derive("item-starts", lambda: {mark.start for mark in doc.marked("item")})
    blocks, rest = paragraphs(doc), prose_end(doc)
    after = blocks[rest].start if rest < len(blocks) else len(doc.text)
    count, line, gaps = 0, hit.last, 0
    while line < len(doc.lines) and count < MAX_TITLES and gaps < 3:
        here = doc.lines[line]
        if not here.text.strip():
            line, gaps = line + 1, gaps + 1
            continue
        if not _is_title(doc, line):
            return
        sure = is_linked(doc, line) or here.start in items
        last = here.start >= after
        long = len(here.text.split()) >= MIN_TITLE_WORDS
        first = count == 0 and long and _before_prose(doc, line)
        goes_on = count > 0 and line > paragraphs(doc)[block_at(doc, line)].first
        if not (sure or first or (last and (goes_on or len(here.text.split()) > 2))):
            return
        yield line
        count, line, gaps = count + 1, line + 1, 0


def _is_title(doc: Document, line: int) -> bool:
    text = doc.bare[line]
    block = paragraphs(doc)[block_at(doc, line)]
    if is_linked(doc, line):
        return len(text) <= MAX_TITLE
    rest = doc.texts[line + 1 : min(block.last, line + MAX_TITLES)]
    if is_prose(doc, block) or any(one.rstrip().endswith((".", ":", ";")) for one in rest):
        return False  # a paragraph, or the end of one
    below = block_at(doc, line) + 1
    cut = below < len(paragraphs(doc)) and doc.text[paragraphs(doc)[below].start].islower()
    if cut or (text[0].islower() and line == block.first):
        return False  # a sentence that a scraper has torn apart
    short = len(text) <= MAX_TITLE and not is_heading(doc, line)
    return short and not text.endswith((".", ":", ";", ","))


def _before_prose(doc: Document, line: int) -> bool:
    """Whether the line is a block of its own and the article goes on below it."""
    number = block_at(doc, line)
    here = paragraphs(doc)[number]
    alone = here.last - here.first == 1 and number + 1 < len(paragraphs(doc))
    return alone and is_prose(doc, paragraphs(doc)[number + 1])
