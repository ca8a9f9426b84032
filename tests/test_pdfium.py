"""How PDFium is asked: many characters at once, and words that are one span."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("pypdfium2")

from cleanpress.readers import pdfium_pages
from cleanpress.readers.budget import Budget
from cleanpress.readers.doubts import Doubts
from cleanpress.readers.pdf import read_pdf
from cleanpress.readers.pdfium_chars import Chars, read_chars
from cleanpress.readers.pdfium_fonts import Looks
from cleanpress.readers.pdfium_objects import Drawn
from cleanpress.readers.pdfium_runs import Run, Runs
from cleanpress.readers.pdfium_stretches import stretches
from pdf_writer import PdfPage, lines, write_pdf

PRINTS = sorted((Path(__file__).parent.parent / "fixtures" / "pdf").glob("*.pdf"))
NO_DOUBTS = Doubts(b"", "", Budget())
UPRIGHT = (1.0, 0.0, 0.0, -1.0, 0.0, 792.0)


@contextmanager
def first_page(data: bytes) -> Iterator[tuple[Chars, Drawn]]:
    document = pdfium_pages._opened(data, "")
    page = pdfium_pages._load_page(document, 0)
    drawn = Drawn(page, UPRIGHT, Looks())
    drawn.widen_blanks()
    text = pdfium_pages._load_text(page)
    try:
        yield read_chars(text), drawn
    finally:
        pdfium_pages._close_text(text)
        pdfium_pages._close_page(page)
        pdfium_pages._close(document)


@pytest.mark.parametrize("path", PRINTS, ids=lambda path: path.stem)
def test_runs_of_words_are_made_of_the_runs_that_browsers_draw(path: Path) -> None:
    with first_page(path.read_bytes()) as (chars, drawn):
        whole = Runs(chars, drawn, NO_DOUBTS, words=True)
        apart = Runs(chars, drawn, NO_DOUBTS, words=False)
    assert [piece for run in whole.all for piece in whole.pieces(run)] == apart.all


@pytest.mark.parametrize("path", PRINTS, ids=lambda path: path.stem)
def test_the_characters_that_are_asked_tell_what_all_would(path: Path) -> None:
    with first_page(path.read_bytes()) as (chars, _):
        every, _ = stretches(chars.page, chars.places, range(len(chars.text)), [])
    assert chars.stretches == every


@pytest.mark.parametrize("path", PRINTS, ids=lambda path: path.stem)
def test_gaps_that_are_not_computed_are_none(path: Path) -> None:
    with first_page(path.read_bytes()) as (chars, _):
        noted, gaps = set(chars.gaps.noted()), chars.gaps.before(range(1, len(chars.text)))
    assert all(at in noted or abs(gap) < 0.0625 for at, gap in enumerate(gaps, 1))


# "The ferry" as browsers draw it: a word, a space, a word, with an object for each.
WORDS = "BT /F1 10 Tf 1 0 0 1 {} 700 Tm ({}) Tj ET\n"


def runs_of(*placed: tuple[float, str], content: str = "") -> list[Run]:
    drawn_in = "".join(WORDS.format(x, text) for x, text in placed)
    with first_page(write_pdf(PdfPage(drawn_in + content))) as (chars, drawn):
        return Runs(chars, drawn, NO_DOUBTS, words=True).all


def test_words_and_the_spaces_between_are_one_run() -> None:
    (run,) = runs_of((72, "The"), (89.23, " "), (92.01, "ferry"))
    assert (run.last - run.first, len(run.blanks), len(run.cuts)) == (9, 1, 4)


def test_a_space_that_begins_is_a_run_of_its_own() -> None:
    assert len(runs_of((72, " "), (74.78, "ferry"))) == 2


def test_words_that_were_drawn_out_of_turn_stay_apart() -> None:
    assert len(runs_of((72, "The"), (92.01, "ferry"), (89.23, " "))) > 1


def test_more_glyphs_than_are_asked_for_at_once() -> None:
    row = "The ferry will not sail before noon, the harbour office said today. "
    page = PdfPage(lines([row * 2] * 40, size=4, leading=8))
    ours, theirs = (read_pdf(write_pdf(page), backend=name) for name in ("pdfium", "pdfminer"))
    assert len(ours.source) > 5000
    assert ours.source == theirs.source
    for one, other in zip(ours.typeset, theirs.typeset, strict=True):
        assert list(array("f", one.glyphs)) == pytest.approx(array("f", other.glyphs), abs=0.02)
