"""The batch cleaner without any engine: options, pickles, errors, receipts, dicts of columns."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

import cleanpress
from cleanpress import BatchCleaner, ConfigError
from cleanpress.corpus.recipe import Recipe
from cleanpress.report import restored
from cleanpress.sites.profile import Entry, Profile

FIXTURES = Path(__file__).parent.parent / "fixtures"
TEXTS = sorted((FIXTURES / "text").iterdir())
PDFS = sorted((FIXTURES / "pdf").glob("*.pdf"))


class Refuses:
    """A filter that fails on one document, as a plugin might."""

    name = "refuses"
    stage = cleanpress.Stage.PRUNE
    reasons: Mapping[str, str] = {}

    def __call__(self, doc: cleanpress.Document, /) -> list[cleanpress.Edit]:
        if "poison" in doc.text:
            raise RecursionError("too deep\nfor this")
        if "exit" in doc.text:
            os._exit(3)
        if "hang" in doc.text:
            time.sleep(60)
        return []


# ---- what comes out ------------------------------------------------------------------------------
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_text_is_that_of_clean(path: Path) -> None:
    text = path.read_text("utf-8")
    out = BatchCleaner()({"text": [text, path.read_bytes()]})
    assert out == {"text": [cleanpress.clean(text).text] * 2}


def test_pdfs_from_bytes() -> None:
    path = PDFS[0]
    out = BatchCleaner(column="bytes", output="text")({"bytes": [path.read_bytes()], "id": [7]})
    assert out["text"] == [cleanpress.clean_pdf(path).text]
    assert (out["id"], out["bytes"]) == ([7], [path.read_bytes()])


def test_options_reach_the_filters() -> None:
    text = (FIXTURES / "text" / "tidal-battery.md").read_text("utf-8")
    article = cleanpress.clean(text, preset="reflow", embeds="keep")
    assert BatchCleaner(preset="reflow", embeds="keep")({"text": [text]})["text"] == [article.text]
    marked = BatchCleaner(form="markdown")({"text": [text]})["text"]
    assert marked == [cleanpress.clean(text).markdown]


def test_the_batch_itself_is_left_alone() -> None:
    batch = {"text": ["Advertisement\n\nThe ferry leaves at noon."], "n": [1]}
    before = {name: list(values) for name, values in batch.items()}
    BatchCleaner(errors="error")(batch)
    assert batch == before


def test_an_empty_batch() -> None:
    assert BatchCleaner(errors="error")({"text": []}) == {"text": [], "error": []}


def test_site_profiles(tmp_path: Path) -> None:
    profile = Profile("gull", 40, ("gull.example",), (Entry("Zaloguj", 38, ("top",)),))
    path = tmp_path / "site.json"
    path.write_text(profile.dumps(), "utf-8")
    page = "Zaloguj\n\nThe ferry leaves at noon, and nobody in the harbour knows where it goes."
    want = cleanpress.clean(page, profile=profile).text
    assert want != cleanpress.clean(page).text
    cleaner = BatchCleaner(profile=path, receipts="receipt")
    path.unlink()  # it was read when the cleaner was made: workers need no file
    before = pickle.dumps(cleaner)
    assert cleaner({"text": [page]})["text"] == [want]
    assert pickle.dumps(cleaner) == before
    assert pickle.loads(before)({"text": [page]})["text"] == [want]
    with pytest.raises(ConfigError, match=r"site\.json: No such file"):
        BatchCleaner(profile=path)


# ---- what goes wrong -----------------------------------------------------------------------------
def test_a_bad_document_costs_itself_only() -> None:
    pipeline = cleanpress.preset("default").before("promos", Refuses())
    cleaner = BatchCleaner(pipeline=pipeline, errors="error", statuses="status")
    out = cleaner({"text": ["One poison\r\n", "The ferry leaves at noon.", None, 7]})
    assert out["text"] == ["One poison\r\n", "The ferry leaves at noon.\n", None, None]
    assert out["error"] == [
        "RecursionError: too deep", "", "", "TypeError: neither text nor bytes: int",
    ]  # fmt: skip
    assert out["status"] == ["failed", "ok", "", "failed"]


def test_bytes_that_cannot_be_read() -> None:
    cut = PDFS[0].read_bytes()[:60]
    out = BatchCleaner(errors="error")({"text": [cut, b"", ""]})
    assert out["text"] == [None, None, ""]
    assert out["error"][0].startswith("Damaged: ")
    assert out["error"][1:] == ["Empty: the file is empty", ""]


def test_more_than_the_limits_allow() -> None:
    cleaner = BatchCleaner(errors="error", limits=cleanpress.Limits(input_bytes=100))
    out = cleaner({"text": ["A ferry. " * 20, "A ferry.", PDFS[0].read_bytes()]})
    assert out["text"] == ["A ferry. " * 20, "A ferry.\n", None]
    assert [one.partition(":")[0] for one in out["error"]] == ["LimitExceeded", "", "LimitExceeded"]


def test_what_is_whole_of_a_damaged_print() -> None:
    data = PDFS[0].read_bytes()
    few = cleanpress.Limits(pages=1)
    with pytest.raises(cleanpress.LimitExceeded) as caught:
        cleanpress.clean_pdf(data, limits=few, keep_going=True)
    assert isinstance(caught.value.partial, cleanpress.Article)
    out = BatchCleaner(limits=few, keep_going=True, errors="error")({"text": [data]})
    assert out["text"] == [caught.value.partial.text]
    assert out["error"][0].startswith("LimitExceeded: ")


def test_isolated_from_what_kills_its_process() -> None:
    pipeline = cleanpress.preset("reflow").before("mojibake", Refuses())
    limits = cleanpress.Limits(seconds=2)
    cleaner = BatchCleaner(
        pipeline=pipeline, errors="error", receipts="r", limits=limits, isolate=True
    )
    kind = cleaner(
        {"text": ["A ferry.", "It must exit.", "It may hang.", "One poison", bytearray(b"Two."), 7]}
    )
    assert kind["text"] == [
        "A ferry.\n",
        "It must exit.",
        "It may hang.",
        "One poison",
        "Two.\n",
        None,
    ]
    assert [one.partition(":")[0] for one in kind["error"]] == [
        "", "WorkerDied", "LimitExceeded", "RecursionError", "", "TypeError",
    ]  # fmt: skip
    assert [json.loads(one)["status"] for one in kind["r"]] == [
        "ok", "failed", "failed", "failed", "ok", "failed",
    ]  # fmt: skip
    assert len(pickle.dumps(cleaner)) < 4000
    assert pickle.loads(pickle.dumps(cleaner))({"text": ["A ferry."]})["text"] == ["A ferry.\n"]


def test_what_no_utf_8_can_hold() -> None:
    out = BatchCleaner(receipts="receipt")({"text": ["A na\udcefve ferry."]})
    assert out["text"] == ["A na\N{REPLACEMENT CHARACTER}ve ferry.\n"]
    out["receipt"][0].encode()


def test_wrong_options_are_told_at_once() -> None:
    for options, message in (
        ({"preset": "defualt"}, "did you mean 'default'"),
        ({"languages": ["xx"]}, "unknown language 'xx'"),
        ({"languages": "en"}, "one string"),
        ({"embeds": "quoted"}, "did you mean 'quote'"),
        ({"form": "html"}, "unknown form 'html'"),
        ({"backend": "acrobat"}, "unknown backend 'acrobat'"),
        ({"errors": "text"}, "two columns would be called 'text'"),
        ({"errors": "x", "receipts": "x"}, "two columns would be called 'x'"),
    ):
        with pytest.raises(ConfigError, match=message):
            BatchCleaner(**options)


def test_what_is_no_batch() -> None:
    with pytest.raises(ConfigError, match=r"a dict of columns, not builtins\.list"):
        BatchCleaner()(["The ferry leaves at noon."])


# ---- receipts ------------------------------------------------------------------------------------
def test_receipts_go_back_to_the_source() -> None:
    sources = [path.read_bytes() for path in TEXTS[:3]]
    out = BatchCleaner(column="page", output="text", receipts="receipt")({"page": sources})
    for source, text, receipt in zip(sources, out["text"], out["receipt"], strict=True):
        assert "\n" not in receipt
        assert restored([json.loads(receipt)], text.encode()) == source


def test_the_receipt_of_a_failure() -> None:
    out = BatchCleaner(receipts="receipt")({"text": [7, None]})
    assert json.loads(out["receipt"][0])["status"] == "failed"
    assert out["receipt"][1] == ""


# ---- pickles -------------------------------------------------------------------------------------
def test_pickles_are_small_and_the_same_before_and_after_use() -> None:
    cleaner = BatchCleaner(pipeline=cleanpress.preset("default").without("promos"))
    before = pickle.dumps(cleaner)
    batch = {"text": [TEXTS[0].read_text("utf-8")]}
    out = cleaner(batch)
    assert pickle.dumps(cleaner) == before
    again = pickle.loads(before)
    assert again == cleaner
    assert again(batch) == out
    assert pickle.dumps(again) == before
    assert len(before) < 4000


def test_the_pickle_is_the_same_in_every_process() -> None:
    code = "import pickle; from cleanpress import *; print(pickle.dumps(BatchCleaner()).hex())"
    seen = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PYTHONPATH": path},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2") for path in [":".join(sys.path)]
    }  # fmt: skip
    assert seen == {pickle.dumps(BatchCleaner()).hex() + "\n"}


def test_a_new_version_is_another_pickle(monkeypatch: pytest.MonkeyPatch) -> None:
    before = pickle.dumps(BatchCleaner())
    monkeypatch.setattr("cleanpress.corpus.recipe.versions", lambda: (("cleanpress", "99"),))
    assert pickle.dumps(BatchCleaner()) != before


def test_no_password_in_the_repr() -> None:
    assert "hunter2" not in repr(Recipe(password="hunter2"))
