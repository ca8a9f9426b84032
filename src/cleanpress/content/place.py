"""Where a unit stands in its document, and what the document says of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from cleanpress.content.units import Units
from cleanpress.document import Document
from cleanpress.paragraphs import paragraphs
from cleanpress.tagging import started, tagged

_SIGNS = ".,:;!?…|\"'“”„‘’«»()[]–—-"
_HEAD = 200  # characters of a unit that are looked through for words of the title
_TOPICS = {"author": 2, "copyright": 3, "terms": 3, "comments": 4, "comment-form": 4,
           "provenance": 0}  # fmt: skip


class Places(NamedTuple):
    """The facts of units in their document, one column a fact; shares run from 0 to 1."""

    from_top: Sequence[int]  # units
    from_end: Sequence[int]
    part: Sequence[float]  # of the text that stands before it
    page: Sequence[int]  # 0 the only page, 1 the first, 2 between, 3 the last
    repeats: Sequence[int]  # other units with the same words
    titled: Sequence[float]  # share of its words that are in the title
    title: Sequence[float]  # share of the title's words that it has
    phrase: Sequence[int]  # 0 no phrase, else what kind
    linked: Sequence[float]  # share of its characters that are a link
    heading: Sequence[int]  # 0 none, else the level by Markdown
    item: Sequence[int]  # 0 none, 1 a bullet, 2 a number
    quote: Sequence[int]
    strong: Sequence[float]  # share of its characters, by Markdown
    row: Sequence[int]  # of a table
    links: Sequence[int]  # how many


def places_of(doc: Document, units: Units) -> Places:
    """The places of the units."""
    count, size = len(units), len(doc.text) or 1
    folded = [text.casefold() for text in units.texts]
    repeats = Counter(folded)
    titled, title = _titled(frozenset(_words(_title(doc).casefold())), folded)
    phrases = phrases_of(doc)
    linked, links = _shares(doc, units, "link")
    return Places(
        from_top=range(count), from_end=range(count - 1, -1, -1),
        part=[start / size for start in units.starts],
        page=_pages(doc, units),
        repeats=[repeats[text] - 1 for text in folded],
        titled=titled, title=title,
        phrase=_phrased(phrases, units),
        linked=linked,
        heading=_values(doc, units, "heading", lambda level: int(level or 0)),
        item=_values(doc, units, "item", lambda sign: 2 if sign[:1].isdigit() else 1),
        quote=[share > 0.5 for share in _shares(doc, units, "quote")[0]],
        strong=_shares(doc, units, "strong")[0],
        row=[share > 0.5 for share in _shares(doc, units, "row")[0]],
        links=links,
    )  # fmt: skip


def _words(text: str) -> Iterator[str]:
    """The words of a text without the signs about them."""
    return filter(None, [word.strip(_SIGNS) for word in text.split()])


def _titled(title: frozenset[str], folded: Sequence[str]) -> tuple[list[float], list[float]]:
    """For each unit the share of its words that are in the title, and of the title's in it."""
    titled, shares = [0.0] * len(folded), [0.0] * len(folded)
    if not title:
        return titled, shares
    for at, text in enumerate(folded):
        words = text[:_HEAD].split()
        known = title.intersection(words)
        if known:
            titled[at] = sum(map(title.__contains__, words)) / len(words)
            shares[at] = len(known) / len(title)
    return titled, shares


def pages_of(doc: Document, firsts: Sequence[int]) -> bytes:
    """0 the only page, 1 the first, 2 between, 3 the last."""
    lines, count = doc.lines, len(firsts)
    if lines[-1].page == 1:
        return bytes(count)
    begins = lines.page_firsts()
    above = bisect_left(firsts, begins[1]) if lines[0].page == 1 else 0
    last = bisect_left(firsts, begins[-1])
    return b"\1" * above + b"\2" * (last - above) + b"\3" * (count - last)


def _pages(doc: Document, units: Units) -> Sequence[int]:
    """The same for units whose lines may be set."""
    if not doc.typeset:
        return pages_of(doc, units.firsts)
    pages = doc.placed.pages
    if (last := pages[-1]) == 1:
        return [0] * len(units)
    kinds = {1: 1, last: 3}
    return [kinds.get(pages[first], 2) for first in units.firsts]


def _phrased(phrases: dict[int, int], units: Units) -> list[int]:
    """The phrase of each unit that tells most."""
    found, firsts = [0] * len(units), units.firsts
    for line, kind in phrases.items():
        at = bisect_right(firsts, line) - 1
        if at >= 0 and line < units.lasts[at]:
            found[at] = max(found[at], kind)
    return found


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


def _shares(doc: Document, units: Units, kind: str) -> tuple[list[float], list[int]]:
    """The share of each unit's characters under marks of a kind, and how many marks."""
    shares, counts = [0.0] * len(units), [0] * len(units)
    marks = doc.marked(kind) if doc.marks else ()
    many, at = len(marks), 0
    for index, (start, end) in enumerate(zip(units.starts, units.ends, strict=True)):
        covered = 0
        while at < many and marks[at][1] <= start:
            at += 1
        if at == many:
            break
        near = at
        while near < many and (mark := marks[near])[0] < end:
            covered += max(0, min(mark[1], end) - max(mark[0], start))
            near += 1
        if near > at:
            shares[index], counts[index] = min(1.0, covered / (end - start)), near - at
    return shares, counts


def _values(doc: Document, units: Units, kind: str, read: Callable[[str], int]) -> list[int]:
    """What ``read`` says of the first mark of a kind in each unit, 0 where there is none."""
    found, ends = [0] * len(units), units.ends
    at, many, last = 0, len(units), -1
    for start, end, _, value in doc.marked(kind):
        while at < many and ends[at] <= start:
            at += 1
        if last < at < many and units.starts[at] < end:
            found[at], last = read(value), at
    return found
