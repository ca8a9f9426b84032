"""Text that a page hides from whoever looks at it, by every trick that the reader knows of."""

from __future__ import annotations

from pathlib import Path

import pytest

from backends import Turn, opened
from cleanpress import clean_pdf
from cleanpress.document import Document, Typeset
from cleanpress.receipt import restore
from pdf_writer import PROSE, PdfPage, lines, write_pdf

pytestmark = pytest.mark.usefixtures("backend")
FIXTURES = Path(__file__).parent.parent / "fixtures"
SECRET = "BT /F1 10 Tf 72 500 Td (secret) Tj ET "
BAR = "60 490 120 30 re f "  # all over it
IMAGE = "q 120 0 0 30 60 490 cm /{} Do Q "
_FONT = "/Resources<</Font<</F1 3 0 R>>>>"
_FORM = "/Type/XObject/Subtype/Form/BBox[0 0 612 {}]"
_PIXELS = "/Type/XObject/Subtype/Image/Width {0}/Height {0}/BitsPerComponent 8/ColorSpace/Device{1}"
STREAMS = {
    _PIXELS.format(2, "RGB"): b"\x80" * 12,
    _PIXELS.format(3, "RGB") + "/SMask 103 0 R": b"\x80" * 27,
    _PIXELS.format(3, "Gray"): bytes(9),
    _FORM.format(792) + _FONT: SECRET.encode(),
    _FORM.format(400) + _FONT: SECRET.encode(),
    _FORM.format(792) + "/Group<</S/Transparency>>": BAR.encode(),
    _FORM.format(792) + _FONT + "/OC 111 0 R": SECRET.encode(),
}
RESOURCES = (
    "/XObject<</Plain 101 0 R/Masked 102 0 R/Inner 104 0 R/Cut 105 0 R/Bar 106 0 R/Layer 107 0 R>>"
    "/ExtGState<</Half<</ca 0.5>>/Nil<</ca 0>>/Breath<</ca 0.04>>/Full<</ca 1/BM/Normal>>"
    "/Times<</BM/Multiply>>/Mask<</SMask<</S/Luminosity/G 106 0 R>>>>>>"
    "/Properties<</Off 111 0 R/On 112 0 R/Either<</Type/OCMD/OCGs[111 0 R 112 0 R]>>>>"
)
FADE = (
    "/Pattern<</Fade<</PatternType 2/Shading<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 9 9]"
    "/Function<</FunctionType 2/Domain[0 1]/C0[0]/C1[0.5]/N 1>>>>>>>>"
)
LAYERS = {111: "<</Type/OCG/Name(Dark)>>", 112: "<</Type/OCG/Name(Light)>>"}
CATALOG = "/OCProperties<</OCGs[111 0 R 112 0 R]/D<</OFF[111 0 R]>>>>"


def read(content: str, *, resources: str = RESOURCES) -> Document:
    page = PdfPage(lines(PROSE) + content, resources=resources)
    data = write_pdf(page, streams=STREAMS, catalog=CATALOG, objects=LAYERS)
    return opened(data)


def told(doc: Document, text: str = "secret") -> str:
    at: Typeset | None = doc.typeset_at(doc.source.index(text))
    assert at is not None
    return at.hidden


