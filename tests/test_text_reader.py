"""Text and bytes: encodings, pages, Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpress import clean
from cleanpress.readers.encoding import decode
from cleanpress.readers.markdown import is_markdown
from cleanpress.readers.text import read_text
from cleanpress.testing import pages

TEXT = "Ein Fährmann aus Łódź meldet: „Wir fahren wieder“, für 3 €."


@pytest.mark.parametrize(
    "name", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"]
)
def test_unicode_is_told_by_its_mark_or_its_zeros(name: str) -> None:
    assert decode((TEXT * 3).encode(name)) == TEXT * 3


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cp1252", "Der Bürgermeister öffnete die Brücke für Fußgänger, “endlich”, wie er sagte. "),
        ("cp1251", "Паромы снова ходят через залив, сообщил вчера капитан порта в городе. "),
        ("cp1250", "Przewoźnik ogłosił, że promy znów kursują; ćwierć miasta świętowała. "),
        ("shift_jis", "フェリーは昨日から運航を再開したと港の責任者が発表した。"),
    ],
)
def test_legacy_encodings_are_recognised(name: str, text: str) -> None:
    assert decode((text * 4).encode(name)) == text * 4


def test_a_few_torn_bytes_do_not_change_the_encoding() -> None:
    data = (TEXT * 30).encode() + b"\xff tail"
    assert decode(data) == TEXT * 30 + "\udcff tail"
    assert decode(data).encode("utf-8", "surrogateescape") == data


@given(st.binary(max_size=200))
def test_any_bytes_are_text(data: bytes) -> None:
    assert isinstance(decode(data), str)


def test_line_ends_and_oddities_survive_reading() -> None:
    text = "one\r\ntwo\0three \ud800"
    assert read_text(text).source == text


def test_clean_takes_bytes() -> None:
    assert clean("Die Fähre fährt wieder.\r\n".encode("utf-16")).text == "Die Fähre fährt wieder.\n"


# ---- pages ---------------------------------------------------------------------------------------
def test_form_feeds_are_pages() -> None:
    assert read_text("a\fb\f\fc").page_starts == (0, 2, 4, 5)


def test_counters_at_the_foot_are_pages() -> None:
    text = "First page.\nexample.org 1/3\nSecond page.\nexample.org 2/3\nThird.\nexample.org 3/3\n"
    starts = read_text(text).page_starts
    assert [text[at:].split("\n")[0] for at in starts] == ["First page.", "Second page.", "Third."]


def test_counters_at_the_head_are_pages() -> None:
    text = "Page 1 of 2\n" + "Words and more words. " * 20 + "\nPage 2 of 2\nThe end."
    assert [text[at:][:11] for at in read_text(text).page_starts] == ["Page 1 of 2", "Page 2 of 2"]


def test_fractions_in_prose_are_no_pages() -> None:
    text = "He won by 1/3\nof the votes; she by 1/2\nand they, in the end, by 2/3\nof all."
    assert read_text(text).page_starts == (0,)


def test_a_rule_beside_a_recurring_line_is_a_page() -> None:
    text = "Gazette 1\n\nThe boat left\n\nGazette 2\n\n---\n\nat noon."
    assert [text[at:][:9] for at in read_text(text).page_starts] == ["Gazette 1", "Gazette 2"]


def test_a_lone_rule_is_no_page() -> None:
    assert read_text("The lights went out.\n\n---\n\nThey came on.").page_starts == (0,)


# ---- Markdown ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    ["3 * 4 * 5", "snake_case_name", "#hashtag", "a [note] (see there)", "- he said", "1. first"],
)
def test_plain_text_is_no_markdown(text: str) -> None:
    assert not is_markdown(text)


@given(pages())
def test_marks_lie_inside_the_text(text: str) -> None:
    doc = read_text(text)
    assert all(0 <= mark.start <= mark.end <= len(text) for mark in doc.marks)
    assert list(doc.marks) == sorted(doc.marks)


def test_a_links_underscores_are_no_emphasis() -> None:
    doc = read_text("See [_The_ Mill](https://example.org/a_b_c) and <https://example.org/d_e_f>.")
    words = [doc.source[mark.start : mark.end] for mark in doc.marks if mark.kind == "emphasis"]
    assert words == ["The"]
    assert [mark.value for mark in doc.marks if mark.kind == "link"] == [
        "https://example.org/a_b_c", "https://example.org/d_e_f"
    ]  # fmt: skip
