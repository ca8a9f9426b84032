"""Glyph for glyph: what the reader finds against pdfminer's own layout analysis.

    python tests/glyph_agreement.py FOLDER...

prints every file in which they differ: glyphs that only one of them has (text, place, size), and
lines whose glyphs come in another order.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import NamedTuple

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTContainer, LTPage, LTTextLine
from pdfminer.pdfparser import PDFSyntaxError
from pdfminer.psexceptions import PSException

from cleanpress.errors import ReadError
from cleanpress.readers.pages import open_pages
from cleanpress.readers.spans import ReadPage

Glyph = tuple[str, int, int, int, str]
"""Text, x and baseline in tenths of a point, size in tenths, font."""


class Difference(NamedTuple):
    """What differs on one page: glyphs that one of them lacks, other texts, lines out of order."""

    page: int
    theirs: list[Glyph]
    ours: list[Glyph]
    told: list[tuple[str, str]]
    disorder: int


def differences(data: bytes) -> list[Difference]:
    """The pages of a PDF on which the two readings differ."""
    _, pages = open_pages(data, "")
    layout = LAParams(boxes_flow=None, all_texts=True)
    found = []
    for number, (page, other) in enumerate(
        zip(pages, extract_pages(BytesIO(data), laparams=layout), strict=True), 1
    ):
        ours, lines = [*our_glyphs(page)], [*their_lines(other)]
        theirs = [glyph for line in lines for glyph in line]
        missing, added = Counter(theirs) - Counter(ours), Counter(ours) - Counter(theirs)
        told = paired(missing, added)
        one = Difference(number, [*missing.elements()], [*added.elements()], told,
                         disordered(ours, lines))  # fmt: skip
        if any(one[1:]):
            found.append(one)
    return found


def paired(missing: Counter[Glyph], added: Counter[Glyph]) -> list[tuple[str, str]]:
    """Take glyphs in one place out of both; the texts of those that are read differently."""
    told: list[tuple[str, str]] = []
    near: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in added.elements():
        near.setdefault((glyph[1] // 10, glyph[2] // 10), []).append(glyph)
    for glyph in [*missing.elements()]:
        for x, y in product((-1, 0, 1), repeat=2):
            for one in near.get((glyph[1] // 10 + x, glyph[2] // 10 + y), []):
                if one[4] == glyph[4] and all(
                    abs(a - b) <= 1 for a, b in zip(one[1:4], glyph[1:4], strict=True)
                ):
                    break
            else:
                continue
            near[one[1] // 10, one[2] // 10].remove(one)
            missing[glyph] -= 1
            added[one] -= 1
            if one[0] != glyph[0]:
                told.append((glyph[0], one[0]))
            break
    return told


def our_glyphs(page: ReadPage) -> Iterator[Glyph]:
    """Upright glyphs in the order of the content."""
    for span in page.spans:
        if span.angle == 0:
            for part, start in zip(span.parts, span.starts, strict=True):
                yield (part, round(10 * start), round(10 * span.base), round(10 * span.size),
                       span.face.name)  # fmt: skip


def their_lines(page: LTPage) -> Iterator[list[Glyph]]:
    """The lines of a page, each with its glyphs in pdfminer's order; rotated ones left out."""
    for line in _lines(page):
        chars = (char for char in line if isinstance(char, LTChar) and upright(char))
        yield [_glyph(char, page.height) for char in chars]


def upright(char: LTChar) -> bool:
    """Whether a glyph stands upright, in a font that is written across."""
    a, b, _, _, _, _ = char.matrix
    return a > 0 and abs(b) < 0.01 * a and char.upright


def _lines(node: LTContainer) -> Iterator[LTTextLine]:
    for child in node:
        if isinstance(child, LTTextLine):
            yield child
        elif isinstance(child, LTContainer):
            yield from _lines(child)


def _glyph(char: LTChar, height: float) -> Glyph:
    font = char.fontname.split("+", 1)[-1]
    return (char.get_text(), round(10 * char.matrix[4]), round(10 * (height - char.matrix[5])),
            round(10 * char.size), font)  # fmt: skip


def disordered(ours: Iterable[Glyph], lines: Iterable[list[Glyph]]) -> int:
    """How many lines have their glyphs in another order than ours."""
    places: dict[Glyph, int] = {}
    for at, glyph in enumerate(ours):
        places.setdefault(glyph, at)
    count = 0
    for line in lines:
        row = [places[glyph] for glyph in line if glyph in places and line.count(glyph) == 1]
        count += row != sorted(row)
    return count


def main() -> None:
    """Compare every PDF of the folders named on the command line."""
    files = same = 0
    for folder in map(Path, sys.argv[1:]):
        for path in sorted(folder.glob("*.pdf")):
            files += 1
            try:
                found = differences(path.read_bytes())
            except (ReadError, PSException, PDFSyntaxError, ValueError, TypeError) as failure:
                print(f"{path.name}: not compared: {type(failure).__name__}: {failure}")
                continue
            same += not found
            for one in found[:1]:
                print(
                    f"{path.name} page {one.page}: only pdfminer {len(one.theirs)} "
                    f"{one.theirs[:3]}, only ours {len(one.ours)} {one.ours[:3]}, other texts "
                    f"{len(one.told)} {one.told[:3]}, lines in another order {one.disorder}"
                )
    print(f"{same} of {files} files without a difference")


if __name__ == "__main__":
    main()
