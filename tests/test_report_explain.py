"""``cleanpress explain``: the account in the terminal."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleanpress import clean_pdf
from cleanpress.cli import front
from cleanpress.cli_terminal import cells

FIXTURES = Path(__file__).parent.parent / "fixtures"
CRANE = FIXTURES / "pdf" / "harbour-crane.pdf"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def run(*args: str | Path, given: bytes = b"", **env: str) -> Result:
    told = {"NO_COLOR": "", "FORCE_COLOR": "", "COLUMNS": "100", **env}
    return CliRunner(env=told).invoke(
        front, [str(arg) for arg in args], input=given, prog_name="cleanpress"
    )


def test_it_tells_page_by_page_what_went_and_why() -> None:
    done = run("explain", CRANE, COLUMNS="140")
    assert done.exit_code == 0
    pages = done.stdout.split("── page ")
    article = clean_pdf(CRANE)
    assert [page[:6] for page in pages[1:]] == ["1 of 3", "2 of 3", "3 of 3"]
    for one in article.removed:
        told = pages[one.page]
        assert f"- {one.by}/{one.reason} " in told
        assert one.note[:12] in told
        assert one.source.split()[0] in told
    assert "Marit Osgood, Deshawn Pell" in pages[0]
    assert "837 of 1,096 words kept (76%)" in pages[0]


def test_full_shows_every_word_that_stays() -> None:
    told = " ".join(line.strip() for line in run("explain", "--full", CRANE).stdout.splitlines())
    for paragraph in clean_pdf(CRANE).paragraphs[:2]:
        assert paragraph in told


@pytest.mark.parametrize("columns", [50, 72, 100, 140])
@pytest.mark.parametrize("full", [(), ("--full",)])
def test_no_line_is_wider_than_the_terminal(columns: int, full: tuple[str, ...]) -> None:
    wide = "船は正午に出ます。" * 30 + "\n\nAdvertisement\n\n" + "x" * 500
    for given in (wide.encode(), b"", b"One.\n"):
        done = run("explain", *full, given=given, COLUMNS=str(columns))
        assert max(map(cells, done.stdout.splitlines())) <= columns
    for path in (CRANE, FIXTURES / "text" / "phare-carine.md"):
        done = run("explain", *full, path, COLUMNS=str(columns))
        assert max(map(cells, done.stdout.splitlines())) <= columns


def test_colours_only_where_wanted() -> None:
    assert "\x1b" not in run("explain", CRANE).stdout
    coloured = run("explain", CRANE, FORCE_COLOR="1").stdout
    assert "\x1b[" in coloured
    assert COLOUR.sub("", coloured) == run("explain", CRANE).stdout
    assert "\x1b" not in run("explain", CRANE, FORCE_COLOR="1", NO_COLOR="1").stdout


def test_it_cannot_command_the_terminal() -> None:
    nasty = "Read more: Ten \x1b]0;owned\x07 things \N{RIGHT-TO-LEFT OVERRIDE}about ships"
    given = (
        f"# A\x1b[2J title\n\n{nasty}\n\nThe ferry \x9b31m left at noon, said the crew.\n".encode()
    )
    for full in ((), ("--full",)):
        done = run("explain", *full, "--without", "mojibake,invisibles", given=given, COLUMNS="140")
        assert not set(done.stdout) & {"\x1b", "\x07", "\x9b", "\N{RIGHT-TO-LEFT OVERRIDE}"}
        assert "<U+001B>]0;owned<U+0007>" in done.stdout
        assert "<U+009B>31m left" in done.stdout


def test_a_failure_does_not_stop_the_others(tmp_path: Path) -> None:
    done = run("explain", tmp_path / "no\x1b[31msuch", CRANE)
    assert done.exit_code == 1
    assert "No such file or directory" in done.stderr
    assert "\x1b" not in done.stderr
    assert "harbour-crane" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
@pytest.mark.parametrize("no_color", ["", "1"])
def test_on_a_terminal_it_goes_through_the_pager(no_color: str) -> None:
    ours, theirs = pty.openpty()
    env = {**os.environ, "PAGER": "sed s/^/PAGED/", "NO_COLOR": no_color, "TERM": "xterm"}
    with subprocess.Popen(
        [sys.executable, "-m", "cleanpress", "explain", CRANE], stdout=theirs, stdin=theirs, env=env
    ) as process:
        os.close(theirs)
        told = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:
                break
            if not part:
                break
            told += part
    os.close(ours)
    assert process.returncode == 0
    assert told.count(b"PAGED") > 40
    assert (b"\x1b[1m" in told) == (not no_color)
