"""Real engines, small data: the fixtures' scrapes and prints, and one document that fails.

A test whose engine is not installed is skipped, unless CLEANPRESS_ENGINES_REQUIRED is set: the gate
sets it in an environment that has them all, and there a missing engine is a failure.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import poison
import pytest
from corpus_pages import Page, engine

import cleanpress

HERE = Path(__file__).parent
FIXTURES = HERE.parent.parent / "fixtures"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("engines")
            item.add_marker(pytest.mark.filterwarnings("default"))  # the engines' own, not ours


@pytest.fixture(scope="session", autouse=True)
def workers_find_the_plugin() -> None:
    """Processes that an engine starts look where this one looks."""
    known = [str(HERE), *(path for path in sys.path if path), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(filter(None, known)))
    os.environ["PYSPARK_PYTHON"] = sys.executable


@pytest.fixture(scope="session")
def texts() -> list[Page]:
    """The scrapes, and one that a plugin fails on."""
    pages = []
    for path in sorted((FIXTURES / "text").iterdir()):
        source = path.read_text("utf-8")
        pages.append(Page(path.name, source, cleanpress.clean(source).text, ""))
    pages.insert(4, Page("poison", poison.TEXT, poison.TEXT, poison.ERROR))
    return pages


@pytest.fixture(scope="session")
def prints() -> list[Page]:
    """Six of the prints, and one that is cut short."""
    paths = sorted((FIXTURES / "pdf").glob("*.pdf"))[:6]
    pages = [
        Page(path.name, path.read_bytes(), cleanpress.clean_pdf(path).text, "") for path in paths
    ]
    cut = b"%PDF-1.7\ncut short"
    error = cleanpress.BatchCleaner(errors="e")({"text": [cut]})["e"][0]
    assert error.startswith("Damaged: ")
    pages.insert(2, Page("cut.pdf", cut, "", error))
    return pages


@pytest.fixture
def cleaner() -> cleanpress.BatchCleaner:
    """What every engine is given."""
    return cleanpress.BatchCleaner(
        pipeline=poison.pipeline(), errors="error", statuses="status", receipts="receipt"
    )


@pytest.fixture
def pdf_cleaner() -> cleanpress.BatchCleaner:
    """The same for a column of files."""
    return cleanpress.BatchCleaner(column="file", output="text", errors="error")


@pytest.fixture(scope="session")
def ray(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """Ray on this machine, two cores; what it writes goes to a folder of its own."""
    os.environ["HOME"] = str(tmp_path_factory.mktemp("home"))  # it keeps a token there
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    ray = engine("ray")
    engine("ray.data")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield ray
    ray.shutdown()
