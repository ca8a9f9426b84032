"""What image compressors do to rows of bytes before they pack them, undone."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["png_rows", "tiff_rows"]

_STEP = 1 << 15  # bytes between two looks at the clock


def png_rows(data: bytes, width: int, pixel: int, tick: Callable[[], None]) -> bytes:
    r"""Rows of ``width`` bytes with one before each that says how it was predicted.

    >>> png_rows(b"\2\1\2\2\1\1", 2, 1, lambda: None)
    b'\x01\x02\x02\x03'
    """
    rows = bytearray()
    above = bytes(width)
    for number, at in enumerate(range(0, len(data), width + 1)):
        if not number % 64:
            tick()
        row = data[at + 1 : at + 1 + width]
        kind = data[at]
        if kind == 2:
            row = bytes([(x + y) & 255 for x, y in zip(row, above, strict=False)])
        elif kind in (1, 3, 4):
            row = _from_left(kind, row, above, pixel, tick)
        rows += row
        above = row
    return bytes(rows)


def _from_left(
    kind: int, row: bytes, above: bytes, pixel: int, tick: Callable[[], None]
) -> bytes:  # fmt: skip
    """A row that was predicted from what stands to the left: differences, means or Paeth's."""
    out = bytearray(pixel) + row
    up = bytes(pixel) + above
    for start in range(pixel, len(out), _STEP):
        tick()
        places = range(start, min(start + _STEP, len(out)))
        if kind == 1:
            for at in places:
                out[at] = (out[at] + out[at - pixel]) & 255
        elif kind == 3:
            for at in places:
                out[at] = (out[at] + (out[at - pixel] + up[at]) // 2) & 255
        else:
            for at in places:
                out[at] = (out[at] + _paeth(out[at - pixel], up[at], up[at - pixel])) & 255
    return bytes(out[pixel:])


def _paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    to_left, to_above, to_corner = abs(guess - left), abs(guess - above), abs(guess - corner)
    if to_left <= to_above and to_left <= to_corner:
        return left
    return above if to_above <= to_corner else corner


def tiff_rows(data: bytes, width: int, pixel: int, tick: Callable[[], None]) -> bytes:
    r"""Rows of ``width`` bytes, each byte the difference to the one a pixel before.

    >>> tiff_rows(b"\1\1\2\2", 2, 1, lambda: None)
    b'\x01\x02\x02\x04'
    """
    out = bytearray()
    for at in range(0, len(data), width):
        row = data[at : at + width]
        out += _from_left(1, row, bytes(len(row)), pixel, tick)
    return bytes(out)
