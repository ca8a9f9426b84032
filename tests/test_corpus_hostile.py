"""Inputs that were made to break out, to run in circles or to fill the memory."""

from __future__ import annotations

import gzip
import io
import json
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from cleanpress.corpus.inputs import sources
from corpus_command import batch, tree

NAMES = [
    "a.txt", "A.txt", "./b.txt", "b.txt", "b.txt", "/abs/c.txt", "../../d.txt", "x/../../e.txt",
    "..\\..\\f.txt", "%2e%2e/g.txt", "a.txt.txt/h.txt", "n" * 250 + "/" + "m" * 250 + ".txt",
    "d/" * 1200 + "i.txt", "\udcff.txt", "new\nline.txt", "-o.txt", "~/j.txt", "C:/k.txt",
]  # fmt: skip


def text(number: int) -> bytes:
    return f"The ferry {number} leaves at noon.\n".encode()


def failures(folder: Path) -> dict[str, str]:
    told = [json.loads(line) for line in (folder / "failures.jsonl").read_text().splitlines()]
    return {one["path"].partition("/")[2]: one["error"] for one in told}


def test_names_in_a_tar(tmp_path):
    special = {
        "link.txt": tarfile.SYMTYPE, "hard.txt": tarfile.LNKTYPE, "device.txt": tarfile.CHRTYPE,
        "pipe.txt": tarfile.FIFOTYPE, "folder.txt": tarfile.DIRTYPE,
    }  # fmt: skip
    with tarfile.open(tmp_path / "in.tar", "w", format=tarfile.PAX_FORMAT) as tar:
        for number, name in enumerate([*NAMES, "nul\0l.txt"]):
            one = tarfile.TarInfo(name)
            one.size, one.pax_headers = len(text(number)), {"path": name}
            tar.addfile(one, io.BytesIO(text(number)))
        for name, kind in special.items():
            one = tarfile.TarInfo(name)
            one.type, one.linkname = kind, "/etc/passwd"
            tar.addfile(one)
    status, said = batch("in.tar", "-o", "x/y/out", cwd=tmp_path)
    assert status == 1 and "Traceback" not in said, said
    found = tree(tmp_path / "x" / "y" / "out")
    assert sorted(found.values()) == sorted(map(text, range(len(NAMES) + 1)))
    assert failures(tmp_path / "x" / "y") == dict.fromkeys(
        ("link.txt", "hard.txt", "device.txt", "pipe.txt"), "Unsupported"
    )
    outside = [one.name for one in tmp_path.iterdir()]
    assert sorted(outside) == ["in.tar", "x"]
    assert [one.name for one in (tmp_path / "x").iterdir()] == ["y"]


def test_names_in_a_zip(tmp_path):
    names = [name for name in NAMES if not name.startswith("\udcff")]
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as packed:
        for number, name in enumerate(names):
            if names.index(name) == number:
                packed.writestr(zipfile.ZipInfo(name), text(number))
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        packed.writestr(link, "/etc/passwd")
    status, said = batch("in.zip", "-o", "x/y/out", cwd=tmp_path)
    assert status == 1 and "Traceback" not in said, said
    found = tree(tmp_path / "x" / "y" / "out")
    wanted = [text(number) for number, name in enumerate(names) if names.index(name) == number]
    assert sorted(found.values()) == sorted(wanted)
    assert failures(tmp_path / "x" / "y") == {"link.txt": "Unsupported"}
    assert sorted(one.name for one in tmp_path.iterdir()) == ["in.zip", "x"]


def test_a_name_that_would_fill_the_memory(tmp_path):
    """A long name of GNU's is content: 64 MB of it are 64 kB in a packed tar."""
    with tarfile.open(tmp_path / "first.tar", "w") as tar:
        one = tarfile.TarInfo("a.txt")
        one.size = len(text(1))
        tar.addfile(one, io.BytesIO(text(1)))
    head = tarfile.TarInfo("././@LongLink")
    head.type, head.size = tarfile.GNUTYPE_LONGNAME, 64 << 20
    first = (tmp_path / "first.tar").read_bytes()[:1024]
    name = head.tobuf(tarfile.GNU_FORMAT) + b"n" * head.size
    (tmp_path / "in.tar.gz").write_bytes(gzip.compress(first + name, 1))
    status, said = batch("in.tar.gz", "-o", "out", cwd=tmp_path)
    assert status == 1, said
    assert list(tree(tmp_path / "out").values()) == [text(1)]
    [failure] = map(json.loads, (tmp_path / "failures.jsonl").read_text().splitlines())
    assert "a header of 67,108,864 bytes" in failure["message"]


def test_a_member_over_the_limit_costs_itself(tmp_path):
    with tarfile.open(tmp_path / "in.tar.gz", "w:gz") as tar:
        for number, size in enumerate((10, 4 << 20, 10)):
            one = tarfile.TarInfo(f"{number}.txt")
            one.size = size
            tar.addfile(one, io.BytesIO(b"ferry home" * (size // 10 + 1)))
    status, _ = batch("in.tar.gz", "-o", "out", "--limit", "input_bytes=1M", cwd=tmp_path)
    assert status == 1
    assert sorted(tree(tmp_path / "out")) == ["in.tar.gz/0.txt.txt", "in.tar.gz/2.txt.txt"]
    assert failures(tmp_path) == {"1.txt": "LimitExceeded"}


@pytest.mark.skipif(os.name != "posix", reason="pipes with names")
def test_a_pipe_named_like_a_container_is_not_waited_for(tmp_path):
    (tmp_path / "in").mkdir()
    os.mkfifo(tmp_path / "in" / "a.jsonl")
    (tmp_path / "in" / "b.txt").write_bytes(text(1))
    status, _ = batch("in", "-o", "out", cwd=tmp_path)
    assert status == 1 and list(tree(tmp_path / "out").values()) == [text(1)]
    assert failures(tmp_path) == {"a.jsonl": "Unsupported"}


@pytest.mark.skipif(os.name != "posix", reason="symbolic links")
def test_links_in_circles(tmp_path):
    deep = tmp_path / "in" / "deep"
    deep.mkdir(parents=True)
    (deep / "a.txt").write_bytes(text(1))
    (deep / "round").symlink_to(tmp_path / "in")
    (deep / "self.txt").symlink_to("self.txt")
    status, said = batch("in/**/a.txt", "-o", "pattern.jsonl", cwd=tmp_path)
    assert status == 0 and len((tmp_path / "pattern.jsonl").read_text().splitlines()) == 1, said
    status, said = batch("in", "-o", "out", cwd=tmp_path)
    assert status == 1 and list(tree(tmp_path / "out").values()) == [text(1)], said
    [failure] = map(json.loads, (tmp_path / "failures.jsonl").read_text().splitlines())
    assert failure["path"] == "in/deep/self.txt" and "symbolic links" in failure["message"]


def test_folders_deeper_than_python_counts(tmp_path, monkeypatch):
    """One after the other, as no path to the last is short enough for any call."""
    monkeypatch.chdir(tmp_path)
    os.mkdir("in")
    made = ["in"]
    while len(made) < 1100:
        made.append(f"{made[-1]}/d")
        os.mkdir(made[-1])
    Path(made[-1], "a.txt").write_bytes(text(1))
    try:
        [found] = sources(["in"], (), spared=frozenset())
        assert found.path == f"{made[-1]}/a.txt" and found.place.endswith("/a.txt")
        assert len(found.place) < 100
    finally:
        os.unlink(f"{made[-1]}/a.txt")
        for folder in reversed(made):
            os.rmdir(folder)
