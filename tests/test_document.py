"""The piece table: whatever edits come, the account stays true."""

from __future__ import annotations

import pickle
import re
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleanpress import ContractError, Document, Edit, ReceiptError
from cleanpress.document import Box, Proposal, Stage, Typeset
from cleanpress.pipeline import Pipeline
from cleanpress.receipt import receipt_of, replay, restore

LETTERS = st.text("ab \n\f", max_size=30)


@st.composite
def histories(draw: st.DrawFn) -> tuple[str, list[list[Edit]]]:
    """A text and some rounds of edits, each fit for the text that the round before it left."""
    source = draw(LETTERS)
    text, rounds = source, []
    for _ in range(draw(st.integers(0, 4))):
        cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
        edits = []
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            edits.append(
                Edit(start, end, draw(st.text("xy ", max_size=3)), "r", draw(st.sampled_from("mn")))
            )
        for edit in reversed(edits):
            text = text[: edit.start] + edit.text + text[edit.end :]
        rounds.append(edits)
    return source, rounds


def replace_all(text: str, edits: list[Edit]) -> str:
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def set_lines(source: str) -> tuple[Typeset, ...]:
    """How each line of a source that has any characters was set: in a size of its own."""
    spans = [one.span() for one in re.finditer(r"[^\n\f]+", source)]
    page = [1 + source.count("\f", 0, start) for start, _ in spans]
    return tuple(
        Typeset(start, end, page[at], Box(0, at, 9, at + 1), 1.0 + at)
        for at, (start, end) in enumerate(spans)
    )


@settings(max_examples=600, deadline=None)
@given(histories(), st.booleans())
@example(("ab", [[Edit(0, 1, "xx", "r")], [Edit(1, 3, "", "r")]]), False)
@example(("abab", [[Edit(1, 2, "xyx", "r")], [Edit(0, 2, "y", "r"), Edit(3, 5, "", "r")]]), False)
def test_edits_do_what_they_say_and_the_account_adds_up(
    history: tuple[str, list[list[Edit]]], geometry: bool
) -> None:
    source, rounds = history
    feeds = tuple(at + 1 for at, char in enumerate(source) if char == "\f")
    sets = set_lines(source) if geometry else ()
    doc, text = Document(source, page_starts=(0, *feeds), typeset=sets), source
    assert doc.lines is not None  # from here on the lines follow the edits
    for number, edits in enumerate(rounds):
        doc, text = doc.apply(edits, f"filter-{number}"), replace_all(text, edits)
        assert doc.text == text
        fresh = replace(doc, _before=None)
        assert doc.lines == fresh.lines and doc.blocks == fresh.blocks
        assert [run.start for run in doc.runs] == [0, *(run.end for run in doc.runs[:-1])][
            : len(doc.runs)
        ]
        assert (doc.runs[-1].end if doc.runs else 0) == len(source)
        assert all(run.by or run.text == source[run.start : run.end] for run in doc.runs)
        receipt = receipt_of(doc)
        assert restore(doc.text, receipt) == source
        assert replay(source, receipt) == doc.text


@given(LETTERS, st.sets(st.integers(0, 30), max_size=6), st.booleans())
def test_columns_are_carried_over_the_removal_of_lines(
    text: str, gone: set[int], breaks: bool
) -> None:
    doc = Document(text)
    edits = [
        Edit(line.start, line.stop if breaks else line.end, "", "r")
        for at, line in enumerate(doc.lines)
        if at in gone and line.start < (line.stop if breaks else line.end)
    ]
    assert doc.blocks is not None
    after = doc.apply(edits, "f")
    fresh = Document(after.text)
    assert (after.texts, after.bare, after.starts) == (fresh.texts, fresh.bare, fresh.starts)
    assert (after.filled, after.blocks) == (fresh.filled, fresh.blocks)


def _loud(doc: Document, texts: list[str]) -> list[str]:
    return [text.upper() for text in texts]


@given(histories())
@example(("a\nb\nc", [[Edit(1, 2, "", "r")]]))  # the next line joins this one
@example(("a\nb", [[Edit(1, 2, "\n\n", "r")]]))
@example(("a\n\fb", [[Edit(0, 2, "x", "r"), Edit(3, 4, "", "r")]]))
def test_columns_are_patched_as_they_would_be_made(history: tuple[str, list[list[Edit]]]) -> None:
    source, rounds = history
    doc = Document(source)
    for edits in rounds:
        assert len(doc.column(_loud)) == len(doc.bare) == len(doc.starts)
        doc = doc.apply(edits, by="f")
        fresh = Document(doc.text)
        assert "".join(run.text for run in doc.runs) == doc.text
        assert (doc.texts, doc.bare, doc.starts) == (fresh.texts, fresh.bare, fresh.starts)
        assert (doc.column(_loud), doc.blocks) == (fresh.column(_loud), fresh.blocks)


