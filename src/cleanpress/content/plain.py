"""The facts of a text without geometry or markup: few, and cheap enough for any amount of text.

Everything here is made column by column with what Python does in C; texts of thousands of pages
are cleaned at several megabytes a second.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from operator import floordiv

from cleanpress.content.columns import Column, Steps, added, rising, stepped
from cleanpress.content.place import phrases_of
from cleanpress.content.traces import FAR, traced
from cleanpress.content.units import Unit
from cleanpress.content.wording import ending_of
from cleanpress.document import Document

SAMPLE = 400  # characters; more of a paragraph tells nothing new
PLAIN: dict[str, Steps] = {
    "words": (2, 3, 5, 8, 12, 18, 25, 40, 60, 90), "ending": (1, 2, 3, 4, 5),
    "lower case": (0.01, 0.2, 0.4, 0.6, 0.75, 0.9), "capitals": (0.08, 0.15, 0.25, 0.4, 0.6, 0.95),
    "commas": (0.001, 0.03, 0.06, 0.1), "line length": (10, 20, 35, 60, 85, 120),
    "lines": (2, 3, 5, 8), "from top": (1, 2, 3, 5, 10, 20, 40),
    "from end": (1, 2, 3, 5, 10, 20, 40),
    "part": (0.02, 0.1, 0.25, 0.5, 0.75, 0.9), "page": (1, 2, 3), "repeats": (1, 2, 5),
    "phrase": (1, 2, 3, 4), "headline": (-20, -3, 0, 1, 2, 4, 8, 20, 99),
    "byline": (-20, -3, 0, 1, 2, 4, 8, 20, 99), "endings above": (1, 2, 4, 8),
    "endings below": (1, 2, 4, 8), "shape": tuple(range(1, 24)),
    "shape 2 above": tuple(range(1, 24)), "shape 2 below": tuple(range(1, 24)),
}  # fmt: skip
_LENGTHS: Steps = (5, 13, 26)
_LONG = 120  # words or characters, beyond which nothing changes


def _table(cuts: Steps, factor: int = 1, part: int = 1) -> bytes:
    """The table from values, or from values in so many parts, to the steps of a fact."""
    return bytes([factor * bisect_right(cuts, value / part) for value in range(256)])


_COUNTED = ("words", "line length", "lines", "from top", "from end", "repeats", "endings above",
            "endings below")  # fmt: skip
_TABLES = {name: _table(PLAIN[name]) for name in _COUNTED}
_PERCENT = {name: _table(PLAIN[name], part=100) for name in ("lower case", "capitals")}
_COMMAS = _table(PLAIN["commas"], part=1000)
_LENGTH = _table(_LENGTHS, factor=6)
_ENDED = bytes([int(step in (1, 2, 4)) for step in range(256)])
_COUNT = bytes(range(_LONG)).ljust(256, bytes((_LONG,)))  # 0, 1, 2 ... and no more
_SIGNS = frozenset(".!?。！？؟।")


def plain_of(doc: Document, units: Sequence[Unit]) -> tuple[list[Column], list[int]]:
    """The columns of the facts, and how many words each unit has."""
    count, size = len(units), len(doc.text) or 1
    texts = [unit[4] for unit in units]
    heads = [text if len(text) <= SAMPLE else text[:SAMPLE] for text in texts]
    parts = list(map(str.split, heads))
    words = [
        len(part) if text is head else len(text.split())
        for text, head, part in zip(texts, heads, parts, strict=True)
    ]
    lengths = _clipped(words)
    endings = bytes(map(_ending, texts))
    lines = [last - first for _, _, first, last, _ in units]
    shape = added(lengths.translate(_LENGTH), endings.translate(_ENDED))
    top = _COUNT[:count].ljust(count, bytes((_LONG,)))
    columns = [
        lengths, endings, *_shares(heads, parts), _clipped(map(floordiv, map(len, texts), lines)),
        _clipped(lines), top, top[::-1], rising(PLAIN["part"], [unit[0] / size for unit in units]),
        _pages(doc, units), _repeats(heads), _phrased(doc, units), *_traces(doc, units),
        shape, (b"\0\0" + shape)[:count], (shape[2:] + b"\0\0")[:count],
    ]  # fmt: skip
    return [
        column.translate(_TABLES[name]) if name in _TABLES else column
        for name, column in zip(PLAIN, columns, strict=True)
    ], words


def _clipped(values: Iterable[int]) -> Column:
    return bytes([value if value < _LONG else _LONG for value in values])


def _ending(text: str) -> int:
    """What :func:`ending_of` says, most of it at a glance."""
    last = text[-1:]
    if last.isalnum():
        return 0
    return 1 if last in _SIGNS and text[-3:] != "..." else ending_of(text)


def _shares(heads: Sequence[str], parts: Sequence[list[str]]) -> list[Column]:
    """How many of the words are in lower case, have a capital, and are followed by a comma."""
    counts = list(map(len, parts))
    every = list(chain.from_iterable(parts))
    ends = list(accumulate(counts))
    spans = list(zip([0, *ends], ends, strict=False))
    shares = []
    for name, is_so in (("lower case", str.islower), ("capitals", str.istitle)):
        flags = bytes(map(is_so, every))
        shares.append(bytes([
            100 * flags.count(1, start, end) // (end - start or 1) for start, end in spans
        ]).translate(_PERCENT[name]))  # fmt: skip
    commas = [
        min(1000 * head.count(",") // (n or 1), 255) if "," in head else 0
        for head, n in zip(heads, counts, strict=True)
    ]
    return [*shares, bytes(commas).translate(_COMMAS)]


def _repeats(heads: Sequence[str]) -> Column:
    """How many other units start with the same words."""
    folded = list(map(str.casefold, heads))
    repeats = Counter(folded)
    if len(repeats) == len(folded):
        return bytes(len(folded))
    return _clipped([repeats[head] - 1 for head in folded])


def _traces(doc: Document, units: Sequence[Unit]) -> list[Column]:
    """The steps of what went: the headline, the byline, what stands after articles."""
    found = traced(doc, [unit.end for unit in units])
    count = len(units)
    ended = list(accumulate(found.endings[:count]))
    total = sum(found.endings)
    return [
        *(
            stepped(PLAIN[name], [FAR] if at is None else range(-at, count - at))
            * (count if at is None else 1)
            for name, at in (("headline", found.headline), ("byline", found.byline))
        ),
        _clipped(ended),
        _clipped([total - before for before in ended]),
    ]


def _pages(doc: Document, units: Sequence[Unit]) -> Column:
    """0 the only page, 1 the first, 2 between, 3 the last."""
    last = doc.lines[-1].page if doc.lines else 1
    if last == 1:
        return bytes(len(units))
    kinds = {1: 1, last: 3}
    lines = doc.lines
    return bytes([kinds.get(lines[unit.first].page, 2) for unit in units])


def _phrased(doc: Document, units: Sequence[Unit]) -> Column:
    """The kind of phrase in each unit, 0 for none."""
    found = bytearray(len(units))
    firsts = [unit.first for unit in units]
    for line, kind in phrases_of(doc).items():
        at = bisect_right(firsts, line) - 1
        if at >= 0 and line < units[at].last:
            found[at] = max(found[at], kind)
    return bytes(found)
