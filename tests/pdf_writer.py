"""Small PDFs written by hand, for the tests of the reader."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["LETTER", "PROSE", "PdfPage", "lines", "write_pdf"]

LETTER = (0, 0, 612, 792)
PROSE = [
    "The ferry leaves at noon, and the crew has not slept",
    "since Tuesday, when the storm took both its anchors",
    "and the cook along with half of the winter stores.",
]

_FONTS = (
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
    "<</Type/Font/Subtype/Type1/BaseFont/Courier-Oblique/Encoding/WinAnsiEncoding>>",
    # F4 has two-byte codes and no way to text.
    "<</Type/Font/Subtype/Type0/BaseFont/Bare/Encoding/Identity-H/DescendantFonts[<</Type/Font"
    "/Subtype/CIDFontType2/BaseFont/Bare/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
    "/Supplement 0>>/DW 500>>]>>",
)
_FIRST_FONT = 3


class PdfPage(NamedTuple):
    """What goes into one page. ``objects`` are further bodies, named in ``resources``."""

    content: str | bytes = ""
    box: tuple[float, ...] = LETTER
    crop: tuple[float, ...] = ()
    rotate: int = 0
    annotations: str = ""
    resources: str = ""


def lines(
    texts: Iterable[str], *, x: float = 72, y: float = 700, size: float = 10, leading: float = 12,
    font: str = "F1",
) -> str:  # fmt: skip
    """The content that sets lines one under the other."""
    shown = " T* ".join(f"({text}) Tj" for text in texts)
    return f"BT /{font} {size} Tf {leading} TL 1 0 0 1 {x} {y} Tm {shown} ET\n"


def write_pdf(
    *pages: PdfPage, info: str = "", trailer: str = "", streams: dict[str, bytes] | None = None,
    squeezed: bool = False, catalog: str = "", objects: dict[int, str] | None = None,
) -> bytes:  # fmt: skip
    """A PDF of these pages; F1 to F4 are fonts, ``streams`` become objects 101, 102, ..."""
    bodies: dict[int, bytes] = {
        1: f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(),
        **{number: body.encode() for number, body in (objects or {}).items()},
        **{_FIRST_FONT + at: font.encode("latin-1") for at, font in enumerate(_FONTS)},
    }
    for number, (head, data) in enumerate((streams or {}).items(), 101):
        bodies[number] = _stream(data, head)
    fonts = "".join(f"/F{at + 1} {_FIRST_FONT + at} 0 R" for at in range(len(_FONTS)))
    kids = []
    for at, page in enumerate(pages):
        number = 11 + 2 * at
        kids.append(f"{number} 0 R")
        data = page.content if isinstance(page.content, bytes) else page.content.encode("cp1252")
        bodies[number + 1] = _stream(data, squeezed=squeezed)
        crop = f"/CropBox[{' '.join(map(str, page.crop))}]" if page.crop else ""
        bodies[number] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[{' '.join(map(str, page.box))}]{crop}"
            f"/Rotate {page.rotate}/Contents {number + 1} 0 R/Annots[{page.annotations}]"
            f"/Resources<</Font<<{fonts}>>{page.resources}>>>>"
        ).encode("cp1252")
    bodies[2] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    bodies[10] = f"<<{info}>>".encode("latin-1")
    return _file(bodies, trailer)


def _stream(data: bytes, head: str = "", *, squeezed: bool = False) -> bytes:
    if squeezed:
        data, head = zlib.compress(data), head + "/Filter/FlateDecode"
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (head.encode(), len(data), data)


def _file(bodies: dict[int, bytes], trailer: str) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    rows = []
    for number, body in sorted(bodies.items()):
        rows.append(b"%d 1\n%010d 00000 n \n" % (number, len(out)))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    at = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n" + b"".join(rows)
    out += b"trailer\n<</Size %d/Root 1 0 R/Info 10 0 R%b>>\n" % (max(bodies) + 1, trailer.encode())
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % at
