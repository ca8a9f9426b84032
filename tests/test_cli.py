"""The command line as a person and a pipe see it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleanpress import clean_pdf
from cleanpress.cli import front
from cleanpress.registry import filter_names
from interrupts import interruptible

FIXTURES = Path(__file__).parent.parent / "fixtures"
PRINT = FIXTURES / "pdf" / "harbour-crane.pdf"

BODY = "The ferry leaves at noon, and the crew has not slept since Tuesday.\n"
SCRAPE = f"Advertisement\n\n{BODY}"
OTHER = "Nobody on the island remembers who painted the lighthouse red.\n"


def run(*args: str | Path, given: bytes = b"", env: dict[str, str] | None = None) -> Result:
    """The command in this process."""
    return CliRunner(env=env).invoke(
        front, [str(arg) for arg in args], input=given, prog_name="cleanpress"
    )


def shell(*args: str | Path) -> list[str]:
    """The command line of a process of its own."""
    return [sys.executable, "-m", "cleanpress", *map(str, args)]


@pytest.fixture
def scrape(tmp_path: Path) -> Path:
    path = tmp_path / "scrape.md"
    path.write_text(SCRAPE, encoding="utf-8")
    return path


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "other.txt"
    path.write_text(OTHER, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def print_body() -> str:
    return clean_pdf(PRINT).text


# ---- a filter in a pipe ------------------------------------------------------------------------
def test_file_to_standard_output(scrape: Path) -> None:
    done = run(scrape)
    assert (done.stdout, done.stderr, done.exit_code) == (BODY, "", 0)


@pytest.mark.parametrize("args", [(), ("-",)])
def test_standard_input(args: tuple[str, ...]) -> None:
    assert run(*args, given=SCRAPE.encode()).stdout == BODY


def test_print_is_the_article_that_the_api_gives(print_body: str) -> None:
    assert run(PRINT).stdout == print_body


def test_print_through_standard_input(print_body: str) -> None:
    assert run(given=PRINT.read_bytes()).stdout == print_body


def test_pdf_is_told_by_its_content_and_never_by_its_name(tmp_path: Path, print_body: str) -> None:
    print_as_text, text_as_pdf = tmp_path / "print.txt", tmp_path / "text.pdf"
    print_as_text.write_bytes(PRINT.read_bytes())
    text_as_pdf.write_text(SCRAPE, encoding="utf-8")
    assert run(print_as_text).stdout == print_body
    assert run(text_as_pdf).stdout == BODY


def test_several_bodies_are_parted_by_form_feeds(scrape: Path, other: Path) -> None:
    assert run(scrape, other).stdout == f"{BODY}\f{OTHER}"


def test_standard_input_among_files(scrape: Path) -> None:
    assert run("-", scrape, given=OTHER.encode()).stdout == f"{OTHER}\f{BODY}"


def test_standard_input_can_be_read_once() -> None:
    done = run("-", "-")
    assert done.exit_code == 2
    assert "only once" in done.stderr


def test_undecodable_bytes_come_out_as_they_went_in() -> None:
    text = "The café in the harbour serves naïve crêpes to the crew, déjà vu. " * 30
    torn = text.encode() + b"Here one byte \xff is torn.\n"
    out = run("--only", "blank-lines", given=torn).stdout_bytes
    assert b"byte \xff is" in out


def test_lone_surrogates_are_valid_json() -> None:
    given = "Half a pair \ud83d is here.\n".encode("utf-16", "surrogatepass")
    done = run("--format", "json", "--only", "blank-lines", given=given)
    assert "\ud83d" in json.loads(done.stdout_bytes.decode("utf-8"))["text"]


def test_encoding_may_be_told() -> None:
    given = "Ein Kran für Köln steht am Ufer.\n".encode("cp437")
    assert run("--encoding", "cp437", given=given).stdout == "Ein Kran für Köln steht am Ufer.\n"
    wrong = run("--encoding", "utf-8", given=given)
    assert wrong.exit_code == 1
    assert wrong.stderr == "cleanpress: -: not utf-8: byte 0x81 at 10\n"
    assert run("--encoding", "latin-8000", given=given).exit_code == 2


def test_broken_pipe_is_silent(tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_text("\n\n".join([BODY.strip()] * 5000), encoding="utf-8")
    with subprocess.Popen(
        shell("--only", "blank-lines", long, long),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("args", [(), ("filters", "embeds")])
def test_full_disk_behind_standard_output(args: tuple[str, ...]) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            shell(*args), input=BODY.encode(), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert done.stderr == b"cleanpress: standard output: No space left on device\n"


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
def test_interrupt_ends_it_without_a_word() -> None:
    with subprocess.Popen(
        shell(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=interruptible,
    ) as process:  # fmt: skip
        wait_until_reading(process)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out, err) == (130, b"", b"")


def wait_until_reading(process: subprocess.Popen[bytes]) -> None:
    """Wait until the process sleeps in ``read``; where the system does not tell, three seconds."""
    told = Path(f"/proc/{process.pid}/wchan")
    deadline = time.monotonic() + 3
    while time.monotonic() < deadline:
        if told.exists() and "pipe" in told.read_text():
            return
        time.sleep(0.05)


# ---- formats -----------------------------------------------------------------------------------
def test_json_is_one_line_a_document(scrape: Path, other: Path) -> None:
    first, second = run("--format", "json", scrape, other).stdout.splitlines()
    told = json.loads(first)
    assert (told["file"], told["text"], told["status"]) == (str(scrape), BODY, "ok")
    assert told["changes"][0]["by"] == "advertisements"
    assert json.loads(second)["text"] == OTHER


def test_json_has_the_metadata_of_a_print() -> None:
    gold = json.loads((FIXTURES / "gold" / "harbour-crane.json").read_text(encoding="utf-8"))
    told = json.loads(run("--format", "json", PRINT).stdout)
    for key in ("title", "authors", "published"):
        assert told[key] == gold[key]


def test_markdown_keeps_headings_and_links() -> None:
    given = f"# A town\n\n## At noon\n\nThe [ferry](https://example.org/f) left. {BODY}".encode()
    out = run("--format", "markdown", given=given).stdout
    assert "## At noon\n\n" in out
    assert "[ferry](https://example.org/f)" in out


# ---- output files ------------------------------------------------------------------------------
def test_output_file(scrape: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "body.txt"
    done = run("-o", out, scrape)
    assert (done.stdout, done.exit_code) == ("", 0)
    assert out.read_text(encoding="utf-8") == BODY
    assert [path.name for path in out.parent.iterdir()] == ["body.txt"]


def test_output_folder(scrape: Path, other: Path, tmp_path: Path) -> None:
    out = tmp_path / "clean"
    assert (
        run("-o", out, "--format", "markdown", scrape, other, "-", given=BODY.encode()).exit_code
        == 0
    )
    assert sorted(path.name for path in out.iterdir()) == ["other.md", "scrape.md", "stdin.md"]


def test_output_dash_is_standard_output(scrape: Path) -> None:
    assert run("-o", "-", scrape).stdout == BODY


@pytest.mark.parametrize("link", [None, os.symlink, os.link], ids=["same", "symbolic", "hard"])
def test_an_input_is_never_overwritten(scrape: Path, tmp_path: Path, link: object) -> None:
    out = scrape
    if callable(link):
        out = tmp_path / "linked.txt"
        link(scrape, out)
    for option in ("-o", "--report"):
        done = run(option, out, scrape)
        assert done.exit_code == 2
        assert "is an input" in done.stderr
    assert scrape.read_text(encoding="utf-8") == SCRAPE


def test_an_input_is_never_overwritten_from_a_folder(other: Path, tmp_path: Path) -> None:
    assert run("-o", tmp_path, other).exit_code == 2
    assert other.read_text(encoding="utf-8") == OTHER


def test_two_articles_never_go_to_one_place(scrape: Path, tmp_path: Path) -> None:
    twin = tmp_path / "scrape.txt"
    twin.write_text(OTHER, encoding="utf-8")
    done = run("-o", tmp_path / "clean", scrape, twin)
    assert done.exit_code == 2
    assert "both go to" in done.stderr
    assert not (tmp_path / "clean").exists()


def test_many_documents_need_a_folder(scrape: Path, other: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken.txt"
    taken.write_text("mine", encoding="utf-8")
    assert run("-o", taken, scrape, other).exit_code == 2
    assert taken.read_text(encoding="utf-8") == "mine"


def test_a_failed_document_leaves_the_old_output(tmp_path: Path) -> None:
    broken, out = tmp_path / "broken.pdf", tmp_path / "out.txt"
    broken.write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Cat")
    out.write_text("the old body", encoding="utf-8")
    assert run("-o", out, broken).exit_code == 1
    assert out.read_text(encoding="utf-8") == "the old body"
    assert len(list(tmp_path.iterdir())) == 2


def test_output_keeps_mode_and_link_of_what_it_replaces(scrape: Path, tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("old", encoding="utf-8")
    real.chmod(0o600)
    link.symlink_to(real)
    assert run("-o", link, scrape).exit_code == 0
    assert link.is_symlink()
    assert (real.read_text(encoding="utf-8"), real.stat().st_mode & 0o777) == (BODY, 0o600)


def test_output_to_a_device(scrape: Path) -> None:
    assert run("-o", os.devnull, scrape).exit_code == 0
    assert not Path(os.devnull).is_file()


# ---- failures ----------------------------------------------------------------------------------
def test_one_failure_does_not_stop_the_others(scrape: Path, tmp_path: Path) -> None:
    done = run(tmp_path / "nowhere.txt", scrape, tmp_path)
    assert (done.stdout, done.exit_code) == (BODY, 1)
    assert done.stderr.splitlines() == [
        f"cleanpress: {tmp_path / 'nowhere.txt'}: No such file or directory",
        f"cleanpress: {tmp_path}: Is a directory",
    ]


def test_damaged_pdf_is_one_clear_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Cat")
    done = run(broken)
    assert done.exit_code == 1
    assert done.stderr.startswith(f"cleanpress: {broken}: ")
    assert len(done.stderr.splitlines()) == 1
    assert "internal error" not in done.stderr


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--without", "running-head"), "did you mean 'running-heads'?"),
        (("--only", "embed"), "did you mean 'embeds'?"),
        (("--preset", "defalt"), "did you mean 'default'?"),
        (("--lang", "en,xx"), "unknown language 'xx'"),
        (("--embeds", "burn"), "'burn' is not one of"),
        (("--diff", "--format", "json"), "--diff shows text or Markdown"),
        (("--check", "-o", "x"), "leave --output out"),
        (("--colour",), "No such option"),
        (("filters", "promo"), "did you mean 'promos'?"),
    ],
)
def test_wrong_usage(args: tuple[str, ...], message: str) -> None:
    done = run(*args, given=BODY.encode())
    assert (done.stdout, done.exit_code) == ("", 2)
    assert message in done.stderr
    assert "Usage: cleanpress [OPTIONS] [FILE]..." in done.stderr or args[0] == "filters"


# ---- which filters -----------------------------------------------------------------------------
def test_without_takes_names_parted_by_commas_and_repeated() -> None:
    given = SCRAPE.encode()
    args = ("--without", "advertisements,promos", "--without", "folios")
    assert run(*args, given=given).stdout == SCRAPE
    told = json.loads(run("--format", "json", *args, given=given).stdout)
    assert not {"advertisements", "promos", "folios"} & set(told["filters"])


def test_only_runs_these_in_the_order_of_the_table() -> None:
    args = ("--format", "json", "--only", "blank-lines", "--only", "advertisements,embeds")
    told = json.loads(run(*args, given=SCRAPE.encode()).stdout)
    assert told["filters"] == ["embeds", "advertisements", "blank-lines"]
    assert told["text"] == BODY


def test_a_filter_outside_the_preset_may_be_run_and_left_out() -> None:
    given = (
        "\N{LEFT DOUBLE QUOTATION MARK}Never,\N{RIGHT DOUBLE QUOTATION MARK} she said.\n".encode()
    )
    assert run("--only", "straight-quotes", given=given).stdout == '"Never," she said.\n'
    assert run("--without", "straight-quotes", given=given).exit_code == 0


def test_embed_modes_differ() -> None:
    given = (
        f"{BODY}\nThe harbour is closed until Friday https://t.co/Ab12Cd34Ef\n\n"
        f"\N{EM DASH} Harbour Office (@harbour) October 23, 2026\n\n{OTHER}"
    ).encode()
    outs = {mode: run("--embeds", mode, given=given).stdout for mode in ("keep", "residue", "drop")}
    assert "t.co" in outs["keep"]
    assert "t.co" not in outs["residue"]
    assert "closed until Friday" in outs["residue"]
    assert "closed until Friday" not in outs["drop"]


def test_languages_choose_the_phrases() -> None:
    given = f"Anzeige\n\n{BODY}".encode()
    assert run("--lang", "de", given=given).stdout == BODY
    assert run("--lang", "fr,es", given=given).stdout == f"Anzeige\n\n{BODY}"


# ---- what went ---------------------------------------------------------------------------------
def test_explain_goes_to_standard_error(scrape: Path) -> None:
    done = run("--explain", scrape)
    assert done.stdout == BODY
    head, line, *_ = done.stderr.splitlines()
    assert head.startswith(f"{scrape}: 1 removal, 1 of ")
    assert head.endswith("; ok")
    assert line.startswith("  advertisements/")
    assert line.split()[1] == "Advertisement"


def test_explain_cannot_command_the_terminal() -> None:
    nasty = "Read more: Ten \x1b]0;owned\x07 things about \N{RIGHT-TO-LEFT OVERRIDE}ships"
    given = f"{nasty}\n\n{BODY}\n{OTHER}".encode()
    args = ("--explain", "--without", "mojibake,invisibles")
    done = run(*args, given=given, env={"COLUMNS": "160"})
    assert "Read more" in done.stderr, "the line must go for this test to show anything"
    assert not set(done.stderr) & {"\x1b", "\x07", "\N{RIGHT-TO-LEFT OVERRIDE}"}
    assert "Ten <U+001B>]0;owned<U+0007> things about <U+202E>ships" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_body_cannot_command_the_terminal(tmp_path: Path) -> None:
    text = "The \x1b]0;owned\x07ferry \N{RIGHT-TO-LEFT OVERRIDE}left\x9b2J at noon.\n"
    path = tmp_path / "nasty.txt"
    path.write_text(text, encoding="utf-8")
    command = shell("--only", "blank-lines", path)
    assert subprocess.run(command, capture_output=True, check=True).stdout == text.encode()
    ours, theirs = os.openpty()
    subprocess.run(command, stdout=theirs, check=True)
    os.close(theirs)
    shown = os.read(ours, 65536)
    os.close(ours)
    assert shown == b"The ]0;ownedferry left2J at noon.\r\n"


def test_a_failed_file_cannot_command_the_terminal() -> None:
    assert "\x1b" not in run("no\x1b[31msuch").stderr


def test_colours_only_where_wanted(scrape: Path) -> None:
    def coloured(**env: str) -> bool:
        told = {"NO_COLOR": "", "FORCE_COLOR": "", **env}
        return "\x1b[" in run("--explain", scrape, env=told).stderr

    assert not coloured()
    assert coloured(FORCE_COLOR="1")
    assert not coloured(FORCE_COLOR="1", NO_COLOR="1")


def test_check_prints_the_names_of_what_would_change(scrape: Path, other: Path) -> None:
    done = run("--check", scrape, other)
    assert (done.stdout, done.exit_code) == (f"{scrape}\n", 1)
    assert run("--check", other).exit_code == 0


def test_diff(scrape: Path, other: Path) -> None:
    done = run("--diff", scrape, other)
    assert done.exit_code == 0
    assert done.stdout == (
        f"--- {scrape}\n+++ {scrape} (cleaned)\n@@ -1,3 +1 @@\n-Advertisement\n-\n {BODY}"
    )
    assert run("--diff", "--check", scrape).exit_code == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_progress_on_a_terminal_only(scrape: Path, other: Path, tmp_path: Path) -> None:
    command = shell("-o", tmp_path / "clean", scrape, tmp_path / "nowhere", other)
    piped = subprocess.run(command, capture_output=True, check=False)
    assert b"/3" not in piped.stderr
    ours, theirs = os.openpty()
    subprocess.run(command, stderr=theirs, stdout=subprocess.DEVNULL, check=False)
    os.close(theirs)
    shown = os.read(ours, 65536)
    os.close(ours)
    assert b"1/3" in shown
    assert b"\r\x1b[Kcleanpress: " in shown, "an error stands on a line of its own"
    assert shown.endswith(b"\r\x1b[K"), "nothing is left behind"


# ---- the list of filters -----------------------------------------------------------------------
def test_filters_lists_all() -> None:
    found = json.loads(run("filters", "--json").stdout)
    assert [one["name"] for one in found] == list(filter_names())
    for one in found:
        assert one["stage"] in ("REPAIR", "PRUNE", "REFLOW", "POLISH")
        assert one["about"]
        assert one["reasons"]
        assert one["example"], f"{one['name']} shows no example"


def test_filters_for_a_person() -> None:
    out = run("filters", "embeds").stdout
    assert out.startswith("embeds  PRUNE\n")
    assert "  before  " in out
    assert "  after   " in out
    assert "\x1b" not in out


def test_a_file_called_filters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "filters").write_text(SCRAPE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run("./filters").stdout == BODY
    assert run("--format", "text", "filters").stdout == BODY, "a command is the first word or none"


# ---- help --------------------------------------------------------------------------------------
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_teaches(flag: str) -> None:
    out = run(flag).stdout
    assert out.startswith("Usage: cleanpress [OPTIONS] [FILE]...\n")
    assert "cleanpress filters" in out
    assert "\nPresets:\n  default " in out
    assert max(map(len, out.splitlines())) <= 90


def test_version() -> None:
    assert run("--version").stdout.startswith("cleanpress ")


def test_module_runs() -> None:
    done = subprocess.run(shell(), input=SCRAPE.encode(), capture_output=True, check=False)
    assert (done.stdout, done.stderr, done.returncode) == (BODY.encode(), b"", 0)
