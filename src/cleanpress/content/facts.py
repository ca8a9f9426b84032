"""The facts a verdict rests on: their names, and the steps into which each is cut.

A fact's value becomes the number of a step; the weights have one number for each step. A fact whose
values are kinds rather than amounts has one step for each kind.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence, Set
from itertools import accumulate, chain
from typing import cast

from cleanpress.content.columns import Column, Steps, stepped
from cleanpress.content.place import Place, places_of
from cleanpress.content.plain import PLAIN, plain_of
from cleanpress.content.setting import Setting, settings_of
from cleanpress.content.traces import traces_of
from cleanpress.content.units import Unit
from cleanpress.content.wording import Wording, wording_of
from cleanpress.document import Document

_Label = tuple[int, int, float]  # is a short date, is short, its share of links
Row = tuple[int, ...]  # the step of each fact of a view, in the order of its names

_SHARES: Steps = (0.01, 0.1, 0.25, 0.5, 0.75, 0.95)
_WORDING: dict[str, Steps] = {
    "words": (2, 3, 5, 8, 12, 18, 25, 40, 60, 90), "letters a word": (3.5, 4.3, 5.0, 5.8, 7.0),
    "ending": (1, 2, 3, 4, 5), "opening": (1, 2, 3, 4, 5), "sentences": (1, 2, 3, 5),
    "commas": (0.001, 0.03, 0.06, 0.1), "digits": (0.001, 0.02, 0.06, 0.15, 0.4),
    "capitals": (0.08, 0.15, 0.25, 0.4, 0.6, 0.95), "shouted": (0.01, 0.1, 0.5, 0.95),
    "small words": (0.01, 0.1, 0.2, 0.3, 0.4), "lower case": (0.01, 0.2, 0.4, 0.6, 0.75, 0.9),
    "separators": (1, 2, 4), "quoted": (1,), "brackets": (1, 2), "dated": (1, 2, 3, 4),
    "address": (1,), "signs": (0.001, 0.01, 0.04),
}  # fmt: skip
_PLACE: dict[str, Steps] = {
    "from top": (1, 2, 3, 5, 10, 20, 40), "from end": (1, 2, 3, 5, 10, 20, 40),
    "part": (0.02, 0.1, 0.25, 0.5, 0.75, 0.9), "page": (1, 2, 3), "repeats": (1, 2, 5),
    "titled": (0.1, 0.3, 0.6, 0.9), "title": (0.1, 0.3, 0.6, 0.9), "phrase": (1, 2, 3, 4),
    "linked by markup": _SHARES, "heading": (1, 2, 3, 4, 5), "item": (1, 2), "quotation": (1,),
    "strong": (0.1, 0.95), "table": (1,), "links": (1, 2, 4, 8),
}  # fmt: skip
_TRACES: dict[str, Steps] = {
    "headline": (-20, -3, 0, 1, 2, 4, 8, 20, 99), "byline": (-20, -3, 0, 1, 2, 4, 8, 20, 99),
    "went above": (1, 2, 3, 4, 5, 6, 7, 8),
    "went below": (1, 2, 3, 4, 5, 6, 7, 8), "endings above": (1, 2, 4, 8),
    "endings below": (1, 2, 4, 8),
}  # fmt: skip
_SETTING: dict[str, Steps] = {
    "size": (0.75, 0.9, 0.97, 1.03, 1.12, 1.3, 1.6), "bold": (0.05, 0.5, 0.95),
    "italic": (0.05, 0.5, 0.95), "linked": _SHARES, "font": (1,),
    "margin": (-10, -2, -0.3, 0.3, 1.5, 4, 12), "width": (0.1, 0.25, 0.5, 0.75, 0.95, 1.1),
    "right": (-20, -8, -2, 0.5, 3), "column": (1, 2), "space above": (0.4, 0.8, 1.2, 2, 4, 12, 60),
    "space below": (0.4, 0.8, 1.2, 2, 4, 12, 60), "beside": (1, 2, 3, 6),
    "height": (0.08, 0.2, 0.5, 0.8), "leading": (0.5, 1.15, 1.3, 1.45, 1.7),
    "like it": (0.003, 0.02, 0.1, 0.3, 0.5, 0.7), "lines": (2, 3, 5, 8),
    "picture signs": (0.01, 0.6), "picture above": (0.5, 1.5, 3, 8, 30),
    "picture below": (0.5, 1.5, 3, 8, 30), "pictures near": (1, 2, 4, 8),
}  # fmt: skip
_LINES: dict[str, Steps] = {"line length": (10, 20, 35, 60, 85, 120), "lines": (2, 3, 5, 8)}
_SHAPES: dict[str, Steps] = {
    name: tuple(range(1, 24)) for name in ("shape", "shape 2 above", "shape 2 below", "type")
}
_NEAR: dict[str, Steps] = {
    "dates near": (1, 2, 3, 5), "short near": (0.1, 0.3, 0.5, 0.7, 0.9),
    "linked near": (0.05, 0.2, 0.4, 0.6, 0.8),
}  # fmt: skip
REACH = 4  # units that are near
KINDS = frozenset({
    "shape", "shape 2 above", "shape 2 below", "type", "ending", "opening", "brackets", "dated",
    "page", "phrase", "heading", "item", "went above", "went below", "column",
})  # fmt: skip
_MARKUP = frozenset({"heading", "link", "image", "strong"})  # lists are read in any text
FACTS: dict[str, dict[str, Steps]] = {
    "pdf": {**_WORDING, **_PLACE, **_TRACES, **_SETTING, **_SHAPES, **_NEAR},
    "markdown": {**_WORDING, **_PLACE, **_TRACES, **_LINES, **_SHAPES, **_NEAR},
    "text": PLAIN,
}


def view_of(doc: Document) -> str:
    """Which facts a document can tell: ``pdf``, ``markdown`` or ``text``."""
    if doc.typeset:
        return "pdf"
    return "markdown" if any(mark.kind in _MARKUP for mark in doc.marks) else "text"


def facts_of(doc: Document, units: Sequence[Unit], view: str) -> list[Row]:
    """The steps of all facts of each unit."""
    return list(zip(*columns_of(doc, units, view)[0], strict=True))


def columns_of(
    doc: Document, units: Sequence[Unit], view: str, used: Set[str] | None = None
) -> tuple[list[Column], list[int]]:
    """The columns of all facts, and how many words each unit has.

    What is not ``used`` may be left at its lowest.
    """
    if view == "text":
        return plain_of(doc, units)
    if not units:
        return [b""] * len(FACTS[view]), []
    wordings, places = _wordings(doc, units), places_of(doc, units)
    settings = settings_of(doc, units) if view == "pdf" else []
    rest: Sequence[tuple[float, ...]] = settings or [
        (len(unit.text) / (unit.last - unit.first), unit.last - unit.first) for unit in units
    ]
    values = zip(*wordings), zip(*places), zip(*traces_of(doc, units)), zip(*rest)  # noqa: B905
    none = bytes(len(units))
    columns = [
        stepped(cuts, column) if used is None or name in used else none
        for column, (name, cuts) in zip(chain(*values), FACTS[view].items(), strict=False)
    ]
    linked = [one.linked for one in settings or places]
    shapes = list(map(_shape, wordings, linked))
    larger = list(map(_larger, settings) if settings else map(_marked, places))
    labels = [
        (int(wording.words < 13 and wording.dated > 1), int(wording.words < 5), share)
        for wording, share in zip(wordings, linked, strict=True)
    ]
    shape = bytes(shapes)
    columns += [
        shape, (b"\0\0" + shape)[: len(shape)], (shape[2:] + b"\0\0")[: len(shape)],
        bytes([4 * kind + step // 6 for kind, step in zip(larger, shapes, strict=True)]),
        *map(bytes, zip(*_near(labels))),  # noqa: B905
    ]  # fmt: skip
    return columns, [wording.words for wording in wordings]


def _marked(place: Place) -> int:
    """What Markdown says of the type: a heading, all strong, an item of a list, or nothing."""
    return 3 if place.heading else 4 if place.strong > 0.9 else 2 if place.item else 0


def _wordings(doc: Document, units: Sequence[Unit]) -> list[Wording]:
    """The wording of each unit, which follows from its text and is kept from version to version."""
    known = cast("dict[str, Wording]", doc.recall("wording"))
    found = []
    for unit in units:
        wording = known.get(unit.text)
        if wording is None:
            wording = known[unit.text] = wording_of(unit.text)
        found.append(wording)
    return found


def _near(labels: Sequence[_Label]) -> list[Row]:
    """The steps of what stands within reach of each unit, itself left out."""
    sums = [(0, 0, 0.0), *accumulate(labels, lambda a, b: (a[0] + b[0], a[1] + b[1], a[2] + b[2]))]
    dates, short, linked = _NEAR.values()
    found: list[Row] = []
    for index, own in enumerate(labels):
        low, high = sums[max(0, index - REACH)], sums[min(len(labels), index + REACH + 1)]
        count = min(len(labels), index + REACH + 1) - max(0, index - REACH) - 1 or 1
        found.append((
            bisect_right(dates, high[0] - low[0] - own[0]),
            bisect_right(short, (high[1] - low[1] - own[1]) / count),
            bisect_right(linked, (high[2] - low[2] - own[2]) / count),
        ))  # fmt: skip
    return found


def _larger(setting: Setting) -> int:
    """The type in six kinds: smaller, the body's or larger than the body's, bold or not."""
    size = 0 if 0.95 < setting.size < 1.05 else 1 if setting.size < 1 else 2
    return size + (3 if setting.bold > 0.5 else 0)


def _shape(wording: Wording, linked: float) -> int:
    """What one sees first, in 24 kinds: how long it is, how much a link, does a sentence end."""
    words = wording.words
    long = 0 if words < 5 else 1 if words < 13 else 2 if words < 26 else 3
    link = 0 if linked < 0.1 else 1 if linked < 0.7 else 2
    return 6 * long + 2 * link + (1 if wording.ending in (1, 2, 4) else 0)
