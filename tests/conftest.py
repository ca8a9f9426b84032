"""Fixtures that more than one module asks for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from backends import BACKENDS, Turn


@pytest.fixture(params=BACKENDS, scope="module")
def backend(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each backend in its turn."""
    Turn.backend = str(request.param)
    yield Turn.backend
    Turn.backend = "auto"
