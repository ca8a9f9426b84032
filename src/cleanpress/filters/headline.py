"""The headline leaves the body and becomes the title."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Document, Edit, Stage
from cleanpress.grammar.edges import body_size, whole
from cleanpress.grammar.heads import kicker_of, points, signed, type_rank
from cleanpress.grammar.removed import removed, usual
from cleanpress.grammar.titles import MAX_TITLE, Title, akin, find_title, read_title

_Span = tuple[int, int]  # half-open indices into the document's lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    r"""Remove the headline, once, where there is evidence that it is one.

    The evidence is, in this order: the line says what the browser's header or the PDF's title says,
    apart from the name of the site; it is the first heading of a Markdown text and no paragraph
    stands before it; it is the one line in the largest type at the top of a PDF. Where the title
    occurs more than once, the largest or the first one goes. In plain text a line right over the
    byline will do, also with a standfirst between. A kicker right above goes with its headline.
    Section headings stay; text without any such evidence keeps its first line.

    >>> from cleanpress.filters.markup import Markup
    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("# The crane leaves\n\nIt left at dawn.")
    >>> doc = doc.apply(Markup()(doc), Markup.name)
    >>> doc.apply(Headline()(doc), Headline.name).text
    '\nIt left at dawn.'
    >>> plain = read_text("The crane leaves\n\nIt left at dawn.")
    >>> plain.apply(Headline()(plain), Headline.name) is plain
    True
    """

    name: ClassVar[str] = "headline"
    stage: ClassVar[Stage] = Stage.PRUNE
    needs_page: ClassVar[bool] = True
    reasons: ClassVar[Mapping[str, str]] = {
        "headline": "the headline, which becomes the title",
        "kicker": "the line over the headline that names its topic",
    }

    paragraph: int = 40  # words from which on a block is a paragraph of the body
    growth: float = 1.3  # times the size of the body's type; subheads in the evidence reach 1.25
    max_rivals: int = 3  # headings of the same level; more are sections
    topic: int = 4  # words of a kicker
    head: int = 12  # lines and paragraphs at the top among which a byline is looked for
    longest: int = 25  # words of a headline in plain text
    pages: int = 2  # at the top of which the largest type is looked for

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the removal of the headline, if there is one."""
        found = self._titled(doc) or self._marked(doc) or self._largest(doc) or self._signed(doc)
        if found:
            (first, last), note = found
            kicker = kicker_of(doc, first, self.topic)
            if kicker is not None:
                yield Edit(*whole(doc, doc.lines[kicker]), "", "kicker", "right above the headline")
            start, end = doc.starts[first], whole(doc, doc.lines[last - 1])[1]
            yield Edit(start, end, "", "headline", note)

    def _signed(self, doc: Document) -> tuple[_Span, str] | None:
        """In plain text: the line over the byline, with at most one paragraph between them."""
        if doc.typeset or doc.marked("heading"):
            return None
        span = signed(doc, self.head, self.longest)
        return (span, "beside the byline") if span else None

    def _titled(self, doc: Document) -> tuple[_Span, str] | None:
        """The lines that say the title that the print or the PDF gives."""
        for source, title in _titles(doc):
            spans = list(find_title(doc.texts, title))
            if spans:
                body = self._body(doc)

                def rank(span: _Span, body: int = body) -> tuple[float, int, bool, int]:
                    """Large before small, long before short, the last one before the body."""
                    words, early = len(_text(doc, span).split()), span[1] <= body
                    return type_rank(doc, span), words, early, span[0] if early else -span[0]

                return max(spans, key=rank), f"the {source}"
        return None

    def _body(self, doc: Document) -> int:
        """The line at which the first paragraph starts."""
        for start, end, first, _ in doc.blocks:
            if end - start >= 2 * self.paragraph - 1 and (
                len(doc.text[start:end].split()) >= self.paragraph
            ):
                return first
        return 0

    def _marked(self, doc: Document) -> tuple[_Span, str] | None:
        """The highest heading of a Markdown text before its first paragraph."""
        headings = doc.marked("heading")
        if not headings:
            return None
        body = self._body(doc)
        stop = doc.starts[body] if body else len(doc.text)
        early = [one for one in headings if one.start < stop]
        named = [one for one in early if len(doc.text[one.start : one.end].split()) > 2]
        if not named or (not body and self._opens_with_paragraph(doc)):
            return None
        first = min(named, key=lambda one: (one.value, one.start))
        if sum(one.value == first.value for one in headings) > self.max_rivals:
            return None  # the sections of the text, not its headline
        at = doc.line_at(first.start)
        fit = all(akin(doc.texts[at], title) for _, title in _titles(doc))
        return ((at, at + 1), "the first heading") if fit else None

    def _opens_with_paragraph(self, doc: Document) -> bool:
        first = doc.blocks[0]
        return len(doc.text[first.start : first.end].split()) >= self.paragraph

    def _largest(self, doc: Document) -> tuple[_Span, str] | None:
        """The only run of lines in the largest type of the first pages."""
        if not doc.typeset:
            return None
        near, body = doc.lines[: bisect_right(doc.placed.pages, self.pages)], body_size(doc)
        size = max((points(line) for line in near if len(line.text.split()) > 1), default=0.0)
        if size < self.growth * body:
            return None
        places = [at for at, line in enumerate(near) if abs(points(line) - size) < 0.2]
        span = places[0], places[-1] + 1
        text = _text(doc, span)
        if span[1] - span[0] != len(places) or not 3 <= len(text.split()) <= self.paragraph:
            return None
        if not all(akin(text, title) for _, title in _titles(doc)):
            return None
        return span, f"the largest type, {size:.0f} points over {body:.0f}"


def _titles(doc: Document) -> Iterator[tuple[str, Title]]:
    """The titles that the document gives, and where."""
    printed = usual(removed(doc, "print-title")) if doc.runs else None
    for source, text in (("printed title", printed.flat if printed else ""),
                         ("title of the PDF", doc.info.get("Title", ""))):  # fmt: skip
        title = read_title(text[:MAX_TITLE]) if text else None
        if title:
            yield source, title


def _text(doc: Document, span: _Span) -> str:
    return " ".join(doc.texts[span[0] : span[1]])
