"""Which object drew each character of a page, without asking PDFium about every character.

PDFium keeps what one object drew together, so it is enough to ask about the first and the last
character of a stretch: if both are of one object, all between them are. If they are not, each of
them is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress, count, repeat
from operator import lt, sub
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
    page: Handle, places: Sequence[int], begins: Iterable[int] | None, empty: Sequence[int]
) -> tuple[Stretches, list[int]]:
    """The stretches of a page, and which of the ``empty`` characters an object drew.

    ``places`` are the numbers by which PDFium knows the characters: their own, if it is said where
    stretches seem to begin. A wrong guess costs questions and nothing else; without a guess all
    characters are asked about. ``empty`` are characters without width: all that no object drew are
    among them.
    """
    cuts: Sequence[int] = range(len(places))
    if begins is None:
        objects: list[int | None] = list(map(_object, repeat(page), places))
    else:
        cuts, objects = _asked(
            page, sorted({0, *begins, *empty, *[at + 1 for at in empty], len(places)})
        )
    firsts, lasts, found = list[int](), list[int](), list[int]()
    nobodys = set[int]()
    before: int | None = None
    for first, one in zip(cuts, objects, strict=False):
        if one is None:
            nobodys.add(first)
        if one != before:
            if before:
                lasts.append(first)
            if one:
                firsts.append(first)
                found.append(one)
            before = one
    if before:
        lasts.append(len(places))
    return Stretches(firsts, lasts, found), [at for at in empty if at not in nobodys]


def _asked(page: Handle, cuts: list[int]) -> tuple[list[int], list[int | None]]:
    """More cuts, and the objects that drew what is between them: each draws all of it."""
    objects: list[int | None] = list(map(_object, repeat(page), cuts[:-1]))
    longer = list(compress(count(), map(lt, repeat(1), map(sub, cuts[1:], cuts))))
    others = map(_object, repeat(page), [cuts[at + 1] - 1 for at in longer])
    mixed = [at for at, other in zip(longer, others, strict=True) if other != objects[at]]
    if not mixed:
        return cuts, objects
    finer, drawn, done = list[int](), list[int | None](), 0
    for at in mixed:
        within = range(cuts[at] + 1, cuts[at + 1])
        finer += [*cuts[done : at + 1], *within]
        drawn += [*objects[done : at + 1], *map(_object, repeat(page), within)]
        done = at + 1
    return [*finer, *cuts[done:]], [*drawn, *objects[done:]]
