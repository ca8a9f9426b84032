"""The account is complete: every character once, both ways back exact, every kept word found."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from cleanpress import Article, ConfigError, api, clean, clean_pdf, preset
from cleanpress.receipt import receipt_of, replay, restore
from cleanpress.testing import pages
from typesetter import Setting, document_of, paginate, paragraphs, settings_of_type, wrap_points

FIXTURES = Path(__file__).parent.parent / "fixtures"
PRINTS = sorted((FIXTURES / "pdf").glob("*.pdf"))
DEFAULT = preset("default")
WORD = re.compile(r"\w+")
loose = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def check_account(article: Article) -> None:
    doc, receipt = article.document, article.receipt
    covered = [at for run in doc.runs for at in range(run.start, run.end)]
    assert covered == list(range(len(doc.source))), "every character is in exactly one run"
    assert restore(article.text, receipt) == article.source
    assert replay(article.source, receipt) == article.text
    assert receipt == receipt_of(doc)


def check_places(article: Article) -> None:
    """``locate`` of any kept word points at that word; of any stretch, at where it was."""
    doc, at = article.document, 0
    for run in doc.runs:
        if not run.by:
            for word in WORD.finditer(run.text):
                found = article.locate(at + word.start(), at + word.end())
                told = "".join(doc.source[one.start : one.end] for one in found)
                assert told == word[0]
                for one in found:
                    assert doc.page_at(one.start) == one.page
        at += len(run.text)
    whole = article.locate(0, len(article.text))
    starts = [one.start for one in whole]
    assert starts == sorted(starts)
    kept = sum(run.end - run.start for run in doc.runs if run.text)
    assert sum(one.end - one.start for one in whole) == kept
    assert all(before.end <= after.start for before, after in pairwise(whole))


@loose
@given(st.one_of(pages(), st.text(max_size=200)))
@example("")
@example("a\fb\f\fc")
@example("\ud83d")
def test_any_text(text: str) -> None:
    article = clean(text)
    check_account(article)
    check_places(article)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck),
          phases=[Phase.explicit, Phase.generate])  # fmt: skip
@given(paragraphs(), settings_of_type())
def test_any_page_set_in_type(manuscript: tuple[str, ...], how: Setting) -> None:
    article = api.run(document_of(paginate(wrap_points(manuscript, how), how.length), how), DEFAULT)
    check_account(article)
    check_places(article)
    for one in article.locate(0, len(article.text)):
        line = article.document.typeset_at(one.start)
        if one.box and line:
            assert one.box[1::2] == line.box[1::2]
            assert line.box.x0 <= one.box.x0 < one.box.x1 <= line.box.x1


@pytest.mark.parametrize("path", PRINTS, ids=lambda path: path.stem)
def test_any_print(path: Path) -> None:
    article = clean_pdf(path)
    check_account(article)
    check_places(article)
    sizes = article.document.page_sizes
    for one in article.locate(0, len(article.text)):
        if one.box is None:
            assert not article.source[one.start : one.end].strip()
        else:
            wide, high = sizes[one.page - 1]
            assert -1 <= one.box.x0 < one.box.x1 <= wide + 1
            assert -1 <= one.box.y0 < one.box.y1 <= high + 1


def test_a_word_cut_by_a_line_end_stands_on_two_lines() -> None:
    article = clean_pdf(FIXTURES / "pdf" / "moorwiesen.pdf")
    cut = next(one for one in article.changes if one.by == "dehyphenation" and not one.text)
    at = article.document.to_text(cut.start)
    first, second = article.locate(at - 2, at + 2)
    assert first.box is not None
    assert second.box is not None
    assert first.end == cut.start
    assert second.start == cut.end
    assert (first.page, second.page) == (cut.page, cut.page)
    assert first.box.x0 > second.box.x1, "from the end of a line to the start of the next"


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2), (0, 99)])
def test_a_stretch_that_is_not_there(start: int, end: int) -> None:
    with pytest.raises(ConfigError, match=f"no such stretch of the text: {start} to {end}"):
        clean("The ferry left.\n").locate(start, end)


def test_an_empty_stretch_is_nowhere() -> None:
    assert clean("The ferry left.\n").locate(3, 3) == ()
