"""Commits beside the run: while the disk takes what was done, the workers go on."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import NamedTuple

from cleanpress.corpus.journal import Journal, State

__all__ = ["Commit", "Commits"]


class Commit(NamedTuple):
    """What has to be on the disk (``settle``), then the state that tells of it, and its bytes."""

    settle: tuple[Callable[[], object], ...]
    state: State
    told: bytes


class Commits:
    """One commit at a time, in a thread of its own."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._thread: Thread | None = None
        self._error: Exception | None = None

    def begin(self, commit: Commit) -> None:
        """Begin with one; none is under way."""
        self._thread = Thread(target=self._do, args=(commit,))
        self._thread.start()

    def free(self) -> bool:
        """Whether none is under way.

        Raises:
            OSError: the last one failed.
        """
        if self._thread is not None and self._thread.is_alive():
            return False
        self.wait()
        return True

    def wait(self) -> None:
        """Wait for the one that is under way.

        Raises:
            OSError: it failed.
        """
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if self._error is not None:
            error, self._error = self._error, None
            raise error

    def _do(self, commit: Commit) -> None:
        try:
            for settle in commit.settle:
                settle()
            self._journal.put(commit.state, commit.told)
        except Exception as error:  # for the thread that waits
            self._error = error
