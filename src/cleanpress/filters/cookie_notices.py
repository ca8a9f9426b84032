"""Cookie notices, with their buttons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Block, Document, Edit, Stage
from cleanpress.paragraphs import near_words, paragraphs
from cleanpress.phrase_hits import Hit, disjoint, hits, is_told
from cleanpress.standing import SENTENCE_END, removal
from cleanpress.tagging import parts

_TOPICS = frozenset({"cookie"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CookieNotices:
    """Remove cookie and consent notices and the buttons below them.

    The banner lies over the page, so it lands in the print. A paragraph goes if it starts as only
    notices do ("We use cookies to …") or has two different phrases of a notice; "Accept" or "OK"
    go only next to one. Articles about cookies speak of websites in the third person and stay.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("We use cookies to improve this site.\\n\\nAccept\\n\\nThe ferry is late.")
    >>> doc.apply(CookieNotices()(doc), CookieNotices.name).text.strip()
    'The ferry is late.'
    >>> near = read_text("Most shops use cookies to follow their customers.")
    >>> near.apply(CookieNotices()(near), CookieNotices.name) is near
    True
    """

    name: ClassVar[str] = "cookie-notices"
    stage: ClassVar[Stage] = Stage.PRUNE
    together: ClassVar[bool] = True
    needs_page: ClassVar[bool] = True
    reasons: ClassVar[Mapping[str, str]] = {
        "cookie-notice": "a paragraph that asks for consent to cookies, or its heading",
        "cookie-button": "a button of a consent notice",
    }
    languages: tuple[str, ...] = ()
    reach: int = 600  # characters; longer notices are policies, and may be what the page is about
    budget: float = 0.3

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the removal of each notice and button."""
        found = hits(doc, _TOPICS, self.languages, reach=self.reach, run=99)
        named = "ookie" in doc.text
        if not named and not (found and ("onsent" in doc.text or "rivacy" in doc.text)):
            return
        sure = [hit for hit in found if hit.rule.shape != "cluster"]
        taken = {line for hit in found for line in range(hit.first, hit.last)}
        if named:
            sure += [hit for hit in self._cued(doc) if hit.first not in taken]
        if not sure:
            return
        for hit in disjoint([*found, *sure]):
            button = hit.rule.shape == "cluster"
            reason = "cookie-button" if button else "cookie-notice"
            yield from removal(doc, hit.first, hit.last, reason, hit.rule.note)

    def _cued(self, doc: Document) -> Iterator[Hit]:
        """Paragraphs with two different phrases of a notice."""
        text, blocks = doc.text, paragraphs(doc)
        for number in near_words(doc, (b"cookie",)):
            block = blocks[number]
            start, end, _, _ = block
            if end - start > self.reach or "cookie" not in text[start:end].lower():
                continue
            first = _first(doc, block)
            if first < 0 or is_told(doc, number, self.languages):
                continue
            mine = parts(doc, number, _TOPICS, self.languages)
            if len({rule.match for rule in mine}) >= 2:
                yield Hit(first, block.last, mine[0])


def _first(doc: Document, block: Block) -> int:
    """The line in which a notice starts that other lines may be glued to; -1 if that is unclear."""
    for line in range(block.first, block.last):
        if "cookie" in doc.texts[line].lower():
            if line - block.first < 2:
                return block.first
            before = doc.texts[line - 1].rstrip()
            return line if before.endswith(SENTENCE_END) else -1
    return -1
