"""Documents, file names and errors give no orders to a terminal; outputs stay in their place."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

import cleanpress

EVIL = "\x1b]0;owned\x07\x1b[31m\x9b2J\N{RIGHT-TO-LEFT OVERRIDE}"
DOCUMENT = (
    f"Adver{EVIL}tisement\n\nAdvertisement\n\nThe owl{EVIL} was out, and nobody saw it leave.\n"
)
OURS = re.compile(r"\x1b\[[0-9;]*m|\r\x1b\[K")  # colours, and the progress line going away
ENV = {**os.environ, "PYTHONPATH": str(Path(cleanpress.__file__).parent.parent)}
WILD = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def seen(*args: str | Path, folder: Path) -> str:
    """What a terminal gets from the command on both of its streams."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "cleanpress", *map(str, args)]
    env = {**ENV, "PAGER": "cat", "TERM": "xterm", "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, stdin=subprocess.DEVNULL,
                          cwd=folder, env=env) as running:  # fmt: skip
        os.close(theirs)
        told = bytearray()
        while True:
            try:
                part = os.read(ours, 1 << 16)
            except OSError:  # the other side is closed
                break
            if not part:
                break
            told += part
        running.wait()
    os.close(ours)
    return told.decode("utf-8", "replace")


@pytest.fixture
def evil(tmp_path: Path) -> Path:
    path = tmp_path / f"a{EVIL.replace('/', '')}b.md"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "options",
    [[], ["--explain"], ["--diff"], ["--check"], ["--format", "json"], ["--format", "markdown"],
     ["explain"], ["explain", "--full"], ["stats"], ["stats", "--json"], ["inspect"],
     ["inspect", "-o", "-"], ["--encoding", "utf-16-be"], ["--without", "invisibles"],
     ["--without", "invisibles", "--explain"], ["--without", "invisibles", "--diff"],
     ["explain", "--without", "invisibles"], [f"--no{EVIL}"],
     ["--preset", EVIL]],
)  # fmt: skip
def test_no_order_reaches_a_terminal(options: list[str], evil: Path) -> None:
    told = seen(*options, evil, folder=evil.parent)
    assert told.strip()
    assert WILD.findall(OURS.sub("", told)) == []


def test_errors_and_progress_are_tame(evil: Path) -> None:
    broken = evil.with_name(f"c{EVIL}.pdf")
    broken.write_bytes(b"%PDF-1.4\nnothing")
    told = seen(evil, broken, evil.with_name(f"gone{EVIL}"), "-o", "out", folder=evil.parent)
    assert "cleanpress: " in told
    assert WILD.findall(OURS.sub("", told)) == []
    same = seen(evil, evil, "-o", "out/", folder=evil.parent)
    assert "would both go" in same
    assert WILD.findall(OURS.sub("", same)) == []


def test_what_is_restored_is_tame_on_a_terminal_and_whole_in_a_pipe(evil: Path) -> None:
    folder = evil.parent
    body, report = folder / "body.txt", folder / "r.json"
    clean("-o", body, "--report", report, evil, folder=folder)
    told = seen("restore", report, body, folder=folder)
    assert "The owl" in told
    assert WILD.findall(told) == []
    assert clean("restore", report, body, folder=folder) == DOCUMENT.encode()


def test_files_and_pipes_keep_everything(evil: Path) -> None:
    told = clean("--only", "blank-lines", evil, folder=evil.parent)
    assert EVIL.encode() in told


# ---- where outputs may go ------------------------------------------------------------------------
def clean(*args: str | Path, folder: Path, status: int = 0) -> bytes:
    command = [sys.executable, "-m", "cleanpress", *map(str, args)]
    done = subprocess.run(
        command, capture_output=True, cwd=folder, env=ENV, stdin=subprocess.DEVNULL
    )
    assert done.returncode == status, done.stderr
    return done.stdout if status == 0 else done.stderr


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.md"
    path.write_text("The owl was out.\n", encoding="utf-8")
    return path


def test_a_link_out_of_the_folder_is_not_followed(page: Path) -> None:
    folder = page.parent
    out, other = folder / "out", folder / "other.txt"
    out.mkdir()
    other.write_text("mine", encoding="utf-8")
    (out / "page.txt").symlink_to(other)
    assert b"leads out of the folder" in clean("-o", "out/", page, folder=folder, status=2)
    assert other.read_text(encoding="utf-8") == "mine"
    (out / "page.txt").unlink()
    (out / "page.txt").symlink_to(folder / "nowhere.txt")
    clean("-o", "out/", page, folder=folder, status=2)
    assert not (folder / "nowhere.txt").exists()


def test_a_link_within_the_folder_stays_one(page: Path) -> None:
    folder = page.parent
    out = folder / "out"
    out.mkdir()
    (out / "page.txt").symlink_to(out / "kept.txt")
    clean("-o", "out/", page, folder=folder)
    assert (out / "page.txt").is_symlink()
    assert (out / "kept.txt").read_text(encoding="utf-8") == "The owl was out.\n"


