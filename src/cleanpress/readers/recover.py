"""A damaged PDF gets a new table of contents.

A download that stopped early has lost the table at its end that says where every object is, but
the objects before the cut are whole. They are found by their ``N G obj`` marks and listed anew;
where the page tree is lost as well, the pages follow in the order of the file. Encrypted files are
left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleanpress.readers.budget import Budget
from cleanpress.readers.unpacking import unpack

__all__ = ["rebuilt", "torn"]

_WS = rb"[\x00\t\n\f\r ]"
_OBJECT = re.compile(
    rb"(?<![0-9])([0-9]{1,9})%(ws)s++([0-9]{1,5})%(ws)s++obj(?![A-Za-z0-9])" % {b"ws": _WS}
)
_START = re.compile(rb"startxref%(ws)s*+([0-9]{1,9})(?![0-9])" % {b"ws": _WS})
_TABLE = re.compile(rb"%(ws)s*+(?:xref|[0-9]++%(ws)s++[0-9]++%(ws)s++obj)" % {b"ws": _WS})
_DICT_END = re.compile(rb"\bstream\r?\n?|\bendobj\b")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_CATALOG = re.compile(rb"/Type\s*/Catalog(?![A-Za-z])")
_OBJECT_STREAM = re.compile(rb"/Type\s*/ObjStm(?![A-Za-z])")
_COUNTS = re.compile(rb"/(N|First)\s+([0-9]{1,9})")
_INFO = re.compile(rb"/Info\s+([0-9]{1,9}\s+[0-9]{1,5}\s+R)")
_LONGEST = 1 << 16  # bytes of a dictionary that are looked at
_HIGHEST = 1 << 24  # above the number of any object that was written on purpose


def torn(data: bytes) -> bool:
    """Whether the end of the file is missing, or does not say where its objects are.

    >>> torn(b"%PDF-1.4 1 0 obj<<>>endobj xref 0 1 trailer<<>> startxref 27 %%EOF")
    False
    >>> torn(b"%PDF-1.4 1 0 obj<<>>endobj xref 0 1 trai")
    True
    """
    last = data.rfind(b"startxref")
    told = _START.match(data, last) if last >= 0 else None
    if told is None or _OBJECT.search(data, told.end()):
        return True
    return _TABLE.match(data, int(told[1])) is None


def rebuilt(data: bytes, *, bare: bool, budget: Budget) -> bytes | None:
    """The same file with a new table at its end; None if there is nothing to list.

    With ``bare`` the page tree is not trusted either: every page object becomes a page.

    Raises:
        LimitExceeded: its object streams hold more than may be unpacked.
    """
    if b"/Encrypt" in data:
        return None
    found = [(int(one[1]), one.start(), int(one[2])) for one in _OBJECT.finditer(data)]
    if not found:
        return None
    budget.tick()
    ends = [start for _, start, _ in found[1:]] + [len(data)]
    heads: dict[int, bytes] = {}
    places: dict[int, tuple[int, int]] = {}
    for (number, start, generation), end in zip(found, ends, strict=True):
        places[number], heads[number] = (start, generation), _head(data, start, end)
    out = bytearray(data)
    for number in [number for number, head in heads.items() if _OBJECT_STREAM.search(head)]:
        for inner, text in _unpacked(data, places[number][0], heads[number], budget):
            if inner not in places:
                places[inner], heads[inner] = (len(out) + 1, 0), text[:_LONGEST]
                out += b"\n%d 0 obj\n%b\nendobj\n" % (inner, text)
    catalogs = [number for number, head in heads.items() if _CATALOG.search(head)]
    pages = [number for number, head in heads.items() if _PAGE.search(head)]
    if catalogs and not bare:
        root = catalogs[-1]
    elif pages:
        root = _new_tree(out, places, pages)
    else:
        return None
    return bytes(out) + _table(places, root, len(out) + 1, _INFO.findall(data))


def _new_tree(
    out: bytearray, places: dict[int, tuple[int, int]], pages: list[int]
) -> int:  # fmt: skip
    """Write a catalog and a tree of these pages, in the order of the file; the catalog's number."""
    root = max(places) + 1
    pages.sort(key=lambda number: places[number][0])
    kids = b" ".join(b"%d %d R" % (number, places[number][1]) for number in pages)
    for number, text in (
        (root, b"<</Type/Catalog/Pages %d 0 R>>" % (root + 1)),
        (root + 1, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(pages), kids)),
    ):
        places[number] = len(out) + 1, 0
        out += b"\n%d 0 obj\n%b\nendobj\n" % (number, text)
    return root


def _head(data: bytes, start: int, end: int) -> bytes:
    """The text of an object up to its stream or its end, at the latest up to the next object."""
    last = min(end, start + _LONGEST)
    found = _DICT_END.search(data, start, last)
    return data[start : found.start() if found else last]


def _unpacked(
    data: bytes, place: int, head: bytes, budget: Budget
) -> Iterator[tuple[int, bytes]]:  # fmt: skip
    """The objects within an object stream, as far as they can be unpacked."""
    start = _DICT_END.match(data, place + len(head))
    if start is None or not start[0].startswith(b"stream"):
        return
    counts = {name: int(count) for name, count in _COUNTS.findall(head)}
    end = data.find(b"endstream", start.end())
    packed = data[start.end() : end if end >= 0 else len(data)]
    text, _ = unpack(packed, [("FlateDecode", {})] if b"FlateDecode" in head else [], budget)
    try:
        first, listed = counts[b"First"], 2 * counts[b"N"]
        table = [int(number) for number in text[:first].split()[:listed]]
    except (KeyError, ValueError):
        return
    starts = [first + place for place in table[1::2]]
    for number, begin, end in zip(table[::2], starts, [*starts[1:], len(text)], strict=False):
        if begin < len(text) and number < _HIGHEST:
            yield number, text[begin:end].strip()


def _table(places: dict[int, tuple[int, int]], root: int, at: int, infos: list[bytes]) -> bytes:
    rows = b"".join(
        b"%d 1\n%010d %05d n \n" % (number, place, generation)
        for number, (place, generation) in sorted(places.items())
    )
    info = b"/Info " + infos[-1] if infos else b""
    trailer = b"trailer\n<</Size %d/Root %d %d R%b>>" % (
        max(places) + 1, root, places[root][1], info,
    )  # fmt: skip
    return b"\nxref\n%b%b\nstartxref\n%d\n%%%%EOF\n" % (rows, trailer, at)
