"""The head of an article without typography: the headline by its byline, the kicker above it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from cleanpress.document import Document, Line
from cleanpress.grammar.bylines import byline_of

Span = tuple[int, int]  # half-open indices into the document's lines


def kicker_of(doc: Document, headline: int, longest: int) -> int | None:
    """The short line right above the headline that names its topic; ``longest`` counts words."""
    above = headline - 1
    while above >= 0 and not doc.bare[above]:
        above -= 1
    if above < 0 or headline - above > 3 or doc.lines[above].page != doc.lines[headline].page:
        return None
    here, below = doc.lines[above], doc.lines[headline]
    text = here.text.strip()
    alone = above == 0 or not doc.bare[above - 1]
    if not alone or len(text.split()) > longest or not text[0].isupper():
        return None
    if not text[-1].isalpha():
        return None
    if here.typeset and below.typeset:
        gap = below.typeset.box.y0 - here.typeset.box.y1
        if here.typeset.linked < 0.5 and not 0 <= gap < 2 * below.typeset.size:
            return None
        return above if here.typeset.size < below.typeset.size else None
    return above


def signed(doc: Document, head: int, longest: int) -> Span | None:
    """The line over the byline, with at most one paragraph between them, or right under it."""
    known = doc.facts(byline_of)
    units = list(islice(_units(doc), head))
    for at, (first, last) in enumerate(units):
        byline = known[doc.texts[first]] if last - first == 1 else None
        if byline is None or byline.label != "by" or not byline.authors:
            continue
        near = reversed(units[max(0, at - 2) : at]) if at else units[1:2]
        for span in near:
            text = " ".join(doc.texts[slice(*span)]).strip()
            if not text.endswith((".", "!", ":", ";", ",", "…")):
                fits = 3 <= len(text.split()) <= longest and text[0].isupper()
                return span if fits else None
            if text.endswith((":", ";", ",")):
                return None
        return None
    return None


def _units(doc: Document) -> Iterator[Span]:
    """Paragraphs and single lines: a block whose lines but the last are full is one paragraph."""
    for block in doc.blocks:
        lengths = list(map(len, doc.texts[block.first : block.last]))
        if len(lengths) > 1 and min(lengths[:-1]) < 0.75 * max(lengths):
            yield from ((at, at + 1) for at in range(block.first, block.last))
        else:
            yield block.first, block.last


def points(line: Line) -> float:
    """The type size of a line in points; 0 without geometry."""
    return round(line.typeset.size, 1) if line.typeset else 0.0


def type_rank(doc: Document, span: Span) -> float:
    """How large a headline is: its type in points, or its rank among headings, or nothing."""
    line: Line = doc.lines[span[0]]
    if line.typeset:
        return points(line)
    for mark in doc.marked("heading"):
        if mark.start < line.stop and mark.end > line.start:
            return 10.0 - float(mark.value or 9)
    return 0.0
