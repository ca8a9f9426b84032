"""The header and the footer that a browser prints on every page go and become metadata."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Document, Edit, Line, Stage
from cleanpress.grammar.edges import Edges, edges, whole
from cleanpress.grammar.print_lines import elsewhere, inner_urls, wrapped_urls
from cleanpress.grammar.print_proof import Spot, prove, spots
from cleanpress.grammar.print_slots import MAX_TITLE, Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintFurniture:
    r"""Remove what a browser prints at the edges of each page: date, title, URL, page number.

    Chrome and Edge set the date and the title on top, the URL and ``1/3`` at the foot; Firefox the
    title and the URL on top, ``1 of 3`` and the date at the foot; Safari the URL, the date and
    ``Page 1 of 3``. Two kinds of slots on one page, or one slot on two pages, prove the print; then
    every line that is made of the proven slots goes, on a one-page print too. A date, a URL or a
    fraction that stands alone stays, and so does the headline that repeats the printed title.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("5/9/26, 2:05 PM   Crane\n\nIt left.\n\nhttps://example.org/crane   1/1")
    >>> doc.apply(PrintFurniture()(doc), PrintFurniture.name).text
    '\nIt left.\n\n'
    >>> plain = read_text("It left.\n\nhttps://example.org/crane")
    >>> plain.apply(PrintFurniture()(plain), PrintFurniture.name) is plain
    True
    """

    name: ClassVar[str] = "print-furniture"
    stage: ClassVar[Stage] = Stage.PRUNE
    reasons: ClassVar[Mapping[str, str]] = {
        "print-time": "when the page was printed",
        "print-title": "the page's title in the browser's header",
        "print-url": "the page's address in the browser's header or footer",
        "print-page": "the browser's page number",
    }

    max_title_lines: int = 3  # a long title on narrow paper; two lines are the most in the evidence

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield one edit for each slot of each line of furniture."""
        pages = edges(doc)
        found = spots(doc, pages)
        proof = prove(found) if found else None
        if proof is None:
            return
        note = f"date, URL or page number at the edges of {proof.pages} of {len(pages)} pages"
        kept = [spot for spot in found if proof.holds(spot.slots, spot.leaf)]
        gone: dict[int, Edit] = {}
        lines = [*((spot.line, spot.slots) for spot in kept), *elsewhere(doc, proof)]
        for line, slots in lines:
            gone.update(_cut(doc, line, slots, note))
        for line in wrapped_urls(doc, kept):
            if line.start not in gone:
                gone[line.start] = Edit(*whole(doc, line), "", "print-url", note)
        for line in self._titles(doc, pages, kept, gone):
            if line.start not in gone:
                gone[line.start] = Edit(*whole(doc, line), "", "print-title", note)
        for start, end in inner_urls(doc, proof):
            if start not in gone:
                gone[start] = Edit(start, end, "", "print-url", note)
        yield from _disjoint(gone)

    def _titles(
        self, doc: Document, pages: Sequence[Edges], kept: Sequence[Spot], gone: Mapping[int, Edit]
    ) -> Iterator[Line]:
        """The lines of titles that stand beside the date or the URL on top of the pages."""
        lone = {spot.leaf: spot for spot in reversed(kept) if spot.edge == "top"}
        foot = {slot.kind for spot in kept if spot.edge == "foot" for slot in spot.slots}
        titles: list[tuple[str, Sequence[Line]]] = []
        for leaf, page in enumerate(pages):
            doc.tick()
            spot = lone.get(leaf)
            if spot is None and ("url" in foot or len(pages) < 2):
                continue
            if spot and any(slot.kind == "title" for slot in spot.slots):
                continue
            places = [at for at in page.top_at if doc.starts[at] not in gone]
            if not places:
                continue
            if page.height:
                lines = _same_row([doc.lines[at] for at in places], spot)
            else:
                lines = _same_block(doc, places, spot)
            text = " ".join(line.text.strip() for line in lines)
            if lines and len(text) <= MAX_TITLE and len(lines) <= self.max_title_lines:
                titles.append((text, lines))
        count = Counter(text for text, _ in titles)
        for text, lines in titles:
            if count[text] > 1 or len(pages) == 1:
                yield from lines


def _disjoint(gone: Mapping[int, Edit]) -> Iterator[Edit]:
    last = 0
    for start in sorted(gone):
        if start >= last:
            yield gone[start]
            last = gone[start].end


def _same_block(doc: Document, places: Sequence[int], spot: Spot | None) -> Sequence[Line]:
    """The block after the date, or the block at the very top before the URL."""
    first = places[0]
    if spot and spot.slots[0].kind == "url" and doc.starts[first] > spot.line.start:
        return ()
    last = first + 1
    while last - first < len(places) and places[last - first] == last:
        last += 1
    return doc.lines[first:last]


def _same_row(lines: list[Line], spot: Spot | None) -> Sequence[Line]:
    """With geometry: the lines in the row of the date or the URL, and their second lines."""
    if spot is None or spot.line.typeset is None:
        return []
    own, row = spot.line.typeset, []
    for line in lines:
        set_ = line.typeset
        if (
            set_ is not None
            and abs(set_.size - own.size) < 0.8
            and set_.box.y0 - own.box.y1 < 0.6 * own.size
            and own.box.y0 - set_.box.y1 < 1.8 * own.size
        ):
            row.append(line)
    return row


def _cut(doc: Document, line: Line, slots: Sequence[Slot], note: str) -> Iterator[tuple[int, Edit]]:
    """The line cut at its slots, by their starts; white space goes with the slot before it."""
    starts = [line.start, *[line.start + slot.start for slot in slots[1:]], whole(doc, line)[1]]
    for slot, start, end in zip(slots, starts, starts[1:], strict=False):
        yield start, Edit(start, end, "", f"print-{slot.kind}", note)
