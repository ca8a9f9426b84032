"""The objects of a PDF file: dictionaries, arrays, streams, read with one pattern.

pdfminer reads objects token by token through layers of buffers, which on a printed web page takes
a third of the time. Whatever this reader finds odd it leaves to pdfminer's own.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream
from pdfminer.psparser import LIT, PSLiteral

__all__ = ["LeanDocument"]

_WS = rb"[\x00\t\n\f\r ]"
_HEAD = re.compile(rb"%(ws)s*+([0-9]++)%(ws)s++[0-9]++%(ws)s++obj(?![A-Za-z0-9])" % {b"ws": _WS})
_TOKEN = re.compile(
    rb"""[\x00\t\n\f\r\ ]*+(?:
      /([^\x00\t\n\f\r\ ()<>\[\]{}/%%\#]*+)
    | ([0-9]++)%(ws)s++[0-9]++%(ws)s++R(?![A-Za-z0-9])
    | ([-+]?[0-9]++)(?![0-9.])
    | ([-+]?(?:[0-9]++\.[0-9]*+|\.[0-9]++))(?![0-9.])
    | (\[|\]|<<|>>)
    | \(([^()\\\r\x80-\xff]*+)\)
    | <([0-9A-Fa-f]*+)>
    | (true|false|null)(?![A-Za-z0-9])
    )"""
    % {b"ws": _WS},
    re.VERBOSE,
)
_NUMBERS = re.compile(rb"\[([0-9\x00\t\n\f\r ]*+)\]")
_AFTER = re.compile(rb"%(ws)s*+(endobj|stream\r?\n)" % {b"ws": _WS})
_END = re.compile(rb"%(ws)s*+endstream" % {b"ws": _WS})
_CONSTANTS = {b"true": True, b"false": False, b"null": None}
_OPENERS = {b"[": b"]", b"<<": b">>"}
_MANY = 1 << 11  # objects kept at a time


class _OddError(Exception):
    """Something that pdfminer's own parser is to judge."""


class LeanDocument(PDFDocument):
    """pdfminer's document, with objects read at once where they are well formed."""

    def __init__(self, data: bytes, password: str) -> None:
        self._data = data
        super().__init__(PDFParser(BytesIO(data)), password=password)

    def forget(self) -> None:
        """Let go of objects read so far if there are many; they can be read again."""
        if len(self._cached_objs) > _MANY:
            self._cached_objs.clear()
            self._parsed_objs.clear()

    def _getobj_parse(self, pos: int, objid: int) -> object:
        head = _HEAD.match(self._data, pos)
        if head is not None and int(head[1]) == objid:
            try:
                value, at = _value(self, self._data, head.end())
                after = _AFTER.match(self._data, at)
                if after is not None and after[1] == b"endobj":
                    return value
                if after is not None and isinstance(value, dict):
                    return self._stream(value, after.end())
            except _OddError:
                pass
        return super()._getobj_parse(pos, objid)

    def _stream(self, attributes: dict[str, Any], start: int) -> PDFStream:
        length = attributes.get("Length")
        if isinstance(length, PDFObjRef):
            length = length.resolve()
        if not isinstance(length, int) or not 0 <= length <= len(self._data) - start:
            raise _OddError
        if _END.match(self._data, start + length) is None:
            raise _OddError
        return PDFStream(attributes, self._data[start : start + length], self.decipher)

    def _get_objects(self, stream: PDFStream) -> tuple[list[object], int]:
        count, first = stream.get("N"), stream.get("First")
        data = stream.get_data()
        try:
            if not isinstance(count, int) or not isinstance(first, int):
                raise _OddError
            objects: list[object] = [int(number) for number in data[:first].split()]
            if len(objects) != 2 * count:
                raise _OddError
            at = first
            for _ in range(count):
                value, at = _value(self, data, at)
                objects.append(value)
        except (_OddError, ValueError):
            return super()._get_objects(stream)
        return objects, count


def _value(doc: PDFDocument, data: bytes, pos: int) -> tuple[Any, int]:
    """The value that begins at ``pos`` and where it ends.

    Raises:
        _OddError: it is not well formed, or not common.
    """
    match = _TOKEN.match
    values: list[Any] = []
    open_ones: list[tuple[bytes, list[Any]]] = []
    while True:
        token = match(data, pos)
        if token is None:
            raise _OddError
        pos, kind = token.end(), token.lastindex
        if kind == 1:
            values.append(LIT(_name(token[1])))
        elif kind == 2:
            values.append(PDFObjRef(doc, int(token[2])))
        elif kind == 3:
            values.append(int(token[3]))
        elif kind == 4:
            values.append(float(token[4]))
        elif kind == 6:
            values.append(token[6])
        elif kind == 7:
            digits = token[7].decode("ascii")
            values.append(bytes.fromhex(digits + "0" * (len(digits) % 2)))
        elif kind == 8:
            values.append(_CONSTANTS[token[8]])
        elif (mark := token[5]) in _OPENERS:
            numbers = _NUMBERS.match(data, token.start(5)) if mark == b"[" else None
            if numbers is None:
                open_ones.append((_OPENERS[mark], values))
                values = []
                continue
            values.append([int(number) for number in numbers[1].split()])
            pos = numbers.end()
        elif not open_ones or open_ones[-1][0] != mark:
            raise _OddError
        else:
            closed = values if mark == b"]" else _dictionary(values)
            values = open_ones.pop()[1]
            values.append(closed)
        if not open_ones:
            return values[0], pos


def _name(raw: bytes) -> Any:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise _OddError from None


def _dictionary(values: list[Any]) -> dict[str, Any]:
    if len(values) % 2:
        raise _OddError
    found: dict[str, Any] = {}
    for key, value in zip(values[::2], values[1::2], strict=True):
        if not isinstance(key, PSLiteral) or not isinstance(key.name, str):
            raise _OddError
        if value is not None:
            found[key.name] = value
    return found
