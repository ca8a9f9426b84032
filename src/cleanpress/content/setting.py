"""How a unit is set on its page, measured by how most of the prose is set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import compress
from operator import mul, sub
from statistics import median
from typing import NamedTuple, TypeVar

from cleanpress.content.pictures import FEW
from cleanpress.content.units import Units
from cleanpress.document import Box, Document, Typeset

_T = TypeVar("_T")
PROSE = 15  # words; shorter units do not vote on how the prose is set
_UNSET = Typeset(0, 0, 0, Box(0, 0, 0, 0), 0.0)


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
    """How units are set in points, one column a measure."""

    lefts: Sequence[float]
    tops: Sequence[float]
    rights: Sequence[float]
    lows: Sequence[float]
    sizes: Sequence[float]
    bold: Sequence[float]
    italic: Sequence[float]
    linked: Sequence[float]
    fonts: Sequence[str]
    pages: Sequence[int]
    columns: Sequence[int]
    lines: Sequence[int]
    leadings: Sequence[float]
    weights: Sequence[int]  # words


Style = tuple[float, str, int]  # size, font, left edge


def settings_of(doc: Document, units: Units, words: Sequence[int]) -> Settings:
    """How the units of a document with geometry are set; ``words`` is how many each has."""
    found = _measures_of(doc, units, words)
    lefts, tops, rights, _, sizes, bold, italic, linked, fonts, pages, *_, weights = found
    known = [weight >= PROSE and link < 0.5 for weight, link in zip(weights, linked, strict=True)]
    prose = list(compress(range(len(units)), known)) or range(len(units))
    size = _mode([(round(sizes[at], 1), weights[at]) for at in prose]) or 10.0
    body = [at for at in prose if abs(sizes[at] - size) < 0.06 * size] or prose
    face = _mode([(fonts[at], weights[at]) for at in body])
    width = _mode([(round(rights[at] - lefts[at], -1), weights[at]) for at in body]) or 1.0
    right = _mode([(round(rights[at], -1), weights[at]) for at in body]) or 0.0
    margins = _margins(lefts, [(round(lefts[at]), weights[at]) for at in body], doc.tick)
    gaps = [990.0 / size, *[gap / size for gap in _gaps(found)], 990.0 / size]
    doc.tick()
    tall = {page: _tall(doc, page) for page in set(pages)}
    return Settings(
        [own / size for own in sizes], bold, italic, linked, [int(one == face) for one in fonts],
        [margins[left] / size for left in lefts],
        [(end - left) / width for left, end in zip(lefts, rights, strict=True)],
        [(end - right) / size for end in rights],
        found.columns, gaps[:-1], gaps[1:], _beside(found, doc.tick),
        [top / tall[at] if tall[at] else 0.0 for top, at in zip(tops, pages, strict=True)],
        [leading / own if own else 0.0
         for leading, own in zip(found.leadings, sizes, strict=True)],
        _like(styles_of(doc, units), weights), found.lines,
    )  # fmt: skip


def _margins(
    lefts: Sequence[float], votes: Iterable[tuple[int, int]], tick: Callable[[], None]
) -> dict[float, float]:
    """How far each left edge is from the nearest of the body's, in points."""
    weights = _votes(votes)
    most = max(weights.values(), default=0)
    edges = [left for left, weight in weights.items() if weight * 4 >= most] or [0]
    found = {}
    for at, left in enumerate(dict.fromkeys(lefts)):
        if not at % FEW:
            tick()
        found[left] = min([left - edge for edge in edges], key=abs)
    return found


def _gaps(m: _Measures) -> list[float]:
    """From each unit but the last to the next one below it on its page, in points."""
    rows = zip(m.tops[1:], m.lows, m.pages[1:], m.pages, m.sizes, strict=False)
    return [
        top - low if page == other and top - low > -size else 990.0
        for top, low, page, other, size in rows
    ]


def _like(styles: Sequence[Style], weights: Sequence[int]) -> list[float]:
    """The share of all words that are set as each unit is."""
    like = _votes(zip(styles, weights, strict=True))
    total = sum(weights) or 1
    return [like[style] / total for style in styles]


def styles_of(doc: Document, units: Units) -> list[Style]:
    """What units that are set alike have in common: size, font, left edge."""
    return doc.derive("content-styles", lambda: _styles(doc, units)) if doc.typeset else []


