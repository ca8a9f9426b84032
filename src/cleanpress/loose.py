"""Loose setting: text whose lines stand apart, with blank lines between those of a paragraph.

Scrapers that cut a page into its lines write each as a block of its own where the lines are set
with much space between them. Then a blank line says nothing, or its height tells: one between
the lines of a paragraph, two between paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter
from statistics import median
from typing import NamedTuple

from cleanpress.document import Document

# A gap of one or two blank lines inside a sentence: a letter or comma, then lower case. The line
# before it is as long as the lines of prose are.
_INSIDE = re.compile(r"(?<=[^\W\d_]|,)[ \t]*\n(?:[ \t]*\n){1,2}[ \t]*(?=[a-zß-öø-ÿа-я])")
_BETWEEN = re.compile(r"[.!?][\"”’»)]*\n(?:[ \t]*\n){1,2}[ \t]*(?=[A-ZÀ-ÞА-Я\"“„«])")
_WRAPPED = re.compile(r"(?<=[^\W\d_]|,)[ \t]*\n(?=[a-zß-öø-ÿа-я])")
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
    found = _heights(text, _INSIDE)
    if len(found) < max(LEAST, len(_WRAPPED.findall(text))):
        return _NONE
    inside, between = (
        Counter(height for height, _ in each) for each in (found, _heights(text, _BETWEEN))
    )
    lines = frozenset(height for height, count in inside.items() if count >= LEAST)
    sure = frozenset(each for each in lines if between[each] <= CLEAR * inside[each])
    return Loose(lines, sure, int(median([width for _, width in found])))


def _heights(text: str, kind: re.Pattern[str]) -> list[tuple[int, int]]:
    """The gaps of a kind behind long lines: their heights, and how long the lines are."""
    found = [
        (one[0].count("\n"), one.start() - text.rfind("\n", 0, one.start()) - 1)
        for one in kind.finditer(text)
    ]
    return [each for each in found if each[1] >= LONG]
