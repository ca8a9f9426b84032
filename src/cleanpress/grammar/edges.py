"""The edges of pages: which lines stand at the top and at the foot, outermost first.

With geometry the order is that of the page, not that of the text, and only the outer bands count;
without it the first and the last lines of a page are its edges.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from cleanpress.document import Document, Line

BAND = 0.2  # share of the page's height; the deepest browser head in the evidence ends at 0.11
DEPTH = 10  # lines; a head of date, title over two lines and URL over two has 5


class Edges(NamedTuple):
    """One page's outer lines; ``top`` runs downwards, ``foot`` upwards, both from the edge.

    ``top_at`` and ``foot_at`` are their indices into ``lines``, those of the document.
    """

    top_at: Sequence[int]
    foot_at: Sequence[int]
    height: float  # of the page in points, 0 where there is no geometry
    lines: Sequence[Line]

    @property
    def top(self) -> tuple[Line, ...]:
        """The lines at the top, outermost first."""
        return tuple([self.lines[at] for at in self.top_at])

    @property
    def foot(self) -> tuple[Line, ...]:
        """The lines at the foot, outermost first."""
        return tuple([self.lines[at] for at in self.foot_at])


def edges(doc: Document, depth: int = DEPTH) -> tuple[Edges, ...]:
    """The edges of every page that has any text, in order.

    >>> from cleanpress.readers.text import read_text
    >>> [page.foot[0].text for page in edges(read_text("Head\\nbody\\n1\\fHead\\n\\nmore\\n2"))]
    ['1', '2']
    """
    return doc.derive(("edges", depth), lambda: tuple(_edges(doc, depth)))


def _edges(doc: Document, depth: int) -> list[Edges]:
    found, lines, filled = [], doc.lines, doc.filled
    for first, last in pairwise([*lines.page_firsts(), len(lines)]):
        doc.tick()
        page = doc.placed.pages[first] if doc.typeset and doc.page_sizes else 0
        if 0 < page <= len(doc.page_sizes) and any(doc.placed.sets[first:last]):
            height = doc.page_sizes[page - 1][1]
            found.append(Edges(*_banded(doc, range(first, last), height, depth), height, lines))
        else:
            low, high = bisect_left(filled, first), bisect_left(filled, last)
            top, foot = filled[low : low + depth], filled[max(high - depth, low) : high]
            found.append(Edges(top[: high - low], foot[::-1], 0.0, lines))
    return [one for one in found if one.top_at or one.foot_at]


def _banded(doc: Document, page: range, height: float, depth: int) -> tuple[list[int], list[int]]:
    """The lines in the bands at the top and the foot; baselines a hair apart are one row."""
    top, foot, above, below = [], [], height * BAND, height * (1 - BAND)
    bare = doc.bare
    for at, typeset in zip(page, doc.placed.sets[page.start : page.stop], strict=True):
        if typeset is None:
            continue
        x0, y0, _, y1 = typeset[3]
        if y1 <= above and bare[at]:
            top.append((round(y0 / 3), x0, at))
        if y0 >= below and bare[at]:
            foot.append((-round(y1 / 3), x0, at))
    return [at for *_, at in sorted(top)[:depth]], [at for *_, at in sorted(foot)[:depth]]


def whole(doc: Document, line: Line) -> tuple[int, int]:
    """The span that takes a line away with its line break; a form feed always stays."""
    return line.start, line.end if doc.text[line.end : line.stop] == "\f" else line.stop


def body_size(doc: Document) -> float:
    """The size in points in which most of the text is set; 0 without geometry."""
    return doc.derive("body-size", lambda: _body_size(doc)) if doc.typeset else 0.0


def _body_size(doc: Document) -> float:
    sizes: dict[float, int] = {}
    for text, typeset in zip(doc.texts, doc.placed.sets, strict=True):
        if typeset is not None:
            sizes[typeset[4]] = sizes.get(typeset[4], 0) + len(text)
    weight: Counter[float] = Counter()
    for size, count in sizes.items():
        weight[round(size, 1)] += count
    return weight.most_common(1)[0][0] if weight else 0.0
