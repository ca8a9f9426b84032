"""A process that is expendable: what crashes, hangs or swallows memory costs one document.

A forked child would inherit locks that other threads hold, and ``multiprocessing`` runs the main
module of the caller again in each child; so this is a fresh interpreter, told over a pipe what to
import. It is ready after 0.1 s, and a call costs 0.1 ms more than in this process.
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

from cleanpress.errors import Cause, ConfigError, LimitExceeded, WorkerDied
from cleanpress.limits import DEFAULT, Limits

__all__ = ["Isolated"]

Given = TypeVar("Given")
Result = TypeVar("Result")

_START = 60.0  # seconds for an interpreter to import what it is to run, on a busy machine
_ORPHAN = 2.0  # seconds after which a child ends itself whose parent did not end it in time
_BOOT = (
    "import sys; sys.path[:] = sys.argv.pop().split(sys.argv.pop()); "
    "from cleanpress.isolation import _serve; _serve()"
)
_HEAD = 8  # bytes that tell the length of a message


class Isolated(Generic[Given, Result]):
    """Runs one importable callable in a process of its own, one call at a time.

    The process starts with the first call. It is replaced when it died, when it was ended at a
    limit, and when it kept more memory than one document may take.

    Args:
        call: a function or object that can be pickled and imported elsewhere: nothing from
            ``__main__``, and no lambda.
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

    def _call(self, message: bytes) -> Result:
        process = self._ready()
        try:
            _send(process, message)
        except OSError:  # it died in between, of nothing that this call could be blamed for
            self._end()
            _send(process := self._ready(), message)
        known, found, stay = self._answer(process, self._limits.seconds)
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
        self, process: subprocess.Popen[bytes], seconds: float
    ) -> tuple[bool, object, bool]:
        """Whether there is a result, the result or error, and whether the process can stay."""
        began = monotonic()
        assert process.stdout is not None
        answer = _received(process, process.stdout.fileno(), began + seconds)
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
def _send(process: subprocess.Popen[bytes], message: bytes) -> None:
    assert process.stdin is not None
    _write(process.stdin.fileno(), message)


def _write(pipe: int, message: bytes) -> None:
    rest = memoryview(len(message).to_bytes(_HEAD, "big") + message)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def _received(process: subprocess.Popen[bytes], pipe: int, deadline: float) -> bytes | None:
    """A message; ``None`` when the process has hung up or the time has passed."""
    if os.name == "posix":
        return _message(lambda size: _read_by(pipe, size, deadline))
    timer = Timer(max(deadline - monotonic(), 0), process.kill)
    timer.start()
    try:
        return _message(lambda size: os.read(pipe, size))
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


def _message(read: Callable[[int], bytes]) -> bytes | None:
    head = _exactly(read, _HEAD)
    return None if head is None else _exactly(read, int.from_bytes(head, "big"))


def _exactly(read: Callable[[int], bytes], size: int) -> bytes | None:
    parts = []
    while size:
        part = read(min(size, 1 << 20))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


# ---- in the child --------------------------------------------------------------------------------
def _serve() -> None:
    """Answer calls until the parent hangs up."""
    import gc

    gc.set_threshold(100_000, 20, 100)  # as the command line does, and for the same reason
    take, give = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # what a library prints must not stand among the answers

    def read(size: int) -> bytes:
        return os.read(take, size)

    try:
        call, limits = pickle.loads(_message(read) or b"")
    except Exception as error:
        _write(give, _pickled(False, error, False))
        return
    _write(give, _pickled(True, None, True))
    at_start = _data()
    while (message := _message(read)) is not None:
        answer = _called(call, message, limits)
        _write(give, answer if _data() <= at_start + limits.memory else _last(answer))


def _called(call: Callable[[object], object], message: bytes, limits: Limits) -> bytes:
    before = _data()
    _hold_to(before + limits.memory)
    if hasattr(signal, "setitimer"):  # the parent ends us in time, if it is still there
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + _ORPHAN)
    try:
        return _pickled(True, call(pickle.loads(message)), True)
    except MemoryError:
        pass  # what it held is let go here, and the answer can be made
    except Exception as error:
        return _pickled(False, error, True)
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        _hold_to(None)
    seen = max(_data() - before, limits.memory)
    return _pickled(False, LimitExceeded("memory", limits.memory, seen), False)


def _last(answer: bytes) -> bytes:
    """The answer of a process that is to be replaced, since it kept too much memory."""
    known, found, _ = pickle.loads(answer)
    return _pickled(known, found, False)


def _pickled(known: bool, found: object, stay: bool) -> bytes:
    """An answer; what cannot be pickled, or not be read again, is told in words."""
    try:
        answer = pickle.dumps((known, found, stay))
        if not known:
            pickle.loads(answer)
    except Exception as error:
        unfit = found if isinstance(found, Exception) else error
        told = RuntimeError(f"{type(unfit).__name__}: {unfit}")
        told.__cause__ = Cause(str(unfit))
        return pickle.dumps((False, told, stay))
    return answer


def _data() -> int:
    """Bytes of private memory that this process has asked for; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as told:
            return int(told.read().split()[5]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def _hold_to(most: int | None) -> None:
    """Let this process have no more memory than that; ``None``: as much as it may have at most."""
    if sys.platform != "linux":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = hard if most is None else most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))
