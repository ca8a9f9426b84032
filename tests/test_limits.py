"""Limits and named errors: what they say, and that they survive the way to another process."""

from __future__ import annotations

import math
import os
import pickle
import sys
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bombs import BOMBS
from cleanpress import (
    BatchCleaner,
    Damaged,
    Encrypted,
    LimitExceeded,
    Limits,
    NoTextLayer,
    ReadError,
    clean_bytes,
    clean_pdf,
    preset,
)
from cleanpress.api import Beside, Job
from cleanpress.cli import front
from cleanpress.errors import Cause, ConfigError, WorkerDied
from cleanpress.limits import read_within
from pdf_writer import PdfPage, lines, write_pdf


@pytest.mark.parametrize(
    "wrong", [{"pages": -1}, {"seconds": float("nan")}, {"glyphs": 1.5}, {"memory": True}]
)
def test_a_limit_is_a_number_of_at_least_nothing(wrong: dict[str, int]) -> None:
    with pytest.raises(ConfigError, match=next(iter(wrong))):
        Limits(**wrong)


def test_a_limit_of_nothing_lets_nothing_pass() -> None:
    Limits(pages=0).check("pages", 0)
    with pytest.raises(LimitExceeded) as caught:
        Limits(pages=0).check("pages", 1)
    assert (caught.value.kind, caught.value.limit, caught.value.seen) == ("pages", 0, 1)
    assert "pages" in str(caught.value)


@pytest.mark.parametrize(
    "error",
    [
        LimitExceeded("glyphs", 10, 11, page=3),
        Damaged("cut short", object=7),
        Encrypted("wants a password"),
        NoTextLayer("a scan", page=1),
    ],
)
def test_errors_cross_the_borders_of_processes(error: ReadError) -> None:
    try:
        raise error from ValueError("of another library")
    except ReadError as raised:
        again = pickle.loads(pickle.dumps(raised))
    assert (type(again), again.args, str(again)) == (type(error), error.args, str(error))
    assert (again.page, again.object, again.partial) == (error.page, error.object, None)
    assert isinstance(again.__cause__, Cause)
    assert str(again.__cause__) == "ValueError: of another library"


# ---- the front door ----------------------------------------------------------------------------
PROSE = ["The ferry leaves at noon on every day of the week.", "It was late again."]


def pages(count: int) -> bytes:
    return write_pdf(*[PdfPage(lines(PROSE))] * count)


def test_what_was_read_before_a_limit_is_had_on_demand() -> None:
    with pytest.raises(LimitExceeded) as caught:
        clean_pdf(pages(5), backend="pdfminer", limits=Limits(glyphs=10_000, pages=3))
    assert (caught.value.kind, caught.value.partial) == ("pages", None)
    two = write_pdf(PdfPage(lines(PROSE)), PdfPage(lines(["word " * 40] * 10)))
    with pytest.raises(LimitExceeded) as caught:
        clean_pdf(two, backend="pdfminer", limits=Limits(glyphs=200), keep_going=True)
    error = caught.value
    assert (error.kind, error.page) == ("glyphs", 2)
    assert error.partial is not None
    assert "".join(error.partial.text.split()) == "".join("".join(PROSE).split())
    again = pickle.loads(pickle.dumps(error))
    assert again.partial.text == error.partial.text


def test_the_size_of_a_file_counts_before_it_is_read(tmp_path: Path) -> None:
    large = tmp_path / "large.pdf"
    large.write_bytes(pages(1) + bytes(5000))
    for given in (large, large.read_bytes(), BytesIO(large.read_bytes())):
        with pytest.raises(LimitExceeded, match="input_bytes"):
            clean_pdf(given, limits=Limits(input_bytes=4000))
    with pytest.raises(LimitExceeded, match="input_bytes"):
        clean_bytes(b"word " * 1000, limits=Limits(input_bytes=4000))


def test_a_file_cut_short_says_that_text_may_be_missing() -> None:
    whole = pages(2)
    article = clean_pdf(whole[: whole.index(b"xref")])
    assert article.status == "incomplete"
    assert "missing" in article.notes[0]
    assert article.to_dict()["notes"] == list(article.notes)
    assert clean_pdf(whole).notes == ()


# ---- the command line --------------------------------------------------------------------------
def cleanpress(*words: str) -> Result:
    return CliRunner().invoke(front, words)


