"""Loose setting: text whose lines stand apart, with blank lines between those of a paragraph.

Scrapers that cut a page into its lines write each as a block of its own where the lines are set
with much space between them. Then a blank line says nothing, or its height tells: one between
the lines of a paragraph, two between paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from statistics import median
from typing import NamedTuple

from cleanpress.document import Document

# A gap of one or two blank lines inside a sentence: a letter or comma, then lower case. The line
# before it is as long as the lines of prose are. A line break is looked for first, and what stands
# before it where one is found: a look behind at every character took fifty times as long.
_LOWER = r"(?=[a-zß-öø-ÿа-я])"
_GAP = re.compile(rf"\n(?:[ \t]*\n){{1,2}}[ \t]*{_LOWER}")
_WRAP = re.compile(rf"\n{_LOWER}")
_OPEN = re.compile(r"[^\W\d_]|,")
_BETWEEN = re.compile(r"[.!?][\"”’»)]*(\n(?:[ \t]*\n){1,2})[ \t]*(?=[A-ZÀ-ÞА-Я\"“„«])")
LEAST = 6  # gaps inside sentences; fewer may be captions and pictures that cut a paragraph
LONG = 40  # characters of a line that is one of prose
CLEAR = 0.5  # ends of sentences at gaps of one height for each gap inside one


class Loose(NamedTuple):
    """The heights of gaps, in line breaks: between lines, and of those never between paragraphs."""

    lines: frozenset[int]
    sure: frozenset[int]
    width: int  # characters of a full line


_NONE = Loose(frozenset(), frozenset(), 0)


def loose_gaps(doc: Document) -> Loose:
    """Which gaps stand between the lines of paragraphs; told by the source, once for all versions.

    >>> from cleanpress.readers.text import read_text
    >>> loose_gaps(read_text("The ferry left at noon.\\n\\nNobody saw it go.")).lines
    frozenset()
    """
    kept = doc.recall("loose")
    if "" not in kept:
        kept[""] = _NONE if doc.typeset else _of(doc.source)
    found = kept[""]
    assert isinstance(found, Loose)
    return found


def _of(text: str) -> Loose:
    found = [(height, len(line)) for height, line in _inside(text, _GAP) if len(line) >= LONG]
    if len(found) < LEAST or len(found) < sum(1 for _ in _inside(text, _WRAP)):
        return _NONE
    inside = Counter(height for height, _ in found)
    between = Counter(
        one[1].count("\n")
        for one in _BETWEEN.finditer(text)
        if one.start() - text.rfind("\n", 0, one.start()) - 1 >= LONG
    )
    lines = frozenset(height for height, count in inside.items() if count >= LEAST)
    sure = frozenset(each for each in lines if between[each] <= CLEAR * inside[each])
    return Loose(lines, sure, int(median([width for _, width in found])))


def _inside(text: str, kind: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """The gaps of a kind behind a letter or comma: their heights, and the lines before them."""
    for one in kind.finditer(text):
        start = one.start()
        line = text[text.rfind("\n", 0, start) + 1 : start].rstrip(" \t")
        if _OPEN.match(line[-1:]):
            yield one[0].count("\n"), line
