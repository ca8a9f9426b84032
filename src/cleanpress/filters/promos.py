"""Promos: newsletters, subscriptions, paywalls, apps, channels and donations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Document, Edit, Stage
from cleanpress.paragraphs import block_at, paragraphs
from cleanpress.phrase_hits import Hit, cues, hits, is_told
from cleanpress.phrases import fold, load_phrases
from cleanpress.promo_labels import MAX_LABEL, heads_text, labelled, speaks, with_label
from cleanpress.standing import is_prose, is_text, removal, text_start
from cleanpress.tagging import opening_with, openings, parts

_TOPICS = frozenset({"newsletter", "subscription", "paywall", "app", "follow", "donation"})
_SELLING = frozenset({"newsletter", "subscription", "paywall", "donation"})
STRONG, SOFT, FOREIGN = 2, 1, 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Promos:
    """Remove what sells the publication: lines, paragraphs, and whole sections with their lists.

    Newsletter boxes, subscription offers and appeals stand between the paragraphs and after the
    last one. A line or paragraph goes if it addresses the reader as only promos do ("Sign up for
    our newsletter") and stands by itself. A section goes from its heading on if everything below it
    is phrases of promos, short labels, or paragraphs that address the reader; a paragraph that does
    not ends it, and so an article about subscriptions, and a quoted promo, stay.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("The ferry is late.\\n\\nSign up here to get the morning briefing.")
    >>> doc.apply(Promos()(doc), Promos.name).text.strip()
    'The ferry is late.'
    >>> near = read_text("She signed up for the newsletter and never read it.")
    >>> near.apply(Promos()(near), Promos.name) is near
    True
    """

    name: ClassVar[str] = "promos"
    stage: ClassVar[Stage] = Stage.PRUNE
    together: ClassVar[bool] = True
    needs_page: ClassVar[bool] = True
    reasons: ClassVar[Mapping[str, str]] = {
        "newsletter": "an offer of a newsletter",
        "subscription": "an offer of a subscription or membership",
        "paywall": "what stands in place of an article that must be paid for",
        "app": "an offer of an application",
        "follow": "an invitation to a social network or channel",
        "donation": "an appeal for money",
        "promo-section": "a section that sells, with its heading, paragraphs and list",
    }
    languages: tuple[str, ...] = ()
    reach: int = 400  # characters of a promo paragraph; the packs' longest has 380
    signs: int = 3  # lines or paragraphs of a section that must hold phrases of promos
    budget: float = 0.7  # a paywalled page: three paragraphs and a page of offers

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the removal of each promo, sections first."""
        found = {hit.first: hit for hit in hits(doc, _TOPICS, self.languages, reach=self.reach)}
        for hit in self._cued(doc, found):
            found.setdefault(hit.first, hit)
        end = barren = 0  # no section starts before the line `barren`
        for first in sorted(found):
            hit, last = found[first], 0
            if first < end:
                continue
            if first >= barren and hit.rule.shape in ("heading", "start"):
                last, barren = self._section(doc, hit, found)
            if last > hit.last:
                first = max(end, with_label(doc, first))
                yield from removal(doc, first, last, "promo-section", hit.rule.note)
            elif last := labelled(doc, hit, self.reach, self.languages):
                yield from removal(doc, first, last, "promo-section", hit.rule.note)
            elif hit.rule.shape != "heading" or not heads_text(doc, hit, found):
                first = max(end, with_label(doc, first))
                yield from removal(doc, first, hit.last, hit.rule.topic, hit.rule.note)
            end = max(hit.last, last)

    def _cued(self, doc: Document, found: Mapping[int, Hit]) -> Iterator[Hit]:
        """Paragraphs that command the reader and hold two different phrases of promos."""
        commands = load_phrases(*self.languages).words("imperatives")
        firsts = load_phrases(*self.languages).first_words("imperatives")
        words, texts, blocks = openings(doc), doc.texts, paragraphs(doc)
        for number in opening_with(doc, firsts):
            start, end, first, last = blocks[number]
            if end - start > self.reach or first in found:
                continue
            if words[first] not in commands and (
                fold(texts[first]).partition(" ")[0] not in commands
            ):
                continue
            mine = parts(doc, number, _SELLING, self.languages)
            if len({rule.match for rule in mine}) > 1 and not is_told(doc, number, self.languages):
                yield Hit(first, last, mine[0])

    def _section(self, doc: Document, head: Hit, found: Mapping[int, Hit]) -> tuple[int, int]:
        """The line after the section that the hit opens, or 0; and how far it was looked for."""
        if head.first < text_start(doc):
            return 0, text_start(doc)  # the page's navigation
        number = strong = at = block_at(doc, head.first)
        signs, closing = 0, False  # closing: nothing else follows to the end of the document
        for at in range(number, len(paragraphs(doc))):
            kind, count = self._kind(doc, at, found)
            if kind == FOREIGN:
                last = strong
                break
            if kind == STRONG:
                strong, signs = at, signs + count
        else:
            last, closing = at, True
        if signs < (1 if closing and head.rule.shape == "heading" else self.signs):
            return 0, paragraphs(doc)[at].first
        end = paragraphs(doc)[last].last
        return (0 if last == number and end == head.last else end), 0

    def _kind(self, doc: Document, number: int, found: Mapping[int, Hit]) -> tuple[int, int]:
        """How a block speaks (as promos, to the reader, otherwise), and its lines of promos."""
        block = paragraphs(doc)[number]
        count = sum(line in found for line in range(block.first, block.last))
        count = count or min(1, cues(doc, number, _TOPICS, self.languages))
        if is_told(doc, number, self.languages) and is_prose(doc, block):
            return FOREIGN, 0
        if count:
            return (STRONG if block.end - block.start <= 2 * self.reach else FOREIGN), count
        sizes = map(len, doc.texts[block.first : block.last])
        if max(sizes) <= MAX_LABEL and not is_text(doc, block):
            return SOFT, 0
        if speaks(doc, number, self.reach, self.languages):
            return SOFT, 0
        return FOREIGN, 0
