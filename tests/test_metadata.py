"""Metadata: what the furniture of a print said, and where."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from cleanpress.document import Document
from cleanpress.filters.bylines import Bylines
from cleanpress.filters.headline import Headline
from cleanpress.filters.print_furniture import PrintFurniture
from cleanpress.metadata import extract, language
from cleanpress.readers.text import read_text

PRINT = """\
11/4/26, 9:15 AM   The goat that crossed the border - Ridge Herald

The goat that crossed
the border

By Marta Quill and Teo Varga
Nov. 3, 2026

It went at night, and nobody at the customs house saw it go.

https://ridge.example.org/news/the-goat   1/1"""


def cleaned(text: str) -> Document:
    doc = read_text(text)
    for one in (PrintFurniture(), Headline(), Bylines()):
        doc = doc.apply(one(doc), one.name)
    return doc


def test_every_field() -> None:
    doc = cleaned(PRINT)
    found = extract(doc)
    assert doc.text.strip() == "It went at night, and nobody at the customs house saw it go."
    assert found.title == "The goat that crossed the border"
    assert found.authors == ("Marta Quill", "Teo Varga")
    assert found.published == date(2026, 11, 3)
    assert found.url == "https://ridge.example.org/news/the-goat"
    assert found.site == "Ridge Herald"
    assert found.printed_at == datetime(2026, 11, 4, 9, 15)
    assert found.language == "en"


def test_spans_are_those_of_the_source() -> None:
    found = extract(cleaned(PRINT))
    start, end = found.spans["title"]
    assert " ".join(PRINT[start:end].split()) == "The goat that crossed the border"
    start, end = found.spans["site"]
    assert PRINT[start:end] == "Ridge Herald"
    start, end = found.spans["url"]
    assert PRINT[start:end] == found.url


def test_the_file_speaks_last() -> None:
    doc = Document("It went.", info={"Title": "The goat - Ridge Herald", "Author": "Marta Quill"})
    found = extract(doc)
    assert (found.title, found.authors) == ("The goat - Ridge Herald", ("Marta Quill",))
    assert not found.spans


def test_a_file_name_is_no_title() -> None:
    assert extract(Document("It went.", info={"Title": "goat-final2.docx"})).title is None


def test_nothing_is_guessed() -> None:
    found = extract(read_text("By the sea the goat sat down.\n\nhttps://ridge.example.org"))
    assert (found.title, found.authors, found.published, found.url) == (None, (), None, None)


SENTENCES = {
    "en": "The goat was at the border and it did not want to go to the other side of it.",
    "de": "Die Ziege war an der Grenze und sie wollte nicht auf die andere Seite.",
    "fr": "La chèvre était à la frontière et elle ne voulait pas passer de l'autre côté.",
    "es": "La cabra estaba en la frontera y no quería pasar al otro lado de ella.",
}


@pytest.mark.parametrize("code", SENTENCES)
def test_language(code: str) -> None:
    assert language(SENTENCES[code]) == code


def test_no_language() -> None:
    assert language("") is None
