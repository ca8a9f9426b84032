"""A plugin that fails on one document; workers of every engine import it by its name."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

import cleanpress


class Refuses:
    """A filter that raises what no document should raise."""

    name = "refuses"
    stage = cleanpress.Stage.PRUNE
    reasons: Mapping[str, str] = {}

    def __call__(self, doc: cleanpress.Document, /) -> Iterable[cleanpress.Edit]:
        if "poison" in doc.text:
            raise RecursionError("too deep")
        if "hard exit" in doc.text:
            os._exit(3)
        return ()


TEXT = "One poison\n"
ERROR = "RecursionError: too deep"


EXIT = "A hard exit\n"


def pipeline() -> cleanpress.Pipeline:
    return cleanpress.preset("default").before("promos", Refuses())
