"""Where the articles go: a folder, or a file of lines. Nothing is seen there that is not whole."""

from __future__ import annotations

import errno
import gzip
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from cleanpress.corpus.entries import Done, Entry
from cleanpress.corpus.syncing import sync_all, sync_folder
from cleanpress.errors import ConfigError

__all__ = ["Appended", "Folder", "Lines", "Output", "Sealed", "kind_of_output"]

PLACE_TROUBLE = {errno.ENAMETOOLONG, errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.EINVAL}


class Sealed(NamedTuple):
    """What an output has so far: ``restore`` takes the state, once ``settle`` has been called.

    ``settle`` puts everything on the disk and in its place. It may wait for the disk, beside the
    run that goes on.
    """

    state: dict[str, int]
    settle: Callable[[], object]


class Output(Protocol):
    """What a run needs of an output."""

    beside: str  # a folder in which workers write what they made, or ""

    def restore(self, state: dict[str, int]) -> None:
        """Take back everything after that commit."""

    def add(self, entry: Entry, done: Done) -> None:
        """Add a document; ``OSError`` of ``PLACE_TROUBLE`` is this document's alone."""

    def seal(self) -> Sealed:
        """All that was added so far."""

    def finish(self) -> None:
        """Put the whole in its place; may be done twice."""

    def close(self) -> None:
        """Let go of what is open."""


def kind_of_output(out: Path) -> str:
    """``lines``, ``parquet`` or ``folder``, by the name.

    >>> [kind_of_output(Path(name)) for name in ("a.jsonl.zst", "a.parquet", "clean")]
    ['lines', 'parquet', 'folder']
    """
    name = out.name.lower().removesuffix(".gz").removesuffix(".zst")
    if name.endswith((".jsonl", ".ndjson")):
        return "lines"
    return "parquet" if out.suffix.lower() == ".parquet" else "folder"


class Appended:
    """A file that grows at its end, and can be cut back to a length it had."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: BinaryIO = open(path, "ab", buffering=1 << 16)  # noqa: SIM115

    def cut(self, length: int) -> None:
        """Back to that length.

        Raises:
            ConfigError: it is shorter: something else has written there.
        """
        if os.fstat(self._file.fileno()).st_size < length:
            raise ConfigError(f"{self.path} is shorter than this run has left it")
        self._file.truncate(length)
        self._file.seek(length)

    def lock(self) -> None:
        """Keep others from it that do this too.

        Raises:
            ConfigError: another process was first.
        """
        if os.name == "posix":
            import fcntl

            try:
                fcntl.flock(self._file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise ConfigError(f"another process writes to {self.path}") from None

    def write(self, data: bytes) -> None:
        """Add at the end."""
        self._file.write(data)

    def flush(self) -> int:
        """Its length."""
        self._file.flush()
        return self._file.tell()

    def settle(self) -> None:
        """See to it that what was flushed is on the disk."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close it; what could not be written is not told of by any commit."""
        with suppress(OSError):
            self._file.close()


class Folder:
    """A file for every document, moved to its place when it is on the disk.

    Workers write it beside, in a folder of this run's own: one of a run that was killed may still
    be writing.
    """

    def __init__(self, out: Path, folder: Path, suffix: str) -> None:
        self._out, self._folder, self._suffix = os.path.join(out, ""), folder, suffix
        self._new = folder / f"new-{secrets.token_hex(4)}"
        self.beside = os.path.join(self._new, "")
        self._pending: list[tuple[int, str]] = []
        self._known: set[str] = set()
        self._new.mkdir(parents=True)
        out.mkdir(parents=True, exist_ok=True)
        if os.stat(out).st_dev != os.stat(folder).st_dev:  # nothing can be moved there
            raise ConfigError(f"{out} is a disk of its own; name a folder in it")

    def restore(self, state: dict[str, int]) -> None:
        """What was not moved is written again; what was moved is replaced by the same."""
        for left in self._folder.glob("new*"):
            if left != self._new:
                shutil.rmtree(left, ignore_errors=True)

    def add(self, entry: Entry, done: Done) -> None:
        """Take a file that was written."""
        # No folder may have the name of an article: a.txt.txt/b.txt beside a.txt.
        above = entry.place.replace(f"{self._suffix}/", f"%2E{self._suffix[1:]}/")
        place = self._out + above + self._suffix
        above = os.path.dirname(place)
        if above not in self._known:
            os.makedirs(above, exist_ok=True)
            if len(self._known) > 10_000:
                self._known.clear()
            self._known.add(above)
        self._pending.append((entry.number, place))

    def seal(self) -> Sealed:
        """All files that were written."""
        pending, self._pending = self._pending, []
        return Sealed({}, lambda: self._move(pending))

    def _move(self, pending: list[tuple[int, str]]) -> None:
        """Move files to their places when they are on the disk."""
        sync_all([self.beside + str(number) for number, _ in pending], self.beside)
        folders = set()
        for number, place in pending:
            os.replace(self.beside + str(number), place)
            folders.add(os.path.dirname(place))
        for folder in {above for one in folders for above in self._above(one)}:
            sync_folder(folder)

    def _above(self, folder: str) -> Iterator[str]:
        while len(folder) >= len(self._out):
            yield folder
            folder = os.path.dirname(folder)
        yield self._out

    def finish(self) -> None:
        """Nothing is left to do."""

    def close(self) -> None:
        """Nothing is open."""


class Lines:
    """JSON Lines; packed ones get a member or frame of their own with every commit."""

    beside = ""

    def __init__(self, out: Path, folder: Path) -> None:
        self._out, self._path = out, folder / "growing"
        self._pack = _packer(out)
        self._block: list[bytes] = []
        self._size = 0
        self._file: Appended | None = None

    def restore(self, state: dict[str, int]) -> None:
        """Cut the file back to the commit's length."""
        length = state.get("length", 0)
        if length and not self._path.exists() and self._out.exists():
            return  # it had been put in its place, and nothing else is left to do
        self._file = Appended(self._path)
        self._file.cut(length)

    def add(self, entry: Entry, done: Done) -> None:
        """Add a line."""
        assert isinstance(done.out, bytes)
        self._block.append(done.out + b"\n")
        self._size += len(done.out)
        if self._size > 4 << 20:
            self._flush()

    def _flush(self) -> None:
        assert self._file is not None
        block = b"".join(self._block)
        if block:
            self._file.write(self._pack(block))
        self._block.clear()
        self._size = 0

    def seal(self) -> Sealed:
        """All lines so far."""
        if self._file is None:
            return Sealed({"length": os.path.getsize(self._out)}, lambda: None)
        self._flush()
        return Sealed({"length": self._file.flush()}, self._file.settle)

    def finish(self) -> None:
        """Give the file its name."""
        self.close()
        if self._path.exists():
            os.replace(self._path, self._out)
            sync_folder(self._out.parent)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()


def _packer(out: Path) -> Callable[[bytes], bytes]:
    if out.suffix.lower() == ".gz":
        return lambda block: gzip.compress(block, 6, mtime=0)
    if out.suffix.lower() == ".zst":
        try:
            import zstandard
        except ImportError:
            raise ConfigError("zstd needs zstandard; pip install 'cleanpress[corpus]'") from None
        return lambda block: zstandard.ZstdCompressor(level=6).compress(block)
    return lambda block: block
