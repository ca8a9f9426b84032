"""The standfirst between the headline and the byline leaves the body, and stays as metadata."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import ClassVar

from cleanpress.document import Document, Edit, Stage
from cleanpress.grammar.edges import body_size
from cleanpress.phrases import fold, load_phrases
from cleanpress.standing import removal
from cleanpress.tagging import openings

_BYLINES = frozenset({"byline", "published"})
_REASON = itemgetter(4)  # of a run


@dataclass(frozen=True, slots=True, kw_only=True)
class Standfirsts:
    r"""Remove the standfirst: a sentence or two between the headline and the byline.

    It sums the article up and is no part of its body, as the headline is none: it goes where both
    its neighbours are known, a headline and a byline or date that were found and removed, and
    where nothing but one short paragraph stands between them. A first paragraph under the byline,
    or without one, stays. Under a label such as "Key points" above the first paragraph, the rest of
    its block goes, or points in smaller type; a list in the type of the body may be the article.

    >>> from cleanpress.document import Document
    >>> doc = Document("The crane leaves\n\nNobody knows who owns it.\n\nBy Ann Lee\n\nIt left.")
    >>> doc = doc.apply([Edit(0, 17, "", "headline")], "headline")
    >>> doc = doc.apply([Edit(28, 39, "", "byline")], "bylines")
    >>> doc.apply(Standfirsts()(doc), Standfirsts.name).text
    '\n\n\nIt left.'
    >>> plain = Document("Nobody knows who owns it.\n\nIt left.")
    >>> plain.apply(Standfirsts()(plain), Standfirsts.name) is plain
    True
    """

    name: ClassVar[str] = "standfirsts"
    stage: ClassVar[Stage] = Stage.PRUNE
    needs_page: ClassVar[bool] = True
    reasons: ClassVar[Mapping[str, str]] = {
        "standfirst": "what sums the article up between its headline and its byline",
        "key-points": "points that sum the article up above its first paragraph",
    }

    languages: tuple[str, ...] = ()
    budget: float = 0.3  # share of words
    longest: int = 60  # words; of fifteen in the evidence the longest has 30
    paragraph: int = 40  # words from which on a block is a paragraph of the body
    small: float = 0.95  # times the size of the body's type: the points of a box
    most: int = 6  # points

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the removal of the standfirst and of the points, if there are any."""
        end = 0
        for edit in self._standfirst(doc):
            yield edit
            end = edit.end
        for first, last in self._points(doc):
            if doc.starts[first] >= end:
                yield from removal(doc, first, last, "key-points", "above the first paragraph")

    def _points(self, doc: Document) -> Iterator[tuple[int, int]]:
        """The label of the points with what it stands over, in lines, half open."""
        phrases = load_phrases(*self.languages)
        labels, firsts = phrases.words("points"), phrases.first_words("points")
        size, words = body_size(doc), openings(doc)
        if firsts.isdisjoint([words[block.first] for block in doc.blocks]):
            return  # most texts
        for number, block in enumerate(doc.blocks):
            doc.tick()
            text, first = doc.text[block.start : block.end], doc.texts[block.first]
            long = len(text) >= 2 * self.paragraph - 1
            if long and len(text.split(None, self.paragraph)) >= self.paragraph:
                return
            if first.split(None, 1)[0].lower() not in firsts or fold(first) not in labels:
                continue
            last = number + 1
            while last < len(doc.blocks) and last <= number + self.most:
                below = doc.set_of(doc.blocks[last].first)
                if below is None or below.size > self.small * size:
                    break
                last += 1
            if block.last - block.first > 1 or last > number + 1:
                yield block.first, doc.blocks[last - 1].last
                return

    def _standfirst(self, doc: Document) -> Iterator[Edit]:
        """The removal of the one paragraph between the headline and the byline."""
        above, below = _edges(doc)
        text = doc.text[above:below].strip()
        if "\n\n" in text or "\f" in text or not 1 < len(text.split()) <= self.longest:
            return
        first, last = (bisect_left(doc.starts, at) for at in (above, below))
        while first < last and not doc.bare[first]:
            first += 1
        while first < last and not doc.bare[last - 1]:
            last -= 1
        inside = first < last and above <= doc.starts[first] and doc.lines[last - 1].end <= below
        if inside:
            yield from removal(doc, first, last, "standfirst", "above the byline")


def _edges(doc: Document) -> tuple[int, int]:
    """Where in the text the headline was removed and, behind it, the byline; 0, 0 without both."""
    at, above = 0, -1
    if "headline" not in map(_REASON, doc.runs):
        return 0, 0
    for _, _, text, _, reason, _ in doc.runs:
        if text:
            at += len(text)
        elif above < 0 and reason == "headline":
            above = at
        elif above >= 0 and reason in _BYLINES:
            return above, at
    return 0, 0
