"""Blocks to a document: one source text with the account of how every line was set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cleanpress.document import Document
from cleanpress.readers.lines import SetLine
from cleanpress.values import Box, Mark, Picture, Typeset

__all__ = ["SetPage", "compose"]

_made = tuple.__new__  # what a named tuple's own way of making one calls; a page has many lines


class SetPage(NamedTuple):
    """A page that has been read: its size, its blocks in reading order and its pictures."""

    size: tuple[float, float]
    blocks: Sequence[Sequence[SetLine]]
    columns: Mapping[int, int]
    pictures: Sequence[Box] = ()


def compose(pages: Sequence[SetPage], info: Mapping[str, str]) -> Document:
    """Join lines by a line break, blocks by a blank line and pages by a form feed."""
    pieces: list[str] = []
    typeset: list[Typeset] = []
    marks: list[Mark] = []
    starts: list[int] = []
    at = number = 0
    for count, page in enumerate(pages, 1):
        if count > 1:
            pieces.append("\f")
            at += 1
        starts.append(at)
        for first, block in enumerate(page.blocks):
            for index, line in enumerate(block):
                gap = "" if first == index == 0 else "\n" if index else "\n\n"
                at += len(gap)
                pieces += gap, line.text
                if line.linked:
                    marks += _link_marks(line.linked, at)
                if line.bullet:
                    marks.append(Mark(at, at + len(line.text), "item", "\N{BULLET}"))
                typeset.append(_typeset(line, at, count, number, page.columns))
                at += len(line.text)
            number += 1
    marks.sort(key=lambda mark: (mark.start, mark.end))
    return Document(
        source="".join(pieces), marks=tuple(marks), typeset=tuple(typeset),
        page_starts=tuple(starts), info=info,
        page_sizes=tuple((round(width, 2), round(height, 2)) for (width, height), *_ in pages),
        pictures=tuple(Picture(number, _rounded(box)) for number, page in enumerate(pages, 1)
                       for box in page.pictures),
    )  # fmt: skip


def _typeset(line: SetLine, at: int, page: int, block: int, columns: Mapping[int, int]) -> Typeset:
    (text, _, _, _, _, angle, box, size, bold, italic, font, hidden, artifact, order, _, linked,
     glyphs) = line  # fmt: skip
    share = sum([end - start for start, end, _ in linked]) / max(len(text), 1) if linked else 0.0
    return _made(Typeset, (
        at, at + len(text), page, _rounded(box), size, bold, italic, min(1.0, share), font, block,
        columns.get(order, 0), hidden, artifact, angle != 0, glyphs,
    ))  # fmt: skip


def _link_marks(linked: Sequence[tuple[int, int, str]], at: int) -> list[Mark]:
    return [_made(Mark, (at + start, at + end, "link", uri)) for start, end, uri in linked if uri]


def _rounded(box: Box) -> Box:
    """To hundredths of a point: libraries that compute in fewer digits must not decide anything."""
    x0, y0, x1, y1 = box
    return _made(Box, (round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)))
