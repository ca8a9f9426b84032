"""The facts of a text without geometry or markup: few, and cheap enough for any amount of text.

Everything here is made column by column with what Python does in C; texts of thousands of pages
are cleaned at several megabytes a second.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, compress
from operator import floordiv, sub

from cleanpress.content.columns import Column, Steps, rising, stepped
from cleanpress.content.picture import counts_of, cut, picture_of, words_in
from cleanpress.content.place import pages_of, phrases_of
from cleanpress.content.traces import FAR, traced
from cleanpress.content.units import Units
from cleanpress.content.wording import ending_of
from cleanpress.document import Document
from cleanpress.pieces import pieces

PLAIN: dict[str, Steps] = {
    "words": (2, 3, 5, 8, 12, 18, 25, 40, 60, 90), "ending": (1, 2, 3, 4, 5),
    "lower case": (0.01, 0.2, 0.4, 0.6, 0.75, 0.9), "capitals": (0.08, 0.15, 0.25, 0.4, 0.6, 0.95),
    "line length": (10, 20, 35, 60, 85, 120),
    "lines": (2, 3, 5, 8), "from top": (1, 2, 3, 5, 10, 20, 40),
    "from end": (1, 2, 3, 5, 10, 20, 40), "part": (0.02, 0.1, 0.25, 0.5, 0.75, 0.9),
    "page": (1, 2, 3), "phrase": (1, 2, 3, 4),
    "headline": (-20, -3, 0, 1, 2, 4, 8, 20, 99), "byline": (-20, -3, 0, 1, 2, 4, 8, 20, 99),
    "endings above": (1, 2, 4, 8), "endings below": (1, 2, 4, 8),
}  # fmt: skip
_LONG = 120  # words or characters, beyond which nothing changes


def _table(cuts: Steps, part: int = 1) -> bytes:
    """The table from values, or from values in so many parts, to the steps of a fact."""
    return bytes([bisect_right(cuts, value / part) for value in range(256)])


_COUNTED = ("words", "line length", "lines", "from top", "from end", "endings above",
            "endings below")  # fmt: skip
_TABLES = {name: _table(PLAIN[name]) for name in _COUNTED}
_SHARES = {name: _table(PLAIN[name], part=100) for name in ("lower case", "capitals")}
_COUNT = bytes(range(_LONG)).ljust(256, bytes((_LONG,)))  # 0, 1, 2 ... and no more
# Endings told by one sign, and those that take a closer look: a stop may be one of several.
_GLANCE = bytes(1 if code == ord("s") else 0 for code in range(256))
_CLOSE = bytes(0 if code in b"luds" else 1 for code in range(256))
_RAMP = 120  # units; more than the greatest step of a distance
_RAMPS = {name: stepped(PLAIN[name], range(-_RAMP, _RAMP)) for name in ("headline", "byline")}


def plain_of(doc: Document, units: Units) -> tuple[list[Column], list[int]]:
    """The columns of the facts, and how many words each unit has."""
    if not units:
        return [b""] * len(PLAIN), []
    count, size = len(units), len(doc.text)
    starts, ends, firsts, lasts = units.starts, units.ends, units.firsts, units.lasts
    marked = cut(b"".join([picture_of(text) for _, text in pieces(doc)]), ends)
    kinds = words_in(marked)
    words = counts_of(kinds)
    some = [number or 1 for number in words]
    doc.tick()
    shares = [
        _share("lower case", counts_of(kinds, b"UDSO"), some),
        _share("capitals", counts_of(kinds, b"LDSO"), some),
    ]
    doc.tick()
    lengths, endings = _clipped(words), _endings(marked, units)
    lines = list(map(sub, lasts, firsts))
    top = _COUNT[:count].ljust(count, bytes((_LONG,)))
    doc.tick()
    parts = tuple([size * share for share in PLAIN["part"]])
    columns = [
        lengths, endings, *shares,
        _clipped(list(map(floordiv, map(sub, ends, starts), lines))), _clipped(lines),
        top, top[::-1],
        rising(parts, starts), pages_of(doc, firsts),
        _phrased(doc, firsts, lasts),
        *_traces(doc, ends),
    ]  # fmt: skip
    return [
        column.translate(_TABLES[name]) if name in _TABLES else column
        for name, column in zip(PLAIN, columns, strict=True)
    ], words


def _clipped(values: Sequence[int]) -> Column:
    """The values as bytes, those beyond which nothing changes as one of them."""
    try:
        return bytes(values)
    except ValueError:
        return bytes([value if value < _LONG else _LONG for value in values])


def _endings(picture: bytes, units: Units) -> Column:
    """What :func:`ending_of` says, most of it at a glance."""
    ends = units.ends
    last = bytes([picture[end - 1] for end in ends])
    found = bytearray(last.translate(_GLANCE))
    for index in compress(range(len(ends)), last.translate(_CLOSE)):
        found[index] = ending_of(units[index].text)
    at = picture.find(b"sss\0")
    while at >= 0:
        index = bisect_left(ends, at + 3)
        found[index] = ending_of(units[index].text)
        at = picture.find(b"sss\0", at + 3)
    return bytes(found)


def _share(name: str, parts: Sequence[int], words: Sequence[int]) -> Column:
    """The steps of what share of the words is so."""
    shares = [part and 100 * part // count for part, count in zip(parts, words, strict=True)]
    return bytes(shares).translate(_SHARES[name])


def _traces(doc: Document, ends: Sequence[int]) -> list[Column]:
    """The steps of what went: the headline, the byline, what stands after articles."""
    found = traced(doc, ends)
    count = len(ends)
    some, none = any(found.endings), bytes(count)
    return [
        _since("headline", found.headline, count),
        _since("byline", found.byline, count),
        _clipped(list(accumulate(found.endings[:-1]))) if some else none,
        _clipped(list(accumulate(found.endings[:0:-1])))[::-1] if some else none,
    ]


def _since(name: str, at: int | None, count: int) -> Column:
    """The steps of how many units ago the unit ``at`` was met."""
    if at is None:
        return stepped(PLAIN[name], [FAR]) * count
    ramp = _RAMPS[name]
    column = ramp[:1] * (at - _RAMP) + ramp[max(0, _RAMP - at) :]
    return column[:count].ljust(count, ramp[-1:])


def _phrased(doc: Document, firsts: Sequence[int], lasts: Sequence[int]) -> Column:
    """The kind of phrase in each unit, 0 for none."""
    found = bytearray(len(firsts))
    for line, kind in phrases_of(doc).items():
        at = bisect_right(firsts, line) - 1
        if at >= 0 and line < lasts[at]:
            found[at] = max(found[at], kind)
    return bytes(found)
