"""Law 11, the typesetter round trip: what is set in type comes back as the same paragraphs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import zip_longest

from hypothesis import HealthCheck, Phase, assume, example, given, settings
from hypothesis import strategies as st

from cleanpress.document import Document
from cleanpress.pipeline import Pipeline
from cleanpress.presets import preset
from cleanpress.readers.text import read_text
from typesetter import (
    CLUTTER,
    FURNITURE,
    PROMO,
    Setting,
    cluttered,
    document_of,
    furnished,
    manuscript,
    paginate,
    paragraphs,
    set_lines,
    settings_of_type,
    text_of,
    wrap_points,
)

EXAMPLES = int(os.environ.get("CLEANPRESS_EXAMPLES", "300"))
DEFAULT = preset("default")
REFLOW = preset("reflow")
# Manuscripts are long: to shrink one takes minutes, and the example found is readable as it is.
law = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
)


def difference(doc: Document, pipeline: Pipeline, manuscript: Sequence[str]) -> str:
    """Where the cleaned paragraphs first differ; short, as shrinking compares them often."""
    found = pipeline.run(doc).document.text.strip().split("\n\n")
    for got, want in zip_longest(found, manuscript, fillvalue=""):
        if got != want:
            return f"{got[:40]!r} … {got[-40:]!r} for {want[:40]!r} … {want[-40:]!r}"
    return ""


@law
@given(paragraphs(), settings_of_type())
def test_bare_pages_come_back(manuscript: tuple[str, ...], how: Setting) -> None:
    pages = paginate(set_lines(manuscript, how), how.length)
    assert difference(read_text(text_of(pages, how)), REFLOW, manuscript) == ""


@law
@given(paragraphs(), settings_of_type())
def test_typeset_pages_come_back(manuscript: tuple[str, ...], how: Setting) -> None:
    pages = paginate(wrap_points(manuscript, how), how.length)
    assert difference(document_of(pages, how), REFLOW, manuscript) == ""


@law
@given(paragraphs(), settings_of_type(), st.sampled_from(FURNITURE))
@example(manuscript(28045), Setting(40, 6, False, False, False), "folio")  # "who / conversation?"
@example(manuscript(22), Setting(40, 6, False, False, False), "plugin")  # "answer / more! From"
def test_printed_pages_come_back(manuscript: tuple[str, ...], how: Setting, kind: str) -> None:
    pages = paginate(set_lines(manuscript, how), how.length)
    assume(len(pages) > 1)
    assert difference(read_text(furnished(pages, how, kind)), DEFAULT, manuscript) == ""


@law
@given(
    paragraphs(),
    settings_of_type(),
    st.sampled_from(FURNITURE),
    st.lists(st.integers(0, 30), max_size=3),
    st.sampled_from(CLUTTER),
    st.booleans(),
)
def test_cluttered_pages_come_back(
    manuscript: tuple[str, ...],
    how: Setting,
    kind: str,
    spots: list[int],
    line: str,
    promo: bool,
) -> None:
    lines = set_lines(manuscript, how._replace(indents=False))
    pages = paginate(cluttered(lines, spots, line, PROMO if promo else ()), how.length)
    assume(len(pages) > 1)
    assert difference(read_text(furnished(pages, how, kind)), DEFAULT, manuscript) == ""


@law
@given(paragraphs())
def test_clean_prose_passes_untouched(manuscript: tuple[str, ...]) -> None:
    text = "\n\n".join(manuscript) + "\n"
    assert (DEFAULT.run(read_text(text)).document.text == text) is True
