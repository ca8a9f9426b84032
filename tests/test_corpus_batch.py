"""What ``cleanpress batch`` takes and gives: every kind of input and output, resumed and spared."""

from __future__ import annotations

import datetime
import gzip
import io
import json
import os
import re
import signal
import tarfile
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

import cleanpress
from cleanpress import cli_corpus
from cleanpress.corpus.tally import Tally
from cleanpress.sites.profile import Entry, Profile
from corpus_command import batch, started, tree
from interrupts import interruptible

FIXTURES = Path(__file__).parent.parent / "fixtures" / "pdf"
PRINT = FIXTURES / "short-ferry.pdf"
TEXT = "Advertisement\n\nThe ferry leaves at noon, and nobody on the quay minds.\n"
BODY = "The ferry leaves at noon, and nobody on the quay minds.\n"
RECORD = (
    '{"id": 123456789012345678901234567890, "rate": 1E5,'
    ' "deep": {"b": [1.50, null], "a": "\\u00e9"},'
    f' "text": {json.dumps(TEXT)}, "z": -0.0}}'
)


def gold(path: Path) -> str:
    return cleanpress.clean_pdf(path).text


@pytest.fixture
def texts(tmp_path):
    folder = tmp_path / "in" / "deep"
    folder.mkdir(parents=True)
    (folder / "one.txt").write_text(TEXT)
    (folder / "two.md").write_text(TEXT)
    return tmp_path


def test_a_folder_and_all_below_it(texts):
    status, said = batch("in", "-o", "out", cwd=texts)
    assert status == 0, said
    assert tree(texts / "out") == {
        "deep/one.txt.txt": BODY.encode(),
        "deep/two.md.txt": BODY.encode(),
    }
    assert not (texts / "failures.jsonl").exists()


def test_a_second_run_has_nothing_to_do(texts):
    assert batch("in", "-o", "out", cwd=texts)[0] == 0
    before = {path: path.stat().st_mtime_ns for path in (texts / "out").rglob("*.txt")}
    status, said = batch("in", "-o", "out", cwd=texts)
    assert status == 0 and "complete already" in said
    assert before == {path: path.stat().st_mtime_ns for path in (texts / "out").rglob("*.txt")}


def test_another_command_does_not_take_the_folder_over(texts):
    assert batch("in", "-o", "out", cwd=texts)[0] == 0
    status, said = batch("in", "-o", "out", "--format", "markdown", cwd=texts)
    assert status == 2 and "out" in said and "Traceback" not in said


def test_patterns_and_lists(texts):
    status, said = batch("in/**/*.md", "-o", "glob", cwd=texts)
    assert status == 0, said
    assert [*tree(texts / "glob").values()] == [BODY.encode()]
    status, said = batch("-", "-o", "listed.jsonl", cwd=texts, stdin=b"in/deep/one.txt\n")
    assert status == 0, said
    [record] = map(json.loads, (texts / "listed.jsonl").read_text().splitlines())
    assert record["text"] == BODY


@pytest.mark.parametrize("ending", ["", ".gz", ".zst"])
def test_other_fields_of_a_record_come_out_as_they_went_in(tmp_path, ending):
    packed = (RECORD + "\n").encode() * 3
    if ending == ".gz":
        packed = gzip.compress(packed)
    elif ending == ".zst":
        packed = pytest.importorskip("zstandard").compress(packed)
    (tmp_path / f"in.jsonl{ending}").write_bytes(packed)
    status, said = batch(f"in.jsonl{ending}", "-o", "out.jsonl", cwd=tmp_path)
    assert status == 0, said
    lines = (tmp_path / "out.jsonl").read_text().splitlines()
    assert lines == [RECORD.replace(json.dumps(TEXT), json.dumps(BODY))] * 3


def test_the_field_of_the_text_has_a_name(tmp_path):
    (tmp_path / "in.jsonl").write_text(json.dumps({"content": TEXT, "text": 3}) + "\n")
    status, said = batch("in.jsonl", "-o", "out.jsonl", "--text-field", "content", cwd=tmp_path)
    assert status == 0, said
    assert json.loads((tmp_path / "out.jsonl").read_text()) == {"content": BODY, "text": 3}


def test_prints_in_tar_and_zip(tmp_path):
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as tar:
        tar.add(PRINT, "deep/../../ferry.pdf")  # a name that would leave the folder
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.write(PRINT, "ferry.pdf")
    (tmp_path / "b.zip").write_bytes(held.getvalue())
    status, said = batch("a.tar.gz", "b.zip", "-o", "x/out", cwd=tmp_path)
    assert status == 0, said
    assert [*tree(tmp_path / "x" / "out").values()] == [gold(PRINT).encode()] * 2
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.tar.gz", "b.zip", "x"]