@pytest.mark.parametrize(
    ("content", "how"),
    [
        # behind what was painted later
        (SECRET + "0.5 g " + BAR, "covered"),
        (SECRET + "1 g " + BAR, "covered"),
        (SECRET + "60 490 m 180 490 l 180 520 l 60 520 l h f ", "covered"),
        (SECRET + IMAGE.format("Plain"), "covered"),
        ("q /Inner Do Q 0.5 g " + BAR, "covered"),
        (SECRET + "0.5 g 80 490 120 30 re f ", ""),  # a part is seen
        ("0.5 g " + BAR + "0 g " + SECRET, ""),  # painted before
        (SECRET + "/Half gs " + BAR, ""),  # shows through
        (SECRET + "/Times gs " + BAR, ""),
        (SECRET + "/Half gs /Full gs 0.5 g " + BAR, "covered"),
        (SECRET + "/Half gs /Bar Do ", ""),
        (SECRET + "60 490 m 180 490 l 180 520 l h f ", ""),  # a triangle
        (SECRET + "60 490 m 180 520 l 180 490 l 60 520 l h f ", ""),  # a bow tie
        (SECRET + "60 490 120 30 re 70 495 100 20 re f* ", ""),  # a frame
        (SECRET + "0.7 0.7 -0.7 0.7 0 0 cm 0 0 900 900 re f ", ""),  # turned
        (SECRET + IMAGE.format("Masked"), ""),
        (SECRET + "q 60 490 20 30 re W n 0.5 g " + BAR + "Q ", ""),  # cut down
        (SECRET + "q 50 480 200 60 re W n 0.5 g " + BAR + "Q ", "covered"),
        (SECRET + "60 490 120 30 re S ", ""),  # an outline
        (SECRET + "0.5 g " + BAR + "0 g " + SECRET, ""),  # and shown once more on top
        # cut away
        ("q 300 300 20 20 re W n " + SECRET + "Q ", "clipped"),
        ("q 72 490 1 30 re W* n " + SECRET + "Q ", "clipped"),
        ("q 0 0 0 0 re W n " + SECRET + "Q ", "clipped"),
        ("q 60 490 300 300 re W n 400 490 30 30 re W n " + SECRET + "Q ", "clipped"),
        ("q 1 0 0 1 300 0 cm 0 490 100 30 re W n 1 0 0 1 -300 0 cm " + SECRET + "Q ", "clipped"),
        ("q 300 300 20 20 re W n Q " + SECRET, ""),
        ("q 60 490 30 30 re W n " + SECRET + "Q ", ""),  # half of it is seen
        ("q 60 490 300 30 re W n " + SECRET + "Q ", ""),
        ("q 0 0 m 612 0 l 612 792 l h W n " + SECRET + "Q ", ""),  # its box holds all of it
        ("/Cut Do ", "clipped"),  # beyond the box of its form
        ("q /Nil gs /Inner Do Q ", "invisible"),  # as elements of no opacity are printed
        ("q /Half gs /Inner Do Q ", ""),
        ("/Inner Do ", ""),
        # the colour of the ground
        ("0.99 g " + SECRET, "white"),
        ("0.96 0.97 0.97 rg " + SECRET, "white"),
        ("0.9 g " + SECRET, ""),
        ("0.99 g " + BAR + "1 g " + SECRET, "white"),
        ("0.2 g " + BAR + "1 g " + SECRET, ""),
        ("0.2 g " + BAR + SECRET, "camouflaged"),
        ("0.2 g " + BAR + "0.23 g " + SECRET, "camouflaged"),
        ("0 0 0.4 rg " + BAR + "0 0.02 0.4 rg " + SECRET, "camouflaged"),
        ("0 1 1 0 k " + BAR + "0 0.98 1 0 k " + SECRET, "camouflaged"),
        ("0 1 1 0 k " + BAR + "0.9 0.2 0.2 rg " + SECRET, ""),
        ("0.2 g " + BAR + "0.9 g 70 495 60 20 re f 0.2 g " + SECRET, ""),  # a label on the bar
        ("0.9 g " + BAR + "0.2 g 70 495 90 20 re f " + SECRET, "camouflaged"),
        ("0.2 g 60 490 25 30 re f " + SECRET, ""),  # half of it stands on paper
        (IMAGE.format("Plain") + "1 g " + SECRET, ""),
        ("1 g 1 Tr " + SECRET, ""),  # outlines have another colour
        # without ink
        ("/Nil gs " + SECRET, "invisible"),
        ("/Breath gs " + SECRET, "invisible"),
        ("/Half gs " + SECRET, ""),
        ("/Nil gs " + SECRET + "/Half gs " + BAR, ""),  # a shadow may show its letters
        ("q 7 Tr " + SECRET + "Q ", "invisible"),
        ("q 7 Tr " + SECRET + "0.5 g " + BAR + "Q ", ""),  # seen through its letters
        # layers
        ("/OC/Off BDC " + SECRET + "EMC ", "layer-off"),
        ("/OC/On BDC " + SECRET + "EMC ", ""),
        ("/OC/Off BDC EMC " + SECRET, ""),
        ("/OC/Off BDC /Span BMC EMC " + SECRET + "EMC ", "layer-off"),
        ("/OC/Either BDC " + SECRET + "EMC ", ""),
        # too small
        ("BT /F1 0.9 Tf 72 500 Td (secret) Tj ET", "tiny"),
        ("q 0.05 0 0 0.05 0 0 cm BT /F1 10 Tf 1440 10000 Td (secret) Tj ET Q", "tiny"),
        ("BT /F1 1.1 Tf 72 500 Td (secret) Tj ET", ""),
        # squeezed flat
        ("BT /F1 10 Tf 1 Tz 72 500 Td (secret) Tj ET", "tiny"),
        ("BT /F1 10 Tf 9 Tz 72 500 Td [(sec)-20(ret)] TJ ET", "tiny"),
        ("BT /F1 10 Tf -1 Tz 72 500 Td (secret) Tj ET", "tiny"),
        ("BT /F1 10 Tf 0.01 0 0 1 72 500 Tm (secret) Tj ET", "tiny"),
        ("BT /F1 10 Tf 1 0 0 0.01 72 500 Tm (secret) Tj ET", "tiny"),
        ("BT /F1 10 Tf 0 0.01 -1 0 72 500 Tm (secret) Tj ET", "tiny"),
        ("q 0.01 0 0 1 0 0 cm BT /F1 10 Tf 7200 500 Td (secret) Tj ET Q", "tiny"),
        ("BT /F1 10 Tf 50 Tz 72 500 Td (secret) Tj ET", ""),
        ("BT /F1 10 Tf 500 Tz 72 500 Td (secret) Tj ET", ""),
        ("BT /F1 10 Tf -100 Tz 172 500 Td (secret) Tj ET", ""),
        ("BT /F1 1 Tf 10 0 3 10 72 500 Tm (secret) Tj ET", ""),
        # what counts as seen though nobody sees it, as SECURITY.md says
        ("1 G 1 Tr " + SECRET, ""),
        ("q /Mask gs " + SECRET + "Q ", ""),
        ("BT /F1 10 Tf 1 0 0 1 72 500 Tm (secret) Tj 1 0 0 1 73 500 Tm (things) Tj ET", ""),
        # beside the page
        ("BT /F1 10 Tf 900 Ts 72 500 Td (secret) Tj ET", "off-page"),
        ("q 1 0 0 1 900 0 cm " + SECRET + "Q ", "off-page"),
    ],
)
def test_what_hides(content: str, how: str) -> None:
    doc = read(content)
    assert told(doc) == how
    assert told(doc, "The ferry") == ""


