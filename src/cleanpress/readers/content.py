"""Content streams to operations: the operators that place text, with their operands.

A page's content is a postfix language. One compiled pattern reads it; stretches that only build
paths are swallowed whole, because on a printed web page they are most of the bytes. Reading never
fails: bytes that make no sense are skipped, as every viewer does.
"""

from __future__ import annotations

import re
from binascii import unhexlify
from collections.abc import Callable, Container, Iterator
from typing import TypeAlias, cast

__all__ = ["PATH", "SHOWS", "Operand", "Operation", "matrix_of", "moved", "operations"]

Operand: TypeAlias = "float | str | bytes | list[Operand] | dict[str, Operand] | None"
"""A number, a name (``str``), a string (``bytes``), an array or a dictionary."""
Operation: TypeAlias = tuple[bytes, "list[Operand]"]

PATH = b"path"
"""The operator under which a stretch of path building comes, as one string of raw bytes."""

SHOWS = b"shows"
"""The operator under which ``x y Td <hex> Tj``, over and over, comes as one string of raw bytes."""

_WS = rb"[\x00\t\n\f\r ]"
_TOKEN = re.compile(
    rb"""[\x00\t\n\f\r\ ]*+(?:
      ((?:(?:[-+.0-9]++%(ws)s++){0,6}+(?:[mlcvyhn]|re|W\*?|S|w|[Jj]|RG|G|K|M)(?=%(ws)s)%(ws)s++)++)
    | ((?:[-+.0-9]++\ [-+.0-9]++\ Td\ <[0-9A-Fa-f]++>\ Tj(?=%(ws)s)%(ws)s++){1,4096}+)
    | ((?:[-+.0-9]++%(ws)s*+){0,8}+)([A-Za-z'"][A-Za-z0-9'"*]*+)
    | ([-+.0-9]++)
    | <([0-9A-Fa-f\x00\t\n\f\r\ ]*+)>
    | \(([^()\\\r]*+)\)
    | \[((?:[-+.0-9\x00\t\n\f\r\ ]++|<[0-9A-Fa-f\s]*+>|\([^()\\\r]*+\))*+)\]
    | /([^\x00\t\n\f\r\ ()<>\[\]{}/%%]*+)
    | (<<|>>|[\[\](])
    | (%%[^\r\n]*+|.)
    )"""
    % {b"ws": _WS},
    re.VERBOSE | re.DOTALL,
)
_MOVED = re.compile(rb"(?<!\S)(\S++) (\S++) Td <([^>]++)>")
_ITEM = re.compile(rb"([-+.0-9]++)|<([^<>]*+)>|\(([^()]*+)\)")
_PAREN = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)|\r\n?", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f",
            b"\n": b"", b"\r": b"", b"\r\n": b""}  # fmt: skip
_HEX_IN_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_CONSTANTS: dict[bytes, float | None] = {b"true": 1.0, b"false": 0.0, b"null": None}
_STRAYS = {b"Tc", b"Tw", b"Tz", b"Ts", b"Tr"}  # seen within arrays of TJ
_IMAGE_END = re.compile(rb"(?:(?<=[\x00\t\n\f\r ])|(?<=>))EI(?=[\x00\t\n\f\r ]|$)")
_LOOK = 1 << 13  # bytes between two looks at the clock
_MAX_VALUES = 1 << 18  # of one array
_MAX_ARRAY = 1 << 22  # bytes of one array that are read
_MAX_OPERANDS = 512  # more than any operator takes; keeps a stream of bare numbers from piling up


def operations(
    data: bytes, wanted: Container[bytes], tick: Callable[[], None] = lambda: None
) -> Iterator[Operation]:
    """Yield the wanted operations of a content stream, in order; ``tick`` is called on the way.

    >>> list(operations(b"BT /F1 12 Tf (a\\\\(b) Tj [<4142> -20 (c)] TJ ET", {b"Tf", b"Tj", b"TJ"}))
    [(b'Tf', ['F1', 12.0]), (b'Tj', [b'a(b']), (b'TJ', [[b'AB', -20.0, b'c']])]
    >>> list(operations(b"<!-- not a content stream -->", {b"Tf"}))
    []
    """
    match, pos, end = _TOKEN.match, 0, len(data)
    operands: list[Operand] = []
    nest: list[list[Operand]] = []
    look = _LOOK
    while pos < end:
        token = match(data, pos)
        if token is None:
            return
        if pos > look:
            tick()
            look = pos + _LOOK
        pos = token.end()
        kind = token.lastindex
        if kind == 4:
            numbers, operator = token.group(3, 4)
            if numbers:
                operands += _numbers(numbers)
            if nest and operator in _STRAYS:
                del operands[len(operands) - 1 :]
            elif operator in wanted:
                while nest:  # an array or dictionary was left open
                    operands = nest.pop()
                yield operator, operands
                operands = []
            elif operator in _CONSTANTS:
                operands.append(_CONSTANTS[operator])
            else:
                operands, nest = [], []
                if operator == b"ID":
                    pos = _after_image(data, pos)
        elif kind == 1:
            if PATH in wanted:
                yield PATH, [token.group(1)]
            operands, nest = [], []
        elif kind == 2:
            if SHOWS in wanted:
                yield SHOWS, [token.group(2)]
                operands, nest = [], []
            else:
                for x, y, shown in moved(token.group(2)):
                    for name, given in ((b"Td", [x, y]), (b"Tj", [shown])):
                        if name in wanted:
                            yield name, list[Operand](given)
        elif kind == 10:
            pos, operands = _nested(data, pos, token.group(10), operands, nest)
        elif make := _MAKE.get(kind or 0):
            operands.append(make(token.group(kind or 0)))
        if len(operands) > _MAX_OPERANDS and (not nest or len(operands) > _MAX_VALUES):
            del operands[:-_MAX_OPERANDS]
        if len(nest) > _MAX_OPERANDS:
            operands, nest = [], []


