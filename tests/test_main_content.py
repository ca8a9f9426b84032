"""The filter main-content: its chain, its weights, its abstentions, and that it comes to rest."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleanpress
from cleanpress.content.bulk import bulk_of
from cleanpress.content.chain import chances
from cleanpress.content.endings import move_bars
from cleanpress.content.facts import FACTS, facts_of, view_of
from cleanpress.content.judge import drop_last_labels, judge
from cleanpress.content.outcome import outcome_of
from cleanpress.content.units import units_of
from cleanpress.content.weights import Threshold, load_model, steps_of
from cleanpress.document import Document
from cleanpress.filters.folios import Folios
from cleanpress.filters.main_content import MainContent
from cleanpress.pipeline import Pipeline
from cleanpress.readers.pdf import read_pdf
from cleanpress.readers.text import read_text
from cleanpress.testing import typeset_document
from pdf_writer import PdfPage, lines, write_pdf

ARTICLE = (
    "The last ferry of the season left the harbour at noon on Friday, and hardly anybody on the"
    " quay looked up. Its captain blew the horn twice and was gone behind the breakwater.\n\n"
    "For the islanders the end of the line means a long way round. The bus that is to replace the"
    " boat takes two hours and forty minutes, and it does not run on Sundays.\n\n"
    "The council had asked three companies for an offer, but none of them wanted to run the boat"
    " without a subsidy. “We have looked at every figure,” the mayor said on Thursday."
)
AROUND = "\n\n".join(
    ("Home", "News", "Harbour", "Sport", "Log in", "Share this article", "Leave a comment")
)


@pytest.mark.parametrize("view", FACTS)
def test_weights_fit_the_facts(view: str) -> None:
    model = load_model(view)
    for one, bulk in ((model.alone, False), (model.together, True)):
        steps = steps_of(view, bulk=bulk)
        assert one.names == tuple(steps)
        for tables in (one.here, one.before, one.after):
            cuts = list(steps.values())
            assert all(len(table) == len(cuts[at]) + 1 for at, table in tables)


@pytest.mark.parametrize("view", FACTS)
def test_every_fact_is_one_of_its_steps(view: str) -> None:
    doc = read_text(f"{AROUND}\n\n{ARTICLE}")
    if view == "pdf":
        pytest.skip("needs geometry: see the case file and the fixtures")
    for row in facts_of(doc, units_of(doc), view):
        assert len(row) == len(FACTS[view])
        assert all(0 <= step <= len(c) for step, c in zip(row, FACTS[view].values(), strict=True))


def test_navigation_goes_and_the_article_stays() -> None:
    doc = read_text(f"{AROUND}\n\n{ARTICLE}\n\n{AROUND}")
    after = doc.apply(MainContent()(doc), MainContent.name)
    assert after.text.strip() == ARTICLE
    assert all(run.note for run in after.runs if run.by == MainContent.name)


def test_an_article_by_itself_is_left_alone() -> None:
    doc = read_text(ARTICLE)
    assert outcome_of(doc) == "whole"
    assert not list(MainContent()(doc))


def test_a_page_without_an_article_is_left_alone() -> None:
    listing = f"{AROUND}\n\nCrane sold\n\nPool closed\n\nFerry gone\n\nJobs\n\nImprint"
    assert outcome_of(read_text(listing)) == "none"
    article = cleanpress.clean(listing, pipeline=Pipeline((MainContent(),)))
    assert article.status == "no-article"
    assert article.text == listing
    assert [one.filter for one in article.abstained] == ["main-content"]


def test_what_stays_is_left_alone() -> None:
    doc = read_text(f"{AROUND}\n\n{ARTICLE}\n\n{AROUND}")
    after = doc.apply(MainContent()(doc), MainContent.name)
    assert not list(MainContent()(read_text(after.text)))


def test_page_breaks_stay() -> None:
    doc = read_text(f"{AROUND}\n\n{ARTICLE}\f{ARTICLE}\n\n{AROUND}")
    assert doc.apply(MainContent()(doc), MainContent.name).text.count("\f") == 1


@given(st.text(max_size=300))
def test_every_text_gets_a_verdict(text: str) -> None:
    doc = read_text(text)
    verdict = judge(doc)
    assert len(verdict.chances) == len(verdict.units)
    assert all(0.0 <= chance <= 1.0 for chance in verdict.chances)
    assert view_of(doc) in FACTS


@given(st.lists(st.floats(-1e6, 1e6), max_size=60), st.floats(0, 5))
def test_chances_stay_chances(scores: list[float], stay: float) -> None:
    found = chances(scores, stay)
    assert len(found) == len(scores)
    assert all(0.0 <= chance <= 1.0 for chance in found)


def test_the_chain_without_ties_is_the_logistic() -> None:
    assert chances([0.0, 0.0], 0.0) == [0.5, 0.5]


def test_a_document_without_units_has_no_bulk() -> None:
    assert bulk_of([], [], []) == []


def _page(*blocks: tuple[str, str, float], links: Sequence[int] = ()) -> Document:
    """A printed page of blocks (text, font, size), some of them links as a whole."""
    content, links_at, y = "", "", 740.0
    for number, (text, font, size) in enumerate(blocks):
        rows = wrap(text, 90)
        content += lines(rows, y=y, font=font, size=size)
        low = y - 12 * len(rows)
        if number in links:
            links_at += (
                f"<</Type/Annot/Subtype/Link/Rect[70 {low + 8} 560 {y + 10}]"
                "/A<</S/URI/URI(https://clipper.example/)>>>>"
            )
        y = low - 24
    return read_pdf(write_pdf(PdfPage(content, annotations=links_at)), backend="pdfminer")


def _moved(doc: Document, chances: Sequence[float]) -> tuple[list[bool], dict[int, str]]:
    """Which units stay with these chances, and what was told of them."""
    units = units_of(doc)
    assert len(units) == len(chances), [unit.text for unit in units]
    words = [len(unit.text.split()) for unit in units]
    found = list(chances)
    bars = Threshold(0.4, 0.2, 0.5).bars(found, words)
    told = move_bars(doc, units, words, found, bars, 0.5)
    return [chance >= bar for chance, bar in zip(found, bars, strict=True)], told


PARAGRAPHS = [
    (text, "F1", 10.0) for text in ARTICLE.replace("“", "").replace("”", "").split("\n\n")
]
SURE = [0.9] * len(PARAGRAPHS)


def test_a_last_sentence_set_as_the_article_needs_less() -> None:
    doc = _page(*PARAGRAPHS, ("Nobody else has asked.", "F1", 10.0), ("All news", "F1", 10.0))
    assert _moved(doc, [*SURE, 0.35, 0.35])[0] == [True] * 4 + [False]
    assert _moved(doc, [*SURE, 0.25, 0.6])[0] == [True] * 3 + [False, True]


def test_below_a_gap_a_sentence_needs_as_much_as_ever() -> None:
    doc = _page(*PARAGRAPHS, ("All news", "F1", 10.0), ("Nobody else has asked.", "F1", 10.0))
    assert _moved(doc, [*SURE, 0.1, 0.35])[0] == [True] * 3 + [False] * 2


def test_what_is_set_otherwise_below_the_article_needs_more() -> None:
    note = "We print letters, and we would like to hear what you think of this one or of another."
    doc = _page(*PARAGRAPHS, (note, "F3", 8.0))
    keeps, told = _moved(doc, [*SURE, 0.65])
    assert keeps == [True] * 3 + [False]
    assert "otherwise" in told[3]
    assert _moved(doc, [*SURE, 0.75])[0] == [True] * 4


def test_titles_of_other_articles_are_links_all_over() -> None:
    title = ("Why the harbour froze twice in the winter of that long year", "F1", 10.0)
    doc = _page(*PARAGRAPHS[:2], title, PARAGRAPHS[2], title, links=(2, 4))
    keeps, told = _moved(doc, [0.9] * 5)
    assert keeps == [True, True, False, True, False]
    assert set(told) == {2, 4}
    plain = _page(*PARAGRAPHS[:2], title, PARAGRAPHS[2], title)
    assert _moved(plain, [0.9] * 5)[0] == [True] * 5


def test_a_linked_sentence_and_a_linked_heading_stay() -> None:
    sentence = (
        "The whole of the report has been on the council's own pages since May.",
        "F1",
        10.0,
    )
    heading = ("What the islanders have to say to the council about it", "F2", 10.0)
    doc = _page(*PARAGRAPHS[:2], sentence, heading, PARAGRAPHS[2], links=(2, 3))
    assert _moved(doc, [0.9] * 5)[0] == [True] * 5


def test_below_the_article_a_link_needs_more_and_a_linked_paragraph_does_not() -> None:
    rules = ("Our rules: what the harbour stands for", "F1", 10.0)
    said = (
        "The whole of the report, he said, has been on the council's pages since May.",
        "F1",
        10.0,
    )
    doc = _page(*PARAGRAPHS, said, rules, links=(3, 4))
    assert _moved(doc, [*SURE, 0.55, 0.55])[0] == [True] * 4 + [False]


def test_notes_on_the_article_stay_whatever_their_chance() -> None:
    note = ("Originally published on Tide and Time.", "F3", 8.0)
    doc = _page(*PARAGRAPHS, ("All news", "F1", 8.0), note)
    assert _moved(doc, [*SURE, 0.1, 0.0])[0] == [True] * 3 + [False, True]


def test_where_nothing_is_sure_the_longest_is_the_core() -> None:
    assert Threshold(0.4, 0.2, 0.5).bars([0.3, 0.25, 0.3], [3, 80, 7]) == [0.4, 0.2, 0.5]
    assert Threshold(0.4, 0.2, 0.5).bars([], []) == []


def test_the_last_item_of_a_list_is_no_label() -> None:
    items = "\n\n".join(f"* {item}" for item in ("A warm coat", "A ticket for the bus", "A book"))
    doc = read_text(f"{AROUND}\n\n{ARTICLE}\n\nWhat to bring:\n\n{items}")
    found, bars = [0.9] * len(units_of(doc)), [0.5] * len(units_of(doc))
    drop_last_labels(units_of(doc), found, bars)
    assert found[-1] == 0.9


def test_a_small_number_at_the_foot_of_the_only_sheet_is_a_folio() -> None:
    text = lines([PARAGRAPHS[0][0][:90], "1"], size=10)
    at_foot = read_pdf(write_pdf(PdfPage(text + lines(["1"], y=12, size=6))), backend="pdfminer")
    assert at_foot.apply(Folios()(at_foot), Folios.name).text.rstrip().endswith("\n1")
    higher = read_pdf(write_pdf(PdfPage(text + lines(["1"], y=90, size=6))), backend="pdfminer")
    assert not list(Folios()(higher))


def test_a_row_of_a_table_is_one_unit() -> None:
    cells = [("Ferry", 72, 100), ("Boats", 200, 230), ("Owl", 72, 90), ("2", 224, 230)]
    doc = typeset_document(
        [
            {"text": text, "box": [x0, 72 + 18 * (at // 2), x1, 82 + 18 * (at // 2)], "block": at}
            for at, (text, x0, x1) in enumerate(cells)
        ]
    )
    assert [unit.text for unit in units_of(doc)] == ["Ferry\n\nBoats", "Owl\n\n2"]
