"""PDFium's functions as this reader calls them: handles and buffers are plain integers.

A page has a thousand characters, and each is asked for several things. pypdfium2's own prototypes
wrap every pointer in an object; here an address goes in and a number comes out, so that ``map``
can run over all characters without a line of Python in between. Results that take room are written
into arrays.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import cast

import pypdfium2
from pypdfium2 import raw

__all__ = ["ERRORS", "VERSION", "call", "text_of"]

VERSION = f"pdfium {pypdfium2.PDFIUM_INFO}"
ERRORS = {"password": raw.FPDF_ERR_PASSWORD, "security": raw.FPDF_ERR_SECURITY}

_KINDS = {
    "p": ctypes.c_void_p, "i": ctypes.c_int, "f": ctypes.c_float, "d": ctypes.c_double,
    "n": ctypes.c_ulong, "z": ctypes.c_size_t, "s": ctypes.c_char_p,
}  # fmt: skip


_SHORT = ctypes.create_string_buffer(256)
_SHORT_AT = ctypes.addressof(_SHORT)


def call(name: str, signature: str) -> Callable[..., int]:
    """The function of that name; the signature's first letter is the result, the others arguments.

    Letters: ``p`` address, ``i`` int, ``n`` unsigned long, ``z`` size, ``f`` float,
    ``d`` double, ``s`` bytes.
    A null address comes back as None, like everything else that is false.
    """
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value or 0
    result, *arguments = (_KINDS[letter] for letter in signature)
    # PYFUNCTYPE keeps the interpreter's lock: PDFium may not be entered by two threads anyway.
    return cast("Callable[..., int]", ctypes.PYFUNCTYPE(result, *arguments)(address))


def text_of(read: Callable[[int, int], int], codec: str = "utf-16-le") -> str:
    """Text from a function that takes a buffer with its length and tells how long the text is."""
    size = read(_SHORT_AT, len(_SHORT))
    if size <= 0:
        return ""
    if size <= len(_SHORT):
        return _SHORT.raw[:size].decode(codec, "replace").rstrip("\0")
    buffer = ctypes.create_string_buffer(size)
    read(ctypes.addressof(buffer), size)
    return buffer.raw.decode(codec, "replace").rstrip("\0")
