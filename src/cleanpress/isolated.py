"""The other side of ``isolation``: what runs in the process that is expendable."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from cleanpress.errors import Cause, LimitExceeded
from cleanpress.limits import Limits

__all__ = ["HEAD", "held_to", "message", "serve", "write"]

_ORPHAN = 2.0  # seconds over the limit after which it ends itself, if the parent did not
HEAD = 8  # bytes that tell the length of a message

_held: int | None = None  # bytes of memory that this process may have, while it answers a call


def write(pipe: int, told: bytes) -> None:
    """Send a message."""
    rest = memoryview(len(told).to_bytes(HEAD, "big") + told)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def message(read: Callable[[int], bytes]) -> bytes | None:
    """A message, from what reads at most so many bytes; ``None`` where it ends before."""
    head = _exactly(read, HEAD)
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


# ---- the work -----------------------------------------------------------------------------------
def serve() -> None:
    """Answer calls until the parent hangs up."""
    gc.set_threshold(100_000, 20, 100)  # as the command line does, and for the same reason
    take, give = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # what a library prints must not stand among the answers

    def read(size: int) -> bytes:
        return os.read(take, size)

    try:
        call, limits = pickle.loads(message(read) or b"")
        if hasattr(call, "prepare"):
            call.prepare()
    except Exception as error:
        write(give, _pickled(False, error, False))
        return
    with suppress(BrokenPipeError):  # the parent was killed, and nobody waits for answers
        write(give, _pickled(True, None, True))
        at_start = _data()
        while (question := message(read)) is not None:
            answer = _called(call, question, limits)
            write(give, answer if _data() <= at_start + limits.memory else _last(answer))


def _called(call: Callable[[object], object], question: bytes, limits: Limits) -> bytes:
    before = _data()
    _hold_to(before + limits.memory)
    if hasattr(signal, "setitimer"):  # the parent ends us in time, if it is still there
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + _ORPHAN)
    try:
        return _pickled(True, call(pickle.loads(question)), True)
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


@contextmanager
def held_to(memory: int) -> Iterator[None]:
    """Take no more memory than so much beyond what there is; in an expendable process only."""
    most = _held
    if most is not None:
        _hold_to(min(_data() + memory, most))
    try:
        yield
    finally:
        if most is not None:
            _hold_to(most)


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
    global _held
    _held = most
    if sys.platform != "linux":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = hard if most is None else most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))
