"""How a unit is set on its page, measured by how most of the prose is set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import mul, sub
from statistics import median
from typing import NamedTuple

from cleanpress.content.pictures import FEW
from cleanpress.content.units import Unit
from cleanpress.document import Box, Document, Typeset

PROSE = 15  # words; shorter units do not vote on how the prose is set


class Settings(NamedTuple):
    """The facts of units with geometry, one column a fact. Lengths in sizes of the body's type."""

    size: Sequence[float]  # the body's is 1
    bold: Sequence[float]
    italic: Sequence[float]
    linked: Sequence[float]
    font: Sequence[int]  # 1 the body's
    margin: Sequence[float]  # how far its left edge is from the body's nearest
    width: Sequence[float]  # the body's is 1
    right: Sequence[float]  # how far its right edge is from the body's
    column: Sequence[int]
    above: Sequence[float]  # to the unit before it, on one page and in one stream; 99 elsewhere
    below: Sequence[float]
    beside: Sequence[int]  # units at the same height
    height: Sequence[float]  # where on its page it starts, from 0 at the top to 1
    leading: Sequence[float]  # from line to line
    like: Sequence[float]  # share of the page's words set so
    lines: Sequence[int]


class _Measures(NamedTuple):
    box: Box
    size: float
    bold: float
    italic: float
    linked: float
    font: str
    page: int
    column: int
    lines: int
    leading: float
    weight: int


_new = partial(tuple.__new__, _Measures)  # half the cost of calling a NamedTuple


def settings_of(doc: Document, units: Sequence[Unit]) -> Settings:
    """How the units of a document with geometry are set."""
    measures = _measures_of(doc, units)
    boxes, sizes, bold, italic, linked, fonts, pages, columns, lines, leadings, _ = list(
        zip(*measures, strict=True)
    )
    prose = [m for m in measures if m.weight >= PROSE and m.linked < 0.5] or measures
    size = _mode(prose, lambda m: round(m.size, 1)) or 10.0
    body = [m for m in prose if abs(m.size - size) < 0.06 * size] or prose
    font, lefts = Counter[str](), Counter[int]()
    for m in body:
        font[m.font] += m.weight
        lefts[round(m.box.x0)] += m.weight
    width = _mode(body, lambda m: round(m.box.x1 - m.box.x0, -1)) or 1.0
    right = _mode(body, lambda m: round(m.box.x1, -1))
    most = max(lefts.values(), default=0)
    edges = [left for left, weight in lefts.items() if weight * 4 >= most] or [0]
    face = font.most_common(1)[0][0] if font else ""
    gaps = [990.0, *map(_gap, measures, measures[1:]), 990.0]
    gaps = [gap / size for gap in gaps]
    doc.tick()
    tall = {page: _tall(doc, page) for page in set(pages)}
    return Settings(
        [own / size for own in sizes], bold, italic, linked, [int(one == face) for one in fonts],
        [margin / size for margin in _margins(boxes, edges, doc.tick)],
        [(box.x1 - box.x0) / width for box in boxes], [(box.x1 - right) / size for box in boxes],
        columns, gaps[:-1], gaps[1:], _beside(measures, doc.tick),
        [box.y0 / tall[at] if tall[at] else 0.0 for box, at in zip(boxes, pages, strict=True)],
        [leading / own if own else 0.0 for leading, own in zip(leadings, sizes, strict=True)],
        _like(styles_of(doc, units), measures), lines,
    )  # fmt: skip


def _margins(
    boxes: Sequence[Box], edges: Sequence[int], tick: Callable[[], None]
) -> Iterator[float]:
    """How far each box begins from the nearest edge, in points."""
    for at, box in enumerate(boxes):
        if not at % FEW:
            tick()
        yield min([box.x0 - edge for edge in edges], key=abs)


