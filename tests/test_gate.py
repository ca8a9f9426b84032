"""What decides at a glance that there is nothing to do is never wrong: gated is ungated."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleanpress import ftfy_guard
from cleanpress.breaks import Break, peaks
from cleanpress.document import Document, Edit
from cleanpress.ftfy_guard import is_sound, slow
from cleanpress.gate import Gate, needs_of
from cleanpress.grammar import bylines
from cleanpress.grammar.print_slots import read_slots
from cleanpress.grammar.recurrence import template, templates
from cleanpress.pipeline import Pipeline
from cleanpress.presets import build, preset
from cleanpress.readers.text import read_text
from cleanpress.registry import filter_names
from cleanpress.sentences import Ending
from cleanpress.testing import load_cases, pages

EXAMPLES = int(os.environ.get("CLEANPRESS_EXAMPLES", "300"))
thorough = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
CASES = Path(__file__).parent.parent / "fixtures" / "cases"
TEXTS = [case.document.source for path in sorted(CASES.glob("*.toml")) for case in load_cases(path)]
GATED = [name for name in filter_names() if (needs := needs_of(build(name))) and (
    needs.signs is not None or needs.topics is not None)]  # fmt: skip
texts = st.one_of(pages(), st.sampled_from(TEXTS), st.text(max_size=200))
lines = st.one_of(
    st.sampled_from([line for text in TEXTS for line in text.split("\n")]),
    st.text(alphabet="pagespPAGE vonofd 0123456789:/.h amPM,-|", max_size=40),
    st.text(max_size=80),
)


def open_gate(name: str) -> Gate:
    """A gate for which every document is a page."""
    gate = Gate(Pipeline((build(name),)).needs)
    gate._open = True
    return gate


@pytest.mark.parametrize("name", GATED)
def test_a_filter_that_is_not_called_has_nothing_to_do(name: str) -> None:
    one = build(name)

    def look(text: str) -> bool:
        doc = read_text(text)
        lets = open_gate(name).lets(one, doc)
        assert lets or not list(one(doc))
        return lets

    @thorough
    @given(texts)
    def law(text: str) -> None:
        look(text)

    law()
    assert 0 < sum(map(look, TEXTS)) < len(TEXTS)  # the gate is neither shut nor always open


@thorough
@given(texts, st.text(max_size=3), st.integers(0, 200), st.integers(1, 5))
def test_signs_that_are_carried_along_miss_none(text: str, new: str, at: int, size: int) -> None:
    doc = Document(text)
    assert set(text) - doc.signs <= set(
        " \nabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    )
    if at + size <= len(text):
        after = doc.apply([Edit(at, at + size, new, "x")], "x")
        assert Document(after.text).signs <= after.signs


@thorough
@given(texts)
def test_outcomes_are_those_of_filters_without_a_gate(text: str) -> None:
    whole = preset("default")
    ungated = Pipeline(whole.filters)
    for needs in ungated.needs.values():
        assert needs is None or needs.page or needs.signs or needs.topics
    ungated.__dict__["needs"] = {
        name: needs and needs._replace(signs=None, topics=None)
        for name, needs in whole.needs.items()
    }
    with_gate, without = whole.run(read_text(text)), ungated.run(read_text(text))
    assert with_gate.document.runs == without.document.runs
    assert with_gate.abstained == without.abstained


@thorough
@given(lines)
def test_a_line_without_digit_and_colon_has_no_slot(line: str) -> None:
    if not set("0123456789:").intersection(line):
        assert read_slots(line) == ()


@thorough
@given(lines)
def test_what_cannot_sign_is_no_byline(line: str) -> None:
    text = line.strip()
    if text and not bylines._may_sign(text):
        first = bylines._first_word(text) in bylines.byline_words().firsts
        assert first or bylines.parse_byline(text) is None
        assert bylines._PARTS.split(text) == bylines._parts(text) or first or len(text) > 0


@thorough
@given(lines)
def test_a_text_is_parted_as_the_pattern_parts_it(line: str) -> None:
    assert bylines._parts(line) == bylines._PARTS.split(line)


CLASSES = "".join(
    value for name, value in vars(ftfy_guard).items() if name.isupper() and isinstance(value, str)
)
letters = st.one_of(st.sampled_from(CLASSES + "&;amp# abÂÃœ\x1b[\n"), st.characters())
odd = st.text(alphabet=letters, max_size=12)


@thorough
@given(st.one_of(texts, lines, odd, odd, odd))
def test_sound_text_has_no_place_that_ftfy_could_mend(text: str) -> None:
    assert not (is_sound(text, frozenset(text)) and slow().search(text))


@thorough
@given(st.lists(st.lists(lines, max_size=4), max_size=4))
def test_templates_are_those_of_the_lines_or_none_recurs(rows: list[list[str]]) -> None:
    flat = [line.replace("\n", " ").replace("\f", " ") for row in rows for line in row]
    doc, at = Document("\n".join([*flat, "."])), 0
    places = []
    for row in rows:
        places.append(list(range(at, at + len(row))))
        at += len(row)
    keys = [[template(flat[index]) for index in row] for row in places]
    every = [key for row in keys for key in row]
    found = templates(doc, places)
    if len(set(every)) == len(every):
        assert found == []
    else:
        equal = [[key if every.count(key) > 1 else "" for key in row] for row in keys]
        flat_found = [key for row in found for key in row]
        assert equal == [[key if flat_found.count(key) > 1 else "" for key in row] for row in found]


@thorough
@given(st.lists(st.tuples(st.integers(20, 60), st.integers(1, 12)), max_size=12), st.booleans())
def test_the_measure_that_all_agree_on_is_the_one_most_agree_on(
    ends: list[tuple[int, int]], exact: bool
) -> None:
    found = [
        Break(0, 118 * end, 118 * (end + word), 0, float(end), Ending.OPEN, True)
        for end, word in ends
    ]
    # A witness far away keeps them from all agreeing, and is in no measure with the others.
    lone = Break(0, 99999, 100000, 0, 240.0, Ending.OPEN, True)
    first = next(peaks(found, exact), None)
    most = max(peaks([*found, lone], exact), key=lambda one: one[1], default=None)
    if first and first[1] == len(found) >= 4 and most is not None:
        assert first == most
