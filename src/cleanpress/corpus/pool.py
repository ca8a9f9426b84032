"""Expendable workers side by side; however long the input, only a window of it is in memory.

One thread hears all of them. A worker has its next documents before it has answered for the last
one: it never waits while this process is at something else, and this process can hear of several
at once. It competes with the workers for the processors, and each time it wakes costs more than
what it then does.
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, suppress
from time import monotonic, sleep
from typing import NamedTuple, cast

from cleanpress.corpus.entries import Done, Entry, Failure, Task, Unwritten, failure_of
from cleanpress.corpus.order import Order, Outcome
from cleanpress.errors import LimitExceeded, WorkerDied
from cleanpress.expendable import GRACE, START, Answer, Expendable, Inbox, inbox, opening
from cleanpress.isolation import check_importable, end_of
from cleanpress.limits import DEFAULT, Limits

__all__ = ["cleaned"]

_AHEAD = 16  # documents that a worker may have beside the one it is at,
_SPAN = 0.1  # and seconds that it may be busy with them
_PLENTY = 4  # documents that a worker has to have if none is to be heard for a while
_STARTS = 3  # times that a worker may fail to start before no more are tried


def cleaned(
    entries: Iterator[Entry],
    call: Callable[[Task], Done],
    *,
    workers: int,
    limits: Limits = DEFAULT,
    ordered: bool = True,
) -> Generator[Outcome, None, None]:
    """Every entry with what became of it, without its content; in order, or as they are done.

    Closing the iterator ends the workers, whatever they are at.

    Raises:
        WorkerDied: no worker can be started.
        Unwritten: a worker could not write an article.
    """
    with closing(_Crew(call, workers, limits)) as crew:
        if ordered:
            order = Order(workers)
            yield from order.sorted(crew.run(order.noted(entries), order.room))
        else:
            yield from crew.run(entries, lambda: True)


class _Sent(NamedTuple):
    """A document that a worker has, and how it was told of it."""

    entry: Entry
    question: bytes


class _Worker:
    """A process and the documents it has; it is at the first of them since ``began``."""

    def __init__(self) -> None:
        self.process: Expendable | None = None
        self.ready = False
        self.sent: deque[_Sent] = deque()
        self.held = 0  # bytes of what it was sent
        self.began = 0.0
        self.pace = 1.0  # seconds for a document, as it was lately

    def has_room(self, size: int = 0) -> bool:
        """Whether it can be sent so many bytes now, and surely without waiting."""
        if not self.sent:
            return True
        if self.process is None or not self.ready or len(self.sent) > _AHEAD:
            return False
        if len(self.sent) > 1 and len(self.sent) * self.pace > _SPAN:
            return False
        return size + self.held < self.process.room

    def give(self, one: _Sent) -> None:
        """Note that it has a document more."""
        if not self.sent:
            self.began = monotonic()
        self.sent.append(one)
        self.held += len(one.question)

    def done(self) -> _Sent:
        """The document it was at."""
        one = self.sent.popleft()
        self.held -= len(one.question)
        return one

    def heard(self, many: int) -> None:
        """Note how long so many documents took."""
        now = monotonic()
        self.pace += 0.3 * ((now - self.began) / many - self.pace)
        self.began = now

    @property
    def spare(self) -> float:
        """Seconds for which it has enough to do."""
        return (len(self.sent) - 1) * self.pace if self.ready else 0.0


class _Crew:
    """The workers of a run."""

    def __init__(self, call: Callable[[Task], Done], workers: int, limits: Limits) -> None:
        check_importable(call)
        self._call, self._opening = call, opening(call, limits)
        self._limits = limits
        self._inbox: Inbox = inbox()
        self.workers = [_Worker() for _ in range(workers)]
        self._again: deque[_Sent] = deque()  # what one that ended had not begun with
        self._starts = 0  # that failed, one after the other

    def run(self, entries: Iterator[Entry], room: Callable[[], bool]) -> Iterator[Outcome]:
        """The outcomes as they come; no entry is taken while there is no ``room`` for more."""
        more = True
        while more:
            more = yield from self._deal(entries, room)
            if not more and not any(worker.sent for worker in self.workers):
                return
            more = True
            yield from self._heard()

    def close(self) -> None:
        """End the workers."""
        for worker in self.workers:
            if worker.process is not None:
                worker.process.kill()
        for worker in self.workers:
            self._end(worker)

    # ---- giving ----------------------------------------------------------------------------------
    def _deal(
        self, entries: Iterator[Entry], room: Callable[[], bool]
    ) -> Generator[Outcome, None, bool]:
        """Give every worker what it has room for; whether there may be more to give."""
        while self._again or room():
            free = [worker for worker in self.workers if worker.has_room()]
            if not free:
                return True
            worker = min(free, key=lambda one: len(one.sent))
            one = self._again.popleft() if self._again else _next(entries)
            if one is None:
                return False
            if isinstance(one, Entry):
                yield one, cast("Failure", one.task)
                continue
            if not worker.has_room(len(one.question)):
                self._again.appendleft(one)
                return True
            self._give(worker, one)
        return True

    def _give(self, worker: _Worker, one: _Sent) -> None:
        if worker.process is None:
            self._start(worker)
        assert worker.process is not None
        worker.give(one)
        with suppress(OSError):  # that it has hung up will be heard
            worker.process.send(one.question)

    # ---- hearing ---------------------------------------------------------------------------------
    def _heard(self) -> Iterator[Outcome]:
        """What has come, waiting for it if nothing has; and what will come no more."""
        busy = [one for one in self.workers if one.process is not None and one.sent]
        if busy and all(len(one.sent) > _PLENTY for one in busy):
            sleep(min(_SPAN, *(one.spare / 2 for one in busy)))
        due = min(map(self._due, busy), default=monotonic() + START)
        told, now = self._inbox.wait(due - monotonic()), monotonic()
        late = [one for one in busy if one.process not in told and self._due(one) <= now]
        for worker in self.workers:
            if worker.process in told:
                yield from self._answers(worker)
        for worker in late:
            yield from self._overdue(worker)

    def _due(self, worker: _Worker) -> float:
        return worker.began + (self._limits.seconds + GRACE if worker.ready else START)

    def _answers(self, worker: _Worker) -> Iterator[Outcome]:
        process = worker.process
        found: list[Outcome] = []
        assert process is not None
        while worker.process is process and (answer := process.answer()) is not None:
            if not worker.ready:
                self._opened(worker, answer)
            elif worker.sent:
                one = worker.done()
                found.append((_light(one.entry), _outcome(answer)))
                if not answer.stay:
                    self._replace(worker)
        if found:
            worker.heard(len(found))
            yield from found
        if worker.process is process and process.hung_up:
            yield from self._died(worker)

    def _died(self, worker: _Worker) -> Iterator[Outcome]:
        """The document that a worker was at is to blame; the next ones are sent again."""
        at = worker.done() if worker.sent and worker.ready else None
        was_ready = worker.ready
        error = end_of(self._replace(worker), self._limits.seconds)
        if not was_ready:
            self._failed_to_start(error)
        if at is None:
            return
        again = self._another_try(at.entry) if isinstance(error, WorkerDied) else None
        if again is not None:
            self._again.appendleft(again)
        else:
            yield _light(at.entry), failure_of(error)

    def _another_try(self, entry: Entry) -> _Sent | None:
        """The document as it may be done after all, if the call knows a way."""
        ask = getattr(self._call, "another_try", None)
        task = ask(entry.task) if ask else None
        if task is None:
            return None
        return _Sent(entry._replace(task=task), pickle.dumps(task))

    def _overdue(self, worker: _Worker) -> Iterator[Outcome]:
        seconds = self._limits.seconds
        if not worker.ready:
            self._replace(worker)
            self._failed_to_start(LimitExceeded("seconds", START, START))
            return
        one, took = worker.done(), monotonic() - worker.began
        self._replace(worker)
        yield _light(one.entry), failure_of(LimitExceeded("seconds", seconds, round(took, 1)))

    # ---- starting and ending ---------------------------------------------------------------------
    def _start(self, worker: _Worker) -> None:
        worker.process, worker.ready = Expendable(self._opening), False
        worker.began = monotonic()
        self._inbox.add(worker.process)

    def _opened(self, worker: _Worker, answer: Answer) -> None:
        worker.ready, worker.began = True, monotonic()
        if answer.known:
            self._starts = 0
        else:
            self._replace(worker)
            self._failed_to_start(cast("Exception", answer.found))

    def _failed_to_start(self, error: Exception) -> None:
        self._starts += 1
        if self._starts >= _STARTS:
            raise WorkerDied(f"no worker can be started: {error}") from error

    def _replace(self, worker: _Worker) -> int:
        """End a process; a new one is started when there is something to do for it."""
        self._again.extendleft(reversed(worker.sent))
        worker.sent.clear()
        worker.held = 0
        return self._end(worker)

    def _end(self, worker: _Worker) -> int:
        process, worker.process = worker.process, None
        if process is None:
            return 0
        self._inbox.remove(process)
        return process.end()


def _next(entries: Iterator[Entry]) -> _Sent | Entry | None:
    """The next document as it is sent; the entry itself if it has failed already."""
    entry = next(entries, None)
    if entry is None or isinstance(entry.task, Failure):
        return entry
    return _Sent(entry, pickle.dumps(entry.task))


def _light(entry: Entry) -> Entry:
    """The entry without its content, which may have to wait for others."""
    task = entry.task
    return entry._replace(task=Task(task.path)) if isinstance(task, Task) and task.data else entry


def _outcome(answer: Answer) -> Done | Failure:
    if answer.known:
        return cast("Done", answer.found)
    error = cast("Exception", answer.found)
    if isinstance(error, Unwritten):
        raise error
    return failure_of(error)
