"""Which object drew each character of a page, without asking PDFium about every character.

PDFium keeps what one object drew together, so it is enough to ask about the first and the last
character of a stretch: if both are of one object, all between them are. If they are not, its halves
are asked about. Where letters stand apart, as in justified lines, there are so many stretches that
asking about every character is cheaper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, count, pairwise, repeat
from operator import ne
from typing import NamedTuple

from cleanpress.readers.pdfium_bulk import Handle, quick

__all__ = ["Stretches", "stretches"]

_object = quick("FPDFText_GetTextObject", "p")
_MOST = 0.3  # cuts, by characters; with more of them all characters are asked about


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
    many = len(cuts) > _MOST * len(places) > 0
    for first, last, one in _each(page, places) if many else _asked(page, places, sorted(cuts)):
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


def _each(page: Handle, places: Sequence[int]) -> Iterator[tuple[int, int, int | None]]:
    """All characters in a row drawn by one object, and which; each has been asked about."""
    objects: list[int | None] = list(map(_object, repeat(page), places))
    firsts = [0, *compress(count(1), map(ne, objects, objects[1:]))]
    for first, last in pairwise([*firsts, len(objects)]):
        yield first, last, objects[first]


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
