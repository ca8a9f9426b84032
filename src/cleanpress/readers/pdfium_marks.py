"""What PDFium tells of marked content: the text that it stands for, the layer that it is in."""

from __future__ import annotations

import ctypes

from cleanpress.readers.pdfium_calls import call
from cleanpress.readers.strings import text_string

__all__ = ["actual_text", "layer_of"]

_mark_text = call("FPDFPageObjMark_GetParamBlobValue", "ipspnp")
_mark_string = call("FPDFPageObjMark_GetParamStringValue", "ipspnp")

_LONGEST = 1 << 16  # bytes of text that one mark may tell
_LONG_NAME = 1024  # bytes of the name of a layer


def actual_text(mark: int) -> str:
    """What the page says that a mark stands for; nothing where it says nothing."""
    size = ctypes.c_ulong()
    at = ctypes.addressof(size)
    if not _mark_text(mark, b"ActualText", None, 0, at) or not 0 < size.value < _LONGEST:
        return ""
    room = ctypes.create_string_buffer(size.value)
    _mark_text(mark, b"ActualText", ctypes.addressof(room), size.value, at)
    return text_string(room.raw)


def layer_of(mark: int) -> str:
    """The name of the group that an ``OC`` mark tells of."""
    size = ctypes.c_ulong()
    room = ctypes.create_string_buffer(_LONG_NAME)
    at = ctypes.addressof(room)
    if not _mark_string(mark, b"Name", at, _LONG_NAME, ctypes.addressof(size)):
        return ""
    return room.raw[: min(size.value, _LONG_NAME)].decode("utf-16-le", "replace").rstrip("\0")
