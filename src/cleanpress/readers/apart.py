"""PDFs read in a process beside this one: PDFium ends its process where memory runs out.

One process waits for the next document, so that only the first costs a quarter of a second; what
comes back is the document, pickled, for a few per cent of the time that reading takes.
"""

from __future__ import annotations

import atexit
import os
from threading import Lock
from typing import NamedTuple

from cleanpress.document import Document
from cleanpress.errors import ReadError, WorkerDied
from cleanpress.isolation import Isolated
from cleanpress.limits import DEFAULT, Limits
from cleanpress.readers.budget import Budget
from cleanpress.readers.pdf import check_backend, read_pdf

__all__ = ["Asked", "read_apart"]

_IDLE = 2  # processes that wait for more, of all limits together


class Asked(NamedTuple):
    """A PDF and how to read it, as it can be sent to another process."""

    data: bytes
    password: str = ""
    backend: str = "auto"
    limits: Limits = DEFAULT
    keep_going: bool = False

    def read(self, budget: Budget | None = None) -> Document:
        """Read it here, with what is left of a budget.

        Raises:
            ReadError: it cannot be read.
        """
        return read_pdf(
            self.data, password=self.password, backend=self.backend, limits=self.limits,
            keep_going=self.keep_going, budget=budget,
        )  # fmt: skip


class _Reader:
    """What the process does."""

    def prepare(self) -> None:
        """Load what every document needs, so that the first one is not charged with it."""
        import cleanpress.readers.compose
        import cleanpress.readers.pdfium_pages
        import cleanpress.readers.setting  # noqa: F401

    def __call__(self, asked: Asked) -> Document:
        return asked.read()


def read_apart(asked: Asked, budget: Budget | None = None) -> Document:
    """Read a PDF in a process of its own if PDFium is to read it, and here if it is not.

    A ``budget`` for what comes after it begins when the process is there.

    Where PDFium dies of a document and the choice of the library was left open, the other one has
    a try, here: it keeps to the limits by itself.

    Raises:
        ReadError: as ``read_pdf``; WorkerDied if it was the end of the process.
    """
    budget = budget or Budget(asked.limits)
    order = check_backend(asked.backend)
    if order[0] != "pdfium":
        return asked.read(budget)
    try:
        return _idle.read(asked, budget)
    except WorkerDied as died:
        if len(order) < 2:
            raise
        try:
            return asked._replace(backend="pdfminer").read(budget)
        except ReadError as error:
            raise error from died


class _Idle:
    """Processes that wait for a document; every thread has its own while it reads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: list[tuple[Limits, Isolated[Asked, Document]]] = []

    def read(self, asked: Asked, budget: Budget) -> Document:
        process = self._taken(asked.limits)
        try:
            process.start()
            budget.begin()
            return process(asked)
        except Exception:
            raise
        except BaseException:  # Ctrl-C: its answer would be taken for that of the next document
            process.close()
            raise
        finally:
            self._give(asked.limits, process)

    def _taken(self, limits: Limits) -> Isolated[Asked, Document]:
        with self._lock:
            for at, (theirs, process) in enumerate(self._waiting):
                if theirs == limits:
                    del self._waiting[at]
                    return process
        return Isolated(_Reader(), limits=limits)

    def _give(self, limits: Limits, process: Isolated[Asked, Document]) -> None:
        with self._lock:
            if not process.closed:
                self._waiting.append((limits, process))
            over, self._waiting = self._waiting[:-_IDLE], self._waiting[-_IDLE:]
        for _, one in over:
            one.close()

    def close(self) -> None:
        """End them all."""
        with self._lock:
            over, self._waiting = self._waiting, []
        for _, one in over:
            one.close()

    def forget(self) -> None:
        """In a forked process: they are the parent's."""
        self._lock, self._waiting = Lock(), []


_idle = _Idle()
atexit.register(_idle.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_idle.forget)