@pytest.mark.parametrize("link", ["hard", "symbolic"])
def test_an_input_is_not_written_over_by_another_name(link: str, page: Path) -> None:
    folder, other = page.parent, page.parent / "out" / "page.txt"
    other.parent.mkdir()
    other.hardlink_to(page) if link == "hard" else other.symlink_to(page)
    clean("-o", "out/", page, folder=folder, status=2)
    assert page.read_text(encoding="utf-8") == "The owl was out.\n"


def test_names_that_lead_elsewhere_stay_in_the_folder(page: Path) -> None:
    deep = page.parent / "a" / "b"
    deep.mkdir(parents=True)
    (page.parent / "out").mkdir()
    clean("-o", page.parent / "out", "../../page.md", page.parent / "a/../page.md",
          folder=deep, status=2)  # fmt: skip
    clean("-o", page.parent / "out", "../../page.md", folder=deep)
    assert [one.name for one in (page.parent / "out").iterdir()] == ["page.txt"]
    assert list(deep.iterdir()) == []


@pytest.mark.parametrize("names", [("Owl.md", "owl.md"), ("caf\xe9.md", "cafe\u0301.md")])
def test_names_that_some_file_systems_take_for_one(names: tuple[str, str], page: Path) -> None:
    for name in names:
        (page.parent / name).write_text("The owl was out.\n", encoding="utf-8")
    told = clean("-o", "out/", *names, folder=page.parent, status=2)
    assert b"would both go" in told


def test_a_name_too_long_is_one_error(page: Path) -> None:
    long = page.with_name("o" * 255)
    long.write_text("The owl was out.\n", encoding="utf-8")
    told = clean("-o", "out/", long, page, folder=page.parent, status=1)
    assert b"Traceback" not in told
    assert [one.name for one in (page.parent / "out").iterdir()] == ["page.txt"]


@pytest.mark.parametrize("way", ["file", "folder", "link", "sample"])
def test_what_is_learned_is_not_written_over_what_it_was_learned_from(way: str, page: Path) -> None:
    folder = page.parent
    pages = folder / "pages"
    pages.mkdir()
    kept = pages / "kept.md"
    kept.write_text("The owl was out.\n", encoding="utf-8")
    given, output = {
        "file": ([kept], kept), "folder": ([pages], kept), "link": ([pages], folder / "other.md"),
        "sample": (["--merge", folder / "s.jsonl"], folder / "s.jsonl"),
    }[way]  # fmt: skip
    (folder / "other.md").hardlink_to(kept)
    clean("learn", pages, "--sample", "-o", folder / "s.jsonl", folder=folder)
    before = output.read_bytes()
    told = clean("learn", *given, "-o", output, folder=folder, status=2)
    assert b"is an input and would be overwritten" in told
    assert output.read_bytes() == before


def test_learning_and_batches_are_tame(evil: Path) -> None:
    folder = evil.parent
    pages = folder / f"pages{EVIL}"
    pages.mkdir()
    for number in range(4):
        text = f"Menu{EVIL} of the site\n\n{DOCUMENT}The story has number {number}.\n"
        (pages / f"p{number}{EVIL}.md").write_text(text, encoding="utf-8")
    (pages / f"c{EVIL}.pdf").write_bytes(b"%PDF-1.4\nnothing")
    for args in (
        ["learn", pages], ["learn", pages, "--sample"], ["learn", "--merge", evil],
        ["learn", pages, "-o", f"no{EVIL}"], ["learn", f"gone{EVIL}"], ["--profile", evil, evil],
        ["batch", pages, "-o", f"out{EVIL}"], ["batch", pages, "-o", f"out{EVIL}"],
        ["batch", evil, "-o", f"out{EVIL}.jsonl", "--failures", f"failures{EVIL}"],
        ["batch", f"gone{EVIL}", "-o", "out"], ["restore", evil, evil], ["filters", EVIL],
    ):  # fmt: skip
        told = seen(*args, folder=folder)
        assert told.strip()
        assert WILD.findall(OURS.sub("", told)) == [], args


def test_names_in_an_archive_stay_in_the_folder(tmp_path: Path) -> None:
    work = tmp_path / "a" / "b"
    work.mkdir(parents=True)
    names = [f"x{EVIL}.md", "../up.md", "/abs.md", "a/../../up.md", "..\\win.md", "nl\nname.md",
             "y" * 300 + ".md", ".md", "..", "./-rf.md", "Case.md", "case.md"]  # fmt: skip
    with tarfile.open(work / "evil.tar", "w") as archive:
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = len(DOCUMENT.encode())
            archive.addfile(member, io.BytesIO(DOCUMENT.encode()))
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE):
            member = tarfile.TarInfo(f"odd{kind.decode()}.md")
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
    before = {path for path in tmp_path.rglob("*") if work not in path.parents}
    told = seen("batch", "evil.tar", "-o", "out", folder=work)
    assert WILD.findall(OURS.sub("", told)) == []
    assert {path for path in tmp_path.rglob("*") if work not in path.parents} == before
    assert {path.name for path in work.iterdir()} <= {
        "evil.tar", "out", "failures.jsonl", ".out.cleanpress"
    }  # fmt: skip
    written = [path for path in (work / "out").rglob("*") if path.is_file()]
    assert len(written) > len(names) // 2
    assert all("The owl" in path.read_text(encoding="utf-8") for path in written)
    assert not any(path.is_symlink() for path in written)
