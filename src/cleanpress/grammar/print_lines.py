"""Furniture that is not at the edges of its page: out of order, without page breaks, wrapped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleanpress.document import Document, Line
from cleanpress.grammar.print_proof import Proof, Spot
from cleanpress.grammar.print_slots import Slot, read_slots

_HEAD = 16  # characters of a URL by which its first line is found
_URL_SIGNS = frozenset("-/_.=?&%#+~:,@!")


def elsewhere(doc: Document, proof: Proof) -> Iterator[tuple[Line, tuple[Slot, ...]]]:
    """Lines of proven slots away from the edges, by their order or for want of page breaks."""
    known = doc.facts(read_slots)
    for value in (proof.url or _lone_url(doc, proof), proof.time):
        at = doc.text.find(value) if value else -1
        while at >= 0:
            line = doc.lines[doc.line_at(at)]
            slots = known[line.text]
            if slots and all(_is_proven(slot, proof, value) for slot in slots):
                yield line, slots
            at = doc.text.find(value, line.stop)


def _is_proven(slot: Slot, proof: Proof, value: str) -> bool:
    if slot.kind == "page":
        return proof.counter is not None and slot.total == proof.counter[0]
    return slot.kind == "title" or slot.text in (value, proof.url, proof.time)


def _lone_url(doc: Document, proof: Proof) -> str:
    """The only URL that is a block of its own, in a print whose date and page number are proven."""
    if not proof.time or not proof.counter or ":" not in doc.text:
        return ""
    known = doc.facts(read_slots)
    lone = {doc.text[block.start : block.end].strip() for block in doc.blocks
            if block.last - block.first == 1 and block.end - block.start > 8}  # fmt: skip
    urls = {text for text in lone if ":" in text and [slot.kind for slot in known[text]] == ["url"]}
    return urls.pop() if len(urls) == 1 else ""


def wrapped_urls(doc: Document, kept: Sequence[Spot]) -> Iterator[Line]:
    """The second lines of URLs that did not fit on one."""
    for spot in kept:
        if spot.slots[-1].kind != "url":
            continue
        place = doc.line_at(spot.line.start) + 1
        stop = min(place + (3 if spot.line.typeset else 1), len(doc.bare))
        for at in range(place, stop):
            if len(doc.bare[at].split(None, 1)) == 1:
                rest = doc.lines[at]
                if rest.page == spot.line.page and _goes_on(spot.line, rest):
                    yield rest
                    break


def _goes_on(line: Line, rest: Line) -> bool:
    """Whether a line of one word can be the rest of a URL: right below it, where that is known."""
    if line.typeset and rest.typeset:
        above, below = line.typeset.box, rest.typeset.box
        return abs(above.x0 - below.x0) < 3 and -2 < below.y0 - above.y1 < line.typeset.size
    return bool(_URL_SIGNS.intersection(rest.text[:-1])) or line.text.rstrip()[-1] in "-/"


def inner_urls(doc: Document, proof: Proof) -> Iterator[tuple[int, int]]:
    """Where the page's own address was set over two lines of text, or ran into the text before.

    Pages have a line for the printer with their address, and columns run into the footer.
    """
    head = proof.url[:_HEAD]
    at = doc.text.find(head) if len(proof.url) > _HEAD else -1
    while at >= 0:
        stop = doc.text.find("\n", at)
        first = doc.text[at : stop if stop >= 0 else len(doc.text)].rstrip()
        end = at + len(first)
        if first == proof.url and doc.text[at - 1 : at].strip():
            yield at, end
        elif stop >= 0 and first != proof.url and proof.url.startswith(first):
            rest = proof.url[len(first) :]
            if doc.text.startswith(rest, stop + 1) and doc.text[stop + 1 + len(rest) :][:1] in (
                "", "\n", "\f",
            ):  # fmt: skip
                end = stop + 1 + len(rest)
                yield at, end
        at = doc.text.find(head, end)
