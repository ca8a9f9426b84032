"""Dictionaries of fonts, made harmless before pdfminer sees them.

pdfminer loads character maps from files whose names it takes from the PDF (CVE-2025-64512: they
were pickles, from wherever a path led), and it walks ranges of codes as far as the PDF says:
four thousand million in one line. Only the maps that come with it are named here, and only ranges
that a font can have.
"""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

import pdfminer
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import LIT, PSLiteral, literal_name

__all__ = ["harmless"]

_IDENTITY = frozenset({"Identity-H", "Identity-V", "OneByteIdentityH", "OneByteIdentityV",
                       "DLIdent-H", "DLIdent-V"})  # fmt: skip
_COMPOSITE = frozenset({"Type0", "CIDFontType0", "CIDFontType2"})
_CODES = 1 << 16  # glyphs of one font
_ENTRIES = 1 << 20  # of all its tables; a real font has been seen with more than 200,000
_HEADER = 1 << 16  # bytes in which a Type 1 font tells its encoding
_SMALL = 1 << 12  # characters that the other kinds of tables can list
_PLAIN = {int, float}
_SUFFIX = ".json.gz"


def harmless(spec: dict[str, object], *, needs_file: bool) -> dict[str, object]:
    """A font's dictionary without names of files and ranges without end.

    The font's own file is left out where nothing needs it, or where its table of characters lies.

    >>> harmless({"Subtype": LIT("Type0"), "Encoding": LIT("../../evil")}, needs_file=False)
    {'Subtype': /'Type0', 'Encoding': /'Identity-H'}
    """
    safe = dict(spec)
    subtype = resolve1(safe.get("Subtype"))
    composite = isinstance(subtype, PSLiteral) and literal_name(subtype) in _COMPOSITE
    if "Encoding" in safe:
        safe["Encoding"] = _encoding(resolve1(safe["Encoding"]), composite)
    kids = resolve1(safe.get("DescendantFonts"))
    kid = resolve1(kids[0]) if isinstance(kids, list) and kids else None
    if isinstance(kid, dict):
        kid = {name: kid[name] for name in kid if name != "DescendantFonts"}
        safe["DescendantFonts"] = [harmless(kid, needs_file=needs_file)]
    system = resolve1(safe.get("CIDSystemInfo"))
    if isinstance(system, dict):
        safe["CIDSystemInfo"] = _system(system)
    for name, size in (("W", 3), ("W2", 5)):
        if name in safe:
            safe[name] = _widths(resolve1(safe[name]), size)
    if "Widths" in safe:
        safe["Widths"] = _numbers(resolve1(safe["Widths"]))
    if "FontBBox" in safe:
        safe["FontBBox"] = _numbers(resolve1(safe["FontBBox"]))[:4]
    described = resolve1(safe.get("FontDescriptor"))
    if isinstance(described, dict):
        needs_file = needs_file and (composite or "Encoding" not in safe)
        safe["FontDescriptor"] = _descriptor(described, needs_file)
    return safe


@cache
def _bundled() -> frozenset[str]:
    """The names of the character maps that come with pdfminer."""
    folder = Path(pdfminer.__file__).with_name("cmap")
    return frozenset(one.name.removesuffix(_SUFFIX) for one in folder.glob(f"*{_SUFFIX}"))


def _encoding(encoding: object, composite: bool) -> object:
    """An encoding: of a composite font the name of a map that comes along."""
    if isinstance(encoding, PDFStream):  # the stream itself is read by our own reader of maps
        name = resolve1(encoding.get("CMapName"))
        return PDFStream({**encoding.attrs, "CMapName": _known(name)}, b"")
    if isinstance(encoding, dict) and "Differences" in encoding:
        listed = resolve1(encoding["Differences"])
        some = listed[:_CODES] if isinstance(listed, list) else []
        return {**encoding, "Differences": some}
    return _known(encoding) if composite else encoding


def _known(name: object) -> PSLiteral:
    if isinstance(name, PSLiteral) and literal_name(name) in _IDENTITY | _bundled():
        return name
    return LIT("Identity-H")