def _nested(
    data: bytes, pos: int, mark: bytes, operands: list[Operand], nest: list[list[Operand]]
) -> tuple[int, list[Operand]]:
    """Open or close an array or dictionary, or read a string with escapes or parentheses in it."""
    if mark == b"(":
        pos, text = _string(data, pos)
        operands.append(text)
        return pos, operands
    if mark in (b"[", b"<<"):
        nest.append(operands)
        return pos, []
    if not nest:
        return pos, operands
    outer = nest.pop()
    if mark == b"]":
        outer.append(operands)
    else:
        keys, values = operands[::2], operands[1::2]
        outer.append({key: value for key, value in zip(keys, values, strict=False)
                      if isinstance(key, str)})  # fmt: skip
    return pos, outer


def moved(shows: bytes) -> list[tuple[float, float, bytes]]:
    """The moves and the strings of what comes under ``SHOWS``.

    >>> moved(b"10 0 Td <41> Tj 5.5 0 Td <4243> Tj ")
    [(10.0, 0.0, b'A'), (5.5, 0.0, b'BC')]
    """
    return [(_number(x), _number(y), _unhex(shown)) for x, y, shown in _MOVED.findall(shows)]


def matrix_of(operands: list[Operand]) -> tuple[float, float, float, float, float, float]:
    """The six numbers of a matrix.

    Raises:
        TypeError, ValueError: they are too few, or no numbers.
    """
    a, b, c, d, e, f = (float(cast("float", number)) for number in operands[-6:])
    return a, b, c, d, e, f


def _number(digits: bytes) -> float:
    try:
        return float(digits)
    except ValueError:  # "--5", "1.2.3", "12-34": read what makes sense, as viewers do
        found = re.match(rb"[-+]*+(\d*+\.?\d*+)", digits)
        size = float(found[1]) if found and found[1] not in (b"", b".") else 0.0
        return -size if digits.startswith(b"-") else size


def _numbers(text: bytes) -> list[Operand]:
    words = text.replace(b"\0", b" ").split()
    try:
        return [float(word) for word in words]
    except ValueError:
        return [_number(word) for word in words]


def _array(text: bytes) -> list[Operand]:
    shown: list[Operand] = []
    for item in _ITEM.finditer(text, 0, _MAX_ARRAY):
        kind = item.lastindex
        if kind == 1:
            shown.append(_number(item[1]))
        else:
            shown.append(_unhex(item[2]) if kind == 2 else item[3])
    return shown


def _unhex(digits: bytes) -> bytes:
    try:
        return unhexlify(digits)
    except ValueError:  # white space within, or half a byte
        digits = bytes(byte for byte in digits if byte in b"0123456789abcdefABCDEF")
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _name(raw: bytes) -> str:
    if b"#" in raw:
        raw = _HEX_IN_NAME.sub(lambda found: bytes.fromhex(found[1].decode()), raw)
    return raw.decode("utf-8", "replace")


def _string(data: bytes, pos: int) -> tuple[int, bytes]:
    """The string whose opening parenthesis ends at ``pos``, and where it ends."""
    depth, start = 1, pos
    for paren in _PAREN.finditer(data, pos):
        depth += {b"(": 1, b")": -1}.get(paren[0], 0)
        if not depth:
            return paren.end(), _unescape(data[start : paren.start()])
    return len(data), _unescape(data[start:])


def _unescape(text: bytes) -> bytes:
    return _ESCAPE.sub(_escaped, text) if b"\\" in text or b"\r" in text else text


def _escaped(found: re.Match[bytes]) -> bytes:
    after = found[1]
    if after is None:
        return b"\n"
    if after[:1].isdigit() and after[0] < 0x38:
        return bytes([int(after, 8) & 255])
    return _ESCAPED.get(after, after)


_MAKE: dict[int, Callable[[bytes], Operand]] = {
    5: _number,
    6: _unhex,
    7: bytes,
    8: _array,
    9: _name,
}


def _after_image(data: bytes, pos: int) -> int:
    """Where an inline image's data ends: an ``EI`` that is followed by something readable."""
    for found in _IMAGE_END.finditer(data, pos):
        after = data[found.end() : found.end() + 12]
        if all(byte in b"\t\n\f\r\0" or 32 <= byte < 127 for byte in after):
            return found.end()
    return len(data)