def test_parquet_in_and_out(tmp_path):
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = arrow.table({"id": [7, 8], "text": [TEXT, TEXT], "nest": [{"a": [1]}, None]})
    parquet.write_table(table, tmp_path / "in.parquet")
    status, said = batch("in.parquet", "-o", "out.parquet", cwd=tmp_path)
    assert status == 0, said
    found = parquet.read_table(tmp_path / "out.parquet")
    assert found.column("text").to_pylist() == [BODY, BODY]
    assert found.drop_columns(["text"]).to_pylist() == table.drop_columns(["text"]).to_pylist()


@pytest.mark.parametrize(("form", "ending"), [("markdown", ".md"), ("json", ".json")])
def test_forms(tmp_path, form, ending):
    status, said = batch(str(PRINT), "-o", "out", "--format", form, cwd=tmp_path)
    assert status == 0, said
    [(name, content)] = tree(tmp_path / "out").items()
    assert name.endswith(ending)
    assert form != "json" or json.loads(content)["text"] == gold(PRINT)


def test_ctrl_c_ends_cleanly_and_the_run_goes_on(tmp_path):
    (tmp_path / "in").mkdir()
    for number in range(300):
        (tmp_path / "in" / f"{number:03}.pdf").write_bytes(PRINT.read_bytes())
    process = started("in", "-o", "out", "--jobs", "1", cwd=tmp_path, start_new_session=True,
                      preexec_fn=interruptible)  # fmt: skip
    deadline = time.monotonic() + 60
    while not (tmp_path / ".out.cleanpress").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(1)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert b"Traceback" not in err
    status, said = batch("in", "-o", "out", "--jobs", "2", cwd=tmp_path)
    assert status == 0, said
    assert len(tree(tmp_path / "out")) == 300
    assert set(tree(tmp_path / "out").values()) == {gold(PRINT).encode()}


def test_an_input_is_never_overwritten(texts):
    status, said = batch("in/deep/one.txt", "-o", "in/deep/one.txt", cwd=texts)
    assert status == 2 and "Traceback" not in said
    assert (texts / "in" / "deep" / "one.txt").read_text() == TEXT


def test_help_and_wrong_usage(tmp_path):
    status, said = batch("in", cwd=tmp_path)
    assert status == 2 and "--output" in said
    status, said = batch("nowhere", "-o", "out", cwd=tmp_path)
    assert status == 1 and "FileNotFoundError 1" in said and "Traceback" not in said
    [failure] = map(json.loads, (tmp_path / "failures.jsonl").read_text().splitlines())
    assert failure["path"] == "nowhere"


def test_a_site_profile(texts):
    """What a site prints around its articles goes as it does with ``clean``; it cannot change."""
    tale = "The ferry left at noon with forty people and one goat on board, and nobody on the " \
           "quay could say why it came back.\n"  # fmt: skip
    (texts / "in" / "page.txt").write_text(f"{tale}\nTorna su\n")
    profile = Profile("gull", 60, (), (Entry("Torna su", 60, ("end",)),))
    (texts / "site.json").write_text(profile.dumps())
    command = ("in/page.txt", "-o", "out", "--profile", "site.json", "--preset", "reflow")
    status, said = batch(*command, cwd=texts)
    assert status == 0 and "site-profile" in said, said
    assert tree(texts / "out") == {"page.txt.txt": tale.encode()}
    (texts / "site.json").write_text(profile.dumps().replace("Torna", "Vai"))
    status, said = batch(*command, cwd=texts)
    assert status == 2 and "made by another command" in said


def test_lists_may_be_empty_and_may_name_nothing(tmp_path):
    status, said = batch("-", "-o", "out", cwd=tmp_path)
    assert status == 0 and said.startswith("0 documents"), said
    status, said = batch(
        "-", "-o", "out.jsonl", cwd=tmp_path, stdin=b"nowhere.txt\r\n\nnul\0.txt\n"
    )
    assert status == 1 and (tmp_path / "out.jsonl").read_bytes() == b""
    told = [json.loads(line) for line in (tmp_path / "failures.jsonl").read_text().splitlines()]
    assert [(one["path"], one["error"]) for one in told] == [
        ("nowhere.txt", "FileNotFoundError"), ("nul\0.txt", "ValueError")
    ]  # fmt: skip


def test_a_pattern_that_fits_nothing(texts):
    status, said = batch("in/*.pdf", "-o", "out", cwd=texts)
    assert status == 2 and "no file is like in/*.pdf" in said
    status, said = batch("in/**/*.md", "-o", "out", cwd=texts)
    assert status == 0, "what was refused stands in nobody's way"


def test_an_output_inside_of_an_input_is_not_read(texts):
    status, said = batch("in", "-o", "in/out", cwd=texts)
    assert status == 0 and len(tree(texts / "in" / "out")) == 2, said
    status, said = batch("in", "-o", "in/again.jsonl", "--failures", "f", cwd=texts)
    assert status == 0 and said.startswith("4 documents"), "but by another run"
    records = map(json.loads, (texts / "in" / "again.jsonl").read_text().splitlines())
    assert {one["text"] for one in records} == {BODY}


