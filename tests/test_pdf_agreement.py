"""The reader against pdfminer's own layout analysis, and the two backends against each other."""

from __future__ import annotations

import os
import re
import struct
from io import BytesIO
from pathlib import Path

import pytest
from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LAParams, LTChar, LTContainer

import cleanpress
from backends import BACKENDS
from cleanpress.errors import ConfigError, Damaged, NoTextLayer, ReadError, Unsupported
from cleanpress.readers.pdf import read_pdf
from glyph_agreement import differences, our_glyphs, their_lines
from pdf_writer import PdfPage, lines, write_pdf

FIXTURES = Path(__file__).parent.parent / "fixtures"
PRINTS = sorted((FIXTURES / "pdf").glob("*.pdf"))
# Folders of real PDFs to compare as well, parted as in PATH.
FOLDERS = [Path(name) for name in os.environ.get("CLEANPRESS_PDFS", "").split(os.pathsep) if name]
# Glyphs for which a page says what they stand for: ligatures, and blanks that are soft hyphens.
LOST = re.compile(r"[\ue000-\uf8ff\ufb00-\ufb06]|\(cid:\d+\)")


# ---- glyph for glyph ---------------------------------------------------------------------------
@pytest.mark.parametrize("path", PRINTS, ids=lambda path: path.stem)
def test_the_same_glyphs_as_pdfminer(path: Path) -> None:
    """Text, place, size, font and order in lines; but ligatures are read as the page says."""
    for page in differences(path.read_bytes()):
        assert not page.theirs
        assert not page.ours
        assert not page.disorder
        for theirs, ours in page.told:
            assert LOST.search(theirs) or (theirs, ours) == (" ", "")


@pytest.mark.skipif(not FOLDERS, reason="CLEANPRESS_PDFS names no folders of real PDFs")
@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_nothing_of_real_files_is_lost(folder: Path) -> None:
    """Ours may have more. Pages with a crop box stand elsewhere and are left out."""
    for path in sorted(folder.glob("*.pdf")):
        try:
            found = differences(path.read_bytes())
        except Exception:  # what one of them cannot read is not compared
            continue
        lost = [page for page in found if page.theirs and not page.ours]
        assert not lost, path.name


# ---- what pdfminer loses without a word ----------------------------------------------------------
def test_text_in_forms_is_kept() -> None:
    page = PdfPage("/X Do", resources="/XObject<</X 101 0 R>>")
    font = "/Resources<</Font<</F1 3 0 R>>>>"
    form = {f"/Type/XObject/Subtype/Form/BBox[0 0 612 792]{font}": lines(["The ferry"]).encode()}
    data = write_pdf(page, streams=form)
    (theirs,) = extract_pages(BytesIO(data))
    assert [*their_lines(theirs)] == []
    assert [read_pdf(data, backend=one).source for one in BACKENDS] == ["The ferry"] * 2


def test_needless_escapes_are_kept() -> None:
    data = write_pdf(PdfPage(r"BT /F1 10 Tf 72 700 Td (9\/30\/2019) Tj ET"))
    assert extract_text(BytesIO(data)).strip() == "9302019"
    assert [read_pdf(data, backend=one).source for one in BACKENDS] == ["9/30/2019"] * 2


def test_an_embedded_encoding_is_read() -> None:
    """One-byte codes, though pdfminer takes every map without a known name for an empty one."""
    encoding = (
        b"/CIDInit /ProcSet findresource begin begincmap /CMapName /Own def "
        b"1 begincodespacerange <00> <7F> endcodespacerange "
        b"1 begincidrange <00> <7F> 0 endcidrange endcmap end"
    )
    texts = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <7F> "
        b"endcodespacerange 1 beginbfrange <20> <7E> <0020> endbfrange endcmap end"
    )
    font = (
        "/Font<</H<</Type/Font/Subtype/Type0/BaseFont/Bare/Encoding 101 0 R/ToUnicode 102 0 R"
        "/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/Bare/DW 500"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>>>"
    )
    page = PdfPage("BT /H 10 Tf 72 700 Td (The ferry) Tj ET", resources=font)
    data = write_pdf(page, streams={"/Type/CMap/CMapName/Own": encoding, "": texts})
    assert "ferry" not in extract_text(BytesIO(data))
    assert read_pdf(data, backend="pdfminer").source == "The ferry"


def test_pages_are_found_that_nothing_leads_to() -> None:
    data = write_pdf(PdfPage(lines(["The ferry"])))
    broken = data.replace(b"/Kids[11 0 R]", b"/Kids[       ]").replace(b"\n11 1\n", b"\n98 1\n")
    assert [*extract_pages(BytesIO(broken))] == []
    assert read_pdf(broken, backend="pdfminer").source == "The ferry"


@pytest.mark.parametrize("backend", BACKENDS)
def test_rotated_text_is_one_line_of_its_own_size(backend: str) -> None:
    data = write_pdf(PdfPage("BT /F1 10 Tf 0 1 -1 0 40 300 Tm (up the side of the page) Tj ET"))
    (page,) = extract_pages(BytesIO(data), laparams=LAParams(boxes_flow=None, all_texts=True))
    sizes = {round(char.size, 2) for char in _chars(page)}
    assert len(sizes) > 1  # widths, taken for heights
    doc = read_pdf(data, backend=backend)
    assert doc.source == "up the side of the page"
    assert doc.typeset[0].size == pytest.approx(10)


