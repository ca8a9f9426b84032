"""Mutation of PDFs that knows their objects: most of what it makes still opens.

A flipped bit in a compressed stream only tests the decompressor. Here streams are unpacked first
and objects are what is dropped, swapped, doubled, pointed elsewhere or cut.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from random import Random

__all__ = ["mutated", "unpacked"]

OBJECT = re.compile(rb"(?s)\b(\d{1,6}) (\d{1,3}) obj\b(.{0,200000}?)\bendobj")
STREAM = re.compile(rb"(?s)^(.{0,4000}?)stream\r?\n(.*?)\r?\nendstream")
NUMBER = re.compile(rb"(?<![\w#.])-?\d+(?:\.\d+)?(?![\w.])")
REFERENCE = re.compile(rb"\b(\d{1,6}) (\d{1,3}) R\b")
NAME = re.compile(rb"/[A-Za-z][A-Za-z0-9]{0,24}")
STRING = re.compile(rb"\(([^()\\]{1,200})\)")
OPERATOR = re.compile(rb"(?<=\s)(?:[a-zA-Z]{1,2}\*?|['\"])(?=\s)")
NUMBERS = (b"0", b"-1", b"1", b"7", b"65535", b"65536", b"2147483647", b"-2147483648",
           b"4294967296", b"1e308", b"0.0000001", b"99999999999999999999", b"nan",
           b"--3")  # fmt: skip
NAMES = (b"/Type", b"/Page", b"/Pages", b"/Font", b"/Type0", b"/Type3", b"/Kids", b"/Parent",
         b"/Filter", b"/FlateDecode", b"/LZWDecode", b"/ASCII85Decode", b"/RunLengthDecode",
         b"/ASCIIHexDecode", b"/DecodeParms", b"/Predictor", b"/Length", b"/ToUnicode",
         b"/Identity-H", b"/Encoding", b"/Differences", b"/W", b"/Widths", b"/FirstChar",
         b"/DescendantFonts", b"/Resources", b"/XObject", b"/Form", b"/Contents", b"/MediaBox",
         b"/CropBox", b"/Rotate", b"/Annots", b"/ActualText", b"/Span", b"/ObjStm", b"/XRef",
         b"/Encrypt", b"/UseCMap", b"/Matrix", b"/BBox", b"/Prev", b"/Root", b"/OC", b"/OCGs",
         b"/OCProperties", b"/OFF", b"/ExtGState", b"/ca", b"/BM", b"/SMask", b"/Pattern",
         b"/..%2f..")  # fmt: skip
OPERATORS = (b"q", b"Q", b"cm", b"BT", b"ET", b"Tf", b"Tm", b"Td", b"TD", b"T*", b"Tj", b"TJ",
             b"'", b'"', b"Tc", b"Tw", b"TL", b"Ts", b"Tz", b"Tr", b"Do", b"BMC", b"BDC", b"EMC",
             b"re", b"f", b"f*", b"W", b"W*", b"n", b"S", b"g", b"rg", b"k", b"cs", b"scn",
             b"sh", b"gs", b"BI", b"ID", b"EI", b"d1")  # fmt: skip


def unpacked(data: bytes) -> bytes:
    """The same file with its plain Flate streams unpacked: what a mutation can take hold of."""

    def open_stream(found: re.Match[bytes]) -> bytes:
        body = STREAM.match(found[3])
        head = body[1] if body else b""
        if body is None or b"FlateDecode" not in head or b"DecodeParms" in head or b"[" in head:
            return found[0]
        try:
            plain = zlib.decompressobj().decompress(body[2], 1 << 20)
        except zlib.error:
            return found[0]
        head = re.sub(rb"/Filter\s*/FlateDecode", b"", head)
        head = re.sub(rb"/Length\s+\d+(?: \d+ R)?", b"/Length %d" % len(plain), head)
        number = b"%b %b obj" % (found[1], found[2])
        return b"%b%bstream\n%b\nendstream endobj" % (number, head, plain)

    return OBJECT.sub(open_stream, data)


def mutated(data: bytes, size: int, seed: int) -> bytes:
    """The file with one to four things wrong with it."""
    chance = Random(seed)
    for _ in range(chance.choice((1, 1, 2, 4))):
        data = chance.choice(WAYS)(data, chance)
    return data[:size]


def _replaced(
    pattern: re.Pattern[bytes], data: bytes, chance: Random, new: Callable[[bytes], bytes]
) -> bytes:
    """The data with one match of a pattern, somewhere, replaced."""
    start = chance.randrange(len(data) + 1)
    found = pattern.search(data, start) or pattern.search(data)
    return data if found is None else data[: found.start()] + new(found[0]) + data[found.end() :]


def _object(data: bytes, chance: Random) -> re.Match[bytes] | None:
    return OBJECT.search(data, chance.randrange(len(data) + 1)) or OBJECT.search(data)


def _dropped(data: bytes, chance: Random) -> bytes:
    found = _object(data, chance)
    return data[: found.start()] + data[found.end() :] if found else data


def _doubled(data: bytes, chance: Random) -> bytes:
    """An object again, elsewhere: the later one counts."""
    found = _object(data, chance)
    at = chance.randrange(len(data) + 1)
    return data[:at] + b"\n" + found[0] + b"\n" + data[at:] if found else data


def _swapped(data: bytes, chance: Random) -> bytes:
    """The body of one object under the number of another."""
    one, other = _object(data, chance), _object(data, chance)
    if one is None or other is None:
        return data
    return data[: one.start(3)] + other[3] + data[one.end(3) :]


def _cut(data: bytes, chance: Random) -> bytes:
    return data[: chance.randrange(0, len(data) + 1, 1024)] if len(data) > 1024 else data


def _holed(data: bytes, chance: Random) -> bytes:
    at, width = chance.randrange(len(data) + 1), chance.choice((1, 16, 256, 4096))
    return data[:at] + data[at + width :]


def _flipped(data: bytes, chance: Random) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _pointed(data: bytes, chance: Random) -> bytes:
    """A reference to another object, perhaps to the one it stands in."""
    numbers = [int(found[1]) for found in OBJECT.finditer(data[: 1 << 18])][:500] or [1]
    return _replaced(REFERENCE, data, chance, lambda _: b"%d 0 R" % chance.choice(numbers))


def _numbered(data: bytes, chance: Random) -> bytes:
    return _replaced(NUMBER, data, chance, lambda _: chance.choice(NUMBERS))


def _referred(data: bytes, chance: Random) -> bytes:
    """A reference where a number stands, or a number where a reference stands."""
    if chance.random() < 0.5:
        return _replaced(NUMBER, data, chance, lambda _: b"%d 0 R" % chance.randrange(1, 40))
    return _replaced(REFERENCE, data, chance, lambda _: chance.choice(NUMBERS))


def _named(data: bytes, chance: Random) -> bytes:
    return _replaced(NAME, data, chance, lambda _: chance.choice(NAMES))


def _operated(data: bytes, chance: Random) -> bytes:
    return _replaced(OPERATOR, data, chance, lambda _: chance.choice(OPERATORS))


def _nested(data: bytes, chance: Random) -> bytes:
    depth = chance.choice((3, 30, 300, 3000))
    return _replaced(NUMBER, data, chance, lambda old: b"[" * depth + old + b"]" * depth)


def _strung(data: bytes, chance: Random) -> bytes:
    """Another text: any bytes, escapes, or very long."""
    some = bytes(chance.randrange(256) for _ in range(chance.choice((1, 4, 40))))
    plain, coded = b"(" + some.replace(b")", b"") + b")", b"<" + some.hex().encode() + b">"
    new = chance.choice((plain, coded, b"(\\", b"(\\777\\(\\n)", b"(" + b"A" * 5000 + b")",
                         b"[]", b"null"))  # fmt: skip
    return _replaced(STRING, data, chance, lambda _: new)


def _repeated(data: bytes, chance: Random) -> bytes:
    """A short stretch many times over."""
    at, width = chance.randrange(len(data) + 1), chance.choice((2, 12, 60))
    return data[:at] + data[at : at + width] * chance.choice((2, 40, 400)) + data[at:]


WAYS = (_dropped, _doubled, _swapped, _cut, _holed, _flipped, _pointed, _numbered, _numbered,
        _referred, _named, _named, _operated, _nested, _strung, _repeated)  # fmt: skip