def _styles(doc: Document, units: Units) -> list[Style]:
    m = _measures_of(doc, units)
    rounded = {size: round(size, 1) for size in set(m.sizes)}
    return [
        (rounded[size], font, -column if column else round(left / 4))
        for size, font, column, left in zip(m.sizes, m.fonts, m.columns, m.lefts, strict=True)
    ]


def links_of(doc: Document, units: Units) -> Sequence[float]:
    """The share of each unit's characters that are links; empty without geometry."""
    return _measures_of(doc, units).linked if doc.typeset else []


def _measures_of(doc: Document, units: Units, words: Sequence[int] = ()) -> _Measures:
    """The measures of the units; ``words`` are how many each has, if that is known already."""
    return doc.derive("content-measures", lambda: _measures(doc, units, words))


def _measures(doc: Document, units: Units, words: Sequence[int]) -> _Measures:
    sets, firsts, lasts = doc.placed.sets, units.firsts, units.lasts
    lines, leadings = [1] * len(units), [0.0] * len(units)
    weights = list(words or [len(text.split()) for text in units.texts])
    rows = [sets[first] or _UNSET for first in firsts]
    for at in [at for at, end in enumerate(lasts) if end - firsts[at] > 1]:
        own = [one for one in sets[firsts[at] : lasts[at]] if one]
        if len(own) > 1:
            rows[at], lines[at], leadings[at] = _joined(own)
        elif own:
            rows[at] = own[0]
    for at in [at for at, row in enumerate(rows) if row is _UNSET]:
        weights[at] = 1
    _, _, pages, boxes, sizes, bold, italic, linked, fonts, _, columns = list(
        zip(*rows, strict=True)
    )[:11]
    lefts, tops, rights, lows = zip(*boxes, strict=True)
    return _Measures(
        lefts, tops, rights, lows, sizes, bold, italic, linked, fonts, pages, columns,
        lines, leadings, weights,
    )  # fmt: skip


def _joined(sets: Sequence[Typeset]) -> tuple[Typeset, int, float]:
    """Several lines as one, how many they are, and how far it is from line to line."""
    starts, ends, pages, boxes, sizes, bold, italic, linked = list(zip(*sets, strict=True))[:8]
    first = sets[0]
    if pages[-1] != first.page:
        boxes = tuple(one.box for one in sets if one.page == first.page)
    chars = list(map(sub, ends, starts))
    lefts, tops, rights, lows = zip(*boxes, strict=True)
    steps = list(map(sub, tops[1:], tops))
    joined = Typeset(
        starts[0], ends[-1], first.page, Box(min(lefts), min(tops), max(rights), max(lows)),
        first.size if min(sizes) == max(sizes) else median(sizes),
        _share(bold, chars), _share(italic, chars), _share(linked, chars),
        first.font, first.block, first.column,
    )  # fmt: skip
    return joined, len(sets), median(steps) if steps else 0.0


def _share(values: Sequence[float], chars: Sequence[int]) -> float:
    return sum(map(mul, values, chars)) / (sum(chars) or 1) if any(values) else 0.0


def _mode(votes: Iterable[tuple[_T, int]]) -> _T | None:
    """What most of the words vote for, the first where several have as many."""
    found = _votes(votes)
    return max(found, key=found.__getitem__) if found else None


def _votes(votes: Iterable[tuple[_T, int]]) -> dict[_T, int]:
    found: dict[_T, int] = {}
    for one, words in votes:
        found[one] = found.get(one, 0) + words
    return found


def _tall(doc: Document, page: int) -> float:
    return doc.page_sizes[page - 1][1] if 0 < page <= len(doc.page_sizes) else 792.0


def _beside(m: _Measures, tick: Callable[[], None]) -> list[int]:
    """How many units of the same page share some of the height of each."""
    found = [0] * len(m.tops)
    order = sorted(range(len(found)), key=list(zip(m.pages, m.tops, strict=True)).__getitem__)
    open_: list[tuple[int, float]] = []  # units of one page, where they end
    leaf = 0
    for at, index in enumerate(order):
        if not at % FEW:
            tick()
        pad = 0.3 * m.sizes[index]
        top = m.tops[index] + pad
        if m.pages[index] != leaf:
            leaf, open_ = m.pages[index], []
        open_ = [one for one in open_ if one[1] > top]
        for other, _ in open_:
            found[other] += 1
        found[index] += len(open_)
        open_.append((index, m.lows[index] - pad))
    return found