def _chars(node: LTContainer) -> list[LTChar]:
    found: list[LTChar] = []
    for child in node:
        if isinstance(child, LTChar):
            found.append(child)
        elif isinstance(child, LTContainer):
            found += _chars(child)
    return found


# ---- two backends --------------------------------------------------------------------------------
@pytest.mark.parametrize("path", PRINTS, ids=lambda path: path.stem)
def test_both_backends_give_the_same_article(path: Path) -> None:
    one, other = (cleanpress.clean_pdf(path, backend=name) for name in BACKENDS)
    assert one.source == other.source
    assert one.text == other.text
    assert [change.source for change in one.removed] == [change.source for change in other.removed]
    for mine, theirs in zip(one.document.typeset, other.document.typeset, strict=True):
        # PDFium rounds the widths of glyphs to whole thousandths of an em, and has its own idea of
        # how deep some fonts go.
        near = pytest.approx(tuple(theirs.box), abs=1.5 + 0.1 * mine.size)
        assert tuple(mine.box) == near
        assert mine.size == pytest.approx(theirs.size, abs=0.05)
        assert (mine.block, mine.column, mine.hidden) == (
            theirs.block,
            theirs.column,
            theirs.hidden,
        )


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (r"BT /F1 10 Tf 72 700 Td (a   b) Tj ET", ""),  # PDFium's one space is widened again
        (r"BT /F1 10 Tf 72 700 Td (a ) Tj ( ) Tj ( b) Tj ET", "spaces of several objects are one"),
        ("BT /F1 10 Tf 72 700 Td (exam-) Tj 0 -12 Td (ple) Tj ET", ""),  # its \x02 is a hyphen
        (
            "BT /F1 10 Tf 72 700 Td <61ad> Tj 0 -12 Td (b) Tj ET",
            "pdfminer has a space for WinAnsi's second hyphen",
        ),
        ("BT /F1 10 Tf 72 700 Td (ab) Tj ET BT /F1 10 Tf 90 700 Td (ab) Tj ET", ""),
    ],
)
def test_where_backends_differ_and_why(content: str, why: str) -> None:
    data = write_pdf(PdfPage(content))
    one, other = (read_pdf(data, backend=name).source for name in BACKENDS)
    assert (one == other) == (not why)
    assert one.split() == other.replace("-\nb", "\nb").split() or not why


def test_files_of_hundreds_of_pages_are_opened_anew_on_the_way() -> None:
    """So that PDFium lets go of what it has parsed; no page may go with it."""
    pages = [PdfPage(lines([f"Ferry number {number}"])) for number in range(1, 251)]
    docs = [read_pdf(write_pdf(*pages), backend=name) for name in BACKENDS]
    assert docs[0].source == docs[1].source
    assert docs[1].source.split("\f") == [f"Ferry number {number}" for number in range(1, 251)]


def test_backends_by_name() -> None:
    data = write_pdf(PdfPage(lines(["The ferry"])))
    for name in BACKENDS:
        article = cleanpress.clean_bytes(data, backend=name)
        assert article.document.info["Reader"].startswith(name)
    assert cleanpress.clean_pdf(data).document.info["Reader"].startswith("pdfium")
    with pytest.raises(ConfigError, match="mupdf"):
        cleanpress.clean_pdf(data, backend="mupdf")


def test_a_file_that_pdfium_cannot_open_is_read_by_pdfminer() -> None:
    data = write_pdf(PdfPage(lines(["The ferry"])))
    cut = data[: data.index(b"xref")].replace(b"/Catalog", b"/Cat")
    with pytest.raises(ReadError):
        read_pdf(cut, backend="pdfium")
    doc = read_pdf(cut)
    assert (doc.source, doc.info["Reader"][:8]) == ("The ferry", "pdfminer")


def test_rotated_glyphs_are_left_out_of_the_comparison() -> None:
    data = write_pdf(PdfPage("BT /F1 10 Tf 0 1 -1 0 40 300 Tm (up) Tj ET"))
    from cleanpress.readers.pages import open_pages

    assert [*our_glyphs(next(open_pages(data, "")[1]))] == []


@pytest.mark.parametrize("backend", [*BACKENDS, "auto"])
def test_glyphs_without_letters_and_white_space_are_no_text(backend: str) -> None:
    """Four glyphs of an unknown code came out as an article without a word."""
    for shown in "(   )", "<00010002>":
        with pytest.raises(NoTextLayer):
            read_pdf(write_pdf(PdfPage(f"BT /F4 9 Tf 72 700 Td {shown} Tj ET")), backend=backend)


def test_the_error_of_the_library_that_knows_more_is_told() -> None:
    """Brotli and passwords look like damage to one of them."""
    head = b"7 0 obj<</Type/ObjStm/N 1/First 4/Filter/BrotliDecode/Length 4>>"
    body = b"%PDF-1.5\n" + head + b"stream\nabcd\nendstream endobj "
    rows = struct.pack(">BHBBHB", 2, 7, 0, 1, 9, 0)
    told = b"/Type/XRef/Size 8/Index[1 1 7 1]/W[1 2 1]/Root 1 0 R/Length %d" % len(rows)
    end = (told, rows, len(body))
    packed = body + b"9 0 obj<<%b>>stream\n%b\nendstream endobj startxref %d %%%%EOF" % end
    with pytest.raises(Damaged):
        read_pdf(packed, backend="pdfium")
    with pytest.raises(Unsupported, match="Brotli"):
        read_pdf(packed)
