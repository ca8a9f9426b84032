"""Blocks to a document: one source text with the account of how every line was set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cleanpress.document import Document
from cleanpress.readers.lines import SetLine
from cleanpress.values import Box, Mark, Picture, Typeset

__all__ = ["Link", "SetPage", "compose"]


class Link(NamedTuple):
    """A link annotation: where it stands and what it leads to (empty for a place within)."""

    boxes: tuple[Box, ...]
    target: str


class SetPage(NamedTuple):
    """A page that has been read: its size, its blocks in reading order, its links and pictures."""

    size: tuple[float, float]
    blocks: Sequence[Sequence[SetLine]]
    columns: Mapping[int, int]
    links: Sequence[Link]
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
        links = _Links(page.links)
        for first, block in enumerate(page.blocks):
            for index, line in enumerate(block):
                gap = "" if first == index == 0 else "\n" if index else "\n\n"
                at += len(gap)
                pieces += gap, line.text
                linked = links.over(line)
                marks += _link_marks(linked, at)
                if line.bullet:
                    marks.append(Mark(at, at + len(line.text), "item", "\N{BULLET}"))
                typeset.append(_typeset(line, at, count, number, page.columns, linked))
                at += len(line.text)
            number += 1
    marks.sort(key=lambda mark: (mark.start, mark.end))
    return Document(
        source="".join(pieces), marks=tuple(marks), typeset=tuple(typeset),
        page_starts=tuple(starts), page_sizes=tuple(page.size for page in pages), info=info,
        pictures=tuple(Picture(number, box) for number, page in enumerate(pages, 1)
                       for box in page.pictures),
    )  # fmt: skip


def _typeset(
    line: SetLine, at: int, page: int, block: int, columns: Mapping[int, int],
    linked: Sequence[tuple[int, int, str]],
) -> Typeset:  # fmt: skip
    share = sum(end - start for start, end, _ in linked) / max(len(line.text), 1)
    return Typeset(
        start=at, end=at + len(line.text), page=page, box=line.box, size=line.size,
        bold=line.bold, italic=line.italic, linked=min(1.0, share), font=line.font, block=block,
        column=columns.get(line.order, 0), hidden=line.hidden, artifact=line.artifact,
        rotated=line.angle != 0,
    )  # fmt: skip


def _link_marks(linked: Sequence[tuple[int, int, str]], at: int) -> list[Mark]:
    return [Mark(at + start, at + end, "link", uri) for start, end, uri in linked if uri]


class _Links:
    """The links of a page, found by the line they stand on."""

    def __init__(self, links: Sequence[Link]) -> None:
        self._boxes = sorted((box, link.target) for link in links for box in link.boxes)

    def over(self, line: SetLine) -> list[tuple[int, int, str]]:
        """The stretches of a line's text whose glyphs stand inside a link, and the targets."""
        x0, y0, x1, y1 = line.box
        near = [(box, target) for box, target in self._boxes
                if box[0] < x1 and x0 < box[2] and box[1] < y1 and y0 < box[3]]  # fmt: skip
        if not near:
            return []
        found: list[tuple[int, int, str]] = []
        for start, end, glyph in line.glyphs():
            x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
            for box, target in near:
                if box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                    if found and found[-1][2] == target and _joined(line.text, found[-1][1], start):
                        found[-1] = found[-1][0], end, target
                    else:
                        found.append((start, end, target))
                    break
        return found


def _joined(text: str, end: int, start: int) -> bool:
    """Whether nothing but white space stands between two stretches."""
    return end == start or text[end:start].isspace()