@given(histories())
def test_offsets_lead_to_the_same_character_both_ways(
    history: tuple[str, list[list[Edit]]],
) -> None:
    doc = Document(history[0])
    for edits in history[1]:
        doc = doc.apply(edits, "f")
    at = 0
    for run in doc.runs:
        if not run.by:
            for step in range(len(run.text)):
                assert doc.to_source(at + step) == run.start + step
                assert doc.to_text(run.start + step) == at + step
        at += len(run.text)


@given(LETTERS)
def test_lines_and_blocks_cover_the_text(text: str) -> None:
    doc = Document(text)
    at = 0
    for line in doc.lines:
        assert line.start == at and text[line.start : line.end] == line.text
        assert not set("\n\f") & set(line.text)
        at = line.stop
    assert at == len(text)
    assert all(not line.text.strip() or any(
        block.first <= index < block.last for block in doc.blocks
    ) for index, line in enumerate(doc.lines))  # fmt: skip


def test_an_edit_that_changes_nothing_leaves_the_document_itself() -> None:
    doc = Document("same")
    assert doc.apply([], "f") is doc
    assert doc.apply([Edit(0, 4, "same", "r")], "f") is doc


def test_an_edit_is_cut_down_to_its_change() -> None:
    doc = Document("a  b").apply([Edit(0, 4, "a b", "r")], "f")
    assert [run for run in doc.runs if run.by] == [(2, 3, "", "f", "r", "")]


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(0, 0, "x", "r")],
        [Edit(3, 2, "", "r")],
        [Edit(0, 9, "", "r")],
        [Edit(-1, 2, "", "r")],
        [Edit(0, 3, "", "r"), Edit(2, 4, "", "r")],
    ],
)
def test_edits_outside_the_text_or_over_one_another_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ContractError):
        Document("text").apply(edits, "f")


def test_the_first_to_remove_and_the_last_to_rewrite_are_named() -> None:
    doc = Document("abc").apply([Edit(0, 1, "", "gone")], "first")
    doc = doc.apply([Edit(0, 1, "B", "capital")], "second")
    doc = doc.apply([Edit(0, 2, "X", "all")], "third")
    assert [(run.text, run.by) for run in doc.runs] == [
        ("", "first"),
        ("X", "third"),
        ("", "third"),
    ]


def test_pages_follow_from_the_source() -> None:
    doc = Document("one\ftwo\f\ffour", page_starts=(0, 4, 8, 9))
    after = doc.apply([Edit(3, 4, " ", "joined"), Edit(7, 9, "\n\n", "parted")], "f")
    assert [(line.text, line.page) for line in after.lines if line.text] == [
        ("one two", 1),
        ("four", 4),
    ]


def test_a_receipt_knows_its_text() -> None:
    doc = Document("abc").apply([Edit(0, 1, "", "r")], "f")
    with pytest.raises(ReceiptError):
        restore("bx", receipt_of(doc))
    with pytest.raises(ReceiptError):
        replay("abd", receipt_of(doc))


def test_filters_of_one_pass_share_what_both_want() -> None:
    doc = Document("one two three four")
    first = Proposal("a", [Edit(4, 8, "", "x")])
    second = Proposal("b", [Edit(0, 14, "", "y")])
    after = doc.apply_all([first, second])
    assert after.text == "four"
    gone = [(run.by, doc.source[run.start : run.end]) for run in after.runs if run.by]
    assert gone == [("b", "one "), ("a", "two "), ("b", "three ")]


def test_only_removals_share_a_pass() -> None:
    class Upper:
        name, stage, reasons, together = "upper", Stage.POLISH, {"x": ""}, True

        def __call__(self, doc: Document, /) -> list[Edit]:
            return []

    class Lower(Upper):
        name = "lower"

    class Gone(Upper):
        name, stage = "gone", Stage.PRUNE

    class Away(Gone):
        name = "away"

    passes = Pipeline((Gone(), Away(), Upper(), Lower())).passes
    assert [[one.name for one in group] for group in passes] == [
        ["gone", "away"],
        ["upper"],
        ["lower"],
    ]


def test_a_document_is_pickled_without_what_it_can_make_again() -> None:
    doc = Document("one two")
    assert doc.facts(str.upper)["one"] == "ONE"
    assert pickle.loads(pickle.dumps(doc)).text == "one two"
