"""A plugin filter for tests that hangs, crashes and swallows memory where a text asks for it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cleanpress.document import Document, Edit, Stage


@dataclass(frozen=True, kw_only=True)
class Poison:
    name = "poison"
    stage = Stage.PRUNE
    reasons = {"none": "It removes nothing."}  # noqa: RUF012

    def __call__(self, doc: Document, /) -> Iterable[Edit]:
        time.sleep(0.02)  # so that there is a moment to be killed in
        text = doc.text
        if "POISON-HANG" in text:
            while True:
                time.sleep(60)
        if "POISON-EXIT" in text:
            os._exit(3)
        if "POISON-SEGV" in text:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "POISON-MEMORY" in text:
            return [Edit(0, len(bytearray(1 << 40)), "", "none")]
        if "POISON-RAISE" in text:
            raise ZeroDivisionError("as asked")
        return []


def installed(folder: Path) -> Path:
    """A folder that, on the path, is this filter installed as a plugin."""
    told = folder / "poison-1.dist-info"
    told.mkdir(parents=True)
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: poison\nVersion: 1\n")
    (told / "entry_points.txt").write_text("[cleanpress.filters]\npoison = corpus_poison:Poison\n")
    (folder / "corpus_poison.py").write_bytes(Path(__file__).read_bytes())
    return folder
