"""The filters of streams undone, never further than a limit.

pdfminer's own unpack without one: a megabyte becomes gigabytes, and a wrong checksum makes it go
through the stream byte by byte with a copy for each. Here every step stops where the limit is, and
what a damaged stream holds up to the damage is kept. Pictures are never unpacked.
"""

from __future__ import annotations

import re
import zlib
from base64 import a85decode
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from cleanpress.errors import LimitExceeded, Unsupported
from cleanpress.readers.budget import Budget
from cleanpress.readers.predictors import png_rows, tiff_rows

__all__ = ["PICTURES", "unpack"]

PICTURES = {"DCTDecode", "DCT", "CCITTFaxDecode", "CCF", "JBIG2Decode", "JPXDecode"}
_CHECKSUM = 4  # bytes
_BLOCK = 256  # bytes that are tried at once where a stream is damaged
_CHUNK = 5 << 12  # digits of base 85 at a time
_SPACE = b"\0\t\n\f\r "
_NOT_HEX = bytes(set(range(256)) - set(b"0123456789abcdefABCDEF"))
_WORDS = re.compile(rb"z+|[!-u]{1,%d}" % _CHUNK)
_CLEAR, _STOP, _FULL = 256, 257, 4096


class _Room:
    """How much more may come out of one filter."""

    def __init__(self, budget: Budget) -> None:
        self.tick = budget.tick
        self.kind, self.most = budget.room()
        self._limits = budget.limits

    def check(self, size: int) -> None:
        if size > self.most:
            limit: int = getattr(self._limits, self.kind)
            raise LimitExceeded(self.kind, limit, limit + size - self.most)


def unpack(
    data: bytes, filters: Sequence[tuple[str, Mapping[str, object]]], budget: Budget
) -> tuple[bytes, bool]:
    """What the filters, each with its parameters, packed; and whether it is all there.

    Raises:
        LimitExceeded: it would be more than may be.
        Unsupported: there is no such filter, or none that can be undone.

    >>> unpack(zlib.compress(b"text"), [("FlateDecode", {})], Budget())
    (b'text', True)
    """
    whole = True
    for name, parameters in filters:
        if name in PICTURES:
            return b"", True
        step = _STEPS.get(name)
        if step is None:
            if name == "Crypt" and parameters.get("Name", "Identity") == "Identity":
                continue
            raise Unsupported(f"the PDF uses a feature that cannot be read: filter {name!r}")
        data, fine = step(data, parameters, _Room(budget))
        budget.unpacked(len(data))
        whole = whole and fine
    return data, whole


def _flate(data: bytes, parameters: Mapping[str, object], room: _Room) -> tuple[bytes, bool]:
    unpacker = zlib.decompressobj()
    try:
        out = unpacker.decompress(data, room.most + 1)
        whole = unpacker.eof
    except zlib.error:
        out, whole = _salvaged(data, room)
    room.check(len(out))
    return _predicted(out, parameters, room), whole


def _salvaged(data: bytes, room: _Room) -> tuple[bytes, bool]:
    """What a damaged stream holds up to the damage, in time that grows with its length.

    If the damage is in the checksum at the end, nothing is missing.
    """
    unpacker = zlib.decompressobj()
    parts: list[bytes] = []
    good = size = 0
    with suppress(zlib.error):
        for at in range(0, len(data), _BLOCK):
            parts.append(unpacker.decompress(data[at : at + _BLOCK], room.most + 1 - size))
            good, size = at + _BLOCK, size + len(parts[-1])
            room.check(size)
            if not at % (_BLOCK << 8):
                room.tick()
    unpacker = zlib.decompressobj()  # the block that broke left the other one in disorder
    parts = [unpacker.decompress(data[:good], room.most + 1)]
    with suppress(zlib.error):
        for at in range(good, good + _BLOCK):
            parts.append(unpacker.decompress(data[at : at + 1]))
            good = at + 1
    return b"".join(parts), good >= len(data) - _CHECKSUM


