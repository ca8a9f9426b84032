"""Page numbers go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from cleanpress.document import Document, Edit, Line, Stage
from cleanpress.grammar.edges import edges, whole
from cleanpress.grammar.print_slots import Slot, read_folio
from cleanpress.standing import usual_size


class _Spot(NamedTuple):
    leaf: int
    edge: str
    line: Line
    folio: Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Folios:
    r"""Remove page numbers: ``3``, ``- 3 -``, ``3/7``, ``Page 3 of 7``, ``iv``.

    They stand alone on the outermost line of a page and grow by one from page to page; that is what
    proves them. A number on a single page stays, unless it says ``Page 1 of 1`` or is a small 1 at
    the very foot of a printed sheet; so do numbers that do not grow, such as years or scores, and
    numbered headings.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("It left.\n\n1\fIt came back.\n\n2")
    >>> doc.apply(Folios()(doc), Folios.name).text
    'It left.\n\n\x0cIt came back.\n\n'
    >>> years = read_text("It left in\n\n1998\fIt came back in\n\n2004")
    >>> years.apply(Folios()(years), Folios.name) is years
    True
    """

    name: ClassVar[str] = "folios"
    stage: ClassVar[Stage] = Stage.PRUNE
    reasons: ClassVar[Mapping[str, str]] = {"folio": "the number of the page"}

    places: int = 2  # outermost lines of an edge that are looked at
    margin: float = 0.05  # share of the sheet's height; print plugins set the number within 0.03

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the removal of each page number."""
        spots, pages = self._spots(doc)
        votes = {(spot.edge, spot.folio.number - spot.leaf, spot.leaf) for spot in spots}
        count = Counter((edge, shift) for edge, shift, _ in votes)
        gone: dict[int, Edit] = {}
        for spot in spots:
            run = count[spot.edge, spot.folio.number - spot.leaf]
            if self._is_folio(doc, spot, run, pages):
                note = f"grows by one over {run} of {pages} pages" if pages > 1 else "the only page"
                gone[spot.line.start] = Edit(*whole(doc, spot.line), "", "folio", note)
        yield from (gone[start] for start in sorted(gone))

    def _spots(self, doc: Document) -> tuple[list[_Spot], int]:
        pages, texts = edges(doc), doc.texts
        spots = []
        for leaf, page in enumerate(pages):
            for edge, row in (("top", page.top_at), ("foot", page.foot_at)):
                for at in row[: self.places]:
                    folio = read_folio(texts[at])
                    if folio:
                        spots.append(_Spot(leaf, edge, doc.lines[at], folio))
        return spots, len(pages)

    def _is_folio(self, doc: Document, spot: _Spot, run: int, pages: int) -> bool:
        folio = spot.folio
        if pages == 1:
            sure = (folio.worded and folio.total > 0) or (
                folio.number == 1 and self._in_margin(doc, spot.line)
            )
            return sure and _alone(doc, spot.line)
        if not folio.text[-1].isdigit():
            return run > 2  # "i", "v", "x" are letters first
        if folio.worded or folio.total or run > 2:
            return run > 1
        return run > 1 and (folio.number == spot.leaf + 1 or spot.line.typeset is not None)

    def _in_margin(self, doc: Document, line: Line) -> bool:
        """Whether a line is set small and at the very foot of its sheet."""
        typeset = line.typeset
        if typeset is None or not doc.page_sizes:
            return False
        tall = doc.page_sizes[0][1]
        return typeset.box.y0 > (1 - self.margin) * tall and typeset.size < usual_size(doc)


def _alone(doc: Document, line: Line) -> bool:
    """Whether a line is a block of its own."""
    at = doc.line_at(line.start)
    return not any((*doc.bare[max(0, at - 1) : at], *doc.bare[at + 1 : at + 2]))
