"""Copyright lines, licences, and the rows of legal links at a page's foot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Document, Edit, Stage
from cleanpress.paragraphs import block_at, paragraphs
from cleanpress.phrase_hits import Hit, hits, is_told
from cleanpress.standing import removal
from cleanpress.tagging import holding

_COPYRIGHT = frozenset({"copyright"})
_TERMS = frozenset({"terms"})
MAX_REST = 120  # characters of a copyright line behind a page break


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalLines:
    """Remove legal lines: "© 2019 …", "All rights reserved", rows such as "Terms of Use".

    They protect the page and are no part of the article. A copyright line must start as one and be
    short; the links of a page's foot go only in a row of at least three. Sentences about copyright,
    and disclaimers by the author, stay.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("The ferry is late.\\n\\n© 2019 Harbour Media. All rights reserved.")
    >>> doc.apply(LegalLines()(doc), LegalLines.name).text.strip()
    'The ferry is late.'
    >>> near = read_text("Copyright law was written for printers.")
    >>> near.apply(LegalLines()(near), LegalLines.name) is near
    True
    """

    name: ClassVar[str] = "legal-lines"
    stage: ClassVar[Stage] = Stage.PRUNE
    together: ClassVar[bool] = True
    needs_page: ClassVar[bool] = True
    reasons: ClassVar[Mapping[str, str]] = {
        "copyright": "a copyright line, a licence, or who runs the site",
        "terms": "a row of legal and service links",
    }
    languages: tuple[str, ...] = ()
    reach: int = 240  # characters of a copyright paragraph; longer ones hold text too (a caption)
    line: int = 70  # characters of one without the sign; longer ones may be sentences
    run: int = 3  # service links in a row that need no other support
    budget: float = 0.3

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the removal of each legal line."""
        lines = hits(doc, _COPYRIGHT, self.languages, reach=self.reach)
        found = {hit.first: hit for hit in lines if self._is_short(doc, hit)}
        for hit in self._reserved(doc):
            found.setdefault(hit.first, hit)
        for hit in hits(doc, _TERMS, self.languages, run=self.run):
            found.setdefault(hit.first, hit)
        end = 0
        for first in sorted(found):
            hit = found[first]
            if first >= end:
                end = hit.last if hit.rule.topic == "terms" else _with_rest(doc, hit)
                yield from removal(doc, first, end, hit.rule.topic, hit.rule.note)

    def _is_short(self, doc: Document, hit: Hit) -> bool:
        """Whether there is no room for a sentence of an article; a line with © needs none."""
        text = doc.text[doc.starts[hit.first] : doc.lines[hit.last - 1].end]
        return "\N{COPYRIGHT SIGN}" in text or len(text) <= self.line

    def _reserved(self, doc: Document) -> Iterator[Hit]:
        """Short paragraphs in which all rights are reserved."""
        for number, rule in holding(doc, _COPYRIGHT, self.reach, self.languages):
            if not is_told(doc, number, self.languages):
                block = paragraphs(doc)[number]
                yield Hit(block.first, block.last, rule)


def _with_rest(doc: Document, hit: Hit) -> int:
    """The line after a copyright line; its rest may stand behind a page break."""
    blocks, below = paragraphs(doc), block_at(doc, hit.first) + 1
    text = doc.texts[hit.last - 1].rstrip()
    if below >= len(blocks) or not text.endswith((",", "-")) or blocks[below].first < hit.last:
        return hit.last
    rest = doc.text[blocks[below].start : blocks[below].end]
    return blocks[below].last if rest[:1].islower() and len(rest) <= MAX_REST else hit.last
