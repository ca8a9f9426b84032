"""PDFium asked the same of all characters or objects of a page, with little in between.

A page has a thousand characters and hundreds of objects. A ctypes function without declared
arguments takes what is ready to be handed over as it is, which is more than twice as fast as one
that looks at every argument; so handles are made ready once, and the places that PDFium writes
into are, once and for all, those of one buffer, from which the numbers are copied. Nothing here
may be entered by two threads at once, which PDFium forbids anyway.
"""

from __future__ import annotations

import ctypes
from _ctypes import FUNCFLAG_CDECL, FUNCFLAG_PYTHONAPI, CFuncPtr
from array import array
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import repeat
from typing import ClassVar, TypeAlias, cast

from pypdfium2 import raw

__all__ = [
    "WIDE",
    "Handle",
    "handle",
    "levels",
    "of_chars",
    "of_objects",
    "quick",
    "sides",
]

Handle: TypeAlias = "object"
"""An address, ready to be handed to PDFium."""


class _ToInt(CFuncPtr):
    """A function that gives an int, as ctypes supposes of any: to be told so slows it down."""

    _flags_: ClassVar[int] = FUNCFLAG_CDECL | FUNCFLAG_PYTHONAPI


_KINDS: dict[str, Callable[[int], object]] = {
    "p": ctypes.PYFUNCTYPE(ctypes.c_void_p), "i": _ToInt,
    "u": ctypes.PYFUNCTYPE(ctypes.c_uint), "": ctypes.PYFUNCTYPE(None),
}  # fmt: skip
WIDE = 8  # numbers to a row
_MOST = 2048  # rows that the buffer holds
_BYTES = 4 * WIDE * _MOST
_ROOM = (ctypes.c_float * (WIDE * _MOST))()
_ROWS = [ctypes.byref(_ROOM, 4 * WIDE * at) for at in range(_MOST)]
_SIDES = [[ctypes.byref(_ROOM, 4 * (WIDE * at + side)) for at in range(_MOST)]
          for side in range(4)]  # fmt: skip
_VIEW = memoryview(_ROOM).cast("B")

handle: Callable[[int | None], Handle] = ctypes.c_void_p.from_param


def quick(name: str, result: str = "i") -> Callable[..., int]:
    """The function of that name, which looks at no argument: only handles, rows and small ints.

    The result is ``p`` address (None for a null), ``i`` int, ``u`` unsigned, or nothing.
    """
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value or 0
    return cast("Callable[..., int]", _KINDS[result](address))


def of_chars(read: Callable[..., int], page: Handle, places: Sequence[int]) -> array[float]:
    """What a function writes for each of a page's characters, a row to each; zeros if it fails."""
    found = array("f")
    for first, last in _portions(len(places)):
        deque(map(read, repeat(page), places[first:last], _ROWS), 0)
        found.frombytes(_VIEW[: 4 * WIDE * (last - first)])
    return found


def of_objects(read: Callable[..., int], objects: Sequence[Handle]) -> array[float]:
    """What a function writes for each object, a row to each; zeros if it fails."""
    found = array("f")
    for first, last in _portions(len(objects)):
        deque(map(read, objects[first:last], _ROWS), 0)
        found.frombytes(_VIEW[: 4 * WIDE * (last - first)])
    return found


def sides(read: Callable[..., int], objects: Sequence[Handle]) -> array[float]:
    """The four floats that a function writes to four places, a row to each object."""
    found = array("f")
    for first, last in _portions(len(objects)):
        deque(map(read, objects[first:last], *_SIDES), 0)
        found.frombytes(_VIEW[: 4 * WIDE * (last - first)])
    return found


def levels(
    read: Callable[..., int], objects: Sequence[Handle], number: int = 4
) -> tuple[list[int], array[int]]:
    """What a function says of each object, and the ints that it writes to so many places."""
    known: list[int] = []
    written = array("I")
    for first, last in _portions(len(objects)):
        known += map(read, objects[first:last], *_SIDES[:number])
        written.frombytes(_VIEW[: 4 * WIDE * (last - first)])
    return known, written


def _portions(size: int) -> Iterator[tuple[int, int]]:
    """Where portions that the buffer has room for begin and end; it is wiped before each."""
    for first in range(0, size, _MOST):
        last = min(first + _MOST, size)
        ctypes.memset(_ROOM, 0, 4 * WIDE * (last - first))
        yield first, last
