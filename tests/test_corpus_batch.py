"""What ``cleanpress batch`` takes and gives: every kind of input and output, resumed and spared."""

from __future__ import annotations

import gzip
import io
import json
import os
import signal
import tarfile
import time
import zipfile
from pathlib import Path

import pytest

import cleanpress
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
