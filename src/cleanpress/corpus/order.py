"""The order of a corpus, which workers side by side do not keep."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import TypeAlias

from cleanpress.corpus.entries import Done, Entry, Failure

__all__ = ["Order", "Outcome"]

Outcome: TypeAlias = "tuple[Entry, Done | Failure]"

_WINDOW = 64  # documents a worker that may be done and wait for one that takes its time
_HELD = 64 << 20  # bytes that they may hold


class Order:
    """Outcomes that come as they are done, given on in the order of their entries."""

    def __init__(self, workers: int) -> None:
        self._most = _WINDOW * workers
        self._sent: deque[int] = deque()  # numbers, which may have gaps
        self._waiting: dict[int, Outcome] = {}
        self._held = 0

    def noted(self, entries: Iterator[Entry]) -> Iterator[Entry]:
        """The entries, whose order is noted as they go by."""
        for entry in entries:
            self._sent.append(entry.number)
            yield entry

    def room(self) -> bool:
        """Whether more may be done before the one that all wait for."""
        return len(self._waiting) < self._most and self._held < _HELD

    def sorted(self, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
        """The outcomes in order."""
        for outcome in outcomes:
            self._waiting[outcome[0].number] = outcome
            self._held += _weight(outcome)
            while self._sent and self._sent[0] in self._waiting:
                ready = self._waiting.pop(self._sent.popleft())
                self._held -= _weight(ready)
                yield ready


def _weight(outcome: Outcome) -> int:
    done = outcome[1]
    return done.size if isinstance(done, Done) else 0
