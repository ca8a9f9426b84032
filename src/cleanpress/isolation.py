"""A process that is expendable: what crashes, hangs or swallows memory costs one document.

A forked child would inherit locks that other threads hold, and ``multiprocessing`` runs the main
module of the caller again in each child; so this is a fresh interpreter, told over a pipe what to
import. It is ready after 0.1 s and a call costs 0.1 ms, half of what ``multiprocessing`` takes.
"""

from __future__ import annotations

import pickle
import signal
from collections.abc import Callable
from threading import Lock
from time import monotonic
from types import TracebackType
from typing import Generic, TypeVar, cast

from cleanpress.errors import ConfigError, LimitExceeded, WorkerDied
from cleanpress.expendable import GRACE, START, Answer, Expendable, inbox, manner, opening
from cleanpress.limits import DEFAULT, Limits

__all__ = ["Isolated", "check_importable", "end_of"]

Given = TypeVar("Given")
Result = TypeVar("Result")


class Isolated(Generic[Given, Result]):
    """Runs one importable callable in a process of its own, one call at a time.

    The process starts with the first call. It is replaced when it died, when it was ended at a
    limit, and when it kept more memory than one document may take.

    Args:
        call: a function or object that can be pickled and imported elsewhere: nothing from
            ``__main__``, and no lambda. If it has a method ``prepare``, this is called first, and
            what it takes is not counted.
        limits: ``seconds`` of a call, wherever it is, and ``memory`` that the process may take in
            a call beyond what it had before (Linux; no other system holds processes to it).

    >>> with Isolated(len) as length:
    ...     length("ferry")
    5
    """

    def __init__(self, call: Callable[[Given], Result], *, limits: Limits = DEFAULT) -> None:
        check_importable(call)
        self._start_with = opening(call, limits)
        self._limits = limits
        self._process: Expendable | None = None
        self._inbox = inbox()
        self._closed = False
        self._busy = Lock()

    def __call__(self, given: Given) -> Result:
        """The callable's result for what is given.

        Raises:
            LimitExceeded: it took more time or memory than it may (``seconds``, ``memory``).
            WorkerDied: the process died.
            Exception: what the callable raised; a ``RuntimeError`` in place of one that cannot be
                pickled.
        """
        with self._busy:
            return self._call(pickle.dumps(given))

    def _call(self, question: bytes) -> Result:
        process = self._ready()
        try:
            process.send(question)
        except OSError:  # it died in between, of nothing that this call could be blamed for
            self._end()
            process = self._ready()
            process.send(question)
        answer = self._answer(process, self._limits.seconds, GRACE)
        if not answer.stay:
            self._end()
        if answer.known:
            return cast("Result", answer.found)
        raise cast("Exception", answer.found)

    def start(self) -> None:
        """Start the process if there is none: what that takes is no document's.

        Raises:
            WorkerDied: it was closed, or did not start.
        """
        with self._busy:
            self._ready()

    @property
    def closed(self) -> bool:
        """Whether it takes no more calls."""
        return self._closed

    def close(self) -> None:
        """End the process, also in the midst of a call that another thread waits for."""
        self._closed = True
        process = self._process
        if process is not None:
            process.kill()
        with self._busy:
            self._end()

    def __enter__(self) -> Isolated[Given, Result]:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self.close()

    # ---- the process -----------------------------------------------------------------------------
    def _ready(self) -> Expendable:
        """The process, started if there is none."""
        if self._closed:
            raise WorkerDied("the process was closed")
        if self._process is not None:
            return self._process
        self._process = process = Expendable(self._start_with)
        self._inbox.add(process)
        if self._closed:  # by another thread, while it started
            process.kill()
        answer = self._answer(process, START)
        if not answer.known:
            self._end()
            raise cast("Exception", answer.found)
        return process

    def _answer(self, process: Expendable, seconds: float, grace: float = 0.0) -> Answer:
        began = monotonic()
        while (answer := process.answer()) is None:
            if process.hung_up:
                return Answer(False, end_of(self._end(), seconds), False)
            if not self._inbox.wait(began + seconds + grace - monotonic()):
                took = round(monotonic() - began, 1)
                return Answer(False, LimitExceeded("seconds", seconds, took), False)
        return answer

    def _end(self) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        self._inbox.remove(process)
        return process.end()


def check_importable(call: object) -> None:
    """Refuse what no other process can import.

    Raises:
        ConfigError: it is defined in ``__main__``.
    """
    if getattr(call, "__module__", "") == "__main__":
        raise ConfigError(f"{call!r} is in __main__, where no other process can import it")


def end_of(code: int, seconds: float) -> Exception:
    """What became of a document whose process ended so.

    >>> end_of(3, 120.0)
    WorkerDied('the process died: it left with status 3')
    """
    if hasattr(signal, "SIGALRM") and code == -signal.SIGALRM:  # its own clock was the first
        return LimitExceeded("seconds", seconds, seconds)
    return WorkerDied(f"the process died: {manner(code)}")
