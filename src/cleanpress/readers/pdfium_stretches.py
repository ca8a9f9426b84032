"""Which object drew each character of a page, without asking PDFium about every character.

PDFium keeps what one object drew together, so it is enough to ask about the first and the last
character of a stretch: if both are of one object, all between them are. If they are not, its halves
are asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from cleanpress.readers.pdfium_bulk import Handle, quick

__all__ = ["Stretches", "stretches"]

_object = quick("FPDFText_GetTextObject", "p")


class Stretches(NamedTuple):
    """First and last index, half open, of all characters in a row drawn by one object; which."""

    firsts: list[int]
    lasts: list[int]
    found: list[int]


def stretches(
    page: Handle, places: Sequence[int], begins: Iterable[int], empty: Sequence[int]
) -> tuple[Stretches, list[int]]:
    """The stretches of a page, and which of the ``empty`` characters an object drew.

    ``places`` are the numbers by which PDFium knows the characters. ``begins`` are where stretches
    seem to begin: a wrong guess costs questions and nothing else. ``empty`` are characters without
    width: all that no object drew are among them.
    """
    firsts, lasts, found = list[int](), list[int](), list[int]()
    nobodys = set[int]()
    before: int | None = None
    cuts = {0, *begins, *empty, *[at + 1 for at in empty], len(places)}
    for first, last, one in _asked(page, places, sorted(cuts)):
        if one is None:
            nobodys.update(range(first, last))
        elif one == before:
            lasts[-1] = last
        else:
            firsts.append(first)
            lasts.append(last)
            found.append(one)
        before = one
    return Stretches(firsts, lasts, found), [at for at in empty if at not in nobodys]


def _asked(
    page: Handle, places: Sequence[int], cuts: Sequence[int]
) -> Iterator[tuple[int, int, int | None]]:
    """Characters between cuts, or some of them, and the one object that drew them."""
    asked: dict[int, int] = {}  # last characters of what was halved, which may be asked for again
    for first, end in pairwise(cuts):
        ends = [end]
        while ends:
            one, last = asked.get(first) or _object(page, places[first]), ends[-1]
            while last - first > 1:
                other = asked.get(last - 1) or _object(page, places[last - 1])
                if other == one:
                    break
                asked[last - 1] = other
                last = (first + last) // 2
                ends.append(last)
            yield first, last, one
            first = ends.pop()