def _system(system: dict[str, object]) -> dict[str, object]:
    """The collection of glyphs, if a map for it comes along; else one that has none."""
    parts = [resolve1(system.get(name)) for name in ("Registry", "Ordering")]
    told = "-".join(part.decode("latin-1").strip() for part in parts if isinstance(part, bytes))
    if f"to-unicode-{told}" in _bundled() or told in ("Adobe-Identity", "Adobe-UCS"):
        return system
    identity = isinstance(parts[1], bytes) and b"Identity" in parts[1]
    return {"Registry": b"Unknown", "Ordering": b"Identity" if identity else b"Unknown"}


def _widths(widths: object, size: int) -> list[object]:
    """The widths with ranges no longer than a font: first, last and width, or first and a list."""
    if not isinstance(widths, list):
        return []
    kept: list[object] = []
    numbers: list[float] = []
    room = _ENTRIES
    for one in widths:
        value = resolve1(one) if isinstance(one, PDFObjRef) else one
        if isinstance(value, list) and room > 0:
            kept += [*numbers[-1:], _numbers(value)]
            numbers, room = [], room - len(value)
        elif isinstance(value, (int, float)):
            numbers.append(value)
            if len(numbers) == size:
                first, last = numbers[:2]
                if isinstance(first, int) and isinstance(last, int) and 0 <= first <= last:
                    last = min(last, first + _CODES)
                    room -= last - first
                    kept += [first, last, *numbers[2:]] if room > 0 else []
                numbers = []
    return kept


def _numbers(found: object) -> list[float]:
    """The numbers of a list; what is none, or a list within it, counts as 0."""
    if not isinstance(found, list):
        return []
    if _PLAIN.issuperset(map(type, found)):
        return found[:_CODES]
    some = [resolve1(one) for one in found[:_CODES]]
    return [one if isinstance(one, (int, float)) else 0 for one in some]


def _descriptor(described: dict[str, object], needs_file: bool) -> dict[str, object]:
    safe = {name: described[name] for name in described if not name.startswith("FontFile")}
    if "FontBBox" in safe:
        safe["FontBBox"] = _numbers(resolve1(safe["FontBBox"]))[:4]
    outlines, header = resolve1(described.get("FontFile2")), resolve1(described.get("FontFile"))
    if needs_file and isinstance(outlines, PDFStream):
        data = outlines.get_data()
        if _characters(data) <= _ENTRIES:
            safe["FontFile2"] = PDFStream({}, data)
    if needs_file and isinstance(header, PDFStream):
        data = header.get_data()[:_HEADER]
        length = resolve1(header.get("Length1"))
        known = length if isinstance(length, int) else len(data)
        safe["FontFile"] = PDFStream({"Length1": known}, data)
    return safe


def _characters(data: bytes) -> int:
    """How many characters the tables of a TrueType font say they list; they may lie."""
    try:
        (tables,) = struct.unpack_from(">H", data, 4)
        rows = (struct.unpack_from(">4sLLL", data, 12 + 16 * at) for at in range(tables))
        base = next(offset for name, _, offset, _ in rows if name == b"cmap")
        (count,) = struct.unpack_from(">H", data, base + 2)
        places = [struct.unpack_from(">HHL", data, base + 4 + 8 * at)[2] for at in range(count)]
        return sum(_listed(data, base + place) for place in places)
    except (struct.error, StopIteration):
        return 0  # pdfminer will find the same


def _listed(data: bytes, at: int) -> int:
    (kind,) = struct.unpack_from(">H", data, at)
    if kind == 4:
        (twice,) = struct.unpack_from(">H", data, at + 6)
        segments = twice // 2
        ends = struct.unpack_from(f">{segments}H", data, at + 14)
        starts = struct.unpack_from(f">{segments}H", data, at + 16 + twice)
        return sum(max(0, end - start) for start, end in zip(starts, ends, strict=True))
    if kind == 12:
        (groups,) = struct.unpack_from(">L", data, at + 12)
        listed = (struct.unpack_from(">LL", data, at + 16 + 12 * one) for one in range(groups))
        return sum(max(0, end - start) for start, end in listed)
    return _SMALL