@pytest.mark.parametrize("squeezed", ["0 Tz 72 500 Td", "0 0 0 1 72 500 Tm", "1 1 1 1 72 500 Tm"])
def test_text_of_no_width_is_no_text(squeezed: str) -> None:
    """PDFium leaves most of it out by itself."""
    page = PdfPage(lines(PROSE) + f"BT /F1 10 Tf {squeezed} (xxxxxx) Tj ET ")
    article = clean_pdf(write_pdf(page), backend=Turn.backend)
    assert article.text.split() == " ".join(PROSE).split()


def test_what_is_cropped_away_is_not_on_the_page() -> None:
    page = PdfPage(lines(PROSE) + SECRET, crop=(0, 600, 612, 792))
    assert told(opened(write_pdf(page))) == "off-page"


def test_what_is_no_part_of_the_page_is_not_read() -> None:
    """Notes, fields of forms and their looks are not the text of a page, shown or hidden."""
    note = "<</Subtype/FreeText/F 2/Rect[72 490 200 520]/Contents(secret)/DA(/F1 10 Tf)>>"
    field = "<</Subtype/Widget/FT/Tx/T(a)/V(secret)/Rect[72 400 200 430]/AP<</N 104 0 R>>>>"
    page = PdfPage(lines(PROSE), annotations=note + field)
    assert opened(write_pdf(page, streams=STREAMS)).source == "\n".join(PROSE)


