"""The facts a verdict rests on: their names, and the steps into which each is cut.

A fact's value becomes the number of a step; the weights have one number for each step. A fact whose
values are kinds rather than amounts has one step for each kind.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import chain
from operator import sub
from typing import cast

from cleanpress.content.columns import Column, Steps, counted, stepped
from cleanpress.content.place import places_of
from cleanpress.content.plain import PLAIN, plain_of
from cleanpress.content.setting import settings_of
from cleanpress.content.traces import traces_of
from cleanpress.content.units import Units
from cleanpress.content.wording import wordings_of
from cleanpress.document import Document

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
}  # fmt: skip
_LINES: dict[str, Steps] = {"line length": (10, 20, 35, 60, 85, 120), "lines": (2, 3, 5, 8)}
KINDS = frozenset({
    "ending", "opening", "brackets", "dated", "page", "phrase", "heading", "item", "went above",
    "went below", "column",
})  # fmt: skip
_COUNTS = frozenset({
    "words", "ending", "opening", "sentences", "separators", "quoted", "brackets", "dated",
    "address", "from top", "from end", "page", "repeats", "phrase", "heading", "item", "quotation",
    "table", "links", "went above", "went below", "endings above", "endings below", "font",
    "column", "beside", "lines",
})  # fmt: skip
_MARKUP = frozenset({"heading", "link", "image", "strong"})  # lists are read in any text
FACTS: dict[str, dict[str, Steps]] = {
    "pdf": {**_WORDING, **_PLACE, **_TRACES, **_SETTING},
    "markdown": {**_WORDING, **_PLACE, **_TRACES, **_LINES},
    "text": PLAIN,
}


def view_of(doc: Document) -> str:
    """Which facts a document can tell: ``pdf``, ``markdown`` or ``text``."""
    if doc.typeset:
        return "pdf"
    return "markdown" if any(mark.kind in _MARKUP for mark in doc.marks) else "text"


def facts_of(doc: Document, units: Units, view: str) -> list[Row]:
    """The steps of all facts of each unit."""
    return list(zip(*columns_of(doc, units, view)[0], strict=True))


def columns_of(
    doc: Document, units: Units, view: str, used: Set[str] | None = None
) -> tuple[list[Column], list[int]]:
    """The columns of all facts, and how many words each unit has.

    What is not ``used`` may be left at its lowest.
    """
    if view == "text":
        return plain_of(doc, units)
    if not units:
        return [b""] * len(FACTS[view]), []
    wording, places = wordings_of(units.texts), places_of(doc, units)
    settings = settings_of(doc, units, wording.words) if view == "pdf" else None
    rest: Sequence[Sequence[float]] = settings or [
        [len(unit.text) / (unit.last - unit.first) for unit in units],
        list(map(sub, units.lasts, units.firsts)),
    ]
    none = bytes(len(units))
    doc.tick()
    columns = [
        none  # the lowest step
        if (used is not None and name not in used) or (cuts[0] > 0 and not any(column))
        else counted(cuts, cast("Sequence[int]", column))
        if name in _COUNTS
        else stepped(cuts, column)
        for column, (name, cuts) in zip(
            chain(wording, places, traces_of(doc, units), rest), FACTS[view].items(), strict=False
        )
    ]
    return columns, list(wording.words)
