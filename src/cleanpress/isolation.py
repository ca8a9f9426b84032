"""A process that is expendable: what crashes, hangs or swallows memory costs one document.

A forked child would inherit locks that other threads hold, and ``multiprocessing`` runs the main
module of the caller again in each child; so this is a fresh interpreter, told over a pipe what to
import. It is ready after 0.1 s and a call costs 0.1 ms, half of what ``multiprocessing`` takes.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Timer
from time import monotonic
from types import TracebackType
from typing import Generic, TypeVar, cast

from cleanpress.errors import ConfigError, LimitExceeded, WorkerDied
from cleanpress.isolated import message, write
from cleanpress.limits import DEFAULT, Limits

__all__ = ["Isolated"]

Given = TypeVar("Given")
Result = TypeVar("Result")

_GRACE = 0.8  # seconds over the limit in which it may end by itself, with what it could read
_START = 60.0  # seconds for an interpreter to import what it is to run, on a busy machine
_BOOT = (
    "import sys; sys.path[:] = sys.argv.pop().split(sys.argv.pop()); "
    "from cleanpress.isolated import serve; serve()"
)


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
        if getattr(call, "__module__", "") == "__main__":
            raise ConfigError(f"{call!r} is in __main__, where no other process can import it")
        self._start_with = pickle.dumps((call, limits))
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
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
            _send(process, question)
        except OSError:  # it died in between, of nothing that this call could be blamed for
            self._end()
            _send(process := self._ready(), question)
        known, found, stay = self._answer(process, self._limits.seconds, _GRACE)
        if not stay:
            self._end()
        if known:
            return cast("Result", found)
        raise cast("Exception", found)

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
    def _ready(self) -> subprocess.Popen[bytes]:
        """The process, started if there is none."""
        if self._closed:
            raise WorkerDied("the process was closed")
        if self._process is not None:
            return self._process
        argv = [sys.executable, "-c", _BOOT, os.pathsep, os.pathsep.join(sys.path)]
        pipe = subprocess.PIPE
        # A session of its own: Ctrl-C at the terminal is for the parent, which ends its children.
        process = subprocess.Popen(
            argv, stdin=pipe, stdout=pipe, bufsize=0, start_new_session=True
        )  # fmt: skip
        self._process = process
        if self._closed:  # by another thread, while it started
            process.kill()
        with suppress(OSError):  # the answer will tell
            _send(process, self._start_with)
        known, found, _ = self._answer(process, _START)
        if not known:
            self._end()
            raise cast("Exception", found)
        return process

    def _answer(
        self, process: subprocess.Popen[bytes], seconds: float, grace: float = 0.0
    ) -> tuple[bool, object, bool]:
        """Whether there is a result, the result or error, and whether the process can stay."""
        began = monotonic()
        assert process.stdout is not None
        answer = _received(process, process.stdout.fileno(), began + seconds + grace)
        if answer is not None:
            return cast("tuple[bool, object, bool]", pickle.loads(answer))
        took = monotonic() - began
        if took >= seconds:
            return False, LimitExceeded("seconds", seconds, round(took, 1)), False
        self._end()
        return False, WorkerDied(f"the process died: {_manner(process.returncode)}"), False

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        try:  # one that is ending keeps its own manner of death; its pipe is closed by then
            process.wait(0.5 if process.poll() is None and _hung_up(process) else 0)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def _manner(code: int) -> str:
    """How a process ended, in words.

    >>> _manner(3), _manner(-9)
    ('it left with status 3', 'killed by SIGKILL')
    """
    if code >= 0:
        return f"it left with status {code}"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"killed by signal {-code}"


# ---- the pipe ------------------------------------------------------------------------------------
def _send(process: subprocess.Popen[bytes], told: bytes) -> None:
    assert process.stdin is not None
    write(process.stdin.fileno(), told)


def _received(process: subprocess.Popen[bytes], pipe: int, deadline: float) -> bytes | None:
    """A message; ``None`` when the process has hung up or the time has passed."""
    if os.name == "posix":
        return message(lambda size: _read_by(pipe, size, deadline))
    timer = Timer(max(deadline - monotonic(), 0), process.kill)
    timer.start()
    try:
        return message(lambda size: os.read(pipe, size))
    finally:
        timer.cancel()


def _read_by(pipe: int, size: int, deadline: float) -> bytes:
    """Bytes that are there before the deadline; none where it has passed."""
    waiting = select.poll()
    waiting.register(pipe, select.POLLIN | select.POLLHUP)
    found = waiting.poll(max(deadline - monotonic(), 0) * 1000)
    return os.read(pipe, size) if found else b""


def _hung_up(process: subprocess.Popen[bytes]) -> bool:
    """Whether the process has closed its end, as one does that is dying."""
    if os.name != "posix" or process.stdout is None:
        return False
    waiting = select.poll()
    waiting.register(process.stdout.fileno(), select.POLLHUP)
    return bool(waiting.poll(0))