def _like(styles: Sequence[tuple[float, str, int]], measures: Sequence[_Measures]) -> list[float]:
    """The share of all words that are set as each unit is."""
    like = Counter[tuple[float, str, int]]()
    for style, m in zip(styles, measures, strict=True):
        like[style] += m.weight
    total = sum(like.values()) or 1
    return [like[style] / total for style in styles]


def styles_of(doc: Document, units: Sequence[Unit]) -> list[tuple[float, str, int]]:
    """What units that are set alike have in common: size, font, left edge."""
    if not doc.typeset:
        return []
    return doc.derive("content-styles", lambda: list(map(_style, _measures_of(doc, units))))


def links_of(doc: Document, units: Sequence[Unit]) -> list[float]:
    """The share of each unit's characters that are links; empty without geometry."""
    return [m.linked for m in _measures_of(doc, units)] if doc.typeset else []


def _measures_of(doc: Document, units: Sequence[Unit]) -> list[_Measures]:
    sets = doc.placed.sets
    return doc.derive("content-measures", lambda: [_measure(sets, unit) for unit in units])


def _style(m: _Measures) -> tuple[float, str, int]:
    return round(m.size, 1), m.font, round(m.box.x0 / 4) if m.column == 0 else -m.column


def _measure(lines: Sequence[Typeset | None], unit: Unit) -> _Measures:
    sets = [one for one in lines[unit.first : unit.last] if one]
    if not sets:
        return _Measures(Box(0, 0, 0, 0), 0.0, 0, 0, 0, "", 0, 0, 1, 0.0, 1)
    if len(sets) == 1:
        _, _, page, box, size, bold_, italic_, linked_, font, _, column, *_ = sets[0]
        weight = len(unit.text.split())
        return _new((box, size, bold_, italic_, linked_, font, page, column, 1, 0.0, weight))
    starts, ends, pages, boxes, sizes, bold, italic, linked = list(zip(*sets, strict=True))[:8]
    first = sets[0]
    if pages[-1] != first.page:
        boxes = tuple(one.box for one in sets if one.page == first.page)
    chars = list(map(sub, ends, starts))
    lefts, tops, rights, lows = zip(*boxes, strict=True)
    steps = list(map(sub, tops[1:], tops))
    return _Measures(
        Box(min(lefts), min(tops), max(rights), max(lows)),
        first.size if min(sizes) == max(sizes) else median(sizes),
        _share(bold, chars), _share(italic, chars), _share(linked, chars), first.font, first.page,
        first.column, len(sets), median(steps) if steps else 0.0, len(unit.text.split()),
    )  # fmt: skip


def _share(values: Sequence[float], chars: Sequence[int]) -> float:
    return sum(map(mul, values, chars)) / (sum(chars) or 1) if any(values) else 0.0


def _mode(measures: list[_Measures], key: Callable[[_Measures], float]) -> float:
    votes = Counter[float]()
    for m in measures:
        votes[key(m)] += m.weight
    return votes.most_common(1)[0][0] if votes else 0.0


def _gap(one: _Measures, two: _Measures) -> float:
    gap = two.box.y0 - one.box.y1
    return gap if one.page == two.page and gap > -one.size else 990.0


def _tall(doc: Document, page: int) -> float:
    return doc.page_sizes[page - 1][1] if 0 < page <= len(doc.page_sizes) else 792.0


def _beside(measures: list[_Measures], tick: Callable[[], None]) -> list[int]:
    """How many units of the same page share some of the height of each."""
    found = [0] * len(measures)
    order = sorted(range(len(measures)), key=lambda i: (measures[i].page, measures[i].box.y0))
    open_: list[tuple[int, int, float]] = []  # units, their pages, where they end
    for at, index in enumerate(order):
        if not at % FEW:
            tick()
        box, size, page = measures[index].box, measures[index].size, measures[index].page
        top = box.y0 + 0.3 * size
        open_ = [one for one in open_ if one[1] == page and one[2] > top]
        for other, _, _ in open_:
            found[other] += 1
        found[index] += len(open_)
        open_.append((index, page, box.y1 - 0.3 * size))
    return found
