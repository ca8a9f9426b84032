"""The objects of a PDF file: dictionaries, arrays, streams, read with one pattern.

pdfminer reads objects token by token through layers of buffers, which on a printed web page takes
a third of the time. Whatever this reader finds odd it leaves to pdfminer's own.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from pdfminer.pdfdocument import PDFBaseXRef, PDFDocument, PDFNoValidXRef
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import DecipherCallable, PDFObjectNotFound, PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import LIT, PSLiteral, literal_name

from cleanpress.errors import LimitExceeded
from cleanpress.readers.budget import Budget
from cleanpress.readers.unpacking import unpack

__all__ = ["LeanDocument", "LeanStream"]

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
_START = re.compile(rb"startxref%(ws)s*+([0-9]{1,9})(?![0-9])" % {b"ws": _WS})
_MANY = 1 << 11  # objects kept at a time
_LOOK = 1 << 14  # bytes of an object between two looks at the clock
_NESTED = 16  # more than in nearly any file
_KEPT = 1 << 20  # bytes of an unpacked stream that are kept


class _OddError(Exception):
    """Something that pdfminer's own parser is to judge."""


class LeanDocument(PDFDocument):
    """pdfminer's document, with objects read at once where they are well formed.

    Streams are unpacked within the limits, and whatever refers to itself leads nowhere.
    """

    def __init__(self, data: bytes, password: str, budget: Budget) -> None:
        self._data = data
        self.budget = budget
        self._asked: set[int] = set()
        self._tables: set[int] = set()
        super().__init__(_Parser(data, budget), password=password)

    def forget(self) -> None:
        """Let go of objects read so far if there are many; they can be read again."""
        if len(self._cached_objs) > _MANY:
            self._cached_objs.clear()
            self._parsed_objs.clear()

    def getobj(self, objid: int) -> object:
        """The object of that number; one that needs or is nothing but itself is not there."""
        found = self._cached_objs.get(objid)
        if found is not None and not isinstance(found[0], PDFObjRef):
            return found[0]
        if objid in self._asked:
            raise PDFObjectNotFound(objid)
        self._asked.add(objid)
        try:
            value = super().getobj(objid)
            # A chain of references is followed here, where a circle shows.
            return self.getobj(value.objid) if isinstance(value, PDFObjRef) else value
        finally:
            self._asked.discard(objid)

    def find_xref(self, parser: PDFParser) -> int:
        """Where the last table of objects begins."""
        told = _START.match(self._data, max(self._data.rfind(b"startxref"), 0))
        if told is None:
            raise PDFNoValidXRef("no place of the table of objects")
        return int(told[1])

    def read_xref_from(self, parser: PDFParser, start: int, xrefs: list[PDFBaseXRef]) -> None:
        """Read a table of objects and those before it, each once."""
        if start not in self._tables:
            self._tables.add(start)
            super().read_xref_from(parser, start, xrefs)

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
        raw = self._data[start : start + length]
        return LeanStream(attributes, raw, self.decipher, self.budget)

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


class LeanStream(PDFStream):
    """A stream that unpacks within the limits; what is large is unpacked anew when asked again."""

    def __init__(
        self, attrs: dict[str, Any], raw: bytes, decipher: DecipherCallable | None, budget: Budget
    ) -> None:
        super().__init__(attrs, raw, decipher)
        self.whole = True
        self._budget = budget

    def get_data(self) -> bytes:
        """What was packed, as far as it can be had; ``whole`` tells whether it is all of it."""
        if self.data is not None:
            return self.data
        raw = self.rawdata or b""
        if self.decipher and self.objid is not None and self.genno is not None:
            raw = self.decipher(self.objid, self.genno, raw, self.attrs)
        names = [
            (literal_name(name), _parameters(given)) for name, given in self.get_filters()
        ]  # fmt: skip
        try:
            data, self.whole = unpack(raw, names, self._budget)
        except LimitExceeded as exceeded:
            exceeded.object = exceeded.object or self.objid
            raise
        if len(data) <= _KEPT:
            self.data = data
        return data

    def decode(self) -> None:
        """Unpack, and keep it whatever its length: the contract of pdfminer's own streams."""
        self.data = self.get_data()


class _Parser(PDFParser):
    """pdfminer's parser for objects that are odd, with an eye on the clock."""

    BUFSIZ = 1 << 16

    def __init__(self, data: bytes, budget: Budget) -> None:
        self._budget = budget
        super().__init__(BytesIO(data))

    def fillbuf(self) -> bool:
        """Read on."""
        self._budget.tick()
        return super().fillbuf()

    def push(self, *objs: Any) -> None:
        """Put values on the stack: streams become ours."""
        budget = self._budget
        super().push(*(
            (at, LeanStream(one.attrs, one.rawdata or b"", one.decipher, budget))
            if type(one) is PDFStream else (at, one) for at, one in objs
        ))  # fmt: skip


def _parameters(given: object) -> dict[str, object]:
    if not isinstance(given, dict):
        return {}
    found = {name: resolve1(value) for name, value in given.items()}
    return {name: literal_name(value) if isinstance(value, PSLiteral) else value
            for name, value in found.items()}  # fmt: skip


def _value(doc: LeanDocument, data: bytes, pos: int) -> tuple[Any, int]:
    """The value that begins at ``pos`` and where it ends.

    Raises:
        _OddError: it is not well formed, or not common.
    """
    match = _TOKEN.match
    values: list[Any] = []
    open_ones: list[tuple[bytes, list[Any]]] = []
    look = pos + _LOOK
    while True:
        token = match(data, pos)
        if token is None:
            raise _OddError
        pos, kind = token.end(), token.lastindex
        if pos > look:
            doc.budget.tick()
            look = pos + _LOOK
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
                if len(open_ones) > _NESTED:
                    doc.budget.limits.check("depth", len(open_ones))
                    doc.budget.tick()
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
