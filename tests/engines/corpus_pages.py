"""The documents of these tests as rows, and the engines as modules."""

from __future__ import annotations

import os
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

import pytest

REQUIRED = "CLEANPRESS_ENGINES_REQUIRED"


class Page(NamedTuple):
    """One document of the corpus, and what must come out."""

    id: str
    source: str | bytes
    text: str
    error: str


def engine(name: str) -> ModuleType:
    """An engine's module; without it the test is skipped, or fails in the gate."""
    try:
        return import_module(name)
    except ImportError as error:
        if os.environ.get(REQUIRED):
            pytest.fail(f"{name} is not there, and {REQUIRED} is set: {error}")
        return pytest.skip(f"{name} is not installed (pip install --group engines)")
