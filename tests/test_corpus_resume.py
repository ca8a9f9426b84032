"""A run that was ended by anything goes on, also where its inputs are not what they were."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

import pytest

from cleanpress.corpus.containers import entries
from cleanpress.corpus.inputs import sources
from cleanpress.limits import DEFAULT
from corpus_command import batch, started, tree
from corpus_poison import installed

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
    whole = [(one.number, one.path) for one in entries(found, DEFAULT, "text")]
    assert len({number for number, _ in whole}) == 5
    (tmp_path / "a.jsonl").write_text("")
    changed = [(one.number, one.path) for one in entries(found, DEFAULT, "text")]
    assert changed[1:] == whole[3:]
    assert changed[0][0] not in dict(whole), "what breaks off is not taken for a line"
    assert [*entries(found, DEFAULT, "text", low=whole[-1][0])][-1].number == whole[-1][0]


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
