"""Small PDFs that ask for much: each ends with the limit that is named here, or reads in time.

python tests/bombs.py FOLDER          write them
"""

from __future__ import annotations

import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from pdf_writer import PdfPage, lines, write_pdf

MB = 1 << 20
PROSE = lines(["The ferry leaves at noon on every day of the week."])


class Bomb(NamedTuple):
    """What a file holds, and the limits that may end it; "" where it simply reads."""

    make: Callable[[], bytes]
    kinds: tuple[str, ...]


def content(data: bytes, filters: str, parameters: str = "") -> bytes:
    """A page whose content is packed so."""
    plain = write_pdf(PdfPage(data), streams={})
    at = plain.index(data)
    start = plain.rindex(b"<<", 0, at)
    head = b"<</Length %d/Filter%b%b>>\nstream\n" % (
        len(data), filters.encode(), parameters.encode()
    )  # fmt: skip
    return plain[:start] + head + plain[at:]


def packed(megabytes: int, times: int = 1) -> bytes:
    packer = zlib.compressobj(9)
    block = b"0 " * (MB // 2)
    data = b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return data


def flate() -> bytes:
    return content(packed(600), "/FlateDecode")


def flate_twice() -> bytes:
    return content(packed(1000, 2), "[/FlateDecode/FlateDecode]")


def many_streams() -> bytes:
    pages = [PdfPage(packed(40)) for _ in range(20)]
    return write_pdf(*pages).replace(b"/Length", b"/Filter/FlateDecode/Length")


def predictor() -> bytes:
    rows = zlib.compress(b"\4" + bytes(60 * MB), 9)
    asked = f"/DecodeParms<</Predictor 15/Columns {60 * MB}>>"
    return content(rows, "/FlateDecode", asked)


def run_length() -> bytes:
    return content(zlib.compress(b"\x81 " * (4 * MB), 9), "[/FlateDecode/RunLengthDecode]")


def lzw() -> bytes:
    """Every code is the next one of the table: the strings grow by a letter each."""
    bits = format(256, "09b")
    width = 9
    for count in range(3800):
        bits += format(32 if not count else 257 + count, f"0{width}b")
        width = min(max((258 + count + 1).bit_length(), 9), 12)
    whole = int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8))
    return content(zlib.compress(whole * 60, 9), "[/FlateDecode/LZWDecode]")


def base_85() -> bytes:
    return content(zlib.compress(b"z" * (30 * MB), 9), "[/FlateDecode/ASCII85Decode]")


def base_16() -> bytes:
    return content(
        zlib.compress(b"30" * (70 * MB), 9), "[/FlateDecode/ASCIIHexDecode]"
    )  # fmt: skip


def checksum() -> bytes:
    data = bytearray(zlib.compress(PROSE.encode() + b" " * (4 * MB), 0))
    data[-1] ^= 255
    return content(bytes(data), "/FlateDecode")


def laughs() -> bytes:
    """Ten forms, each of which shows the next one ten times."""
    forms = "".join(f"/X{at} {101 + at} 0 R" for at in range(12))
    head = f"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<<{forms}>>>>"
    streams = {f"{head}/N {at}": b"/X%d Do " % (at + 1) * 10 for at in range(12)}
    return write_pdf(PdfPage("/X0 Do", resources=f"/XObject<<{forms}>>"), streams=streams)


def deep_forms() -> bytes:
    forms = "".join(f"/X{at} {101 + at} 0 R" for at in range(300))
    head = f"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<<{forms}>>>>"
    streams = {f"{head}/N {at}": b"/X%d Do" % (at + 1) for at in range(300)}
    return write_pdf(PdfPage("/X0 Do", resources=f"/XObject<<{forms}>>"), streams=streams)


def form_circle() -> bytes:
    head = "/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 101 0 R>>>>"
    page = PdfPage(PROSE + "/X Do", resources="/XObject<</X 101 0 R>>")
    return write_pdf(page, streams={head: b"/X Do"})


