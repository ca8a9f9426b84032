"""How a unit is set on its page, measured by how most of the prose is set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from operator import mul, sub
from statistics import median
from typing import NamedTuple

from cleanpress.content.pictures import pictured_of
from cleanpress.content.units import Unit
from cleanpress.document import Box, Document

PROSE = 15  # words; shorter units do not vote on how the prose is set


class Setting(NamedTuple):
    """The facts of a unit with geometry. Lengths are in sizes of the body's type."""

    size: float  # the body's is 1
    bold: float
    italic: float
    linked: float
    font: int  # 1 the body's
    margin: float  # how far its left edge is from the body's nearest
    width: float  # the body's is 1
    right: float  # how far its right edge is from the body's
    column: int
    above: float  # to the unit before it, on one page and in one stream; 99 elsewhere
    below: float
    beside: int  # units at the same height
    height: float  # where on its page it starts, from 0 at the top to 1
    leading: float  # from line to line
    like: float  # share of the page's words set so
    lines: int
    signs: float  # share of its lines that start with a small picture
    picture_above: float
    picture_below: float
    pictures: int


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


def settings_of(doc: Document, units: Sequence[Unit]) -> list[Setting]:
    """The setting of each unit; an empty list for a document without geometry."""
    if not doc.typeset:
        return []
    measures = _measures_of(doc, units)
    prose = [m for m in measures if m.weight >= PROSE and m.linked < 0.5] or measures
    size = _mode(prose, lambda m: round(m.size, 1)) or 10.0
    body = [m for m in prose if abs(m.size - size) < 0.06 * size] or prose
    font = Counter[str]()
    lefts = Counter[int]()
    for m in body:
        font[m.font] += m.weight
        lefts[round(m.box.x0)] += m.weight
    width = _mode(body, lambda m: round(m.box.x1 - m.box.x0, -1)) or 1.0
    right = _mode(body, lambda m: round(m.box.x1, -1))
    most = max(lefts.values(), default=0)
    edges = [left for left, weight in lefts.items() if weight * 4 >= most] or [0]
    face = font.most_common(1)[0][0] if font else ""
    like = Counter[tuple[float, str, int]]()
    styles = list(map(_style, measures))
    for style, m in zip(styles, measures, strict=True):
        like[style] += m.weight
    total = sum(like.values()) or 1
    gaps = [_gap(measures, index, index + 1) / size for index in range(-1, len(measures))]
    beside = _beside(measures)
    pictured = pictured_of(
        doc, [(u.first, u.last) for u in units], [(m.page, m.size, m.box) for m in measures]
    )
    found = []
    for index, m in enumerate(measures):
        left = min((m.box.x0 - edge for edge in edges), key=abs)
        found.append(Setting(
            size=m.size / size, bold=m.bold, italic=m.italic, linked=m.linked,
            font=int(m.font == face), margin=left / size, width=(m.box.x1 - m.box.x0) / width,
            right=(m.box.x1 - right) / size, column=m.column,
            above=gaps[index], below=gaps[index + 1],
            beside=beside[index], height=_height(doc, m),
            leading=m.leading / m.size if m.size else 0.0,
            like=like[styles[index]] / total, lines=m.lines,
            signs=pictured[index].signs, picture_above=pictured[index].above,
            picture_below=pictured[index].below, pictures=pictured[index].near,
        ))  # fmt: skip
    return found


def styles_of(doc: Document, units: Sequence[Unit]) -> list[tuple[float, str, int]]:
    """What units that are set alike have in common: size, font, left edge."""
    return list(map(_style, _measures_of(doc, units))) if doc.typeset else []


def links_of(doc: Document, units: Sequence[Unit]) -> list[float]:
    """The share of each unit's characters that are links; empty without geometry."""
    return [m.linked for m in _measures_of(doc, units)] if doc.typeset else []


def _measures_of(doc: Document, units: Sequence[Unit]) -> list[_Measures]:
    return doc.derive("content-measures", lambda: [_measure(doc, unit) for unit in units])


def _style(m: _Measures) -> tuple[float, str, int]:
    return round(m.size, 1), m.font, round(m.box.x0 / 4) if m.column == 0 else -m.column


def _measure(doc: Document, unit: Unit) -> _Measures:
    sets = [line.typeset for line in doc.lines[unit.first : unit.last] if line.typeset]
    if not sets:
        return _Measures(Box(0, 0, 0, 0), 0.0, 0, 0, 0, "", 0, 0, 1, 0.0, 1)
    if len(sets) == 1:
        one = sets[0]
        return _Measures(
            one.box, one.size, one.bold, one.italic, one.linked, one.font, one.page, one.column,
            1, 0.0, len(unit.text.split()),
        )  # fmt: skip
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


def _gap(measures: list[_Measures], upper: int, lower: int) -> float:
    if upper < 0 or lower >= len(measures):
        return 990.0
    one, two = measures[upper], measures[lower]
    gap = two.box.y0 - one.box.y1
    return gap if one.page == two.page and gap > -one.size else 990.0


def _height(doc: Document, m: _Measures) -> float:
    tall = doc.page_sizes[m.page - 1][1] if 0 < m.page <= len(doc.page_sizes) else 792.0
    return m.box.y0 / tall if tall else 0.0


def _beside(measures: list[_Measures]) -> list[int]:
    """How many units of the same page share some of the height of each."""
    found = [0] * len(measures)
    order = sorted(range(len(measures)), key=lambda i: (measures[i].page, measures[i].box.y0))
    open_: list[int] = []
    for index in order:
        m = measures[index]
        top = m.box.y0 + 0.3 * m.size
        open_ = [o for o in open_ if measures[o].page == m.page
                 and measures[o].box.y1 - 0.3 * measures[o].size > top]  # fmt: skip
        for other in open_:
            found[other] += 1
        found[index] += len(open_)
        open_.append(index)
    return found
