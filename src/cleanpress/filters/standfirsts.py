"""The standfirst between the headline and the byline leaves the body, and stays as metadata."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Document, Edit, Stage
from cleanpress.standing import removal

_BYLINES = frozenset({"byline", "published"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standfirsts:
    r"""Remove the standfirst: a sentence or two between the headline and the byline.

    It sums the article up and is no part of its body, as the headline is none: it goes where both
    its neighbours are known, a headline and a byline or date that were found and removed, and
    where nothing but one short paragraph stands between them. A first paragraph under the byline,
    or without one, stays.

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
    }

    budget: float = 0.3  # share of words
    longest: int = 60  # words; of fifteen in the evidence the longest has 30

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the removal of the standfirst, if there is one."""
        above, below = _edges(doc)
        text = doc.text[above:below].strip()
        if "\n\n" in text or "\f" in text or not 1 < len(text.split()) <= self.longest:
            return
        first, last = (bisect_left(doc.starts, at) for at in (above, below))
        while first < last and not doc.bare[first]:
            first += 1
        while first < last and not doc.bare[last - 1]:
            last -= 1
        inside = (
            first < last and above <= doc.lines[first].start and doc.lines[last - 1].end <= below
        )
        if inside:
            yield from removal(doc, first, last, "standfirst", "above the byline")


def _edges(doc: Document) -> tuple[int, int]:
    """Where in the text the headline was removed and, behind it, the byline; 0, 0 without both."""
    at, above = 0, -1
    for run in doc.runs:
        if above < 0 and run.reason == "headline" and not run.text:
            above = at
        elif above >= 0 and run.reason in _BYLINES and not run.text:
            return above, at
        at += len(run.text)
    return 0, 0