def _lzw(data: bytes, parameters: Mapping[str, object], room: _Room) -> tuple[bytes, bool]:
    early = 0 if parameters.get("EarlyChange") == 0 else 1
    first: list[bytes] = [bytes((code,)) for code in range(256)] + [b"", b""]
    table, parts, before = first[:], list[bytes](), b""
    held = bits = size = 0
    width, whole = 9, True
    for at, byte in enumerate(data):
        held, bits = (held << 8) | byte, bits + 8
        if bits < width:
            continue
        bits -= width
        code, held = held >> bits, held & ((1 << bits) - 1)
        if code == _CLEAR:
            table, width, before = first[:], 9, b""
            continue
        if code == _STOP:
            break
        if code > len(table) or (code == len(table) and not before):
            whole = False
            break
        shown = table[code] if code < len(table) else before + before[:1]
        if before and len(table) < _FULL:
            table.append(before + shown[:1])
            width = min(max((len(table) + early).bit_length(), 9), 12)
        parts.append(shown)
        size, before = size + len(shown), shown
        if not at & 1023:
            room.check(size)
            room.tick()
    room.check(size)
    return _predicted(b"".join(parts), parameters, room), whole


def _run_length(data: bytes, _: Mapping[str, object], room: _Room) -> tuple[bytes, bool]:
    out, at = bytearray(), 0
    while at < len(data) and data[at] != 128:
        length = data[at]
        if length < 128:
            out += data[at + 1 : at + 2 + length]
            at += 2 + length
        else:
            out += data[at + 1 : at + 2] * (257 - length)
            at += 2
        if not at & 1023:
            room.tick()
        if len(out) > room.most:
            room.check(len(out))
    return bytes(out), at < len(data)


def _base_85(data: bytes, _: Mapping[str, object], room: _Room) -> tuple[bytes, bool]:
    digits = data.translate(None, _SPACE).removeprefix(b"<").removeprefix(b"~").partition(b"~")[0]
    room.check(digits.count(b"z") * 16 // 5 + len(digits) * 4 // 5 - 4)
    out = bytearray()
    for word in _WORDS.finditer(digits):
        room.tick()
        if word[0][:1] == b"z":
            out += bytes(4 * len(word[0]))
            continue
        try:
            out += a85decode(word[0])
        except ValueError:
            return bytes(out), False
    room.check(len(out))
    return bytes(out), True


def _base_16(data: bytes, _: Mapping[str, object], room: _Room) -> tuple[bytes, bool]:
    digits = data.partition(b">")[0].translate(None, _NOT_HEX)
    room.check(len(digits) // 2)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")), True


def _predicted(data: bytes, parameters: Mapping[str, object], room: _Room) -> bytes:
    """Undo the predictor that the parameters of a filter ask for."""
    kind = _number(parameters, "Predictor", 1)
    if kind < 2:
        return data
    colours, depth = _number(parameters, "Colors", 1), _number(parameters, "BitsPerComponent", 8)
    row = (colours * depth * _number(parameters, "Columns", 1) + 7) // 8
    pixel = max(1, colours * depth // 8)
    if not 0 < row <= max(len(data), 1) or pixel > row:
        return data
    if kind == 2:
        return tiff_rows(data, row, pixel, room.tick) if depth == 8 else data
    return png_rows(data, row, pixel, room.tick)


def _number(parameters: Mapping[str, object], name: str, usual: int) -> int:
    found = parameters.get(name, usual)
    return found if isinstance(found, int) else usual


_Step = Callable[[bytes, Mapping[str, object], _Room], tuple[bytes, bool]]
_STEPS: dict[str, _Step] = {
    "FlateDecode": _flate, "Fl": _flate, "LZWDecode": _lzw, "LZW": _lzw,
    "RunLengthDecode": _run_length, "RL": _run_length,
    "ASCII85Decode": _base_85, "A85": _base_85, "ASCIIHexDecode": _base_16, "AHx": _base_16,
}  # fmt: skip
