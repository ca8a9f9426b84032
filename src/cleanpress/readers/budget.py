"""What one document has taken so far, held against its limits."""

from __future__ import annotations

import os
from dataclasses import replace
from time import monotonic

from cleanpress.errors import LimitExceeded
from cleanpress.limits import DEFAULT, Limits

__all__ = ["Budget", "Forgiving"]

_LOOK = 0.05  # seconds between two looks at the memory, each of which takes 10 microseconds
_LINE = 200  # bytes of memory that cleaning takes for a line at least: an empty one costs 280
_MOMENT = 0.3  # seconds that what could be read may still take when the time is over
_STATM = "/proc/self/statm"
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


class Budget:
    """Counts for one document. Every way to ask for more ends with ``LimitExceeded``.

    Steps that may be many or long call ``tick``: it costs a tenth of a microsecond.
    """

    def __init__(self, limits: Limits = DEFAULT) -> None:
        self.limits = limits
        self._unpacked = 0
        self.begin()

    def begin(self) -> None:
        """Count time and memory from now on."""
        self._begun = self._look = monotonic()
        self._end = self._begun + self.limits.seconds
        self._grown_from = _resident()

    def tick(self) -> None:
        """Look at the clock, and now and then at the memory."""
        now = monotonic()
        if now > self._end:
            seen = round(now - self._begun, 1)
            raise LimitExceeded("seconds", self.limits.seconds, seen)
        if now >= self._look:
            self._look = now + _LOOK
            if self._grown_from:
                self.limits.check("memory", _resident() - self._grown_from)

    def left(self) -> float:
        """The seconds that are left."""
        return self._end - monotonic()

    def weigh(self, text: str) -> None:
        """Hold the lines of a text against the memory before there are any.

        A file of line breaks takes two hundred times its size, all of it in one step.
        """
        lines = text.count("\n") + text.count("\f")
        grown = _resident() - self._grown_from if self._grown_from else 0
        self.limits.check("memory", max(grown, 0) + lines * _LINE)

    def after(self) -> Budget:
        """One for cleaning what was read before a limit: in the time that is left, or a moment."""
        return Budget(replace(self.limits, seconds=max(self.left(), _MOMENT)))

    def room(self) -> tuple[str, int]:
        """How many bytes a stream may unpack to now, and the limit that says so."""
        left = self.limits.decoded_bytes - self._unpacked
        if left < self.limits.stream_bytes:
            return "decoded_bytes", left
        return "stream_bytes", self.limits.stream_bytes

    def unpacked(self, size: int) -> None:
        """Count bytes that were unpacked, or content that is run again."""
        self._unpacked += size
        self.limits.check("decoded_bytes", self._unpacked)
        self.tick()


class Forgiving:
    """Passes over what a broken object raises, but never over a limit that was reached.

    >>> with Forgiving():
    ...     {}["Length"]
    """

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        return isinstance(error, Exception) and not isinstance(error, (LimitExceeded, MemoryError))


def _resident() -> int:
    """The bytes of memory this process has; 0 where the system does not tell."""
    try:
        told = os.open(_STATM, os.O_RDONLY)  # half of what a file object costs
        try:
            return int(os.read(told, 256).split()[1]) * _PAGE
        finally:
            os.close(told)
    except (OSError, ValueError, IndexError):
        return 0