def test_a_pattern_is_no_colour() -> None:
    """PDFium calls what is filled with one white."""
    doc = read("/Pattern cs /Fade scn " + BAR + "1 g " + SECRET, resources=RESOURCES + FADE)
    assert told(doc) == ""
    doc = read("/Pattern cs /Fade scn " + SECRET, resources=RESOURCES + FADE)
    assert told(doc) == ""


def test_a_layer_that_a_form_is_in(backend: str) -> None:
    """PDFium does not tell of it."""
    assert told(read("/Layer Do ")) == ("layer-off" if backend == "pdfminer" else "")


@pytest.mark.parametrize(
    ("content", "how"),
    [(SECRET + "/Bar Do ", "covered"), ("/Times gs 1 g " + SECRET, "")],
)
def test_what_only_one_library_tells(content: str, how: str, backend: str) -> None:
    """PDFium does not say how a group is blended, nor how text is."""
    assert told(read(content)) == (how if backend == "pdfminer" else {"": "white"}.get(how, ""))


def test_the_text_under_a_scan_is_not_hidden() -> None:
    page = PdfPage(lines(PROSE) + "q 612 0 0 792 0 0 cm /Plain Do Q ", resources=RESOURCES)
    doc = opened(write_pdf(page, streams=STREAMS))
    assert {one.hidden for one in doc.typeset} == {""}


def test_text_under_a_curtain_is_what_the_page_is_about() -> None:
    """Some pages draw a white sheet over themselves until they have loaded."""
    doc = read("1 g 0 100 612 692 re f 0 g " + lines(["Loading"], y=400))
    assert {one.hidden for one in doc.typeset} == {""}


def test_bars_over_running_text_leave_it() -> None:
    """What stays at the top of the screen is printed over lines of the article."""
    over_second = "1 g 60 684 400 13 re f 0 g "
    assert {one.hidden for one in read(over_second + SECRET).typeset} == {""}
    beside = lines(["It went on"], y=500) + "BT /F1 10 Tf 126 500 Td (for days.) Tj ET "
    doc = read(beside + "1 g 124 490 80 30 re f ")
    assert told(doc, "for days.") == ""


def test_what_was_printed_last_is_seen() -> None:
    white, black = "1 g " + SECRET, "0 g " + SECRET.replace("72 500", "72.4 499.6")
    assert told(read(white + black)) == ""
    assert told(read(f"q 60 490 100 30 re W n {white}{black} Q ")) == ""


def test_hidden_text_is_counted_and_gone() -> None:
    content = SECRET + "0.5 g " + BAR
    page = PdfPage(lines(PROSE) + content)
    article = clean_pdf(write_pdf(page), backend=Turn.backend)
    assert dict(article.hidden) == {"covered": 1}
    assert "secret" not in article.text
    assert restore(article.text, article.receipt) == article.document.source


def test_what_a_browser_prints() -> None:
    """What says that it is seen can be seen on the printed page, what says that it is lost cannot.

    Chromium leaves out by itself what is cut away.
    """
    doc = opened((FIXTURES / "hidden" / "tricks.pdf").read_bytes())
    shown = {doc.source[one.start : one.end] for one in doc.typeset if not one.hidden}
    hidden = {doc.source[one.start : one.end]: one.hidden for one in doc.typeset if one.hidden}
    assert {text for text in hidden if text not in shown} == {
        "Lost without ink", "Lost on white paper", "Lost on nearly white paper",
        "Lost on a dark bar", "Lost under a box", "Lost for being tiny",
    }  # fmt: skip
    assert sum(text.startswith("Seen") for text in shown) == 9
    assert not any(text.startswith("Lost") for text in shown)
    assert set(hidden.values()) == {"invisible", "white", "camouflaged", "covered", "tiny"}