def test_limits_of_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "two.pdf"
    file.write_bytes(write_pdf(PdfPage(lines(PROSE)), PdfPage(lines(["word " * 40] * 10))))
    few = ("--limit", "glyphs=200", "--backend", "pdfminer", str(file))
    refused = cleanpress(*few)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "limits: glyphs" in refused.stderr
    kept = cleanpress("--keep-going", *few)
    assert kept.exit_code == 1
    assert "ferry" in kept.stdout
    assert "limits: glyphs" in kept.stderr
    assert cleanpress("--limit", "glyphs=10k", str(file)).exit_code == 0


@pytest.mark.parametrize("wrong", ["glyph=5", "pages", "pages=many", "pages=5x", "seconds=-1"])
def test_a_limit_that_makes_no_sense_is_wrong_usage(wrong: str) -> None:
    result = cleanpress("--limit", wrong, "-")
    assert result.exit_code == 2
    assert "limit" in result.stderr


# ---- a process of its own ----------------------------------------------------------------------
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only there memory is held to a limit")


def test_the_article_is_the_same_in_a_process_of_its_own() -> None:
    data = pages(2)
    assert clean_pdf(data, isolate=True).to_dict() == clean_pdf(data).to_dict()
    with pytest.raises(Damaged):
        clean_bytes(data[:40], isolate=True)


@LINUX
def test_where_pdfium_dies_the_other_library_names_the_limit() -> None:
    limits = Limits(seconds=60)
    bomb = BOMBS["flate-twice"].make()
    with pytest.raises(WorkerDied, match="SIGABRT"):
        clean_pdf(bomb, backend="pdfium", isolate=True, limits=limits)
    with pytest.raises(LimitExceeded, match="stream_bytes") as caught:
        clean_pdf(bomb, isolate=True, limits=limits)
    assert isinstance(caught.value.__cause__, WorkerDied)


@LINUX
def test_what_pdfium_reads_is_read_in_another_process_unless_it_is_trusted() -> None:
    limits = Limits(seconds=60)
    bomb, fine = BOMBS["flate-twice"].make(), pages(2)
    with pytest.raises(WorkerDied, match="SIGABRT"):
        clean_pdf(bomb, backend="pdfium", limits=limits)
    assert "ferry" in clean_bytes(fine, backend="pdfium", limits=limits).text
    done = BatchCleaner(column="pdf", errors="error", limits=limits)({"pdf": [bomb, fine]})
    assert "stream_bytes" in done["error"][0]
    assert "ferry" in done["pdf"][1]
    assert clean_pdf(fine, isolate=False).to_dict() == clean_pdf(fine).to_dict()


@LINUX
def test_a_forked_process_does_not_talk_to_its_parents_reader() -> None:
    here = clean_pdf(pages(1)).text
    child = os.fork()
    if not child:
        os._exit(clean_pdf(pages(1)).text != here)
    assert os.waitpid(child, 0)[1] == 0
    assert clean_pdf(pages(1)).text == here


def test_a_process_is_ended_wherever_it_is_and_the_next_document_has_another() -> None:
    roomy = Limits(seconds=2.0, memory=2 << 30)  # with less it dies of its memory first
    with Beside(roomy) as beside:
        job = Job(BOMBS["laughs"].make(), "", "pdfium", roomy, False, preset())
        with pytest.raises(LimitExceeded, match="seconds"):
            beside(job)
        slow = Limits(seconds=60)
        assert "ferry" in beside(job._replace(data=pages(1), limits=slow)).text


@LINUX
def test_the_command_line_outlives_what_kills_pdfium(tmp_path: Path) -> None:
    bomb, fine = tmp_path / "bomb.pdf", tmp_path / "fine.pdf"
    bomb.write_bytes(BOMBS["flate-twice"].make())
    fine.write_bytes(pages(1))
    result = cleanpress(str(bomb), str(fine))
    assert result.exit_code == 1
    assert "stream_bytes" in result.stderr
    assert "ferry" in result.stdout


def test_a_file_is_read_in_pieces() -> None:
    """A read of as many bytes as are allowed takes that much memory at once."""

    class Watched(BytesIO):
        most = 0

        def read(self, size: int | None = -1, /) -> bytes:
            self.most = max(self.most, math.inf if size is None or size < 0 else size)
            return super().read(size)

    file = Watched(b"The ferry leaves at noon." * 100_000)
    assert len(read_within(file, Limits())) == 2_500_000
    assert file.most <= 1 << 20
    file.seek(0)
    with pytest.raises(LimitExceeded) as caught:
        read_within(file, Limits(input_bytes=2_000_000))
    assert caught.value.kind == "input_bytes"
