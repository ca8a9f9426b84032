"""Pictures about a unit: captions, credits and teasers stand by them.

Where a picture was not loaded, browsers print a small sign and the picture's alternative text
after it, on the same line: words that no reader of the article was meant to see.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import itemgetter
from typing import NamedTuple

from cleanpress.document import Box, Document, Typeset

FEW = 16  # units between two looks at the clock; each may be held against all pictures of its page
_SMALL = 2.5  # sizes of type; a sign, not a picture
_TOUCH = 0.6  # sizes of type between the sign and its text
_SIGN = 0.6  # sizes of type; the sign of a missing picture has a side of 16 pixels, bullets less
_FRAME = 20.0  # sizes of type from the sign to a text in the middle of the picture's frame


def signed_lines(doc: Document) -> frozenset[int]:
    """The lines that start with a small picture, by index; computed once for each version."""
    return doc.derive("content-signed", lambda: frozenset(_signed(doc)))


def _signed(doc: Document) -> list[int]:
    if not doc.pictures:
        return []
    pages = {page: _Stack.of(boxes) for page, boxes in _by_page(doc).items()}
    found = []
    for index, one in enumerate(doc.placed.sets):
        if not index % FEW:
            doc.tick()
        if one is not None and one.page in pages:
            near = pages[one.page].beside(one)
            if near and any(_starts(one, box) for box in near):
                found.append(index)
    return found


def missing_signs(doc: Document) -> dict[int, bool]:
    """The lines at the sign of a picture that was not loaded, a square; whether it touches them.

    Where it does not, the line is centred in the frame of the picture, whose corner has the sign.
    """
    squares = {
        page: _Stack.of([box for box in boxes if _is_square(box)])
        for page, boxes in _by_page(doc).items()
    }
    found: dict[int, bool] = {}
    for index, one in enumerate(doc.placed.sets if squares else ()):
        if not index % FEW:
            doc.tick()
        if one is None or one.page not in squares:
            continue
        for box in squares[one.page].beside(one):
            if box.x1 - box.x0 >= _SIGN * one.size and _is_level(one, box):
                touching = _starts(one, box)
                if touching or box.x1 <= one.box.x0 <= box.x1 + _FRAME * one.size:
                    found[index] = found.get(index, False) or touching
    return found


class _Stack(NamedTuple):
    """The pictures of a page from the top downwards, and where their tops are."""

    boxes: list[Box]
    tops: list[float]

    @classmethod
    def of(cls, boxes: list[Box]) -> _Stack:
        """The stack of some pictures."""
        boxes = sorted(boxes, key=itemgetter(1))
        return cls(boxes, [box.y0 for box in boxes])

    def beside(self, line: Typeset) -> list[Box]:
        """The pictures that may be level with a line: no other is as low and as small."""
        own = line.box
        first = bisect_left(self.tops, own.y0 - _SMALL * line.size - 1)
        return self.boxes[first : bisect_right(self.tops, own.y1)]


def _is_level(line: Typeset, box: Box) -> bool:
    return box.y0 < line.box.y1 and line.box.y0 < box.y1 and box.y1 - box.y0 < _SMALL * line.size


def _is_square(box: Box) -> bool:
    wide, high = box.x1 - box.x0, box.y1 - box.y0
    return abs(wide - high) < 0.05 * wide


def _starts(line: Typeset, box: Box) -> bool:
    size, own = line.size, line.box
    return (
        box.y0 < own.y1
        and own.y0 < box.y1
        and box.y1 - box.y0 < _SMALL * size
        and own.x0 - _TOUCH * size - (box.x1 - box.x0) <= box.x0 <= own.x0 + _TOUCH * size
    )


def _by_page(doc: Document) -> dict[int, list[Box]]:
    pages: dict[int, list[Box]] = {}
    for picture in doc.pictures:
        if picture.box.x1 - picture.box.x0 > 3 and picture.box.y1 - picture.box.y0 > 3:  # points
            pages.setdefault(picture.page, []).append(picture.box)
    return pages
