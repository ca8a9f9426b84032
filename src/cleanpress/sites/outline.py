"""Outlines: the lines of a document with what places and typography tell of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from cleanpress.document import Document
from cleanpress.paragraphs import paragraphs
from cleanpress.sites.templates import ends_sentence, squeeze

PROSE = 20  # words of a paragraph that shows where an article is; most teasers have fewer
SAME = 0.05  # share of a size within which two sizes are the same
HEADING = 1.08  # times the body's size from which a line is a heading


class Row(NamedTuple):
    """One line that is not blank. Without geometry ``size`` is 0 and ``face`` empty."""

    text: str
    unit: int
    size: float = 0.0
    face: str = ""
    bold: bool = False
    linked: bool = False


class Look(NamedTuple):
    """How a line is set beside the body: its size as a share of the body's, and what differs."""

    size: float
    own_face: bool
    bold: bool

    @property
    def as_body(self) -> bool:
        """Whether it is set as the body is."""
        return not self.own_face and not self.bold and abs(self.size - 1) <= SAME

    @property
    def as_heading(self) -> bool:
        """Whether it is set as headings are."""
        return self.size >= HEADING or (self.bold and not self.own_face and self.size > 1 - SAME)


class Body(NamedTuple):
    """Where the article stands in an outline, and how it is set; ``first > last``: nowhere."""

    first: int
    last: int
    size: float = 0.0
    face: str = ""

    def zone(self, at: int) -> str:
        """``top``, ``inside`` or ``end``."""
        return "top" if at < self.first else "end" if at > self.last else "inside"

    def look(self, row: Row) -> Look | None:
        """How a row is set beside the body; ``None`` where that is not known."""
        if not row.size or not self.size:
            return None
        return Look(round(row.size / self.size, 2), row.face != self.face, row.bold)


def outline_of(doc: Document) -> tuple[tuple[Row, ...], tuple[int, ...]]:
    """The rows of a document, and the index of each one's line.

    >>> rows, lines = outline_of(Document("A title\\n\\nIt left."))
    >>> [(row.text, row.unit) for row in rows], lines
    ([('A title', 0), ('It left.', 1)], (0, 2))
    """
    rows, places = [], []
    for unit, block in enumerate(paragraphs(doc)):
        for at in range(block.first, block.last):
            line = doc.lines[at]
            text = squeeze(line.text)
            if not text:
                continue
            row, typeset = Row(text, unit), line.typeset
            if typeset is not None and not typeset.rotated:
                face = typeset.font.partition("-")[0].partition(",")[0]
                row = Row(text, unit, round(typeset.size, 1), face,
                          typeset.bold >= 0.5, typeset.linked >= 0.8)  # fmt: skip
            rows.append(row)
            places.append(at)
    return tuple(rows), tuple(places)


def find_body(rows: Sequence[Row], is_known: Callable[[int], bool], size: float = 0.0) -> Body:
    """Where the paragraphs of prose stand that are not known to be the site's.

    ``size`` is the body's size where it is known already, and 0 otherwise.
    """
    prose: list[int] = []
    at = 0
    while at < len(rows):
        end = at + 1
        while end < len(rows) and rows[end].unit == rows[at].unit:
            end += 1
        own = [index for index in range(at, end) if not is_known(index)]
        words = sum(len(rows[index].text.split()) for index in own)
        if words >= PROSE and any(ends_sentence(rows[index].text) for index in own):
            prose += own
        at = end
    if not prose:
        return Body(len(rows), -1, size)
    if not any(rows[index].size for index in prose):
        return _grown(rows, Body(prose[0], prose[-1]), is_known)
    fits = [at for at in prose if not size or abs(rows[at].size / size - 1) <= SAME] or prose
    weights: Counter[tuple[float, str]] = Counter()
    for index in fits:
        weights[rows[index].size, rows[index].face] += len(rows[index].text)
    body = Body(0, 0, *weights.most_common(1)[0][0])
    set_so = [at for at in fits if (look := body.look(rows[at])) and look.as_body]
    return (
        _grown(rows, body._replace(first=set_so[0], last=set_so[-1]), is_known) if set_so else body
    )


def _grown(rows: Sequence[Row], body: Body, is_known: Callable[[int], bool]) -> Body:
    """The body with the short lines after its last paragraph that belong to it: dialogue."""
    last = body.last
    while last + 1 < len(rows) and not is_known(last + 1):
        look = body.look(rows[last + 1])
        if not (look.as_body if look else ends_sentence(rows[last + 1].text)):
            break
        last += 1
    return body._replace(last=last)
