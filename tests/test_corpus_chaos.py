"""Poisoned inputs, and a run that is killed ten times: nothing is lost, nothing comes twice."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import signal
import tarfile
import time
from pathlib import Path

import pytest

from corpus_command import batch, started, tree
from corpus_poison import installed

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL")

FIXTURES = Path(__file__).parent.parent / "fixtures" / "pdf"
KILLS = 10
OPTIONS = (
    "--only", "advertisements,bylines,blank-lines,poison", "--jobs", "2",
    "--limit", "seconds=3", "--limit", "memory=300M",
)  # fmt: skip
BAD = {
    "in/bad/hang-1.txt": "LimitExceeded", "in/bad/hang-2.txt": "LimitExceeded",
    "in/bad/memory.txt": "LimitExceeded", "in/bad/exit.txt": "WorkerDied",
    "in/bad/segv.txt": "WorkerDied", "in/bad/raise.txt": "ZeroDivisionError",
    "in/bad/gone.txt": "FileNotFoundError", "in/bad/zero.txt": "Empty",
    "in/bad/blank.txt": "Empty", "in/bad/noise.pdf": "Damaged",
    "in/bad/folder.pdf": "IsADirectoryError", "in/bad/cut.jsonl.gz": "EOFError",
    "in/bad/cut.tar": "ReadError", "in/records.jsonl:7": "BadRecord",
    "in/records.jsonl:11": "WorkerDied",
}  # fmt: skip


def prose(number: int) -> str:
    return f"Advertisement\n\nThe ferry {number} leaves at noon, and nobody on the quay minds.\n"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Three hundred inputs, and the plugin that poisons some of them."""
    top = tmp_path_factory.mktemp("chaos")
    installed(top / "plugin")
    for number in range(240):
        path = top / "in" / f"part-{number % 7}" / f"{number:03}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(prose(number))
    records = [json.dumps({"id": n, "text": prose(n)}) for n in range(40)]
    records[6], records[10] = '{"text": 7}', '{"text": "POISON-EXIT"}'
    (top / "in" / "records.jsonl").write_text("\n".join(records) + "\n")
    bad = top / "in" / "bad"
    (bad / "folder.pdf").mkdir(parents=True)
    for name in ("hang-1", "hang-2", "memory", "exit", "segv", "raise"):
        (bad / f"{name}.txt").write_text(f"A POISON-{name[:-2].upper()} of a text.\n" if "-" in name
                                         else f"A POISON-{name.upper()} of a text.\n")  # fmt: skip
    (bad / "gone.txt").symlink_to("nowhere")
    (bad / "zero.txt").touch()
    (bad / "blank.txt").write_text(" \n\n")
    (bad / "noise.pdf").write_bytes(b"%PDF-1.7\n" + random.Random(1).randbytes(3000))
    lines = b"".join(json.dumps({"text": prose(n)}).encode() + b"\n" for n in range(3))
    rest = random.Random(2).randbytes(200_000).hex().encode()
    (bad / "cut.jsonl.gz").write_bytes(gzip.compress(lines + rest, mtime=0)[:-5000])
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for one in sorted(FIXTURES.glob("*.pdf"))[:3]:
            tar.add(one, one.name)
    (bad / "cut.tar").write_bytes(packed.getvalue()[: -(14 << 10)])
    return top


@pytest.fixture(scope="module")
def undisturbed(corpus):
    """What a run makes of it that nothing disturbs: files by name, failures by path."""
    status, said = batch("in", "-o", "calm/out", *OPTIONS, cwd=corpus, path=corpus / "plugin")
    assert status == 1 and "LimitExceeded 3" in said, said
    return tree(corpus / "calm" / "out"), failures(corpus / "calm")


def failures(folder: Path) -> dict[str, str]:
    told = [json.loads(line) for line in (folder / "failures.jsonl").read_text().splitlines()]
    found = {one["path"]: one["error"] for one in told}
    assert len(found) == len(told), "a failure is told twice"
    assert all(one["message"] for one in told)
    return found


def documents(out: Path) -> int:
    """How many documents a run's journal tells of."""
    state = out.with_name(f".{out.name}.cleanpress") / "state.json"
    done: int = json.loads(state.read_bytes())["tally"]["documents"] if state.exists() else 0
    return done


def hounded(corpus: Path, *args: str) -> None:
    """Run the command until it ends by itself, after it was killed ten times.

    As a rule that is at any moment from the start on; each third time it has got further before.
    """
    chance, out = random.Random(6), corpus / args[2]
    for kill in range(KILLS):
        known = documents(out)
        process = started(*args, *OPTIONS, cwd=corpus, path=corpus / "plugin")
        if kill % 3 == 2:
            deadline = time.monotonic() + 60
            while documents(out) == known and time.monotonic() < deadline:
                time.sleep(0.02)
            time.sleep(chance.uniform(0, 0.3))
        else:
            time.sleep(chance.uniform(0.2, 1.2))
        assert process.poll() is None, "it was done before it could be killed ten times"
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert 0 < documents(out) < 280
    status, said = batch(*args, *OPTIONS, cwd=corpus, path=corpus / "plugin")
    assert status == 1, said


def test_every_bad_one_is_told(undisturbed):
    good, bad = undisturbed
    assert bad == BAD
    assert len(good) == 240 + 38 + 3 + 2  # texts, records, lines and members before the cuts
    text = good["part-3/003.txt.txt"].decode()
    assert text == "The ferry 3 leaves at noon, and nobody on the quay minds.\n"


def test_killed_ten_times_into_a_folder(corpus, undisturbed):
    hounded(corpus, "in", "-o", "folder/out")
    assert (tree(corpus / "folder" / "out"), failures(corpus / "folder")) == undisturbed
    left = sorted(one.name for one in (corpus / "folder" / ".out.cleanpress").iterdir())
    assert left == ["lock", "state.json"]


def test_killed_ten_times_into_lines_out_of_order(corpus, undisturbed):
    hounded(corpus, "in", "-o", "lines/out.jsonl", "--unordered")
    good, bad = undisturbed
    lines = (corpus / "lines" / "out.jsonl").read_text().splitlines()
    texts = sorted(json.loads(line)["text"] for line in lines)
    assert texts == sorted(text.decode() for text in good.values())
    assert failures(corpus / "lines") == bad
