"""Long texts are looked through in pieces: what is found does not depend on where they are cut."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.test_gate import TEXTS

from cleanpress import pieces
from cleanpress.document import Document
from cleanpress.grammar import passages
from cleanpress.presets import preset
from cleanpress.readers.text import read_text
from cleanpress.testing import pages

odd = st.text(
    alphabet="ab -\n\f\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\u00a0\u2003“\U0001f600", max_size=90
)


def cleaned(text: str, monkeypatch: pytest.MonkeyPatch, size: int, blocks: int) -> object:
    with monkeypatch.context() as patch:
        patch.setattr(pieces, "PIECE", size)
        patch.setattr(passages, "_SOME", blocks)
        document, abstained = preset().run(read_text(text))
        return document.text, document.runs, document.marks, abstained


@pytest.mark.parametrize("size", [1, 30])
def test_small_pieces_find_what_the_whole_has(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in TEXTS:
        whole = cleaned(text, monkeypatch, 1 << 16, 500)
        assert cleaned(text, monkeypatch, size, 2) == whole


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(pages(), odd), st.sampled_from([1, 7, 40]))
def test_small_pieces_find_it_in_any_text(text: str, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        assert cleaned(text, patch, size, 1) == cleaned(text, patch, 1 << 16, 500)


@given(odd, st.sampled_from([1, 7, 40]))
def test_pieces_are_the_text(text: str, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "PIECE", size)
        found = pieces.pieces(Document(text))
    assert "".join(piece for _, piece in found) == text
    assert [at for at, _ in found] == [sum(len(p) for _, p in found[:i]) for i in range(len(found))]
    assert all(piece.endswith("\n") for _, piece in found[:-1])
