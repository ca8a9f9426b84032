"""Cleaning ends when its time or memory is over, wherever it is, and what was done is not lost."""

from __future__ import annotations

import gc
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import ClassVar

import pytest

from cleanpress import (
    Article,
    Document,
    Edit,
    LimitExceeded,
    Limits,
    Pipeline,
    Stage,
    clean,
    clean_bytes,
    clean_pdf,
    preset,
    restore,
)
from cleanpress.readers.text import read_text
from pdf_writer import PdfPage, lines, write_pdf

SCRAPE = (Path(__file__).parent.parent / "fixtures" / "gold" / "short-ferry.txt").read_text()
BROKEN = "The \N{LATIN SMALL LIGATURE FI}rst one\N{ZERO WIDTH SPACE}  left."
PAGE = (
    f"Advertisement\n\n{BROKEN}\n\n{SCRAPE}\n\nPhoto: Ann Lee/Example Press\n\nRead more: The owl\n"
)


class Clock:
    """Says that the time is over when it was looked at so many times."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def __call__(self) -> None:
        self.looks -= 1
        if self.looks < 0:
            raise LimitExceeded("seconds", 1, 1)


@dataclass(frozen=True, kw_only=True)
class Endless:
    """Never done, and only the clock can end it."""

    name: ClassVar[str] = "endless"
    stage: ClassVar[Stage] = Stage.POLISH
    reasons: ClassVar[dict[str, str]] = {}

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        while True:
            doc.tick()
        yield


def test_a_clock_changes_nothing() -> None:
    doc, line = read_text(PAGE), preset("default")
    clock = Clock(1_000_000)
    timed = line.run(doc, tick=clock).document
    assert timed.runs == line.run(doc).document.runs != doc.runs
    assert clock.looks < 1_000_000 - len(line.filters)
    assert timed.tick() is None  # it stays behind


def test_wherever_the_time_is_over_what_is_left_is_a_document() -> None:
    line = preset("default")
    clock = Clock(1_000_000)
    line.run(read_text(PAGE), tick=clock)
    reached = set()
    for looks in range(1_000_000 - clock.looks):
        with pytest.raises(LimitExceeded) as caught:
            line.run(read_text(PAGE), tick=Clock(looks))
        rest = caught.value.partial
        assert isinstance(rest, Document) and rest.source == PAGE
        article = Article(rest)
        assert restore(article.text, article.receipt) == PAGE
        assert rest.tick() is None
        reached.add(rest.text)
    assert len(reached) > 3


def test_a_text_has_the_time_it_has() -> None:
    for how in (PAGE, PAGE.encode()):
        with pytest.raises(LimitExceeded, match="limits: seconds") as caught:
            clean(how, limits=Limits(seconds=0))
        assert caught.value.partial is None
    with pytest.raises(LimitExceeded) as caught:
        clean_bytes(PAGE.encode(), limits=Limits(seconds=0), keep_going=True)
    rest = pickle.loads(pickle.dumps(caught.value)).partial
    assert isinstance(rest, Article)
    assert (rest.source, rest.status) == (PAGE, "incomplete")
    assert "filters" in rest.notes[0]


@pytest.mark.parametrize("text", ["a\n" * 300_000, "a" * 30_000_000], ids=["lines", "line"])
def test_the_clock_is_looked_at_often(text: str) -> None:
    """In steps of time that the process had, for on a busy machine it has to wait for its turn.

    A second over the limit is promised. The longest step of the lines took 0.9 s, now 0.25, which
    is a collection of cycles; it has to look through this text's objects, but not the test run's.
    """
    gc.collect()
    gc.freeze()
    longest = []
    for _ in range(2):  # caches are cold, or another process has them, once
        looks = [process_time()]
        preset("default").run(
            read_text(text), tick=lambda looks=looks: looks.append(process_time())
        )
        longest.append(max(after - before for before, after in pairwise(looks)))
    gc.unfreeze()
    assert min(longest) < 0.4


def test_a_loop_is_ended_in_texts_and_in_pdfs() -> None:
    line = Pipeline((*preset("default").filters, Endless()))
    short = Limits(seconds=2)
    with pytest.raises(LimitExceeded, match="limits: seconds") as caught:
        clean(PAGE, pipeline=line, limits=short, keep_going=True)
    assert caught.value.partial is not None
    assert caught.value.partial.text == clean(PAGE).text
    data = write_pdf(PdfPage(lines(["The ferry leaves at noon on every day of the week."])))
    clean_pdf(data, backend="pdfminer")  # its library is loaded
    with pytest.raises(LimitExceeded, match="limits: seconds") as caught:
        clean_pdf(data, pipeline=line, limits=short, keep_going=True, backend="pdfminer")
    assert caught.value.partial is not None
    assert "ferry" in caught.value.partial.text


def test_lines_are_weighed_before_there_are_any() -> None:
    for sign in "\n", "\f":
        with pytest.raises(LimitExceeded, match="limits: memory"):
            clean(sign * 1_000_000, limits=Limits(memory=100 << 20))
    assert clean("\n" * 1000).status == "empty"


def test_a_text_has_as_many_characters_as_it_may_have() -> None:
    with pytest.raises(LimitExceeded, match="limits: input_bytes"):
        clean(PAGE, limits=Limits(input_bytes=100))
