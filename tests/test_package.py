"""The package from outside: what importing it costs and loads, its names, its table, its sizes."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

import pytest

import cleanpress
from cleanpress import errors
from cleanpress.document import Stage
from cleanpress.registry import BUILTIN, filter_names, filter_type

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "src" / "cleanpress").rglob("*.py"))
ENGINES = ("numpy", "pandas", "pyarrow", "polars", "ray", "pyspark", "datasets", "datatrove")
LAZY = ("pdfminer", "ftfy", "regex", "click", "hypothesis", "charset_normalizer")

PUBLIC = {
    "Article", "BadRecord", "BatchCleaner", "Box", "Change", "CleanpressError", "ConfigError",
    "ContractError", "Damaged", "Document", "Edit", "Empty", "Encrypted", "Filter", "LimitExceeded",
    "Limits", "Line", "NoTextLayer", "NotAPdf", "Pipeline", "Place", "ReadError", "Receipt",
    "ReceiptError", "Run", "Stage", "Unsupported", "WorkerDied", "clean", "clean_bytes",
    "clean_pdf", "preset", "replay", "restore",
}  # fmt: skip


def python(code: str) -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


# ---- importing ---------------------------------------------------------------------------------
def test_import_costs_less_than_60_ms() -> None:
    # CPU time of the import alone, in a fresh interpreter: what bare Python costs is not in it.
    # The best of nine, because a busy machine can only add.
    timed = (
        "import time; start = time.process_time(); import cleanpress; "
        "print(time.process_time() - start)"
    )
    best = min(float(python(timed)) for _ in range(9))
    assert best < 0.060


def test_import_loads_nothing_heavy() -> None:
    code = f"import sys, cleanpress; print([m for m in {LAZY!r} if m in sys.modules])"
    assert python(code).strip() == "[]"


def test_cleaning_text_does_not_load_the_pdf_reader() -> None:
    code = (
        "import sys, cleanpress; cleanpress.clean('The ferry leaves at noon.'); "
        "print([m for m in ('pdfminer', 'ftfy', 'click') if m in sys.modules])"
    )
    assert python(code).strip() == "[]"


def test_a_batch_cleaner_loads_no_engine() -> None:
    code = (
        "import sys; from cleanpress import BatchCleaner; "
        "BatchCleaner()({'text': ['The ferry leaves at noon.']}); "
        f"print([m for m in {ENGINES!r} if m in sys.modules])"
    )
    assert python(code).strip() == "[]"


# ---- names -------------------------------------------------------------------------------------
def test_public_names() -> None:
    assert set(cleanpress.__all__) == PUBLIC
    assert set(dir(cleanpress)) >= PUBLIC


def test_every_way_a_file_can_fail_is_public_and_in_the_docs() -> None:
    kinds = {one.__name__ for one in errors.ReadError.__subclasses__()}
    assert kinds <= PUBLIC
    told = (ROOT / "docs" / "robustness.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \| (?!\d)", told, re.MULTILINE)) >= kinds


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_public_name_is_there_and_documented(name: str) -> None:
    found = getattr(cleanpress, name)
    assert inspect.getdoc(found)
    for method, member in inspect.getmembers(found, inspect.isfunction):
        if not method.startswith("_") and member.__module__.startswith("cleanpress"):
            assert inspect.getdoc(member), f"{name}.{method} has no docstring"


def test_unknown_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'cleen'"):
        cleanpress.cleen  # noqa: B018


def test_versions_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"\nversion: {project['version']}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
    try:
        installed = version("cleanpress")
    except PackageNotFoundError:
        pytest.skip("cleanpress runs from the checkout and is not installed")
    assert cleanpress.__version__ == installed == project["version"]


def test_data_is_in_the_package() -> None:
    home = files("cleanpress")
    report = [f"data/report/{one}" for one in ("inspect.html", "inspect.css", "inspect.js",
                                               "report-1.schema.json")]  # fmt: skip
    for name in ("py.typed", "data/presets.toml", "data/phrases/en.toml", *report):
        assert home.joinpath(name).is_file(), f"{name} is not installed"


# ---- the table of filters ----------------------------------------------------------------------
@pytest.mark.parametrize("name", filter_names())
def test_filter_of_the_table(name: str) -> None:
    home, _, attribute = BUILTIN[name].partition(":")
    assert home == f"cleanpress.filters.{name.replace('-', '_')}"
    kind = getattr(import_module(home), attribute)
    assert kind.name == name
    assert kind.reasons
    assert kind() == kind(), "the fields have no defaults or the class no equality"
    doc = inspect.getdoc(kind) or ""
    assert doc.count(">>>") >= 2, "no doctest that works and one that leaves text untouched"
    assert (ROOT / "fixtures" / "cases" / f"{name}.toml").is_file(), "no case file"


def test_the_table_stands_in_running_order() -> None:
    stages = [filter_type(name).stage for name in BUILTIN]
    assert stages == sorted(stages)
    assert set(stages) == set(Stage)


# ---- sizes -------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_module_is_too_long(path: Path) -> None:
    limit = 150 if path.parent.name == "filters" else 300
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= limit, f"{path} has {lines} lines; is there a second subject in it?"


# ---- the README --------------------------------------------------------------------------------
def test_readme_commands_are_one_line_each() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    marks = [at for at, line in enumerate(lines) if line.startswith("<!-- .ci/run runs")]
    commands = [lines[at + 1 : at + 4] for at in marks]
    assert [(block[0], block[2]) for block in commands] == [("```sh", "```")] * 2
    assert "cleanpress fixtures/" in commands[0][1]
    assert "pytest" in commands[1][1]
