"""Lines and blocks of a document; after edits only the lines that were touched are made anew."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Protocol

from cleanpress.values import Block, Edit, Line, Typeset

_START = attrgetter("start")


class Sourced(Protocol):
    """What lines ask of their document: the text, and where and how its source was set."""

    @property
    def text(self) -> str: ...  # noqa: D102
    def to_source(self, pos: int) -> int: ...  # noqa: D102
    def page_at(self, source_pos: int) -> int: ...  # noqa: D102
    def typeset_at(self, source_pos: int) -> Typeset | None: ...  # noqa: D102


def lines_of(doc: Sourced, plain: bool) -> tuple[Line, ...]:
    """All lines of a text; ``plain`` where there is one page and no geometry."""
    spans = _spans(doc.text, 0)
    if plain:
        return tuple([Line(*span, 1) for span in spans])
    return tuple(_with_place(doc, spans))


def lines_after(old: Sequence[Line], edits: Sequence[Edit], doc: Sourced) -> tuple[Line, ...]:
    """The lines after ``edits`` (sorted, disjoint) on the text that ``old`` are the lines of."""
    out: list[Line] = []
    text, at, shift, count = doc.text, 0, 0, 0
    while count < len(edits):
        first = bisect_right(old, edits[count].start, lo=at, key=_START) - 1
        _push_shifted(out, old[at:first], shift)
        last, delta = first, 0
        while True:
            while count < len(edits) and edits[count].start < old[last].stop:
                edit = edits[count]
                delta += len(edit.text) - (edit.end - edit.start)
                last = max(last, bisect_right(old, edit.end - 1, lo=last, key=_START) - 1)
                count += 1
            stop = old[last].stop + shift + delta
            if last + 1 == len(old) or (stop > 0 and text[stop - 1] in "\n\f"):
                break
            last += 1  # the edits took the line break: the next line joins this one
        start = old[first].start + shift
        out += _with_place(doc, _spans(text[start:stop], start))
        shift += delta
        at = last + 1
    _push_shifted(out, old[at:], shift)
    return tuple(out)


def _push_shifted(out: list[Line], lines: Sequence[Line], by: int) -> None:
    if by:
        out += [
            Line(start + by, end + by, stop + by, text, page, typeset)
            for start, end, stop, text, page, typeset in lines
        ]
    else:
        out += lines


def _spans(text: str, at: int) -> list[tuple[int, int, int, str]]:
    """Start, end, stop and text of each line; text behind the last line break is a line too."""
    if not text:
        return []
    spans = []
    for page in text.split("\f"):
        for line in page.split("\n"):
            end = at + len(line)
            spans.append((at, end, end + 1, line))
            at = end + 1
    start, end, _, line = spans.pop()
    if line:
        spans.append((start, end, end, line))
    return spans


def _with_place(doc: Sourced, spans: Sequence[tuple[int, int, int, str]]) -> Iterator[Line]:
    """Lines with the page and the typography of their first visible character."""
    for start, end, stop, text in spans:
        pos = start + len(text) - len(text.lstrip()) if text else start
        source = doc.to_source(pos)
        typeset = doc.typeset_at(source) if text else None
        yield Line(start, end, stop, text, doc.page_at(source), typeset)


def blocks_of(lines: Sequence[Line], text: str) -> tuple[Block, ...]:
    """Neighbouring lines that are not blank; a form feed ends a block."""
    blocks, first = [], -1
    paged = "\f" in text
    for index, line in enumerate(lines):
        words = line[3]
        blank = not words or words.isspace()
        if first >= 0 and blank:
            blocks.append(Block(lines[first].start, lines[index - 1].end, first, index))
            first = -1
        elif not blank and first < 0:
            first = index
        if paged and first >= 0 and text[line.end : line.stop] == "\f":
            blocks.append(Block(lines[first].start, line.end, first, index + 1))
            first = -1
    if first >= 0:
        blocks.append(Block(lines[first].start, lines[-1].end, first, len(lines)))
    return tuple(blocks)
