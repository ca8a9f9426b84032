"""A run that was ended by anything goes on, also where its inputs are not what they were."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import time
from pathlib import Path

import pytest

from cleanpress.corpus.containers import Asked, entries
from cleanpress.corpus.inputs import sources
from cleanpress.limits import DEFAULT
from corpus_command import batch, started, tree
from corpus_poison import installed

ASKED = Asked(DEFAULT, "text")
SLOW = ("--only", "advertisements,blank-lines,poison", "--jobs", "2")


def lines(path: Path, many: int, word: str) -> None:
    records = (json.dumps({"text": f"The {word} {n} leaves at noon."}) + "\n" for n in range(many))
    path.write_text("".join(records))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    installed(tmp_path / "plugin")
    (tmp_path / "in").mkdir()
    lines(tmp_path / "in" / "a.jsonl", 5, "ferry")
    lines(tmp_path / "in" / "b.jsonl", 200, "barge")
    lines(tmp_path / "in" / "c.jsonl", 5, "tug")
    return tmp_path


def cut_off(corpus: Path, out: str) -> None:
    """A run that is killed somewhere in b.jsonl, after a commit."""
    process = started("in", "-o", out, *SLOW, cwd=corpus, path=corpus / "plugin")
    state = corpus / f".{out}.cleanpress" / "state.json"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if state.exists() and json.loads(state.read_bytes())["tally"]["documents"] > 5:
            break
        time.sleep(0.02)
    assert process.poll() is None, process.communicate()
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_numbers_do_not_hang_on_what_other_sources_hold(tmp_path):
    for name, many in (("a", 3), ("b", 2)):
        lines(tmp_path / f"{name}.jsonl", many, "ferry")
    found = list(sources([str(tmp_path)], (), spared=frozenset()))
    whole = [(one.number, one.path) for one in entries(found, ASKED)]
    assert len({number for number, _ in whole}) == 5
    (tmp_path / "a.jsonl").write_text("")
    changed = [(one.number, one.path) for one in entries(found, ASKED)]
    assert changed[1:] == whole[3:]
    assert changed[0][0] not in dict(whole), "what breaks off is not taken for a line"
    assert [*entries(found, ASKED, low=whole[-1][0])][-1].number == whole[-1][0]


def test_a_finished_input_may_change_or_go(corpus):
    cut_off(corpus, "out.jsonl")
    (corpus / "in" / "a.jsonl").unlink()
    status, said = batch("in", "-o", "out.jsonl", *SLOW, cwd=corpus, path=corpus / "plugin")
    assert status == 0, said
    texts = [json.loads(line)["text"] for line in (corpus / "out.jsonl").read_text().splitlines()]
    wanted = [("ferry", 5), ("barge", 200), ("tug", 5)]
    assert texts == [
        f"The {word} {n} leaves at noon.\n" for word, many in wanted for n in range(many)
    ]


def test_an_input_that_changes_in_the_middle_is_told_and_costs_no_other(corpus):
    cut_off(corpus, "out")
    lines(corpus / "in" / "b.jsonl", 300, "gull")
    status, said = batch("in", "-o", "out", *SLOW, cwd=corpus, path=corpus / "plugin")
    assert status == 1, said
    [failure] = map(json.loads, (corpus / "failures.jsonl").read_text().splitlines())
    assert failure["path"] == "in/b.jsonl" and "changed since the run began" in failure["message"]
    found = tree(corpus / "out")
    assert not any(b"gull" in text for text in found.values())
    assert sum(name.startswith("c.jsonl/") for name in found) == 5


def test_a_document_that_vanished_is_told(corpus):
    for number in range(3):
        (corpus / "in" / f"z{number}.txt").write_text("The last ferry has left.\n")
    cut_off(corpus, "out")
    (corpus / "in" / "z1.txt").unlink()
    status, said = batch("in", "-o", "out", *SLOW, cwd=corpus, path=corpus / "plugin")
    assert status == 1 and "FileNotFoundError 1" in said
    assert len(tree(corpus / "out")) == 5 + 200 + 5 + 2


def content(path: Path) -> list[str]:
    """What is in an output, row by row or line by line."""
    if path.suffix == ".parquet":
        table = pytest.importorskip("pyarrow.parquet").read_table(path)
        return [json.dumps(row) for row in table.to_pylist()]
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    elif path.suffix == ".zst":
        reader = (
            pytest.importorskip("zstandard")
            .ZstdDecompressor()
            .stream_reader(data, read_across_frames=True)
        )
        data = reader.read()
    return data.decode().splitlines()


@pytest.mark.parametrize("how", ["SIGKILL", "SIGINT"])
@pytest.mark.parametrize("out", ["out.jsonl.gz", "out.jsonl.zst", "out.parquet"])
def test_packed_outputs_are_the_same_after_any_end(corpus, out, how):
    """Killed or interrupted at any moments, twice, in the midst of one file."""
    if out.endswith(".parquet"):
        pytest.importorskip("pyarrow")
    elif out.endswith(".zst"):
        pytest.importorskip("zstandard")
    chance, ended = random.Random(out + how), 0
    lines(corpus / "in" / "b.jsonl", 290, "barge")
    state = corpus / f".{out}.cleanpress" / "state.json"
    known = 0
    while ended < 2:
        process = started(
            "in", "-o", out, *SLOW, cwd=corpus, path=corpus / "plugin",
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )  # fmt: skip
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and process.poll() is None:
            done = json.loads(state.read_bytes())["tally"]["documents"] if state.exists() else 0
            if done > known:  # it has gone on since the last time
                break
            time.sleep(0.02)
        time.sleep(chance.uniform(0, 0.3))
        assert process.poll() is None, process.communicate()
        os.kill(process.pid, getattr(signal, how))
        _, said = process.communicate(timeout=60)
        assert process.returncode == (130 if how == "SIGINT" else -signal.SIGKILL), said
        assert b"Traceback" not in said
        known, ended = json.loads(state.read_bytes())["tally"]["documents"], ended + 1
        assert not (corpus / out).exists(), "nothing is there that is not whole"
    assert 0 < known < 300
    status, said = batch("in", "-o", out, *SLOW, cwd=corpus, path=corpus / "plugin")
    assert status == 0, said
    status, said = batch("in", "-o", f"calm-{out}", "--only", "advertisements,blank-lines",
                         cwd=corpus)  # fmt: skip
    assert status == 0, said
    assert content(corpus / out) == content(corpus / f"calm-{out}")
    assert len(content(corpus / out)) == 300