def glyphs() -> bytes:
    shown = b"BT /F1 9 Tf (%b) Tj ET" % (b"word " * (10 * MB // 5))
    return content(zlib.compress(shown, 9), "/FlateDecode")


def small_glyphs() -> bytes:
    shown = b"BT /F1 9 Tf 9 9 Td " + b"(a) Tj " * MB + b"ET"
    return content(zlib.compress(shown, 9), "/FlateDecode")


def boxes() -> bytes:
    """Words all over the page, each a box of its own."""
    shown = b"".join(
        b"BT /F1 1 Tf %d %d Td (word) Tj ET " % (at * 7919 % 600, at * 104729 % 780)
        for at in range(60_000)
    )
    return content(zlib.compress(shown, 9), "/FlateDecode")


def curtain() -> bytes:
    """Words under a shape and words above it, none of them on a line with one of the others."""
    words = b"".join(
        b"BT /F1 1 Tf %d %d Td (word) Tj ET " % (at * 7919 % 590, low + at * 104729 % 120)
        for low in (300, 460)
        for at in range(30_000)
    )
    return content(zlib.compress(words + b"0 300 600 130 re f", 9), "/FlateDecode")


def gallery() -> bytes:
    """Lines among pictures, each of which may belong to each."""
    shown = b"".join(
        b"BT /F1 1 Tf %d %d Td (word) Tj ET "
        b"q 4 0 0 4 %d %d cm BI /W 1 /H 1 /CS /G /BPC 8 ID 0 EI Q "
        % (at * 7919 % 600, at * 104729 % 780, at * 6007 % 600, at * 7351 % 780)
        for at in range(20_000)
    )
    return content(zlib.compress(shown, 9), "/FlateDecode")


def huge_page() -> bytes:
    return write_pdf(PdfPage(PROSE, box=(0, 0, 1e9, 1e9)))


def many_pages() -> bytes:
    whole = write_pdf(PdfPage(PROSE))
    kids = b" ".join(b"%d 0 R" % number for number in range(1000, 61_000))
    page = whole[whole.index(b"11 0 obj") + 9 : whole.index(b"endobj", whole.index(b"11 0 obj"))]
    more = b"".join(b"%d 0 obj %bendobj\n" % (number, page) for number in range(1000, 61_000))
    body = whole[: whole.index(b"xref")].replace(b"/Kids[11 0 R]", b"/Kids[%b]" % kids)
    return body + more + b"trailer<</Root 1 0 R>>"


def page_circle() -> bytes:
    return write_pdf(PdfPage(PROSE)).replace(b"/Kids[11 0 R]", b"/Kids[2 0 R 11 0 R]")


def nested() -> bytes:
    return write_pdf(PdfPage(PROSE), info="/Title " + "[" * 100_000 + "]" * 100_000)


def itself() -> bytes:
    return write_pdf(PdfPage(PROSE, annotations="10 0 R")).replace(
        b"10 0 obj\n<<>>", b"10 0 obj\n10 0 R"
    )  # fmt: skip


def table_circle() -> bytes:
    whole = write_pdf(PdfPage(PROSE))
    at = int(whole.split()[-2])
    return whole.replace(b"/Info 10 0 R", b"/Info 10 0 R/Prev %d" % at)


def listed() -> bytes:
    """A table that says it lists four thousand million objects, and a tree without a page."""
    body = b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj "
    body += b"2 0 obj<</Type/Pages/Kids[]>>endobj "
    told = b"/Type/XRef/Size 4000000000/Index[0 4000000000]/W[0 0 0]/Root 1 0 R/Length 0"
    end = b"9 0 obj<<%b>>stream\n\nendstream endobj startxref %d %%%%EOF" % (told, len(body))
    return body + end


def mapped(body: bytes) -> bytes:
    """A page whose font has this map from its codes to text."""
    font = (b"<</Type/Font/Subtype/Type0/BaseFont/Bare/Encoding/Identity-H/ToUnicode 101 0 R"
            b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/Bare/W[0 4000000000 500]"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>")  # fmt: skip
    plain = write_pdf(PdfPage(PROSE + "BT /F4 9 Tf <00410042> Tj ET"), streams={"": body})
    start = plain.index(b"6 0 obj") + 8
    return plain[:start] + font + plain[plain.index(b"endobj", start) - 1 :]


def map_range() -> bytes:
    return mapped(b"beginbfrange <00000000> <ffffffff> <0041> endbfrange " * 1000)


def map_beginnings() -> bytes:
    return mapped(b"beginbfrange <00> <01> [" * 100_000)


def truetype() -> bytes:
    """A font whose table says that it lists all four thousand million characters there could be."""
    table = struct.pack(">HHHHL", 0, 1, 3, 10, 12) + struct.pack(
        ">HHLLLLLL", 12, 0, 28, 0, 1, 0, 0xFFFFFFFF, 0
    )
    file = struct.pack(">4sHHHH4sLLL", b"\0\1\0\0", 1, 0, 0, 0, b"cmap", 0, 28, len(table)) + table
    plain = mapped(b"").replace(b"/ToUnicode 101 0 R", b"")
    descriptor = b"/FontDescriptor<</FontName/Bare/FontFile2 101 0 R>>/W"
    plain = plain.replace(b"/W[", descriptor + b"[")
    start = plain.index(b"101 0 obj")
    body = b"101 0 obj\n<</Length %d>>\nstream\n%b\nendstream\nendobj\n" % (len(file), file)
    return plain[:start] + body + plain[plain.index(b"xref", start) :]


def named_map() -> bytes:
    return mapped(b"").replace(b"/Identity-H", b"/..#2f..#2f..#2ftmp#2fevil")


def bbox_laughs() -> bytes:
    """A font's box of boxes of boxes: two to the power of forty."""
    one = b"%d 0 obj[%d 0 R %d 0 R]endobj\n"
    chain = b"".join(one % (at, at + 1, at + 1) for at in range(200, 240))
    plain = write_pdf(PdfPage(PROSE))
    font = plain.replace(
        b"/BaseFont/Helvetica/", b"/FontDescriptor<</FontBBox 200 0 R>>/Widths[200 0 R]/BaseFont/H/"
    )
    return font[: font.index(b"xref")] + chain + b"trailer<</Root 1 0 R>>"


def one_line() -> bytes:
    return write_pdf(PdfPage(PROSE)) + b" " * (30 * MB)


def parenthesis() -> bytes:
    return write_pdf(PdfPage(PROSE), info="/Title (" + "(" * (20 * MB))


def length() -> bytes:
    return write_pdf(PdfPage(PROSE)).replace(b"/Length ", b"/Length 9999999")


def kerned() -> bytes:
    return content(zlib.compress(b"BT /F1 9 Tf [" + b"1 " * (30 * MB), 9), "/FlateDecode")


def saved() -> bytes:
    return content(zlib.compress(b"q " * (30 * MB), 9), "/FlateDecode")


def opened() -> bytes:
    return content(zlib.compress(b"[" * (60 * MB), 9), "/FlateDecode")


def shapes() -> bytes:
    drawn = b"0 0 9 9 re f 1 1 5 5 re f\n" * (2 * MB) + PROSE.encode()
    return content(zlib.compress(drawn, 9), "/FlateDecode")


def pictures() -> bytes:
    image = {"/Subtype/Image/Filter/JBIG2Decode/Width 1/Height 1": b"0" * 99}
    page = PdfPage(PROSE + "/X Do " * 300_000, resources="/XObject<</X 101 0 R>>")
    return write_pdf(page, streams=image)


def fax() -> bytes:
    asked = "/DecodeParms<</K -1/Columns 60000/Rows 60000>>"
    return content(b"\0" * 100_000, "/CCITTFaxDecode", asked)


def object_stream() -> bytes:
    """An object stream that names itself as the place of its length, and of the catalog."""
    packed_up = zlib.compress(b"1 0 7 9 " + b"[" * 9 + b"]" * 9)
    head = b"7 0 obj<</Type/ObjStm/N 2/First 8/Filter/FlateDecode/Length 7 0 R>>stream\n"
    body = b"%PDF-1.5\n" + head + packed_up + b"\nendstream endobj "
    rows = struct.pack(">BHBBHB", 2, 7, 0, 2, 7, 1)
    told = b"/Type/XRef/Size 8/Index[1 1 7 1]/W[1 2 1]/Root 1 0 R/Length %d" % len(rows)
    return body + b"9 0 obj<<%b>>stream\n%b\nendstream endobj startxref %d %%%%EOF" % (
        told, rows, len(body)
    )  # fmt: skip


SIZE = ("stream_bytes", "decoded_bytes")
BOMBS: dict[str, Bomb] = {
    "flate": Bomb(flate, SIZE), "flate-twice": Bomb(flate_twice, SIZE),
    "many-streams": Bomb(many_streams, (*SIZE, "seconds")),
    "predictor": Bomb(predictor, ("seconds",)), "run-length": Bomb(run_length, SIZE),
    "lzw": Bomb(lzw, (*SIZE, "seconds")), "base-85": Bomb(base_85, SIZE),
    "base-16": Bomb(base_16, SIZE), "checksum": Bomb(checksum, ("",)),
    "laughs": Bomb(laughs, ("seconds", "decoded_bytes")),
    "deep-forms": Bomb(deep_forms, ("depth",)),
    "form-circle": Bomb(form_circle, ("",)), "glyphs": Bomb(glyphs, ("glyphs",)),
    "small-glyphs": Bomb(small_glyphs, ("glyphs", "seconds")),
    "boxes": Bomb(boxes, ("", "seconds")), "curtain": Bomb(curtain, ("", "seconds")),
    "gallery": Bomb(gallery, ("", "seconds")),
    "huge-page": Bomb(huge_page, ("",)),
    "many-pages": Bomb(many_pages, ("pages", "seconds")), "page-circle": Bomb(page_circle, ("",)),
    "nested": Bomb(nested, ("", "depth")), "itself": Bomb(itself, ("",)),
    "table-circle": Bomb(table_circle, ("",)), "listed": Bomb(listed, ("Damaged",)),
    "map-range": Bomb(map_range, ("",)), "map-beginnings": Bomb(map_beginnings, ("",)),
    "truetype": Bomb(truetype, ("",)), "named-map": Bomb(named_map, ("",)),
    "bbox-laughs": Bomb(bbox_laughs, ("",)), "one-line": Bomb(one_line, ("",)),
    "parenthesis": Bomb(parenthesis, ("", "seconds")), "length": Bomb(length, ("",)),
    "kerned": Bomb(kerned, ("NoTextLayer", "seconds")),
    "saved": Bomb(saved, ("NoTextLayer", "seconds")),
    "opened": Bomb(opened, ("NoTextLayer", "seconds")), "shapes": Bomb(shapes, ("", "seconds")),
    "pictures": Bomb(pictures, ("boxes",)), "fax": Bomb(fax, ("NoTextLayer",)),
    "object-stream": Bomb(object_stream, ("Damaged",)),
}  # fmt: skip


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, bomb in BOMBS.items():
        (folder / f"{name}.pdf").write_bytes(bomb.make())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
