"""The report as JSON: it keeps to its schema, and leads back to the last byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError

from cleanpress import ReceiptError, clean, clean_bytes, clean_pdf, preset
from cleanpress.cli import front
from cleanpress.cli_files import encode
from cleanpress.cli_reports import as_json
from cleanpress.readers.encoding import decode
from cleanpress.report import failed, load, record_of, replayed, restored, schema
from cleanpress.testing import pages

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"
INPUTS = [*sorted((FIXTURES / "pdf").glob("*.pdf")), *sorted((FIXTURES / "text").glob("*.*"))]
VALIDATOR = Draft202012Validator(json.loads(schema()))
loose = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))

BODY = "The ferry leaves at noon, and the crew has not slept since Tuesday.\n"
SCRAPE = f"Advertisement\n\n{BODY}"


def run(*args: str | Path, given: bytes = b"") -> Result:
    return CliRunner().invoke(
        front, [str(arg) for arg in args], input=given, prog_name="cleanpress"
    )


def there_and_back(data: bytes, encoding: str | None = None) -> None:
    """The bytes of a text, and its body, from what was written down and nothing else."""
    article = clean(data if encoding is None else data.decode(encoding))
    record = record_of(article, file="x", data=data, encoding=encoding)
    report = as_json(record).encode()
    VALIDATOR.validate(json.loads(report))
    body = encode(article.text)
    assert restored(load(report), body) == data
    assert encode(replayed(load(report), data)) == body


# ---- the schema --------------------------------------------------------------------------------
def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json.loads(schema()))


def test_the_schema_in_the_docs_is_the_one_that_is_shipped() -> None:
    assert (ROOT / "docs" / "report-1.schema.json").read_text(encoding="utf-8") == schema()


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_every_fixture(path: Path) -> None:
    data = path.read_bytes()
    article = clean_bytes(data)
    record = record_of(article, file=path.name, data=data)
    VALIDATOR.validate(record)
    report = as_json(record).encode()
    assert json.loads(report) == record, "nothing in it is beyond JSON"
    body = encode(article.text)
    back = restored(load(report), body)
    assert back == (article.source.encode() if article.document.page_sizes else data)
    assert encode(replayed(load(report), back)) == body
    assert encode(replayed(load(report), data)) == body, "from the file itself as well"


def test_the_schema_refuses_what_it_does_not_name() -> None:
    record = record_of(clean(SCRAPE))
    for wrong in ({"extra": 1}, {"schema": "cleanpress-report/2"}, {"changes": [{"start": 1}]}):
        with pytest.raises(ValidationError):
            VALIDATOR.validate({**record, **wrong})
    VALIDATOR.validate(failed("x", "no such file"))


# ---- what it says ------------------------------------------------------------------------------
def test_the_record_says_all_there_is_to_say() -> None:
    path = FIXTURES / "pdf" / "harbour-crane.pdf"
    data = path.read_bytes()
    article = clean_pdf(data)
    record = record_of(article, file="harbour-crane.pdf", data=data)
    runs = [run for run in article.document.runs if run.by]
    assert [(one["start"], one["end"], one["text"]) for one in record["changes"]] == [
        (run.start, run.end, run.text) for run in runs
    ]
    for one in record["changes"]:
        assert article.source[one["start"] : one["end"]] == one["source"]
        assert one["page"] == article.document.page_at(one["start"])
        assert "box" in one or not one["source"].strip()
    assert sum(c["runs"] for by in record["counts"].values() for c in by.values()) == len(runs)
    assert [one["filter"] for one in record["pipeline"]] == list(preset("default").names)
    heads = next(one for one in record["pipeline"] if one["filter"] == "running-heads")
    assert heads["stage"] == "PRUNE"
    assert heads["settings"]["budget"] > 0
    assert record["versions"].keys() >= {"cleanpress", "python", "pdfminer.six", "ftfy"}


def test_metadata_say_where_they_were_read() -> None:
    article = clean_pdf(FIXTURES / "pdf" / "harbour-crane.pdf")
    told = record_of(article)["metadata"]
    assert told["title"]["value"] == article.title
    for name, field in told.items():
        if name != "language":
            stood = article.source[field["start"] : field["end"]]
            assert stood.strip(), name
            assert field["box"], name
    assert told["printed_at"]["value"] == article.printed_at.isoformat()


def test_a_filter_that_held_back_is_told() -> None:
    lines = [f"Read more: the ferry of {n} o'clock was late again" for n in range(30)]
    article = clean("# Ferries\n\n" + "\n\n".join(lines))
    record = record_of(article)
    VALIDATOR.validate(record)
    if article.abstained:
        assert record["status"] == "suspect"
        assert record["abstained"][0]["share"] > record["abstained"][0]["budget"]


# ---- there and back ----------------------------------------------------------------------------
@loose
@given(st.one_of(pages(), st.text(max_size=200)))
@example("\ud83d")
@example("a\udcffb\udfff")
@example("\r\n\r\n")
def test_any_text(text: str) -> None:
    article = clean(text)
    record = record_of(article, file="x")
    VALIDATOR.validate(record)
    report = as_json(record).encode()
    assert restored(load(report), encode(article.text)) == text.encode("utf-8", "surrogatepass")
    assert replayed(load(report), text.encode("utf-8", "surrogatepass")) == article.text


@loose
@given(st.binary(max_size=300))
@example(b"\xff\xfe\x3d\xd8")
@example(b"\xfe\xff\x00a\x00b")
@example(b"\xef\xbb\xbf\xef\xbb\xbfOne.")
@example(b"\xff\xfe\x00\x00a\x00\x00\x00")
def test_any_bytes(data: bytes) -> None:
    there_and_back(data)


@pytest.mark.parametrize(
    "codec", ["cp1252", "cp1251", "shift_jis", "gb18030", "big5", "euc_kr", "utf-16", "utf-16-be",
              "utf-32", "utf-8-sig"],
)  # fmt: skip
def test_any_encoding(codec: str) -> None:
    texts = {
        "cp1251": "Паром уходит в полдень. ",
        "shift_jis": "船は正午に出ます。",
        "gb18030": "渡船中午出發。",
        "big5": "渡船中午出發。",
        "euc_kr": "배는 정오에 떠난다. ",
    }
    text = texts.get(codec, "Die Fähre fährt um zwölf. Café, naïve. ") * 20 + "\n"
    there_and_back(text.encode(codec))
    there_and_back(text.encode(codec), codec)


def test_an_encoding_with_two_spellings_of_a_character() -> None:
    # Shift JIS as Windows has it knows the sign for "therefore" at two places.
    data = "船は正午に出ます。".encode("cp932") * 30 + b"\x81\xe6 \x87\x9a\n"
    assert decode(data).encode("cp932", "replace") != data
    there_and_back(data, "cp932")
    there_and_back(data)


@pytest.mark.parametrize("backend", ["pdfium", "pdfminer"])
def test_whichever_library_read_the_print(backend: str) -> None:
    data = (FIXTURES / "pdf" / "orchard-thieves.pdf").read_bytes()
    article = clean_pdf(data, backend=backend)
    record = record_of(article, data=data)
    assert record["source"]["reader"].startswith(backend)
    assert replayed([record], data) == article.text
    assert restored([record], article.text.encode()) == article.source.encode()


# ---- on the command line -----------------------------------------------------------------------
@pytest.mark.parametrize("name", ["report.json", "report.jsonl"])
def test_restore_and_replay(name: str, tmp_path: Path) -> None:
    scrape, torn, report = tmp_path / "a.md", tmp_path / "b.txt", tmp_path / name
    scrape.write_bytes(b"\xef\xbb\xbf" + SCRAPE.replace("\n", "\r\n").encode())
    torn.write_bytes(b"The caf\xe9 on the quay opens at noon, says the na\xefve cook. " * 30)
    print_ = FIXTURES / "pdf" / "short-ferry.pdf"
    out = tmp_path / "out"
    done = run("--report", report, "-o", out, scrape, tmp_path / "nowhere", torn, print_)
    assert done.exit_code == 1
    records = list(load(report.read_bytes()))
    assert [one["status"] for one in records] == ["ok", "failed", "ok", "ok"]
    VALIDATOR.validate(records[1])
    whole = report.read_bytes()
    if name.endswith("l"):
        for line in whole.splitlines():
            VALIDATOR.validate(json.loads(line))
    else:
        VALIDATOR.validate(json.loads(whole))
    for path in (scrape, torn):
        body = out / f"{path.stem}.txt"
        assert run("restore", report, given=body.read_bytes()).stdout_bytes == path.read_bytes()
        assert run("restore", report, body).stdout_bytes == path.read_bytes()
        assert run("replay", report, given=path.read_bytes()).stdout_bytes == body.read_bytes()
    body = out / "short-ferry.txt"
    text = run("restore", report, body).stdout_bytes
    assert text.decode() == clean_pdf(print_).source
    for given_ in (text, print_.read_bytes()):
        assert run("replay", report, given=given_).stdout_bytes == body.read_bytes()


def test_restore_to_a_file_and_never_over_an_input(tmp_path: Path) -> None:
    scrape, report, back = (tmp_path / name for name in ("a.md", "a.json", "back.md"))
    scrape.write_text(SCRAPE, encoding="utf-8")
    body = run("--report", report, scrape).stdout_bytes
    assert run("restore", report, "-o", back, given=body).exit_code == 0
    assert back.read_text(encoding="utf-8") == SCRAPE
    before = report.read_bytes()
    done = run("restore", report, "-o", report, given=body)
    assert done.exit_code == 2
    assert report.read_bytes() == before


def test_a_report_with_no_document_is_one(tmp_path: Path) -> None:
    report = tmp_path / "r.json"
    assert run("--report", report, tmp_path / "nowhere").exit_code == 1
    VALIDATOR.validate(json.loads(report.read_bytes()))


# ---- what is not a report ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("report", "message"),
    [
        (b"", "no document of the report"),
        (b"hello", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"3", "not a report of cleanpress"),
        (b'{"a": 1}', "not a report of cleanpress"),
        (b'{"schema": "cleanpress-report/9", "documents": []}', "of version 9"),
        (b'{"schema": "cleanpress-report/1", "documents": [3]}', "not a report of cleanpress"),
        (b'{"schema": "cleanpress-report/1", "documents": 3}', "not a report of cleanpress"),
    ],
)
def test_not_a_report(report: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(ReceiptError, match=message):
        restored(load(report), b"x")
    path = tmp_path / "r.json"
    path.write_bytes(report)
    done = run("restore", path, given=b"x")
    assert (done.stdout, done.exit_code) == ("", 1)
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_another_body_and_another_source() -> None:
    record = record_of(clean(SCRAPE), data=SCRAPE.encode())
    with pytest.raises(ReceiptError, match="has this body"):
        restored([record], b"Another body.\n")
    with pytest.raises(ReceiptError, match="has this source"):
        replayed([record], b"Another source.\n")


@pytest.mark.parametrize(
    "wrong",
    [{"source": "Advertisemeat\n"}, {"start": 1}, {"start": -1, "end": 13}, {"text": 3},
     {"end": "14"}, {"text": "x"}],
)  # fmt: skip
def test_a_damaged_receipt_never_gives_a_wrong_text(wrong: dict[str, object]) -> None:
    record = json.loads(as_json(record_of(clean(SCRAPE), data=SCRAPE.encode())))
    record["changes"][0] |= wrong
    with pytest.raises(ReceiptError, match="damaged"):
        restored([record], BODY.encode())
    if "source" not in wrong:
        with pytest.raises(ReceiptError, match="damaged"):
            replayed([record], SCRAPE.encode())


@pytest.mark.parametrize(
    "wrong",
    [
        {"codec": "klingon"},
        {"codec": "utf-16-le"},
        {"mark": "xy"},
        {"bytes": "?"},
        {"bytes": "AA=="},
    ],
)
def test_a_damaged_encoding_never_gives_wrong_bytes(wrong: dict[str, object]) -> None:
    record = json.loads(as_json(record_of(clean(SCRAPE), data=SCRAPE.encode())))
    record["source"]["coding"] |= wrong
    with pytest.raises(ReceiptError):
        restored([record], BODY.encode())
