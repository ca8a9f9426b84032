"""What pytest leaves alone: modules for extras that are not installed have no doctests to run."""

from __future__ import annotations

from importlib.util import find_spec

_NEED_DATATROVE = ["src/cleanpress/integrations/datatrove.py", "tests/engines/pieces.py"]

collect_ignore = [] if find_spec("datatrove") else _NEED_DATATROVE
