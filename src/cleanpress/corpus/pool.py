"""Expendable workers side by side; however long the input, only a window of it is in memory."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from queue import SimpleQueue
from threading import Thread
from typing import TypeAlias

from cleanpress.corpus.entries import Done, Entry, Failure, Task, failure_of
from cleanpress.isolation import Isolated
from cleanpress.limits import DEFAULT, Limits

__all__ = ["cleaned"]

Outcome: TypeAlias = "tuple[Entry, Done | Failure]"

_WINDOW = 64  # documents a worker that may wait or be done, for one that takes its time
_HELD = 64 << 20  # bytes of documents that may be held


def cleaned(
    entries: Iterator[Entry],
    call: Callable[[Task], Done],
    *,
    workers: int,
    limits: Limits = DEFAULT,
    ordered: bool = True,
) -> Generator[Outcome, None, None]:
    """Every entry with what became of it; in order, or as they are done.

    Closing the iterator ends the workers, whatever they are at.
    """
    pool = _Pool(call, workers, limits)
    try:
        yield from _in_order(pool, entries) if ordered else pool.run(entries)
    finally:
        pool.close()


def _in_order(pool: _Pool, entries: Iterator[Entry]) -> Iterator[Outcome]:
    """The outcomes in the order of their entries, which may have gaps in their numbers."""
    sent: list[int] = []
    waiting: dict[int, Outcome] = {}

    def noted() -> Iterator[Entry]:
        for entry in entries:
            sent.append(entry.number)
            yield entry

    for outcome in pool.run(noted(), holding=lambda: len(waiting)):
        waiting[outcome[0].number] = outcome
        ready = 0
        while ready < len(sent) and sent[ready] in waiting:
            yield waiting.pop(sent[ready])
            ready += 1
        del sent[:ready]


class _Pool:
    """Threads that each feed a process; documents go in and come out as there is room."""

    def __init__(self, call: Callable[[Task], Done], workers: int, limits: Limits) -> None:
        self._tasks: SimpleQueue[Entry | None] = SimpleQueue()
        self._outcomes: SimpleQueue[Outcome] = SimpleQueue()
        self._window = _WINDOW * workers
        self._workers = [Isolated(call, limits=limits) for _ in range(workers)]
        self._threads = [
            Thread(target=self._feed, args=(worker,), daemon=True) for worker in self._workers
        ]
        self._closed = False

    def run(
        self, entries: Iterator[Entry], *, holding: Callable[[], int] = lambda: 0
    ) -> Iterator[Outcome]:
        """The outcomes as they come; ``holding`` tells how many were taken that still wait."""
        for thread in self._threads:
            thread.start()
        out, held, more = 0, 0, True
        while more or out:
            while more and out + holding() < self._window and (held < _HELD or not out):
                entry = next(entries, None)
                if entry is None:
                    more = False
                elif isinstance(entry.task, Failure):
                    out += 1
                    self._outcomes.put((entry, entry.task))
                else:
                    out += 1
                    held += _weight(entry)
                    self._tasks.put(entry)
            if out:
                entry, outcome = self._outcomes.get()
                out -= 1
                held -= _weight(entry)
                yield entry, outcome

    def close(self) -> None:
        """End the workers and their threads."""
        self._closed = True
        for _ in self._threads:
            self._tasks.put(None)
        for worker in self._workers:
            worker.close()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def _feed(self, worker: Isolated[Task, Done]) -> None:
        while (entry := self._tasks.get()) is not None and not self._closed:
            assert isinstance(entry.task, Task)
            try:
                self._outcomes.put((entry, worker(entry.task)))
            except Exception as error:  # of the document or of what it did to its process
                self._outcomes.put((entry, failure_of(error)))


def _weight(entry: Entry) -> int:
    return len(entry.task.data or b"") if isinstance(entry.task, Task) else 0
