"""Lines that recur at the top or the foot of pages go: running heads and feet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Document, Edit, Line, Stage
from cleanpress.grammar.bylines import MAX_BYLINE
from cleanpress.grammar.edges import DEPTH, Edges, edges, whole
from cleanpress.grammar.print_slots import read_folio
from cleanpress.grammar.recurrence import (
    RULE,
    frequent,
    is_dated_byline,
    on_several,
    recurring_bylines,
    same_text,
    stands_off,
    templates,
)

_SIDES = {"top": "head", "foot": "foot"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningHeads:
    r"""Remove lines that stand at the same edge of several pages.

    Papers and print plugins set the paper's name, the section or "Written by NAME on DATE" on every
    page. From each edge inwards, a line goes if a page next to it, or the next but one, has it at
    the same place: word for word, or with a number that grows with the pages. Text that merely
    recurs, or stands at an edge once, stays; so do pages that are copies of each other. In a text
    without pages only a dated byline that recurs, each time as a paragraph of its own, goes.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("Daily Gull\n\nIt left.\fDaily Gull\n\nIt came back.")
    >>> doc.apply(RunningHeads()(doc), RunningHeads.name).text
    '\nIt left.\x0c\nIt came back.'
    >>> song = read_text("Row on\n\nIt left.\n\nRow on\n\nIt came back.")
    >>> song.apply(RunningHeads()(song), RunningHeads.name) is song
    True
    """

    name: ClassVar[str] = "running-heads"
    stage: ClassVar[Stage] = Stage.PRUNE
    reasons: ClassVar[Mapping[str, str]] = {
        "running-head": "recurs at the top of pages",
        "running-foot": "recurs at the foot of pages",
        "running-byline": "a byline that recurs at an edge of pages",
        "rule": "a rule that belongs to a running head or foot",
    }

    budget: float = 0.3  # share of words; on the shortest pages of the evidence heads are 0.12
    max_lines: int = 6  # at one edge; more that agree are copies of a page, not its head
    min_share: float = 0.3  # of the pages, without geometry; recto and verso heads have half each
    max_drift: float = 6.0  # points between the places of the same line on two pages

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the removal of each line of heads and feet."""
        pages = edges(doc)
        if len(pages) < 2:
            yield from _recurring(doc)
            return
        gone: dict[int, Edit] = {}
        for edge in ("top", "foot"):
            gone |= {edit.start: edit for edit in self._edge(doc, pages, edge)}
        if not doc.typeset and "\f" not in doc.text:  # the pages are a guess
            gone |= {edit.start: edit for edit in _recurring(doc)}
        if any(doc.starts[at] not in gone for at in doc.filled):
            yield from (gone[start] for start in sorted(gone))

    def _edge(self, doc: Document, pages: Sequence[Edges], edge: str) -> Iterator[Edit]:
        """The removal of what recurs at one edge of the pages."""
        places = [page.top_at if edge == "top" else page.foot_at for page in pages]
        if not (keys := templates(doc, places)):
            return
        again = on_several(keys)
        peeled = [
            self._peel(doc, places, keys, pages, leaf) if not again.isdisjoint(own[:2]) else []
            for leaf, own in enumerate(keys)
        ]
        if not pages[0].height:
            peeled = frequent(peeled, self.min_share) if len(pages) > 2 or all(peeled) else []
        texts = {line.text.strip() for lines in peeled for line in lines}
        note = f"at the {edge} of {sum(map(bool, peeled))} of {len(pages)} pages"
        dated = doc.facts(is_dated_byline)
        signed = any(dated[line.text] for lines in peeled for line in lines)
        for leaf, lines in enumerate(peeled if texts else ()):
            rest = [doc.lines[at] for at in places[leaf] if signed and doc.bare[at] in texts]
            more = [one for one in rest if dated[one.text] and one not in lines]
            for line in (*lines, *more):
                kind = "running-byline" if dated[line.text] else f"running-{_SIDES[edge]}"
                reason = "rule" if RULE.fullmatch(line.text) else kind
                yield Edit(*whole(doc, line), "", reason, note)

    def _peel(
        self, doc: Document, places: Sequence[Sequence[int]], keys: Sequence[Sequence[str]],
        pages: Sequence[Edges], leaf: int,
    ) -> list[Line]:  # fmt: skip
        """The lines of a page, from the edge inwards, that recur nearby."""
        doc.tick()
        near = [at for at in (leaf - 2, leaf - 1, leaf + 1, leaf + 2) if 0 <= at < len(places)]
        found: list[Line] = []
        for place, (index, key) in enumerate(zip(places[leaf], keys[leaf], strict=True)):
            if read_folio(doc.texts[index]):
                continue  # page numbers are left to their own filter
            line = doc.lines[index]
            if not RULE.fullmatch(line.text) and not any(
                keys[at][other] == key
                and self._recurs(line, doc.lines[places[at][other]], at - leaf)
                for at in near
                for other in range(max(0, place - 1), min(place + 2, len(keys[at])))
            ):
                break
            found.append(line)
        while found and RULE.fullmatch(found[-1].text) and len(found) == 1:
            found.pop()
        if len(found) > self.max_lines or (len(found) == len(places[leaf]) == DEPTH):
            return []
        if found and not pages[leaf].height and len(pages) < 3 and not stands_off(doc, found):
            return []
        return found

    def _recurs(self, line: Line, other: Line, gap: int) -> bool:
        """Whether another page, ``gap`` pages further, has the line at the same place."""
        return (
            len(line.text) <= 2 * MAX_BYLINE
            and same_text(line.text, other.text, gap)
            and any(map(str.isalpha, line.text))
            and self._same_place(line, other)
        )

    def _same_place(self, one: Line, two: Line) -> bool:
        if one.typeset is None or two.typeset is None:
            return True
        drift = min(abs(one.typeset.box.y0 - two.typeset.box.y0),
                    abs(one.typeset.box.y1 - two.typeset.box.y1))  # fmt: skip
        return drift <= self.max_drift and abs(one.typeset.size - two.typeset.size) < 0.8


def _recurring(doc: Document) -> Iterator[Edit]:
    for line, note in recurring_bylines(doc):
        reason = "rule" if RULE.fullmatch(line.text) else "running-byline"
        yield Edit(*whole(doc, line), "", reason, note)
