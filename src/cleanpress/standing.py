"""How lines and blocks stand in their text: alone, broken off on purpose, linked, before the end.

Words alone never condemn a line; this is the other half of the evidence for filters that go by
words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator
from functools import partial

from cleanpress.document import Block, Document, Edit
from cleanpress.paragraphs import block_at, paragraphs
from cleanpress.phrases import load_phrases
from cleanpress.sentences import SPACES

SENTENCE_END = (
    ".", "!", "?", "…", ".”", '."', "!”", "?”", ".“", ".’", ".'", ":", "。",
    *[f"{stop}{gap}»" for stop in ".!?…" for gap in ("", *SPACES)],
)  # fmt: skip
LINKED = 0.8  # share of a line's characters that are a link, for the line to be one
PROSE_WORDS = 25  # the shortest paragraph that shows an article is going on, in words
_edit = partial(tuple.__new__, Edit)  # half the cost of calling a NamedTuple
STUB = 30  # characters; lines up to this length do not make a block a paragraph
CUT = 24  # characters of a line of prose in the narrowest column, above a cut


def is_linked(doc: Document, line: int) -> bool:
    """Whether a whole line is a link, by its typesetting or its Markdown."""
    return line in linked_lines(doc)


def linked_lines(doc: Document) -> frozenset[int]:
    """The lines that are a link as a whole, computed once for each version."""
    return doc.derive("linked-lines", lambda: _linked_lines(doc))


def _linked_lines(doc: Document) -> frozenset[int]:
    starts, texts, reach = doc.starts, doc.texts, 0
    covered: dict[int, int] = {}
    for start, end, _, _ in doc.marked("link"):
        if start < reach:  # what two links cover counts once
            start = reach
        at = bisect_right(starts, start) - 1
        while start < end and at < len(starts):
            line_end = starts[at] + len(texts[at])
            if start < line_end:
                covered[at] = covered.get(at, 0) + (end if end < line_end else line_end) - start
            at += 1
            start = max(start, starts[at]) if line_end < end and at < len(starts) else end
        if end > reach:
            reach = end
    found = [at for at, share in covered.items() if share >= LINKED * len(texts[at])]
    if doc.typeset:
        sets = doc.placed.sets
        found += [at for at, one in enumerate(sets) if one is not None and one[7] >= LINKED]
    return frozenset(found)


def is_heading(doc: Document, line: int) -> bool:
    """Whether a line is marked as a heading, or set bolder or larger than the text around it."""
    if doc.marks and line in doc.derive("heading-lines", lambda: _heading_lines(doc)):
        return True
    if not doc.typeset:
        return False
    here = doc.placed.sets[line]
    return (
        here is not None
        and len(doc.texts[line]) < 100
        and (here.bold >= LINKED or here.size >= 1.15 * usual_size(doc))
    )


def _heading_lines(doc: Document) -> frozenset[int]:
    starts, texts, found = doc.starts, doc.texts, set[int]()
    for kind in ("heading", "strong"):
        for start, end, _, _ in doc.marked(kind):
            at = doc.line_at(start)
            if starts[at] == start and (kind == "heading" or end == start + len(texts[at])):
                found.add(at)
    return frozenset(found)


def usual_size(doc: Document) -> float:
    """The size in points of most of the text; more than any size where none is known."""

    def median() -> float:
        sizes = sorted(one.size for one in doc.typeset if one.end - one.start >= STUB)
        return sizes[len(sizes) // 2] if sizes else 1e9

    return doc.derive("usual-size", median)


def stands_alone(doc: Document, line: int, like: Container[int] = ()) -> bool:
    """Whether a line is no part of a paragraph.

    It is a block by itself, or with lines of its kind (``like``) and stubs only, or it is linked
    as a whole, or its breaks were made on purpose: the next line's first word would have fitted.
    """
    block = paragraphs(doc)[block_at(doc, line)]
    if block.last - block.first == 1 or is_linked(doc, line):
        return True
    first, last = max(block.first, line - 8), min(block.last, line + 9)
    near = enumerate(doc.texts[first:last], first)
    if not [i for i, text in near if len(text) > STUB and i != line and i not in like]:
        return True
    return starts_fresh(doc, line, block) and breaks_off(doc, line, block)


def breaks_off(doc: Document, line: int, block: Block) -> bool:
    """Whether the line ends before the margin although the next word would have fitted on it."""
    text = doc.bare[line]
    if not text or not (text[0].isupper() or not text[0].isalpha()):
        return False
    if line + 1 >= block.last:
        return True
    following = doc.bare[line + 1]
    first = following.split(" ", 1)[0]
    return len(text) + 1 + len(first) < _width(doc, block)


def starts_fresh(doc: Document, line: int, block: Block) -> bool:
    """Whether the line before ends a sentence, or breaks off before the margin itself."""
    if line <= block.first:
        return True
    before = doc.texts[line - 1].rstrip()
    first = doc.bare[line].split(" ", 1)[0]
    return before.endswith(SENTENCE_END) or len(before) + 1 + len(first) < _width(doc, block)


def _width(doc: Document, block: Block) -> int:
    widths = doc.derive("block-widths", lambda: dict[int, int]())
    if block.first not in widths:
        widths[block.first] = max(map(len, doc.bare[block.first : block.last]))
    return widths[block.first]


def is_prose(doc: Document, block: Block) -> bool:
    """Whether a block is a paragraph of an article rather than a list, a label or links."""
    text = doc.text[block.start : block.end]
    if len(text) < 4 * PROSE_WORDS or len(text.split(None, PROSE_WORDS)) <= PROSE_WORDS:
        return False
    lines = block.last - block.first
    return len(text) / lines >= STUB and (". " in text or text.rstrip().endswith(SENTENCE_END))


def is_text(doc: Document, block: Block) -> bool:
    """Whether a block ends as a sentence does; titles, labels and names do not."""
    text = doc.text[max(block.start, block.end - 400) : block.end]
    return text.rstrip().endswith(SENTENCE_END) and len(text.split(None, 3)) > 3


def is_remainder(doc: Document, block: Block) -> bool:
    """Whether a block ends the sentence that the one before it broke off: "and left." on a page.

    A page, a picture or an advertisement stood in between. Below a line of prose without a full
    stop, the last words of an article are no label of what follows. With a capital they are taken
    for it only below a whole paragraph, or where no sentence can end above them.
    """
    text = doc.text[block.start : block.end].strip()
    if not text.endswith(SENTENCE_END):
        return False
    above = doc.text[max(block.start - 300, 0) : block.start].rstrip()
    line = re.split(r"[\n\f]", above)[-1].strip()
    if len(line) < CUT or " " not in line or line.endswith(SENTENCE_END):
        return False
    if text[0].islower() or text[0].isdigit():
        return True
    if line.rpartition(" ")[2] in load_phrases().words("stopwords"):
        return True
    return is_prose(doc, paragraphs(doc)[block_at(doc, block.first) - 1])


def text_start(doc: Document) -> int:
    """The first line of the first block that ends as a sentence; past the text if none does."""

    def first() -> int:
        found = (block.first for block in paragraphs(doc) if is_text(doc, block))
        return next(found, len(doc.lines))

    return doc.derive("text-start", first)


def prose_end(doc: Document) -> int:
    """The index of the first block after the last paragraph of prose."""

    def last() -> int:
        for index in range(len(paragraphs(doc)) - 1, -1, -1):
            if is_prose(doc, paragraphs(doc)[index]):
                return index + 1
        return 0

    return doc.derive("prose-end", last)


def removal(doc: Document, first: int, last: int, reason: str, note: str = "") -> Iterator[Edit]:
    """The edits that take the lines ``first`` to ``last`` (half open) away and leave form feeds."""
    starts, text = doc.starts, doc.text
    start, stop = starts[first], starts[last] if last < len(starts) else len(text)
    feed = text.find("\f", start, stop)
    while feed >= 0:
        if start < feed:
            yield _edit((start, feed, "", reason, note))
        start = feed + 1
        feed = text.find("\f", start, stop)
    if start < stop:
        yield _edit((start, stop, "", reason, note))