@pytest.mark.parametrize("out", ["/", "failures.jsonl", "in"])
def test_outputs_that_cannot_be(texts, out):
    status, said = batch("in", "-o", out, cwd=texts)
    assert status == 2 and "Traceback" not in said, said


def test_two_runs_do_not_share_a_file_of_failures(texts):
    (texts / "in" / "bad.pdf").write_bytes(b"%PDF-1.7 no")
    assert batch("in", "-o", "one", cwd=texts)[0] == 1
    status, said = batch("in", "-o", "two", cwd=texts)
    assert status == 2 and "failures.jsonl is there already" in said
    status, said = batch("in", "-o", "two", "--failures", "two.failed.jsonl", cwd=texts)
    assert status == 1 and len((texts / "two.failed.jsonl").read_text().splitlines()) == 1


def test_rows_come_out_as_records(tmp_path):
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    columns = {"id": [2**62, 8], "text": [TEXT, None], "raw": [b"ferry", b""], "on": [1.5, None],
               "day": [datetime.date(2026, 11, 26), None], "nest": [{"a": [1]}, None]}  # fmt: skip
    parquet.write_table(arrow.table(columns), tmp_path / "in.parquet")
    status, said = batch("in.parquet", "-o", "out.jsonl", cwd=tmp_path)
    assert status == 1 and "BadRecord 1" in said, said
    [record] = map(json.loads, (tmp_path / "out.jsonl").read_text().splitlines())
    assert list(record.items()) == [
        ("id", 2**62), ("text", BODY), ("raw", "ZmVycnk="), ("on", 1.5), ("day", "2026-11-26"),
        ("nest", {"a": [1]}),
    ]  # fmt: skip


def test_order_is_kept_unless_it_is_not_wanted(tmp_path):
    """The first document takes as long as all others; they do not wait for it."""
    long = "The ferry leaves at noon, and nobody on the quay minds it much.\n\n" * 8000
    texts = [long, *(f"The ferry {number} leaves at noon.\n" for number in range(60))]
    with (tmp_path / "in.jsonl").open("w") as file:
        file.writelines(json.dumps({"id": n, "text": one}) + "\n" for n, one in enumerate(texts))
    numbers = {}
    for out, more in (("in-order.jsonl", ()), ("as-done.jsonl", ("--unordered",))):
        status, said = batch("in.jsonl", "-o", out, "--jobs", "2", *more, cwd=tmp_path)
        assert status == 0, said
        lines = (tmp_path / out).read_text().splitlines()
        numbers[out] = [json.loads(line)["id"] for line in lines]
    assert numbers["in-order.jsonl"] == list(range(61))
    assert numbers["as-done.jsonl"] != list(range(61))
    assert sorted(numbers["as-done.jsonl"]) == list(range(61))


@pytest.mark.skipif(os.name != "posix", reason="terminals")
def test_a_terminal_is_told_how_far_it_is(tmp_path):
    import pty

    for number in range(40):
        path = tmp_path / "in" / f"{number:03}.pdf"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(PRINT.read_bytes())
    (tmp_path / "in" / "041.pdf").write_bytes(b"%PDF-1.7 no")
    ours, theirs = pty.openpty()
    process = started("in", "-o", "out", "--jobs", "1", cwd=tmp_path, stderr=theirs)
    os.close(theirs)
    said = b""
    with suppress(OSError):  # the terminal is gone with the process
        while part := os.read(ours, 4096):
            said += part
    process.communicate(timeout=60)
    os.close(ours)
    live = re.findall(rb"(\d+) documents, [\d.]+ [kM]B of 2.6 MB, [\d.]+/s(?:, [\d minsh]+ left)?, "
                      rb"(\d+) failed in/\d+\.pdf", said)  # fmt: skip
    counts = [int(one) for one, _ in live]
    assert len(counts) >= 2 and counts == sorted(set(counts)) and counts[-1] <= 41, said
    assert said.count(b"\r\x1b[K") >= len(counts), "each line is taken away again"
    assert b"left, 0 failed" in said and said.count(b"; 40 written, 1 failed; ") == 1
    assert process.returncode == 1


def test_a_log_is_told_once_a_minute(monkeypatch, capsys):
    now = [1000.0]
    monkeypatch.setattr(cli_corpus, "monotonic", lambda: now[0])
    progress, tally = cli_corpus.Progress(), Tally()
    for second in range(200):
        now[0] += 1
        tally.documents, tally.size = second + 1, 1000 * (second + 1)
        progress.show(tally, 1_000_000, "in/a.txt")
    assert capsys.readouterr().err.splitlines() == [
        f"cleanpress: {n} documents, {n} kB of 1.0 MB, 1.0/s, {left} left, 0 failed"
        for n, left in ((60, "15 min 56 s"), (120, "14 min 47 s"), (180, "13 min 45 s"))
    ]
