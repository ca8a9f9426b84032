"""A disk that is full: one clear error, nothing half written, and the same command goes on."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from corpus_command import batch, started, tree

resource = pytest.importorskip("resource")

MANY, LONG = 120, 97


def body(number: int) -> str:
    many = 3000 if number == LONG else 12
    return f"The ferry {number} leaves at noon. " + "Nobody on the quay minds it. " * many


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for number in range(MANY):
        (tmp_path / "in" / f"{number:03}.txt").write_text(body(number).strip() + "\n")
    return tmp_path


def held_back(*args: str, cwd: Path) -> tuple[int, str]:
    """The command where no file may be longer than 40 kB, as if the disk were full there."""
    process = started(
        *args, cwd=cwd,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000)),
    )  # fmt: skip
    _, err = process.communicate(timeout=120)
    return process.returncode, err.decode()


def texts(corpus: Path, out: str) -> list[str]:
    if out == "out":
        return [one.decode() for one in tree(corpus / out).values()]
    if out.endswith(".parquet"):
        parquet = pytest.importorskip("pyarrow.parquet")
        return parquet.read_table(corpus / out).column("text").to_pylist()
    return [json.loads(line)["text"] for line in (corpus / out).read_text().splitlines()]


@pytest.mark.parametrize("out", ["out", "out.jsonl", "out.parquet"])
def test_the_same_command_goes_on(corpus: Path, out: str) -> None:
    if out.endswith(".parquet"):
        pytest.importorskip("pyarrow")
    options = ("--preset", "reflow", "--jobs", "2")
    status, said = held_back("in", "-o", out, *options, cwd=corpus)
    wanted = [body(number).strip() + "\n" for number in range(MANY)]
    if out.endswith(".parquet"):  # packed, it fits
        assert (status, texts(corpus, out)) == (0, wanted), said
        return
    assert status == 1, said
    assert "File too large" in said and "the same command goes on from here" in said
    assert "Traceback" not in said and len(said.splitlines()) == 1
    if out == "out":
        assert set(texts(corpus, out)) < set(wanted)
    else:
        assert not (corpus / out).exists()
    status, said = batch("in", "-o", out, *options, cwd=corpus)
    assert status == 0, said
    assert texts(corpus, out) == wanted
    assert not (corpus / "failures.jsonl").exists()


@pytest.fixture
def small_disk(tmp_path: Path):
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "cleanpress", str(disk)],
        capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("a disk of our own cannot be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.skipif(os.name != "posix" or not Path("/bin/mount").exists(), reason="no mount")
def test_a_disk_that_is_really_full(corpus: Path, small_disk: Path) -> None:
    options = ("--preset", "reflow", "--jobs", "2")
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * 200_000)
    for _ in range(2):  # it does not matter how often
        status, said = batch("in", "-o", str(small_disk / "out.jsonl"), *options, cwd=corpus)
        assert status == 1 and "No space left on device; the same command goes on" in said, said
        assert "Traceback" not in said and not (small_disk / "out.jsonl").exists()
    filler.unlink()
    status, said = batch("in", "-o", str(small_disk / "out.jsonl"), *options, cwd=corpus)
    assert status == 0, said
    lines = (small_disk / "out.jsonl").read_text().splitlines()
    assert [json.loads(line)["text"] for line in lines] == [
        body(number).strip() + "\n" for number in range(MANY)
    ]


def test_a_disk_is_no_output_but_a_folder_in_it_is(corpus: Path, small_disk: Path) -> None:
    status, said = batch("in/000.txt", "-o", str(small_disk), cwd=corpus)
    assert status == 2 and "is a disk of its own; name a folder in it" in said
    (corpus / "elsewhere").symlink_to(small_disk / "out")
    status, said = batch("in/000.txt", "-o", "elsewhere", cwd=corpus)
    assert status == 0, said
    assert list(tree(small_disk / "out").values()) == [f"{body(0).strip()}\n".encode()]
