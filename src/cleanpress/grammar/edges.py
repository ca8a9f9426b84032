"""The edges of pages: which lines stand at the top and at the foot, outermost first.

With geometry the order is that of the page, not that of the text, and only the outer bands count;
without it the first and the last lines of a page are its edges.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from operator import ne
from typing import NamedTuple

from cleanpress.document import Document, Line

BAND = 0.2  # share of the page's height; the deepest browser head in the evidence ends at 0.11
DEPTH = 10  # lines; a head of date, title over two lines and URL over two has 5


class Edges(NamedTuple):
    """One page's outer lines; ``top`` runs downwards, ``foot`` upwards, both from the edge."""

    page: int
    top: tuple[Line, ...]
    foot: tuple[Line, ...]
    height: float  # of the page in points, 0 where there is no geometry


def edges(doc: Document, depth: int = DEPTH) -> tuple[Edges, ...]:
    """The edges of every page that has any text, in order.

    >>> from cleanpress.readers.text import read_text
    >>> [page.foot[0].text for page in edges(read_text("Head\\nbody\\n1\\fHead\\n\\nmore\\n2"))]
    ['1', '2']
    """
    return doc.derive(("edges", depth), lambda: tuple(_edges(doc, depth)))


def _edges(doc: Document, depth: int) -> list[Edges]:
    found = []
    pages = doc.pages if doc.typeset or len(doc.page_starts) > 1 else (doc.lines,)
    for lines in pages:
        page = lines[0].page if lines else 0
        if 0 < page <= len(doc.page_sizes) and any(line.typeset for line in lines):
            height = doc.page_sizes[page - 1][1]
            found.append(Edges(page, *_banded(lines, height, depth), height))
        else:
            found.append(Edges(page, _first(lines, depth), _first(lines[::-1], depth), 0.0))
    return [one for one in found if one.top or one.foot]


def _first(lines: Sequence[Line], depth: int) -> tuple[Line, ...]:
    """The first lines that are not blank; hardly ever do they reach far."""
    near = 2 * depth
    some = [line for line in lines[:near] if line[3] and not line[3].isspace()]
    if len(some) < depth and len(lines) > near:
        some = [line for line in lines if line[3] and not line[3].isspace()]
    return tuple(some[:depth])


def _banded(
    lines: Sequence[Line], height: float, depth: int
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The lines in the bands at the top and the foot; baselines a hair apart are one row."""
    placed = [(line.box, line) for line in lines if line.text and not line.text.isspace()]
    top = [(round(box.y0 / 3), box.x0, line) for box, line in placed
           if box and box.y1 <= height * BAND]  # fmt: skip
    foot = [(-round(box.y1 / 3), box.x0, line) for box, line in placed
            if box and box.y0 >= height * (1 - BAND)]  # fmt: skip
    return (
        tuple(line for *_, line in sorted(top, key=lambda one: one[:2])[:depth]),
        tuple(line for *_, line in sorted(foot, key=lambda one: one[:2])[:depth]),
    )


def lines_with(lines: Iterable[str], signs: bytes) -> list[bool]:
    """Whether each line, a text without a line break, has one of these ASCII characters.

    >>> lines_with(["Page 3", "of three"], b"0123456789")
    [True, False]
    """
    raw = "\n".join(lines).encode("utf-8", "surrogatepass")
    return list(map(ne, raw.split(b"\n"), raw.translate(None, signs).split(b"\n")))


def whole(doc: Document, line: Line) -> tuple[int, int]:
    """The span that takes a line away with its line break; a form feed always stays."""
    return line.start, line.end if doc.text[line.end : line.stop] == "\f" else line.stop


def body_size(doc: Document) -> float:
    """The size in points in which most of the text is set; 0 without geometry."""
    return doc.derive("body-size", lambda: _body_size(doc)) if doc.typeset else 0.0


def _body_size(doc: Document) -> float:
    weight: Counter[float] = Counter()
    for line in doc.lines:
        if line.typeset:
            weight[round(line.typeset.size, 1)] += len(line.text)
    return weight.most_common(1)[0][0] if weight else 0.0
