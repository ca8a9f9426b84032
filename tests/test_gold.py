"""The fixtures: every print and every scrape comes out exactly, with its metadata and account."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cleanpress
from cleanpress.presets import preset
from cleanpress.testing import check_account

FIXTURES = Path(__file__).parent.parent / "fixtures"
INPUTS = sorted([*(FIXTURES / "pdf").glob("*.pdf"), *(FIXTURES / "text").glob("*.*")])


def gold_of(path: Path) -> str:
    kind = "pdf" if path.suffix == ".pdf" else "text"
    own = FIXTURES / "gold" / f"{path.stem}.{kind}.txt"
    return (own if own.exists() else FIXTURES / "gold" / f"{path.stem}.txt").read_text("utf-8")


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_body(path: Path) -> None:
    article = cleanpress.clean_bytes(path.read_bytes())
    assert article.text.split("\n\n") == gold_of(path).split("\n\n")
    check_account(article.document, preset())
    assert cleanpress.clean(article.text).text == article.text


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_receipt(path: Path) -> None:
    """What was removed, by which filter and why, stands in a file that a person has read."""
    article = cleanpress.clean_bytes(path.read_bytes())
    gold = FIXTURES / "gold" / "receipts" / f"{path.parent.name}-{path.stem}.json"
    told = [[one.by, one.reason, one.page, one.source] for one in article.removed]
    assert told == json.loads(gold.read_text("utf-8"))


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_metadata(path: Path) -> None:
    article = cleanpress.clean_bytes(path.read_bytes())
    found = article.to_dict()
    gold = json.loads((FIXTURES / "gold" / f"{path.stem}.json").read_text("utf-8"))
    shown = json.loads((FIXTURES / "gold" / "shown.json").read_text("utf-8"))
    for name in shown[f"{path.parent.name}/{path.name}"]:
        assert found[name] == gold[name], name
    for name in ("title", "authors", "published"):
        assert found[name] in (gold[name], None, []), name
    assert found["language"] == gold["language"][:2]
