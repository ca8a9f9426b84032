"""Lines that recur: the same words, a number that grows, a byline again and again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from cleanpress.document import Document, Line
from cleanpress.grammar.bylines import MAX_BYLINE, byline_of

_NUMBER = re.compile(r"[0-9]+")
RULE = re.compile(r"[ \t]*[-_*=\N{EM DASH}\N{EN DASH}\N{BOX DRAWINGS LIGHT HORIZONTAL}]{3,}[ \t]*")
SHORT = 6  # characters; a name and a date have more


def same_text(one: str, two: str, gap: int) -> bool:
    """The same words; one number may differ if it grows as the pages do."""
    if one.strip() == two.strip():
        return True
    if template(one) != template(two):
        return False
    pairs = zip(_NUMBER.findall(one), _NUMBER.findall(two), strict=True)
    steps = {int(b[:9]) - int(a[:9]) for a, b in pairs if a != b}
    return steps == {gap}


def template(text: str) -> str:
    """A line with its numbers blanked out."""
    return _NUMBER.sub("#", text.strip())


def templates(doc: Document, rows: Sequence[Sequence[int]]) -> list[list[str]]:
    """The templates of the lines of each row; nothing at all if none of them recurs."""
    lines = list(map(doc.bare.__getitem__, chain.from_iterable(rows)))
    rough = _undigited(lines)
    again = {key for key, times in Counter(rough).items() if times > 1}
    if not again:
        return []
    every = [
        _NUMBER.sub("#", line) if key in again and len(key) < len(line) else line
        for line, key in zip(lines, rough, strict=True)
    ]
    if len(frozenset(every)) == len(every):
        return []
    told = iter(every)
    return [list(islice(told, len(row))) for row in rows]


def _undigited(lines: Sequence[str]) -> list[str]:
    """The lines without their digits, in no time; where these differ, the templates do."""
    raw = "\n".join(lines).encode("utf-8", "surrogatepass").translate(None, b"0123456789")
    return raw.decode("utf-8", "surrogatepass").split("\n")


def on_several(rows: Iterable[Sequence[str]]) -> set[str]:
    """What stands in more than one row."""
    met, again = set[str](), set[str]()
    for row in rows:
        again |= met.intersection(row)
        met.update(row)
    return again


def frequent(pages: Sequence[list[Line]], share: float) -> list[list[Line]]:
    """The lines of each page whose template stands on at least that share of the pages."""
    keys = [[template(one.text) for one in lines] for lines in pages]
    count = Counter(chain.from_iterable(map(frozenset, keys)))
    return [
        [one for one, key in zip(lines, own, strict=True) if count[key] >= share * len(pages)]
        for lines, own in zip(pages, keys, strict=True)
    ]


def stands_off(doc: Document, lines: Sequence[Line]) -> bool:
    """Whether a blank line, or the page's end, parts the lines from the rest of the page."""
    first, last = min(lines), max(lines)
    around = (doc.text[: first.start].rstrip(" \t")[-2:], doc.text[last.end :].lstrip(" \t")[:2])
    before = not around[0] or around[0][-1] == "\f" or around[0] == "\n\n"
    after = not around[1] or around[1][0] == "\f" or around[1] == "\n\n" or around[1] == "\n\f"
    return before and after


def is_dated_byline(text: str) -> bool:
    """Whether a line names an author and a date and nothing else."""
    found = byline_of(text) if _NUMBER.search(text) else None
    return found is not None and bool(found.authors) and found.date is not None


def recurring_bylines(doc: Document) -> Iterator[tuple[Line, str]]:
    """Dated bylines that are a paragraph each and recur word for word, and the rules after them.

    Each comes with the evidence.
    """
    texts = [text for text in doc.texts if len(text) > SHORT]
    if len(frozenset(texts)) == len(texts):
        return
    again = {text.strip() for text, times in Counter(texts).items() if times > 1}
    dated = doc.facts(is_dated_byline)
    if not any(map(dated.__getitem__, again)):
        return
    places: dict[str, list[int]] = {}
    for block in doc.blocks:
        if 10 < block.end - block.start <= MAX_BYLINE and block.last - block.first <= 2:
            places.setdefault(doc.bare[block.first], []).append(block.first)
    starts = {
        at: f"{len(found)} times a paragraph of its own"
        for text, found in places.items()
        if len(found) > 1 and dated[text]
        for at in found
    }
    for at in sorted(starts):
        yield doc.lines[at], starts[at]
        for line in doc.lines[at + 1 : at + 4]:
            if line.text.strip():
                if RULE.fullmatch(line.text):
                    yield line, starts[at]
                break
