"""A damaged PDF gets a new table of contents.

A download that stopped early has lost the table at its end that says where every object is, but
the objects before the cut are whole. They are found by their ``N G obj`` marks and listed anew;
where the page tree is lost as well, the pages follow in the order of the file. Encrypted files are
left alone.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

__all__ = ["rebuilt"]

_OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,9})[\x00\t\n\f\r ]+([0-9]{1,5})[\x00\t\n\f\r ]+obj\b")
_DICT_END = re.compile(rb"\bstream\r?\n?|\bendobj\b")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_CATALOG = re.compile(rb"/Type\s*/Catalog(?![A-Za-z])")
_OBJECT_STREAM = re.compile(rb"/Type\s*/ObjStm(?![A-Za-z])")
_COUNTS = re.compile(rb"/(N|First)\s+([0-9]{1,9})")
_INFO = re.compile(rb"/Info\s+([0-9]{1,9}\s+[0-9]{1,5}\s+R)")
_LONGEST = 1 << 16  # bytes of a dictionary that are looked at
_MOST = 1 << 26  # bytes that one object stream may unpack to


def rebuilt(data: bytes, *, bare: bool) -> bytes | None:
    """The same file with a new table at its end; None if there is nothing to list.

    With ``bare`` the page tree is not trusted either: every page object becomes a page.
    """
    if b"/Encrypt" in data:
        return None
    places = {int(found[1]): (found.start(), int(found[2])) for found in _OBJECT.finditer(data)}
    heads = {number: _head(data, place) for number, (place, _) in places.items()}
    out = bytearray(data)
    for number in [number for number, head in heads.items() if _OBJECT_STREAM.search(head)]:
        for inner, text in _unpacked(data, places[number][0]):
            if inner not in places:
                places[inner], heads[inner] = (len(out) + 1, 0), text[:_LONGEST]
                out += b"\n%d 0 obj\n%b\nendobj\n" % (inner, text)
    catalogs = [number for number, head in heads.items() if _CATALOG.search(head)]
    pages = [number for number, head in heads.items() if _PAGE.search(head)]
    if catalogs and not bare:
        root = catalogs[-1]
    elif pages:
        root = max(places) + 1
        pages.sort(key=lambda number: places[number][0])
        kids = b" ".join(b"%d %d R" % (number, places[number][1]) for number in pages)
        for number, text in (
            (root, b"<</Type/Catalog/Pages %d 0 R>>" % (root + 1)),
            (root + 1, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(pages), kids)),
        ):
            places[number] = len(out) + 1, 0
            out += b"\n%d 0 obj\n%b\nendobj\n" % (number, text)
    else:
        return None
    return bytes(out) + _table(places, root, len(out) + 1, _INFO.findall(data))


def _head(data: bytes, place: int) -> bytes:
    """The text of an object up to its stream or its end."""
    end = _DICT_END.search(data, place, place + _LONGEST)
    return data[place : end.start() if end else place + _LONGEST]


def _unpacked(data: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The objects within an object stream, as far as they can be unpacked."""
    start = _DICT_END.search(data, place, place + _LONGEST)
    if start is None or not start[0].startswith(b"stream"):
        return
    counts = {name: int(count) for name, count in _COUNTS.findall(_head(data, place))}
    try:
        text = zlib.decompressobj().decompress(data[start.end() :], _MOST)
        first, listed = counts[b"First"], 2 * counts[b"N"]
        table = [int(number) for number in text[:first].split()[:listed]]
    except (zlib.error, KeyError, ValueError):
        return
    starts = [first + place for place in table[1::2]]
    for number, begin, end in zip(table[::2], starts, [*starts[1:], len(text)], strict=False):
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
