"""Where stretches of a text stand: in the source, on which page, and where on it."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from math import isnan
from typing import NamedTuple

from cleanpress.document import Box, Document, Typeset
from cleanpress.errors import ConfigError

__all__ = ["Place", "box_around", "line_places", "locate"]


class Place(NamedTuple):
    """A stretch of the source on one line of one page.

    ``start``/``end`` are code-point offsets into the source, half open; ``page`` counts from 1;
    ``box`` is in points from the page's top left, ``None`` where there is no geometry.
    """

    start: int
    end: int
    page: int
    box: Box | None


def locate(doc: Document, start: int, end: int) -> tuple[Place, ...]:
    r"""Where the text between two text offsets comes from, in source order.

    Stretches that meet on one line of the source are one place; a line break belongs to the place
    before it. Rewritten text is as large as what was rewritten; what was removed from within the
    stretch is not in it.

    Raises:
        ConfigError: the offsets are not those of a stretch of the text.

    >>> from cleanpress.document import Edit
    >>> doc = Document("Ferry Times 3\nThe fer-\nry left.")
    >>> doc = doc.apply([Edit(0, 14, "", "head"), Edit(21, 23, "", "hyphen")], by="some")
    >>> doc.text, [doc.source[one.start : one.end] for one in locate(doc, 4, 9)]
    ('The ferry left.', ['fer', 'ry'])
    """
    if not 0 <= start <= end <= len(doc.text):
        raise ConfigError(
            f"no such stretch of the text: {start} to {end}; it has {len(doc.text)} characters"
        )
    return tuple(
        one for span in _joined(_spans(doc, start, end)) for one in line_places(doc, *span)
    )


def _spans(doc: Document, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The source stretches of the runs that have a character between two text offsets."""
    for run, base in doc.runs_between(start, end):
        first, last = max(start - base, 0), min(end - base, len(run.text))
        yield (run.start, run.end) if run.by else (run.start + first, run.start + last)


def _joined(spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The stretches with those that meet made one."""
    pending: tuple[int, int] | None = None
    for span in spans:
        if pending and pending[1] == span[0]:
            pending = pending[0], span[1]
        else:
            if pending:
                yield pending
            pending = span
    if pending:
        yield pending


def line_places(doc: Document, start: int, end: int) -> Iterator[Place]:
    """A stretch of the source, cut where pages and lines with a box of their own begin."""
    lines = doc.lines_between(start, end)
    starts = sorted({one.start for one in lines} | set(doc.page_starts_between(start, end)))
    cuts = [start, *(at for at in starts if start < at < end), end]
    for nth, at in enumerate(cuts[:-1]):
        box = None
        for one in lines:
            if one.start < cuts[nth + 1] and one.end > at:
                first, last = max(at, one.start), min(cuts[nth + 1], one.end)
                text = doc.source[first:last]
                if text.strip():  # white space at the ends is not what the stretch shows
                    first += len(text) - len(text.lstrip())
                    last -= len(text) - len(text.rstrip())
                box = _box(one, first, last)
        yield Place(at, cuts[nth + 1], doc.page_at(at), box)


def box_around(doc: Document, start: int, end: int) -> Box | None:
    """The box around a source stretch, on the page where its first visible character stands."""
    found = [one for one in line_places(doc, start, end) if one.box]
    boxes = [one.box for one in found if one.box and one.page == found[0].page]
    if not boxes:
        return None
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return Box(min(x0), min(y0), max(x1), max(y1))


def _box(one: Typeset, start: int, end: int) -> Box:
    """The box of a stretch of a line: by its glyphs, else by its share of the line's width."""
    if (start, end) == (one.start, one.end) or one.rotated:
        return one.box
    size, first, last = one.end - one.start, start - one.start, end - one.start
    x0, y0, x1, y1 = one.box
    if len(one.glyphs) == 8 * size:
        edges = array("f", one.glyphs)
        left = [x for x in edges[first:last] if not isnan(x)]
        right = [x for x in edges[size + first : size + last] if not isnan(x)]
        if left:
            return Box(min(left), y0, max(right), y1)
        before = [x for x in edges[size : size + first] if not isnan(x)]
        after = [x for x in edges[last:size] if not isnan(x)]
        return Box(before[-1] if before else x0, y0, after[0] if after else x1, y1)
    wide = (x1 - x0) / size
    return Box(x0 + wide * first, y0, x0 + wide * last, y1)
