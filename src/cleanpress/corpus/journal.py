"""How far a run has come, on disk: after a crash the same command goes on from there.

Beside OUT lies a folder ``.OUT.cleanpress`` with the list of sources, what is not yet in its
place, and ``state.json``. The state is replaced whole, and only after everything that it tells of
is on the disk (``fsync``). So what it does not tell of has not happened, and is done again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TypedDict, cast

from cleanpress.corpus.inputs import Source
from cleanpress.corpus.syncing import sync_folder
from cleanpress.errors import ConfigError

__all__ = ["Journal", "State", "put_whole"]


class State(TypedDict):
    """What is done: documents below the number ``low`` and those of ``done``; lengths; counts.

    ``total`` are the bytes of all sources.
    """

    command: str
    low: int
    done: list[int]
    output: dict[str, int]
    failures: int
    tally: dict[str, object]
    total: int
    complete: bool


class Journal:
    """The folder beside OUT; one process at a time.

    Raises:
        ConfigError: another process has it, another command made it, or OUT is there without it.
    """

    def __init__(self, out: Path, command: object) -> None:
        self.out = out
        self.folder = out.with_name(f".{out.name}.cleanpress")
        self.command = sha256(json.dumps(command, sort_keys=True).encode()).hexdigest()
        self.state: State | None = None
        self.total = 0  # bytes of all sources
        self._lock: int | None = None
        known = self.folder.is_dir()
        if not known and _there(out):
            raise ConfigError(f"{out} is there already and no run made it; name another place")
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = _locked(self.folder / "lock")
        try:
            self._load()
            if known and self.state is None and _there(out):
                raise ConfigError(f"{out} is there already and no run made it; name another place")
        except BaseException:
            self.close()
            raise

    def _load(self) -> None:
        path = self.folder / "state.json"
        if not path.exists():
            return
        self.state = cast("State", json.loads(path.read_bytes()))
        if self.state["command"] != self.command:
            raise ConfigError(
                f"{self.out} was made by another command or version; remove it and {self.folder} "
                "to begin anew, or name another place"
            )

    def begin(self, found: Iterable[Source]) -> None:
        """Write the list of sources, if this is the beginning."""
        if self.state is None:
            put_whole(self.folder / "sources.jsonl", map(self._listed, found))
            sync_folder(self.folder.parent)
        else:
            self.total = self.state["total"]

    def _listed(self, one: Source) -> bytes:
        self.total += one.size
        return json.dumps(one).encode() + b"\n"

    def sources(self) -> Iterator[Source]:
        """The sources, as they were when the run began."""
        with open(self.folder / "sources.jsonl", encoding="ascii") as file:
            while lines := list(islice(file, 100)):  # many at once cost a third of one by one
                yield from map(Source._make, json.loads(f"[{','.join(lines)}]"))

    def save(self, state: State) -> None:
        """Replace the state; what it tells of must be on the disk already."""
        self.put(state, json.dumps(state).encode())

    def put(self, state: State, told: bytes) -> None:
        """Replace the state by one that was made JSON of already."""
        put_whole(self.folder / "state.json", [told])
        self.state = state

    def close(self) -> None:
        """Let others have the folder."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self.close()


def _there(out: Path) -> bool:
    """Whether there is something in OUT's place that could be lost; an empty folder is nothing."""
    if out.is_dir():
        return next(out.iterdir(), None) is not None
    return os.path.lexists(out)


def _locked(path: Path) -> int:
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    if os.name == "posix":
        import fcntl

        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            raise ConfigError(f"another process is at it: {path.parent} is locked") from None
    return lock


def put_whole(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file so that after a power cut it is the old one or the new one."""
    beside = path.with_name(f"{path.name}.new")
    with open(beside, "wb") as file:
        for part in parts:
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
    sync_folder(path.parent)
