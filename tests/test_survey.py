"""Broken PDFs come out as text or as one named error; cut ones keep their text."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from benchmarks import broken_corpus, survey

FIXTURES = sorted(survey.FIXTURES.glob("*.pdf"))
SMALL = 50_000  # bytes; pdfminer.six takes minutes for all of them
SHARED = Path(__file__).parents[2] / "shared" / "stress"


def test_a_sample_of_broken_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert survey.main(["--sample"]) == 0
    told = capsys.readouterr().out
    assert re.search(r"^\| all \| 120 \|", told, re.MULTILINE)


@pytest.mark.parametrize("backend", ["pdfminer", "pdfium", "auto"])
def test_a_sample_of_a_broken_corpus(backend: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The command leaves a text or one named error of every file."""
    assert broken_corpus.main(["--files", "24", "--backend", backend, str(FIXTURES[0])]) == 0
    told = capsys.readouterr().out
    assert re.search(r"^\| as it is \| 1 \|", told, re.MULTILINE)
    assert re.search(r"^\| all \| 25 \|", told, re.MULTILINE)


@pytest.mark.parametrize("kind", survey.MUTATIONS)
def test_mutations_change_a_file_and_are_the_same_every_time(kind: str) -> None:
    data = FIXTURES[0].read_bytes()
    broken = [survey.MUTATIONS[kind](data, random.Random(1)) for _ in range(2)]
    assert broken[0] == broken[1]
    assert any(survey.MUTATIONS[kind](data, random.Random(seed)) != data for seed in range(3))


def test_cut_files_keep_their_text(capsys: pytest.CaptureFixture[str]) -> None:
    """85 % of files cut by 30 bytes keep four fifths of their words; half of those by a tenth."""
    assert survey.main(["cut"]) == 0
    rows = re.findall(r"\| ([^|]+) \| (\d+) \| (\d+) \| (\d+) \|", capsys.readouterr().out)
    kept = {name: (int(files), int(most), int(half)) for name, files, most, half in rows}
    assert kept["30 bytes"][1] >= 0.85 * kept["30 bytes"][0]
    assert kept["a tenth"][1] >= 0.5 * kept["a tenth"][0]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the stress files are not here")
def test_what_pdfminer_reads_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    small = sorted(file for file in SHARED.glob("*.pdf") if file.stat().st_size < SMALL)
    assert survey.main(["read", *map(str, small)]) == 0
    theirs, ours = map(int, re.findall(r"(\d+) pdfminer.six reads, of which (\d+)",
                                       capsys.readouterr().out)[0])  # fmt: skip
    assert ours >= 0.995 * theirs
