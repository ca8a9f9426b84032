"""The comment section at the end of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar

from cleanpress.document import Document, Edit, Stage
from cleanpress.paragraphs import block_at, paragraphs
from cleanpress.phrase_hits import Hit, disjoint, hits
from cleanpress.phrases import fold, load_phrases
from cleanpress.standing import is_linked, is_text, removal, stands_alone, text_start

_HEADING = frozenset({"comments"})
_FORM = frozenset({"comment-form"})
MAX_STAMP = 110  # characters of a name, a date and a short comment on the same line
_STAMP = re.compile(  # the digit first, so that it is tried at digits only
    r"\d(?:(?<=\b\d)(?:\d?[:h]\d{2}\b|\d?[./]\d{1,2}[./](?:\d{2}|\d{4})\b"
    r"|\d{0,2} (?:seconds?|minutes?|hours?|days?|weeks?|months?|years?) ago\b)"
    r"|(?:(?<=\bvor \d)|(?<=\bil y a \d)|(?<=\bhace \d))\d{0,2} \w+)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_DATED = re.compile(r"\b\d{1,2}[ ./][^.,;:]{2,16}\d{2}\D{1,10}\d{1,2}[:h]\d{2}\b")
MAX_HEADS = 30  # headings that are tried; pages have up to nine


@dataclass(frozen=True, slots=True, kw_only=True)
class Comments:
    """Remove the comment section: its heading, the comments, the form, and what follows them.

    Readers' comments are printed with the page. A section starts at a heading ("3 Comments", "Leave
    a reply") after which lines of a comment form or "NAME says:" come again and again; it ends with
    the last of them. A heading alone goes as one line. An article about comments has neither form
    nor names and stays.

    >>> from cleanpress.readers.text import read_text
    >>> page = ["The ferry is late.", "1 comment", "Ann says:", "Again!", "Leave a reply"]
    >>> doc = read_text("\\n\\n".join(page))
    >>> doc.apply(Comments()(doc), Comments.name).text.strip()
    'The ferry is late.'
    >>> near = read_text("Comments\\n\\nReaders of the paper have written to it since 1880.")
    >>> near.apply(Comments()(near), Comments.name) is near
    True
    """

    name: ClassVar[str] = "comments"
    stage: ClassVar[Stage] = Stage.PRUNE
    together: ClassVar[bool] = True
    needs_page: ClassVar[bool] = True
    needs_topics: ClassVar[frozenset[str]] = _HEADING | _FORM
    reasons: ClassVar[Mapping[str, str]] = {
        "comment-section": "readers' comments and their form",
        "comment-link": "a line that leads to the comments",
        "comment-form": "a line of a comment form",
    }
    languages: tuple[str, ...] = ()
    gap: int = 250  # words of one comment; more without a sign of comments end the section
    lead: int = 80  # words from the heading to the first sign; a link to the comments has more
    signs: int = 2  # lines of a form, or "NAME says:", that make a section of a heading
    tail: int = 150  # words after the last sign that still go; more may be another article
    share: float = 0.8  # of the document's words that a section may hold
    budget: float = 0.9  # comments may be longer than the article

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the removal of the section, and of single lines outside it."""
        heads = hits(doc, _HEADING, self.languages)
        form = hits(doc, _FORM, self.languages, reach=400, run=3)
        if not heads and not form:
            return
        first, last = self._section(doc, heads, form)
        for hit in disjoint([*heads, *form]):
            if hit.last <= first and not (hit.rule.topic == "comments" and _opens_text(doc, hit)):
                reason = "comment-form" if hit.rule.topic == "comment-form" else "comment-link"
                yield from removal(doc, hit.first, hit.last, reason, hit.rule.note)
        if first < last:
            yield from removal(doc, first, last, "comment-section", f"from line {first + 1}")
        for hit in disjoint([*heads, *form]):
            if hit.first >= last > first:
                reason = "comment-form" if hit.rule.topic == "comment-form" else "comment-link"
                yield from removal(doc, hit.first, hit.last, reason, hit.rule.note)

    def _section(self, doc: Document, heads: list[Hit], form: list[Hit]) -> tuple[int, int]:
        """The lines of the section, half open; both ends past the text if there is none."""
        text = text_start(doc)
        heads = [head for head in heads if head.first > text]  # not a link at the page's top
        if not heads:
            return len(doc.lines), len(doc.lines)
        sure = {hit.first for hit in (*heads, *form)}
        texts = doc.texts
        for head in heads[:MAX_HEADS]:
            last, count, passed = head.first, 0, len(texts[head.first].split())
            known = any(map(str.isdigit, texts[head.first]))
            for index in range(head.first + 1, len(texts)):
                if passed > (self.gap if count else self.lead):
                    break
                told = index in sure or self._is_speaker(doc, index)
                if told or _is_stamped(texts[index]):
                    last, count, passed, known = index, count + 1, 0, known or told
                passed += len(texts[index].split())
            if count >= self.signs and known:  # dates alone may be a list of the article
                end = len(texts) if _fits(texts[last:], self.tail) else last + 1
                if self._is_part(doc, texts[head.first : end]):
                    return head.first, end
        return len(texts), len(texts)

    def _is_part(self, doc: Document, section: Sequence[str]) -> bool:
        """Whether the lines of a section have no more than its share of the document's words."""
        count = sum([len(text.split()) for text in section])
        least = len(doc.filled)  # words, one a line: most often that will do
        return count <= self.share * least or count <= self.share * len(doc.text.split())

    def _is_speaker(self, doc: Document, index: int) -> bool:
        text = doc.texts[index]
        if len(text) >= 80 or not text.rstrip().endswith(":"):
            return False
        says = tuple(f" {word}" for word in load_phrases(*self.languages).words("says"))
        return fold(text).endswith(says) and stands_alone(doc, index)


def _fits(texts: Sequence[str], most: int) -> bool:
    """Whether some lines have so many words at most; no more lines are read than it takes."""
    return all(count <= most for count in accumulate(len(text.split()) for text in texts))


def _is_stamped(text: str) -> bool:
    """Whether a line tells when somebody wrote: "ann_77 30 August at 09:14", "Bo · 2 days ago"."""
    if _DIGIT.search(text) is None:
        return False  # most lines
    if len(text) > MAX_STAMP:  # the comment follows on the same line
        return _DATED.search(text, 0, MAX_STAMP) is not None
    return _STAMP.search(text) is not None


def _opens_text(doc: Document, hit: Hit) -> bool:
    """Whether a paragraph of the article stands below a heading without number or link."""
    blocks, number = paragraphs(doc), block_at(doc, hit.first)
    counted = any(char.isdigit() for char in doc.texts[hit.first])
    if counted or is_linked(doc, hit.first) or number + 1 >= len(blocks):
        return False
    return is_text(doc, blocks[number + 1]) or blocks[number].last > hit.last
