"""PDFs as documents: text, order, blocks, geometry, what hides, what fails."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backends import opened
from cleanpress.document import Document, Typeset
from cleanpress.errors import Damaged, Encrypted, NotAPdf, NoTextLayer, ReadError, Unsupported
from cleanpress.filters.page_joins import PageJoins
from cleanpress.readers.content import operations
from pdf_writer import PROSE, PdfPage, lines, write_pdf

pytestmark = pytest.mark.usefixtures("backend")
MORE = [
    "Nobody on the island remembers who painted all the",
    "lighthouses red, or why the keeper left his boots on",
    "the stairs when he rowed away one Sunday morning.",
]


def read(*contents: str, **options: str) -> Document:
    return opened(write_pdf(*(PdfPage(content) for content in contents), **options))


def typeset(doc: Document, text: str) -> Typeset:
    at = doc.typeset_at(doc.source.index(text))
    assert at is not None
    return at


# ---- text, blocks, pages ---------------------------------------------------------------------
def test_lines_blocks_and_pages() -> None:
    first = lines(PROSE, y=700) + lines(MORE, y=700 - 3 * 12 - 12)
    doc = read(first, lines(MORE))
    more = "\n".join(MORE)
    assert doc.source == "\n".join(PROSE) + f"\n\n{more}\f{more}"
    assert doc.page_starts == (0, doc.source.index("\f") + 1)
    assert doc.page_sizes == ((612, 792), (612, 792))
    assert [one.block for one in doc.typeset] == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert [one.page for one in doc.typeset] == [1] * 6 + [2] * 3


def test_typeset_of_a_line() -> None:
    doc = read(lines(["Ferry"], x=100, y=692, size=20, font="F2"))
    (one,) = doc.typeset
    assert doc.source[one.start : one.end] == "Ferry"
    assert (one.size, one.bold, one.italic, one.font) == (20, 1.0, 0.0, "Helvetica-Bold")
    assert one.box.x0 == pytest.approx(100)
    assert one.box.x1 == pytest.approx(100 + 20 * (0.611 + 0.556 + 0.389 + 0.389 + 0.556))
    assert one.box.y0 < 100 < one.box.y1  # the baseline, from the top


def test_an_empty_page_in_the_middle_keeps_its_place() -> None:
    doc = read(lines(["One"]), "", lines(["Three"]))
    assert doc.source == "One\f\fThree"
    assert doc.page_starts == (0, 4, 5)
    assert [line.page for line in doc.lines if line.text] == [1, 3]


def test_a_heading_is_a_block_of_its_own() -> None:
    doc = read(lines(["The anchors"], y=712, font="F2") + lines(PROSE, y=700))
    assert doc.source.startswith("The anchors\n\nThe ferry")


def test_a_bold_beginning_is_no_heading() -> None:
    bold = (
        "BT /F2 10 Tf 12 TL 1 0 0 1 72 700 Tm (The ferry leaves at noon, and the crew is tired) Tj "
    )
    plain = f"T* (and so) Tj /F1 10 Tf ( are the) Tj T* ({PROSE[1]}) Tj ET"
    assert "\n\n" not in read(bold + plain).source


def test_first_lines_set_in_begin_blocks() -> None:
    content = lines(PROSE, y=700) + lines(MORE[:1], x=92, y=664) + lines(MORE[1:], y=652)
    assert read(content).source.count("\n\n") == 1


def test_list_items_are_blocks() -> None:
    doc = read(lines(["\u2022 rope", "\u2022 tar", "\u2022 canvas"]))
    assert doc.source == "\u2022 rope\n\n\u2022 tar\n\n\u2022 canvas"


def test_the_lines_of_a_lettered_item_hang() -> None:
    first, rest, second = (
        "a. if the ferry that was due comes",
        "at noon, or",
        "b. if it never comes.",
    )
    content = lines([first]) + lines([rest], x=82, y=688) + lines([second], y=676)
    assert read(content).source == f"{first}\n{rest}\n\n{second}"


def test_wide_leading_beside_a_menu() -> None:
    menu = lines(["Harbour", "Fishing", "Weather", "Sports", "Letters", "Archive"], y=750)
    wide = lines([f"{PROSE[0]}, and so are those of the harbour"], y=650)
    prose = [lines(part, y=y, leading=18) for part, y in ((PROSE, 600), (MORE, 510), (PROSE, 420))]
    blocks = read(menu + wide + "".join(prose)).source.split("\n\n")
    assert blocks[-3:] == ["\n".join(part) for part in (PROSE, MORE, PROSE)]


def test_an_item_goes_on_behind_a_page_break() -> None:
    dot = "62 77 m 62 80 l 65 80 l 65 77 l h f\n"
    item = dot + lines([PROSE[0]], y=76) + lines(MORE, y=700, x=300)
    doc = read(item, lines(PROSE[1:]))
    after = doc.apply(PageJoins()(doc), PageJoins.name)
    assert "has not slept since Tuesday" in after.text.replace("\f", " ")


def test_a_drawn_bullet_is_an_item() -> None:
    dot = "62 701 m 62 704 l 65 704 l 65 701 l h f\n"
    doc = read(dot + lines(["rope", "tar"]))
    assert [(doc.source[m.start : m.end], m.kind) for m in doc.marks] == [("rope", "item")]


# ---- words -----------------------------------------------------------------------------------
def test_gaps_are_spaces_where_no_glyph_is() -> None:
    doc = read("BT /F1 10 Tf 72 700 Td [(The)-300(fer)-20(ry)-280(leaves)] TJ ET")
    assert doc.source == "The ferry leaves"


def test_letter_spacing_is_no_space() -> None:
    glyphs = "-400".join(f"({letter})" for letter in "FERRY")
    drawn = read(f"BT /F1 10 Tf 72 700 Td [{glyphs}] TJ ET")
    spaced = read("BT /F1 10 Tf 4 Tc 72 700 Td (FERRY) Tj 30 0 Td (MEN) Tj ET")
    assert drawn.source == "FERRY"
    assert spaced.source.startswith("FERRY")


def test_superscripts_stay_in_their_line() -> None:
    doc = read(
        "BT /F1 10 Tf 72 700 Td (anchors) Tj /F1 6 Tf 4 Ts (2) Tj 0 Ts /F1 10 Tf ( sank) Tj ET"
    )
    assert doc.source == "anchors2 sank"


def test_a_glyph_that_fills_a_hole_is_put_there() -> None:
    rest = "BT /F1 10 Tf 1 0 0 1 72 700 Tm (Zucker) Tj 1 0 0 1 105 700 Tm (s goal) Tj ET\n"
    mark = "BT /F1 10 Tf 1 0 0 1 102.8 700.6 Tm (') Tj ET\n"
    assert read(rest + mark).source == "Zucker's goal"


def test_a_drop_cap_joins_its_line() -> None:
    cap = "BT /F1 36 Tf 72 676 Td (T) Tj ET "
    text = lines(["he ferry leaves at noon and", "the crew has not slept since"], x=95, y=700)
    doc = read(cap + text)
    assert doc.source.startswith("The ferry leaves")
    assert doc.typeset[0].size == 10


def test_text_printed_over_itself_counts_once() -> None:
    assert read(lines(["Storm"]) + lines(["Storm"], x=72.5, y=699.5)).source == "Storm"


def test_right_to_left_lines_are_read_from_the_right() -> None:
    codes = "<0003000200010004000500060007>"  # as it stands on paper, from the left
    unicode_map = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> "
        b"endcodespacerange 7 beginbfchar <0001> <05D0> <0002> <05D1> <0003> <05D2> <0004> <0020>"
        b"<0005> <0031>"
        b"<0006> <0032> <0007> <05D3> endbfchar endcmap end"
    )
    font = (
        "/Font<</H<</Type/Font/Subtype/Type0/BaseFont/Bare/Encoding/Identity-H/ToUnicode 101 0 R"
        "/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/Bare/DW 500>>]>>>>"
    )
    page = PdfPage(f"BT /H 10 Tf 72 700 Td {codes} Tj ET", resources=font)
    doc = opened(write_pdf(page, streams={"": unicode_map}))
    assert doc.source == "\u05d312 \u05d0\u05d1\u05d2"


# ---- order -----------------------------------------------------------------------------------
LEFT = [f"left {n} of the long night and the short day after" for n in range(6)]
RIGHT = [f"right {n} of the long night and the short day after" for n in range(6)]


def test_two_columns_drawn_one_after_the_other() -> None:
    doc = read(lines(["Two columns"], y=740, size=20) + lines(LEFT) + lines(RIGHT, x=330))
    assert doc.source == "\n\n".join(["Two columns", "\n".join(LEFT), "\n".join(RIGHT)])
    assert [one.column for one in doc.typeset] == [0] * 7 + [1] * 6


def test_two_columns_drawn_row_by_row() -> None:
    rows = "".join(
        lines([left], y=700 - 12 * n) + lines([right], x=330, y=700 - 12 * n)
        for n, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True))
    )
    doc = read(lines(["Two columns of prose, and one headline over them"], y=740, size=20) + rows)
    assert doc.source.endswith("\n".join(LEFT) + "\n\n" + "\n".join(RIGHT))


def test_a_page_drawn_from_its_foot_is_read_from_its_top() -> None:
    texts = [f"line {n} of the log that the keeper kept" for n in range(8)]
    doc = read("".join(lines([text], y=700 - 12 * n) for n, text in reversed([*enumerate(texts)])))
    assert doc.source == "\n".join(texts)


def test_running_heads_drawn_last_come_first() -> None:
    furniture = lines(["1/7/19"], y=770, size=6) + lines(["The Log"], x=300, y=770, size=6)
    doc = read(lines(PROSE) + furniture + lines(["1/3"], y=20, size=6))
    assert doc.source.startswith("1/7/19\n\nThe Log\n\nThe ferry")
    assert doc.source.endswith("stores.\n\n1/3")


# ---- geometry --------------------------------------------------------------------------------
@pytest.mark.parametrize(("rotate", "size"), [(0, (500, 700)), (90, (700, 500)), (270, (700, 500))])
def test_a_rotated_page_is_read_as_it_is_shown(rotate: int, size: tuple[float, float]) -> None:
    turned = {0: "1 0 0 1 50 650", 90: "0 1 -1 0 50 50", 270: "0 -1 1 0 450 650"}[rotate]
    page = PdfPage(f"BT /F1 10 Tf {turned} Tm (Ferry) Tj ET", box=(0, 0, 500, 700), rotate=rotate)
    doc = opened(write_pdf(page))
    (one,) = doc.typeset
    assert (doc.source, one.rotated, doc.page_sizes[0]) == ("Ferry", False, size)
    assert one.box.x0 == pytest.approx(50)
    assert one.box.y0 < 50 < one.box.y1


def test_rotated_text_is_one_line() -> None:
    doc = read(lines(PROSE) + "BT /F1 10 Tf 0 1 -1 0 40 300 Tm (up the side of the page) Tj ET")
    one = typeset(doc, "up the side")
    assert one.rotated
    assert one.box.x1 - one.box.x0 == pytest.approx(10)
    assert one.box.y1 == pytest.approx(792 - 300)


def test_the_crop_box_is_the_page() -> None:
    page = PdfPage(lines(["Ferry"], x=110, y=650), crop=(100, 100, 400, 700))
    doc = opened(write_pdf(page))
    assert doc.page_sizes == ((300, 600),)
    assert doc.typeset[0].box.x0 == pytest.approx(10)


def test_size_is_the_font_size_through_the_matrix() -> None:
    doc = read("q 0.5 0 0 0.5 0 0 cm BT /F1 1 Tf 24 0 0 24 144 1400 Tm (Ferry) Tj ET Q")
    assert doc.typeset[0].size == 12


# ---- forms, marked content, links ------------------------------------------------------------
def test_text_in_a_form_is_read_once_and_in_place() -> None:
    page = PdfPage("q 1 0 0 1 0 -100 cm /X Do Q", resources="/XObject<</X 101 0 R>>")
    font = "/Resources<</Font<</F1 3 0 R>>/XObject<</X 101 0 R>>>>"
    form = {
        f"/Type/XObject/Subtype/Form/BBox[0 0 612 792]{font}": (lines(PROSE) + "/X Do").encode()
    }
    doc = opened(write_pdf(page, streams=form))
    assert doc.source == "\n".join(PROSE)
    assert doc.typeset[0].box.y1 > 792 - 600


def test_actual_text_stands_in_for_lost_glyphs_only(backend: str) -> None:
    lost = "/Span<</ActualText<FEFF00660069>>>BDC BT /F4 10 Tf 72 700 Td <0007> Tj ET EMC "
    told = "/Span<</ActualText(crew)>>BDC BT /F1 10 Tf 200 700 Td (boat) Tj ET EMC"
    # PDFium takes all that a page says for its glyphs, and keeps no account of what they were.
    assert read(lost + told).source == f"fi\n\n{'boat' if backend == 'pdfminer' else 'crew'}"


def test_unmapped_glyphs_are_told() -> None:
    shown = "BT /F1 10 Tf 72 712 Td (Of) Tj ET BT /F4 10 Tf 72 700 Td <00070008> Tj ET"
    assert read(shown).source == "Of\n(cid:7)(cid:8)"


def test_an_artifact_is_evidence() -> None:
    doc = read(lines(PROSE) + "/Artifact BMC " + lines(["17"], y=30) + "EMC " + lines(MORE, y=600))
    assert [typeset(doc, text).artifact for text in ("The ferry", "17", "Nobody")] == [0, 1, 0]


def test_links_cover_their_glyphs() -> None:
    link = "<</Subtype/Link/Rect[72 695 94 712]/A<</S/URI/URI(https://example.org/a)>>>>"
    inner = "<</Subtype/Link/Rect[72 680 612 690]/Dest/top>>"
    page = PdfPage(lines(["More here", "Back to the top"], leading=18), annotations=link + inner)
    doc = opened(write_pdf(page))
    ((start, end, kind, value),) = doc.marks
    assert (doc.source[start:end], kind, value) == ("More", "link", "https://example.org/a")
    assert typeset(doc, "More").linked == pytest.approx(4 / 9)
    assert typeset(doc, "Back").linked == 1.0


# ---- what hides ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "how"),
    [
        ("BT /F1 10 Tf 3 Tr 72 500 Td (secret) Tj ET", "invisible"),
        ("BT /F1 0.5 Tf 72 500 Td (secret) Tj ET", "tiny"),
        ("BT /F1 10 Tf 72 -500 Td (secret) Tj ET", "off-page"),
        ("1 g BT /F1 10 Tf 72 500 Td (secret) Tj ET", "white"),
        ("1 1 1 rg BT /F1 10 Tf 72 500 Td (secret) Tj ET", "white"),
        ("0 0 0 0 k BT /F1 10 Tf 72 500 Td (secret) Tj ET", "white"),
        ("0 0.2 0 rg 0 480 612 40 re f 1 g BT /F1 10 Tf 72 500 Td (secret) Tj ET", ""),
        ("1 g 0 480 612 40 re f BT /F1 10 Tf 72 500 Td (secret) Tj ET", "white"),
        ("q 1 g Q BT /F1 10 Tf 72 500 Td (secret) Tj ET", ""),
        ("0.4 g BT /F1 10 Tf 72 500 Td (secret) Tj ET", ""),
    ],
)
def test_hidden_text_is_told_and_kept(content: str, how: str) -> None:
    doc = read(lines(PROSE) + content)
    assert typeset(doc, "secret").hidden == how
    assert typeset(doc, "The ferry").hidden == ""


def test_a_line_ends_where_hiding_begins() -> None:
    doc = read("BT /F1 10 Tf 72 500 Td (seen ) Tj 3 Tr (unseen) Tj 0 Tr ( again) Tj ET")
    assert [(doc.source[one.start : one.end], one.hidden) for one in doc.typeset] == [
        ("seen", ""), ("unseen", "invisible"), ("again", ""),
    ]  # fmt: skip


def test_the_text_of_a_scan_is_not_hidden() -> None:
    doc = read("3 Tr " + lines(PROSE))
    assert {one.hidden for one in doc.typeset} == {""}


# ---- what fails ------------------------------------------------------------------------------
def test_information(backend: str) -> None:
    info = "/Title<FEFF00DC006200650072>/Author(A. Keeper)/CreationDate(D:2019)/Producer(Hand)"
    doc = read(lines(PROSE), info=info)
    assert doc.info.pop("Reader").startswith(backend)
    assert doc.info == {
        "Title": "\u00dcber", "Author": "A. Keeper", "CreationDate": "D:2019", "Producer": "Hand"
    }  # fmt: skip


@pytest.mark.parametrize("data", [b"", b"<html>", b"\xff\xd8\xff", b" " * 2000 + b"%PDF-1.4"])
def test_not_a_pdf(data: bytes) -> None:
    with pytest.raises(NotAPdf):
        opened(data)


def test_encrypted() -> None:
    lock = "/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O({0})/U({0})>>".format("x" * 32)
    data = write_pdf(PdfPage(lines(PROSE)), trailer=lock)
    with pytest.raises(Encrypted, match="wants a password"):
        opened(data)
    with pytest.raises(Encrypted, match="wrong"):
        opened(data, password="no")


def test_a_file_cut_short_is_pieced_together() -> None:
    data = write_pdf(PdfPage(lines(PROSE)), PdfPage(lines(MORE)))
    doc = opened(data[: data.index(b"xref")], backend="auto")
    assert doc.source == "\n".join(PROSE) + "\f" + "\n".join(MORE)
    with pytest.raises(Damaged):
        opened(data[:40])


def test_no_pages_is_damage() -> None:
    with pytest.raises(Damaged):
        opened(write_pdf())


def test_a_scan_has_no_text_layer() -> None:
    image = {"/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray": b"0"}
    page = PdfPage("q 612 0 0 792 0 0 cm /X Do Q", resources="/XObject<</X 101 0 R>>")
    with pytest.raises(NoTextLayer):
        opened(write_pdf(page, streams=image))


def test_one_broken_page_costs_itself_only() -> None:
    data = write_pdf(PdfPage(lines(PROSE)), PdfPage(lines(MORE)), squeezed=True)
    at = data.index(b"stream\nx", data.index(b"stream\nx") + 8) + 9
    broken = data[:at] + b"\0" * 40 + data[at + 40 :]
    doc = opened(broken, backend="auto")
    assert doc.source == "\n".join(PROSE) + "\f"
    assert doc.info["Damage"].endswith(": 2")


def test_all_pages_broken_is_damage() -> None:
    data = write_pdf(PdfPage(lines(PROSE)), squeezed=True)
    at = data.index(b"stream\nx") + 9
    with pytest.raises(Damaged) as broken:
        opened(data[:at] + b"\0" * 40 + data[at + 40 :], backend="auto")
    assert broken.value.__cause__ is not None


def test_an_unknown_compression_is_unsupported() -> None:
    content = PdfPage(lines(PROSE))
    data = write_pdf(content).replace(b"<</Length", b"<</Filter/BrotliDecode/Length", 1)
    with pytest.raises(ReadError) as failure:
        opened(data, backend="pdfminer")
    assert isinstance(failure.value, (Unsupported, Damaged))


@settings(deadline=None)
@given(st.data())
def test_any_damage_gives_a_document_or_a_named_error(data: st.DataObject) -> None:
    whole = write_pdf(PdfPage(lines(PROSE)), PdfPage(lines(MORE)), squeezed=True)
    broken = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(9, len(broken) - 1))
        broken[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(9, len(broken)))
    with suppress(ReadError):
        doc = opened(bytes(broken[:cut]))
        assert len(doc.page_starts) == len(doc.page_sizes)


@given(st.binary())
@example(b"[(a) 0 Tc (b)] TJ")
@example(b"<< /A [ << >> ( ( ) \\")
@example(b"BI /W 1 ID \x00\xff EI Q")
def test_reading_content_never_fails(content: bytes) -> None:
    for _, operands in operations(content, {b"TJ", b"Tj", b"Q", b"path"}):
        assert isinstance(operands, list)


def test_any_content_gives_a_document(backend: str) -> None:
    huge = "1e38 0 0 1e38 1e38 1e38 cm " * 12
    odd = "BT /F9 1 Tf (x) Tj /F1 (a) Tf 1 2 Td Tj [(a) /b] TJ ET Q Q EMC /X Do cm Tm 1 Tr "
    doc = read(huge + lines(PROSE), odd + lines(MORE))
    # PDFium takes an operator without operands as if it had zeroes: the text shrinks to nothing.
    assert "Nobody" in doc.source or backend == "pdfium"


def test_pdfminer_is_imported_only_to_read() -> None:
    code = "import sys, cleanpress, cleanpress.readers.pdf; sys.exit('pdfminer' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
