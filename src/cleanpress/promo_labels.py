"""Promos and the labels over them: what a heading belongs to, and who speaks in a paragraph."""

from __future__ import annotations

from collections.abc import Mapping

from cleanpress.document import Document
from cleanpress.paragraphs import block_at, paragraphs
from cleanpress.phrase_hits import Hit, is_told
from cleanpress.phrases import fold, load_phrases
from cleanpress.standing import is_heading, is_linked, is_remainder, is_text, prose_end, text_start

MAX_LABEL = 70  # characters of a list item or button in a promo section


def labelled(doc: Document, hit: Hit, reach: int, languages: tuple[str, ...]) -> int:
    """The line after the one paragraph that a label of a promo stands over, or 0."""
    number = block_at(doc, hit.first)
    block, below = paragraphs(doc)[number], number + 1
    label = block.last - block.first == 1 and block.end - block.start <= MAX_LABEL
    if not label or is_text(doc, block) or below >= len(paragraphs(doc)):
        return 0
    personal = speaks(doc, below, reach, languages) and is_text(doc, paragraphs(doc)[below])
    return paragraphs(doc)[below].last if personal and hit.first >= text_start(doc) else 0


def speaks(doc: Document, number: int, reach: int, languages: tuple[str, ...]) -> bool:
    """Whether a short paragraph speaks to the reader, and nobody else speaks in it."""
    block = paragraphs(doc)[number]
    if block.end - block.start > reach or is_told(doc, number, languages):
        return False
    phrases = load_phrases(*languages)
    words = [word.strip(".,;:!?") for word in fold(doc.text[block.start : block.end]).split()]
    personal = not phrases.words("you").isdisjoint(words)
    return personal or not phrases.words("imperatives").isdisjoint(words[:1])


def with_label(doc: Document, first: int) -> int:
    """The first line of a section with the bold label over it, if one stands after the prose."""
    above = block_at(doc, first) - 1
    if not 0 < prose_end(doc) <= above or is_text(doc, paragraphs(doc)[above]):
        return first
    block = paragraphs(doc)[above]
    if is_remainder(doc, block):
        return first
    told = is_heading(doc, block.first) or not (doc.typeset or doc.marked("heading"))
    alone = block.last - block.first == 1 and told
    return block.first if alone and block.end - block.start <= MAX_LABEL else first


def heads_text(doc: Document, hit: Hit, found: Mapping[int, Hit]) -> bool:
    """Whether a paragraph of the article stands below a heading: then it may be a section of it."""
    below = block_at(doc, hit.first) + 1
    if below >= len(paragraphs(doc)) or is_linked(doc, hit.first) or hit.rule.topic == "paywall":
        return False
    return paragraphs(doc)[below].first not in found and is_text(doc, paragraphs(doc)[below])
