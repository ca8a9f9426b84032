"""Where a unit stands in its document, and what the document says of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from cleanpress.content.units import Unit
from cleanpress.document import Document, Mark
from cleanpress.paragraphs import paragraphs
from cleanpress.tagging import started, tagged

_WORD = re.compile(r"\w+")
_TOPICS = {"author": 2, "copyright": 3, "terms": 3, "comments": 4, "comment-form": 4,
           "provenance": 0}  # fmt: skip


class Place(NamedTuple):
    """The facts of a unit in its document; shares run from 0 to 1."""

    from_top: int  # units
    from_end: int
    part: float  # of the text that stands before it
    page: int  # 0 the only page, 1 the first, 2 between, 3 the last
    repeats: int  # other units with the same words
    titled: float  # share of its words that are in the title
    title: float  # share of the title's words that it has
    phrase: int  # 0 no phrase, else what kind
    linked: float  # share of its characters that are a link
    heading: int  # 0 none, else the level by Markdown
    item: int  # 0 none, 1 a bullet, 2 a number
    quote: int
    strong: float  # share of its characters, by Markdown
    row: int  # of a table
    links: int  # how many


def places_of(doc: Document, units: Sequence[Unit]) -> list[Place]:
    """The place of each unit."""
    folded = [unit.text.casefold() for unit in units]
    repeats = Counter(folded)
    title = frozenset(_WORD.findall(_title(doc).casefold()))
    phrases = phrases_of(doc)
    marks = {kind: _shares(doc, units, kind) for kind in ("link", "strong", "quote", "row")}
    headings = _values(doc, units, "heading")
    items = _values(doc, units, "item")
    size = len(doc.text) or 1
    last = doc.lines[-1].page if doc.lines else 1
    found = []
    for index, unit in enumerate(units):
        words = _WORD.findall(folded[index][:200]) if title else []
        known = title.intersection(words)
        page = doc.lines[unit.first].page
        found.append(Place(
            from_top=index,
            from_end=len(units) - 1 - index,
            part=unit.start / size,
            page=0 if last == 1 else 1 if page == 1 else 3 if page == last else 2,
            repeats=repeats[folded[index]] - 1,
            titled=sum([word in title for word in words]) / len(words) if known else 0.0,
            title=len(known) / len(title) if title else 0.0,
            phrase=_phrase(phrases, unit) if phrases else 0,
            linked=marks["link"][index][0],
            heading=int(headings.get(index, "0") or 0),
            item=0 if index not in items else 2 if items[index][:1].isdigit() else 1,
            quote=1 if marks["quote"][index][0] > 0.5 else 0,
            strong=marks["strong"][index][0],
            row=1 if marks["row"][index][0] > 0.5 else 0,
            links=marks["link"][index][1],
        ))  # fmt: skip
    return found


def _phrase(phrases: dict[int, int], unit: Unit) -> int:
    """The phrase of a unit that tells most."""
    if unit.last - unit.first == 1:
        return phrases.get(unit.first, 0)
    return max([phrases.get(line, 0) for line in range(unit.first, unit.last)])


def _title(doc: Document) -> str:
    """The page's title: by its print's furniture, its PDF, or the headline that went."""
    title, best = doc.info.get("Title", ""), 0
    for run in doc.runs:
        if run.by and not run.text and run.reason in ("print-title", "headline"):
            rank = 2 if run.reason == "headline" else 1
            if rank > best:
                title, best = doc.source[run.start : run.end], rank
    return title[:300]


def phrases_of(doc: Document) -> dict[int, int]:
    """Lines with a phrase: 1 of any other topic, 2 author, 3 legal, 4 comments."""
    found: dict[int, int] = {}
    for line, rule in tagged(doc):
        found[line] = max(found.get(line, 0), _TOPICS.get(rule.topic, 1))
    blocks = paragraphs(doc)
    for number, rules in started(doc).items():
        line = blocks[number].first
        found[line] = max(found.get(line, 0), *(_TOPICS.get(rule.topic, 1) for rule in rules))
    return found


def _shares(doc: Document, units: Sequence[Unit], kind: str) -> list[tuple[float, int]]:
    """The share of each unit's characters under marks of a kind, and how many marks."""
    found = [(0.0, 0)] * len(units)
    marks = doc.marked(kind) if doc.marks else ()
    at = 0
    for index, unit in enumerate(units):
        covered = count = 0
        while at < len(marks) and marks[at].end <= unit.start:
            at += 1
        near = at
        while near < len(marks) and marks[near].start < unit.end:
            covered += max(0, min(marks[near].end, unit.end) - max(marks[near].start, unit.start))
            count += 1
            near += 1
        if count:
            found[index] = min(1.0, covered / (unit.end - unit.start)), count
    return found


def _values(doc: Document, units: Sequence[Unit], kind: str) -> dict[int, str]:
    """The value of the first mark of a kind in each unit that has one."""
    marks: tuple[Mark, ...] = doc.marked(kind) if doc.marks else ()
    found: dict[int, str] = {}
    at = 0
    for mark in marks:
        while at < len(units) and units[at].end <= mark.start:
            at += 1
        if at < len(units) and units[at].start < mark.end:
            found.setdefault(at, mark.value)
    return found
