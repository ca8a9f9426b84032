"""A run over a corpus on one machine: it can be cut off anywhere, and goes on from there."""

from __future__ import annotations

import json
import os
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import monotonic

from cleanpress.corpus.cleaning import Cleaner
from cleanpress.corpus.commits import Commit, Commits
from cleanpress.corpus.containers import Asked, entries
from cleanpress.corpus.entries import Done, Entry, Failure, failure_of
from cleanpress.corpus.inputs import sources
from cleanpress.corpus.journal import Journal, State
from cleanpress.corpus.outputs import PLACE_TROUBLE, Appended, Folder, Lines, Output
from cleanpress.corpus.pool import cleaned
from cleanpress.corpus.tables import Parquet
from cleanpress.corpus.tally import Tally
from cleanpress.errors import BadRecord, ConfigError, ReadError

__all__ = ["Run"]

SUFFIXES = {"text": ".txt", "markdown": ".md", "json": ".json"}
_EVERY = 1.0  # seconds between two commits, unless the disk is slower


@dataclass(frozen=True, kw_only=True)
class Run:
    """What is to be done; ``command`` is what must be the same for a run to go on.

    ``listed`` are the paths that stand for ``-`` among the inputs. A run ends with the next
    document that it cannot write (a full disk), and goes on from there when it is called again.
    """

    inputs: tuple[str, ...]
    out: Path
    failures: Path
    cleaner: Cleaner
    command: object
    jobs: int = 1
    ordered: bool = True
    listed: Iterable[str] = ()

    def __call__(self, observe: Callable[[Tally, int, str], None]) -> tuple[Tally, bool]:
        """Do what is left to do; the counts of the whole, and whether there was anything.

        ``observe`` is told the counts, the bytes of all sources and a document's name.

        Raises:
            ConfigError: OUT is another's, or an input makes no sense.
            OSError: OUT cannot be written.
        """
        self._check()
        with Journal(self.out, self.command) as journal:
            if journal.state is not None and journal.state["complete"]:
                return Tally.of(journal.state["tally"]), False
            if journal.state is None and _holds(self.failures):
                raise ConfigError(f"{self.failures} is there already; --failures names another")
            spared = {journal.folder, self.out, self.failures}
            real = frozenset(map(os.path.realpath, spared))
            journal.begin(sources(self.inputs, self.listed, spared=real))
            return _Going(self, journal).run(observe), True

    def _check(self) -> None:
        if not self.out.name:
            raise ConfigError(f"{self.out} can be no output; name a folder or a file")
        if os.path.realpath(self.out) == os.path.realpath(self.failures):
            raise ConfigError(f"articles and failures would both go to {self.out}")
        for given in self.inputs:
            for place in (self.out, self.failures):
                if os.path.realpath(given) == os.path.realpath(place):
                    raise ConfigError(f"{place} is an input and would be overwritten")

    def output(self, folder: Path) -> Output:
        """Where the articles go."""
        if self.cleaner.kind == "lines":
            return Lines(self.out, folder)
        if self.cleaner.kind == "parquet":
            return Parquet(self.out, folder, self.cleaner.text_field)
        return Folder(self.out, folder, SUFFIXES[self.cleaner.form])


def _holds(path: Path) -> bool:
    """Whether there is something in a place; a file without content is nothing."""
    return os.path.lexists(path) and not (path.is_file() and not path.stat().st_size)


class _Going:
    """A run that is under way."""

    def __init__(self, run: Run, journal: Journal) -> None:
        self._run, self._journal = run, journal
        state = journal.state
        self._tally = Tally.of(state["tally"]) if state else Tally()
        self._low = state["low"] if state else 0
        self._done = set(state["done"]) if state else set()
        self._begun: deque[int] = deque()  # numbers from the first on that is not done
        self._output = run.output(journal.folder)
        self._output.restore(state["output"] if state else {})
        self._failures = Appended(run.failures)
        self._failures.lock()
        self._failures.cut(state["failures"] if state else 0)
        self._commits = Commits(journal)
        self._whole = True
        self._commit()

    def run(self, observe: Callable[[Tally, int, str], None]) -> Tally:
        """Do what is left; also what was done when something ends it."""
        try:
            self._work(partial(observe, self._tally, self._journal.total))
            self._commit()
            self._finish()
        except (KeyboardInterrupt, ReadError):
            if self._whole:
                self._commit()
            raise
        finally:
            self._close()
        return self._tally

    def _close(self) -> None:
        try:
            self._commits.wait()
        finally:
            self._output.close()
            self._failures.close()

    def _work(self, observe: Callable[[str], None]) -> None:
        run = self._run
        due = monotonic() + _EVERY
        outcomes = cleaned(
            self._left(), replace(run.cleaner, beside=self._output.beside), workers=run.jobs,
            limits=run.cleaner.limits, ordered=run.ordered,
        )  # fmt: skip
        with closing(outcomes):
            for entry, outcome in outcomes:
                self._whole = False  # Ctrl-C between two lines of this must not be committed
                self._note(entry, outcome)
                if monotonic() >= due and self._commits.free():
                    self._commits.begin(self._sealed())
                    due = monotonic() + _EVERY
                self._whole = True
                observe(entry.path)

    def _left(self) -> Iterator[Entry]:
        """The documents that are still to be done."""
        low, done = self._low, frozenset(self._done)
        cleaner = self._run.cleaner
        asked = Asked(cleaner.limits, cleaner.text_field, cleaner.kind == "lines")
        for one in entries(self._journal.sources(), asked, low=low):
            if one.number >= low:
                self._begun.append(one.number)
                if one.number not in done:
                    yield one

    def _note(self, entry: Entry, outcome: Done | Failure) -> None:
        """Write down what became of a document."""
        done, failure = (outcome, outcome.failure) if isinstance(outcome, Done) else (None, outcome)
        if done is not None:
            try:
                self._output.add(entry, done)
            except (BadRecord, OSError) as error:
                if isinstance(error, OSError) and error.errno not in PLACE_TROUBLE:
                    raise
                done, failure = None, failure_of(error)
        if failure is not None:
            told = {"path": entry.path, **failure._asdict()}
            self._failures.write(json.dumps(told).encode() + b"\n")
        self._tally.add(done, failure)
        self._tally.size += entry.size
        self._done.add(entry.number)
        while self._begun and self._begun[0] in self._done:
            self._low = self._begun.popleft()
            self._done.remove(self._low)
            self._low += 1

    def _sealed(self) -> Commit:
        """Everything so far, and the state that tells of it."""
        output = self._output.seal()
        state = State(
            command=self._journal.command, low=self._low, done=sorted(self._done),
            output=output.state, failures=self._failures.flush(),
            tally=self._tally.plain(), total=self._journal.total, complete=False,
        )  # fmt: skip
        return Commit((output.settle, self._failures.settle), state, json.dumps(state).encode())

    def _commit(self) -> None:
        """Put everything on the disk, then the state that tells of it."""
        self._commits.wait()
        self._commits.begin(self._sealed())
        self._commits.wait()

    def _finish(self) -> None:
        """Put the whole in its place, and leave no more than the state that says so."""
        self._output.finish()
        state = self._journal.state
        assert state is not None
        self._journal.save(State(**{**state, "complete": True}))
        if not state["failures"]:
            self._run.failures.unlink(missing_ok=True)
        with suppress(OSError):  # it is complete with or without them
            for left in self._journal.folder.iterdir():
                if left.is_dir():
                    shutil.rmtree(left)
                elif left.name not in ("state.json", "lock"):
                    left.unlink()
