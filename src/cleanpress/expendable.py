"""A process that is expendable, as its parent holds it: started, asked, heard and ended."""

from __future__ import annotations

import os
import pickle
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import NamedTuple, Protocol

from cleanpress.isolated import HEAD, write
from cleanpress.limits import Limits

__all__ = [
    "GRACE",
    "START",
    "Answer",
    "Expendable",
    "Inbox",
    "Polled",
    "Threaded",
    "inbox",
    "manner",
    "opening",
]

START = 60.0  # seconds for an interpreter to import what it is to run, on a busy machine
GRACE = 0.8  # seconds over the limit in which it may end by itself, with what it could read
_LONGEST = 1e6  # seconds that are waited at most; more milliseconds are no C integer
_PART = 1 << 16  # bytes of a read
_WIDE = 1 << 18  # bytes of a pipe: a usual one (64 kB) makes a process wait that has more to tell
_BOOT = (
    "import sys; sys.path[:] = sys.argv.pop().split(sys.argv.pop()); "
    "from cleanpress.isolated import serve; serve()"
)


class Answer(NamedTuple):
    """Whether there is a result, the result or error, and whether the process can stay."""

    known: bool
    found: object
    stay: bool


def opening(call: Callable[..., object], limits: Limits) -> bytes:
    """What a process is told first: what it is to do, and what it may take for it."""
    return pickle.dumps((call, limits))


class Expendable:
    """One process, from its start to its end; its first answer tells whether it is ready.

    Questions may be sent ahead. None blocks as long as those it has not begun with are together
    shorter than ``room``, or it is waiting for one.
    """

    def __init__(self, start_with: bytes) -> None:
        argv = [sys.executable, "-c", _BOOT, os.pathsep, os.pathsep.join(sys.path)]
        pipe = subprocess.PIPE
        # A session of its own: Ctrl-C at the terminal is for the parent, which ends its children.
        self._process = subprocess.Popen(
            argv, stdin=pipe, stdout=pipe, bufsize=0, start_new_session=True
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._asked, self._told = self._process.stdin, self._process.stdout
        self._come = bytearray()
        self.room = min(map(_widened, (self._told.fileno(), self._asked.fileno())))
        self.hung_up = False
        with suppress(OSError):  # that it is gone will be heard
            self.send(start_with)

    def fileno(self) -> int:
        """The pipe that its answers come from."""
        return self._told.fileno()

    def send(self, question: bytes) -> None:
        """Ask it something.

        Raises:
            OSError: it is gone.
        """
        write(self._asked.fileno(), question)

    def take(self, part: bytes) -> None:
        """A part of what it said; none of it when it has hung up."""
        self._come += part
        self.hung_up = not part

    def answer(self) -> Answer | None:
        """Its next answer, if that has come whole."""
        if len(self._come) < HEAD:
            return None
        end = HEAD + int.from_bytes(self._come[:HEAD], "big")
        if len(self._come) < end:
            return None
        with memoryview(self._come) as come:
            found = pickle.loads(come[HEAD:end])
        del self._come[:end]
        return Answer(*found)

    def kill(self) -> None:
        """Let it die; also from another thread than the one that waits for it."""
        self._process.kill()

    def end(self) -> int:
        """End it and let go of it; how it ended, as ``subprocess`` tells it."""
        try:  # one that is ending keeps its own manner of death; its pipe is closed by then
            self._process.wait(0.5 if self.hung_up else 0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._asked.close()
        self._told.close()
        return self._process.returncode


def _widened(pipe: int) -> int:
    """Bytes that surely fit into a pipe: as many as the system lets us have, up to a point."""
    if sys.platform != "linux":
        return 4096
    import fcntl

    with suppress(OSError):  # all pipes of a user may be so long together
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _WIDE)
    # A page holds at least one byte, but as a rule writes are put together in pages.
    return fcntl.fcntl(pipe, fcntl.F_GETPIPE_SZ) // 2


def manner(code: int) -> str:
    """How a process ended, in words.

    >>> manner(3), manner(-9)
    ('it left with status 3', 'killed by SIGKILL')
    """
    if code >= 0:
        return f"it left with status {code}"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"killed by signal {-code}"


# ---- hearing several ----------------------------------------------------------------------------
class Inbox(Protocol):
    """What several processes say, as it comes."""

    def add(self, one: Expendable, /) -> None:
        """Listen to it."""

    def remove(self, one: Expendable, /) -> None:
        """Listen to it no more; before it is ended."""

    def wait(self, seconds: float, /) -> list[Expendable]:
        """Those of which something has come, or that hung up; none where the time has passed."""


class Polled:
    """By the system's own ``poll``: no thread has to wake up for an answer."""

    def __init__(self) -> None:
        self._poll = select.poll()
        self._known: dict[int, Expendable] = {}

    def add(self, one: Expendable, /) -> None:
        """Listen to it."""
        self._known[one.fileno()] = one
        self._poll.register(one.fileno(), select.POLLIN | select.POLLHUP)

    def remove(self, one: Expendable, /) -> None:
        """Listen to it no more."""
        if self._known.pop(one.fileno(), None) is not None:
            self._poll.unregister(one.fileno())

    def wait(self, seconds: float, /) -> list[Expendable]:
        """Those of which something has come."""
        found = []
        for pipe, _ in self._poll.poll(min(max(seconds, 0), _LONGEST) * 1000):
            one = self._known[pipe]
            one.take(os.read(pipe, _PART))
            if one.hung_up:
                self.remove(one)
            found.append(one)
        return found


class Threaded:
    """By a thread for each, where pipes cannot be polled (Windows)."""

    def __init__(self) -> None:
        self._parts: SimpleQueue[tuple[Expendable, bytes]] = SimpleQueue()
        self._known: dict[Expendable, Thread] = {}

    def add(self, one: Expendable, /) -> None:
        """Listen to it."""
        self._known[one] = Thread(target=self._listen, args=(one, one.fileno()), daemon=True)
        self._known[one].start()

    def _listen(self, one: Expendable, pipe: int) -> None:
        part = b"once"
        while part:
            try:
                part = os.read(pipe, _PART)
            except OSError:
                part = b""
            self._parts.put((one, part))

    def remove(self, one: Expendable, /) -> None:
        """Listen to it no more: it must not live on, or its thread would for ever."""
        if (thread := self._known.pop(one, None)) is not None:
            if not one.hung_up:
                one.kill()
            thread.join()

    def wait(self, seconds: float, /) -> list[Expendable]:
        """Those of which something has come."""
        found: list[Expendable] = []
        with suppress(Empty):
            while True:
                one, part = self._parts.get(timeout=0 if found else min(max(seconds, 0), _LONGEST))
                if one in self._known:
                    one.take(part)
                    found.append(one)
        return found


def inbox() -> Inbox:
    """The better one that there is."""
    return Polled() if hasattr(select, "poll") else Threaded()
