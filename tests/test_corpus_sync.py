"""What power can be cut from: nothing is told of, or in its place, that is not on the disk."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from cleanpress.corpus import outputs, syncing
from cleanpress.corpus.cleaning import Cleaner
from cleanpress.corpus.run import Run
from cleanpress.corpus.tally import Tally

MANY = 30


@pytest.fixture
def told(monkeypatch) -> list[tuple[str, str]]:
    """What the run asks of the disk, in its order; it is done as well."""
    seen: list[tuple[str, str]] = []
    replace, fsync, sync_all = os.replace, os.fsync, syncing.sync_all

    def replaced(old, new) -> None:
        seen.append(("replace", str(new)))
        replace(old, new)

    def synced(file) -> None:
        seen.append(("sync", os.readlink(f"/proc/self/fd/{file}")))
        fsync(file)

    def synced_all(files, folder) -> None:
        sync_all(files, folder)
        seen.extend(("sync", file) for file in files)

    monkeypatch.setattr(os, "replace", replaced)
    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(outputs, "sync_all", synced_all)
    return seen


def run(folder: Path, out: str, kind: str) -> None:
    for number in range(MANY):
        path = folder / "in" / f"part-{number % 3}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"The ferry {number} leaves at noon.\n")
    (folder / "in" / "bad.pdf").write_bytes(b"%PDF-1.7 no")
    cleaner = Cleaner(preset="reflow", kind=kind)
    Run(inputs=(str(folder / "in"),), out=folder / out, failures=folder / "failures.jsonl",
        cleaner=cleaner, command="any")(lambda *_: None)  # fmt: skip


def before(told: list[tuple[str, str]], at: int, path: str) -> bool:
    return ("sync", path) in told[:at]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks at /proc")
def test_an_article_is_on_the_disk_before_it_is_in_its_place(tmp_path, told):
    run(tmp_path, "out", "folder")
    moves = [(at, path) for at, (what, path) in enumerate(told)
             if what == "replace" and path.startswith(str(tmp_path / "out"))]  # fmt: skip
    assert len({path for _, path in moves}) == MANY
    states = [at for at, one in enumerate(told) if one[1].endswith("state.json")]
    for at, path in moves:
        assert any(what == "sync" and "/new-" in file for what, file in told[:at])
        later = next(state for state in states if state > at)
        folder = os.path.dirname(path)
        assert ("sync", folder) in told[at:later], "the name too, before the state tells of it"
    synced = {os.path.basename(path) for what, path in told if what == "sync" and "/new-" in path}
    assert len(synced) == MANY


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks at /proc")
def test_the_state_tells_of_what_is_on_the_disk(tmp_path, told):
    run(tmp_path, "out.jsonl", "lines")
    growing = str(tmp_path / ".out.jsonl.cleanpress" / "growing")
    failures = str(tmp_path / "failures.jsonl")
    [*_, last] = [
        at for at, one in enumerate(told) if one == ("replace", str(tmp_path / "out.jsonl"))
    ]
    states = [at for at, (what, path) in enumerate(told)
              if what == "replace" and path.endswith("state.json")]  # fmt: skip
    for at in states[:-1]:
        assert before(told, at, growing) and before(told, at, failures)
        assert told[at - 1] == ("sync", f"{told[at][1]}.new")
    assert states[-2] < last < states[-1], "complete is told when the file has its name"
    state = json.loads((tmp_path / ".out.jsonl.cleanpress" / "state.json").read_bytes())
    assert state["complete"] and state["tally"]["documents"] == MANY + 1


def test_ctrl_c_in_the_midst_of_noting_a_document_writes_none_twice(tmp_path, monkeypatch):
    add, times = Tally.add, []

    def interrupted(self, done, failure) -> None:
        times.append(1)
        if len(times) == 5:
            raise KeyboardInterrupt
        add(self, done, failure)

    monkeypatch.setattr(Tally, "add", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, "out.jsonl", "lines")
    run(tmp_path, "out.jsonl", "lines")
    lines = (tmp_path / "out.jsonl").read_text().splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    assert sorted(texts) == sorted(
        f"The ferry {number} leaves at noon.\n" for number in range(MANY)
    )


@pytest.mark.parametrize("trusted", [True, False])
def test_files_are_synced_one_by_one_where_all_at_once_is_not_known_to_work(
    tmp_path, monkeypatch, trusted
):
    files = [str(tmp_path / str(number)) for number in range(9)]
    for file in files:
        Path(file).write_bytes(b"x")
    seen = []
    monkeypatch.setattr(syncing, "_is_local", lambda folder: trusted)
    monkeypatch.setattr(syncing, "sync_file", seen.append)
    if trusted and not hasattr(syncing._libc(), "syncfs"):
        pytest.skip("no syncfs here")
    syncing.sync_all(files, str(tmp_path))
    assert seen == ([] if trusted else files)
