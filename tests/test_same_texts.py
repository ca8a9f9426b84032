"""One document, one text: ``clean``, the batch cleaner and ``cleanpress batch``, byte for byte.

The tests in ``engines`` compare every engine with ``clean``; so what holds here holds for them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import cleanpress

FIXTURES = Path(__file__).parent.parent / "fixtures"


def batch(*arguments: object) -> None:
    command = [sys.executable, "-m", "cleanpress", "batch", *map(str, arguments), "--jobs", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_texts(tmp_path: Path) -> None:
    sources = {path.name: path.read_text("utf-8") for path in (FIXTURES / "text").iterdir()}
    lines = [json.dumps({"id": name, "text": text}) + "\n" for name, text in sources.items()]
    (tmp_path / "in.jsonl").write_text("".join(lines), "utf-8")
    batch(tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl")
    rows = map(json.loads, (tmp_path / "out.jsonl").read_text("utf-8").splitlines())
    by_batch = {row["id"]: row["text"] for row in rows}
    assert by_batch == {name: cleanpress.clean(text).text for name, text in sources.items()}
    cleaned = cleanpress.BatchCleaner()({"text": list(sources.values())})["text"]
    assert cleaned == [by_batch[name] for name in sources]


def test_prints(tmp_path: Path) -> None:
    batch(FIXTURES / "pdf", "-o", tmp_path / "out")
    paths = sorted((FIXTURES / "pdf").glob("*.pdf"))
    found = {
        path.name.partition(".")[0]: path.read_text("utf-8")
        for path in (tmp_path / "out").rglob("*.txt")
    }
    files = [path.read_bytes() for path in paths]
    cleaned = cleanpress.BatchCleaner()({"text": files})["text"]
    assert {path.stem: text for path, text in zip(paths, cleaned, strict=True)} == found
    assert found == {path.stem: cleanpress.clean_pdf(path).text for path in paths}
