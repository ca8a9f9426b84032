"""The filter main-content: its chain, its weights, its abstentions, and that it comes to rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleanpress
from cleanpress.content.bulk import bulk_of
from cleanpress.content.chain import chances
from cleanpress.content.facts import FACTS, facts_of, view_of
from cleanpress.content.judge import judge
from cleanpress.content.outcome import outcome_of
from cleanpress.content.units import units_of
from cleanpress.content.weights import load_model, steps_of
from cleanpress.filters.main_content import MainContent
from cleanpress.pipeline import Pipeline
from cleanpress.readers.text import read_text

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
