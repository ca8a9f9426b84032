"""Advertisement labels, and the lines that lead a reader around an advertisement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Document, Edit, Stage
from cleanpress.paragraphs import block_at, paragraphs
from cleanpress.phrase_hits import hits
from cleanpress.standing import breaks_off, is_heading, removal, usual_size
from cleanpress.tagging import topics

_TOPICS = frozenset({"advertisement"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Advertisements:
    """Remove the label of an advertisement: "Advertisement", "Story continues below".

    Pages also say that they earn by what their readers buy, or that these should let the
    advertisements through; such a paragraph goes as a whole.

    In print the advertisement itself is an image or nothing at all, and only its label is left,
    often in the middle of a paragraph that ran around it. The label goes if it is a whole line
    that stands by itself or was broken off before the margin. Sentences about advertisements stay,
    and so does the text of an advertisement.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("The bridge was closed\\nAdvertisement\\nfor three days in March.")
    >>> doc.apply(Advertisements()(doc), Advertisements.name).text
    'The bridge was closed\\nfor three days in March.'
    >>> near = read_text("Advertisement paid for the bridge.")
    >>> near.apply(Advertisements()(near), Advertisements.name) is near
    True
    """

    name: ClassVar[str] = "advertisements"
    stage: ClassVar[Stage] = Stage.PRUNE
    together: ClassVar[bool] = True
    needs_page: ClassVar[bool] = True
    needs_topics: ClassVar[frozenset[str]] = _TOPICS
    reasons: ClassVar[Mapping[str, str]] = {
        "advertisement-label": "what labels an advertisement, leads around it or tells who pays",
    }
    languages: tuple[str, ...] = ()

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the removal of each label."""
        gone = {hit.first: (hit.last, hit.rule) for hit in hits(doc, _TOPICS, self.languages)}
        for index, rule in topics(doc, self.languages).get("advertisement", ()):
            if rule.shape == "line" and _cuts_in(doc, index):
                gone.setdefault(index, (index + 1, rule))
        if not gone:
            return
        heads = {mark.start for mark in doc.marked("heading")}
        for index in sorted(gone):
            if doc.starts[index] in heads or _is_large(doc, index):
                continue  # a section of the article may have this title
            last, rule = gone[index]
            yield from removal(doc, index, last, "advertisement-label", rule.note)


def _cuts_in(doc: Document, index: int) -> bool:
    """Whether the line stands in a paragraph in which no line would have ended there."""
    block = paragraphs(doc)[block_at(doc, index)]
    within = block.first < index < block.last - 1
    return (
        within
        and not doc.texts[index].rstrip().endswith((".", ","))
        and breaks_off(doc, index, block)
    )


def _is_large(doc: Document, index: int) -> bool:
    """Whether a line is set as a heading: bold, and larger than the text. Labels are small."""
    typeset = doc.set_of(index)
    large = typeset is not None and typeset.size >= usual_size(doc)
    return large and is_heading(doc, index)
