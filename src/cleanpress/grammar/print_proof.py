"""The evidence that a document was printed from a browser, and what its header and footer say.

One slot proves nothing: articles have lines that are a date or a URL. Two kinds of slots at the
edges of one page do, and so does the same slot at the edges of two pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from cleanpress.document import Document, Line
from cleanpress.grammar.dates import has_digit
from cleanpress.grammar.edges import Edges
from cleanpress.grammar.print_slots import Slot, read_slots

_CUT = ("\N{HORIZONTAL ELLIPSIS}", "...")


class Spot(NamedTuple):
    """A line of slots at an edge of a page, ``place`` lines from it."""

    leaf: int
    edge: str  # "top" or "foot"
    place: int
    line: Line
    slots: tuple[Slot, ...]


class Proof(NamedTuple):
    """What the furniture of all pages has in common; ``""`` or ``None`` where it has no such slot.

    ``counter`` is (pages in all, page number minus place of the page).
    """

    time: str
    url: str
    counter: tuple[int, int] | None
    pages: int  # that bear witness

    def holds(self, slots: Sequence[Slot], leaf: int) -> bool:
        """Whether every slot of a line is the furniture's own, on this page."""
        return any(slot.kind != "title" for slot in slots) and all(
            self._owns(slot, leaf) for slot in slots
        )

    def _owns(self, slot: Slot, leaf: int) -> bool:
        if slot.kind == "time":
            return slot.text == self.time
        if slot.kind == "url":
            return bool(self.url) and (slot.text == self.url or is_cut(slot.text, self.url))
        if slot.kind == "page":
            return self.counter == (slot.total, slot.number - leaf)
        return True


def is_cut(part: str, whole: str) -> bool:
    """Whether a text is the beginning of another with an ellipsis."""
    bare = part.removesuffix(_CUT[0]).removesuffix(_CUT[1])
    return bare != part and len(bare) > 8 and whole.startswith(bare)


def spots(doc: Document, pages: Sequence[Edges]) -> list[Spot]:
    """The lines of slots at all edges."""
    slotted = _slotted(doc, pages)
    found: dict[int, Spot] = {}
    for leaf, page in enumerate(pages if slotted else ()):
        doc.tick()
        for edge, row in (("top", page.top_at), ("foot", page.foot_at)):
            for place, at in enumerate(row):
                if at in slotted:
                    nearer = found.get(at)
                    if not (nearer and nearer.place <= place):
                        found[at] = Spot(leaf, edge, place, doc.lines[at], slotted[at])
    return [found[at] for at in sorted(found)]


def _slotted(doc: Document, pages: Sequence[Edges]) -> dict[int, tuple[Slot, ...]]:
    """The lines at the edges that are slots and nothing else."""
    known, texts = doc.facts(read_slots), doc.texts
    places = set().union(*[page.top_at for page in pages], *[page.foot_at for page in pages])
    maybe = [at for at in places if ":" in texts[at] or has_digit(texts[at])]
    return {at: slots for at in maybe if (slots := known[texts[at]])}


def prove(found: Sequence[Spot]) -> Proof | None:
    """What the spots agree on, if that is enough to call it a browser's print."""
    votes: dict[str, Counter[object]] = {"time": Counter(), "url": Counter(), "page": Counter()}
    kinds: dict[int, set[str]] = {}
    nearest: dict[tuple[str, object], int] = {}
    seen: set[tuple[int, str, object]] = set()
    for spot in found:
        for slot in spot.slots:
            if slot.kind == "title":
                continue
            kinds.setdefault(spot.leaf, set()).add(slot.kind)
            value = _value(slot, spot.leaf)
            if (spot.leaf, slot.kind, value) not in seen:
                seen.add((spot.leaf, slot.kind, value))
                votes[slot.kind][value] += 1
            key = (slot.kind, value)
            nearest[key] = min(spot.place, nearest.get(key, spot.place))
    paired = any(len(some) > 1 for some in kinds.values())
    best = {
        kind: max(count, key=lambda value: (count[value], -nearest[kind, value]), default=None)
        for kind, count in votes.items()
    }
    kept = {k: value for k, value in best.items() if value and (paired or votes[k][value] > 1)}
    if not paired and set(kept) <= {"page"}:
        return None  # page numbers alone are folios
    count = kept.get("page")
    return Proof(
        str(kept.get("time", "")), str(kept.get("url", "")),
        count if isinstance(count, tuple) else None, len(kinds),
    )  # fmt: skip


def _value(slot: Slot, leaf: int) -> object:
    return (slot.total, slot.number - leaf) if slot.kind == "page" else slot.text
