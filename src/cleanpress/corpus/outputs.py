"""Where the articles go: a folder, or a file of lines. Nothing is seen there that is not whole."""

from __future__ import annotations

import errno
import gzip
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Protocol

from cleanpress.corpus.entries import Done, Entry
from cleanpress.corpus.journal import sync_folder
from cleanpress.errors import ConfigError

__all__ = ["Appended", "Folder", "Lines", "Output", "kind_of_output"]

PLACE_TROUBLE = {errno.ENAMETOOLONG, errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.EINVAL}


class Output(Protocol):
    """What a run needs of an output; ``commit`` puts on the disk what was added."""

    def restore(self, state: dict[str, int]) -> None:
        """Take back everything after that commit."""

    def add(self, entry: Entry, done: Done) -> None:
        """Add a document; ``OSError`` of ``PLACE_TROUBLE`` is this document's alone."""

    def commit(self) -> dict[str, int]:
        """What ``restore`` needs, when all that was added is on the disk."""

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

    def write(self, data: bytes) -> None:
        """Add at the end."""
        self._file.write(data)

    def commit(self) -> int:
        """Its length, when it is on the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
        return self._file.tell()

    def close(self) -> None:
        """Close it; what could not be written is not told of by any commit."""
        try:
            self._file.close()
        except OSError:
            self._file.detach() if hasattr(self._file, "detach") else None


class Folder:
    """A file for every document, moved to its place when it is on the disk."""

    def __init__(self, out: Path, folder: Path, suffix: str) -> None:
        self._out, self._new, self._suffix = out, folder / "new", suffix
        self._pending: list[tuple[Path, Path]] = []
        self._known: set[Path] = set()
        self._new.mkdir(parents=True, exist_ok=True)
        out.mkdir(parents=True, exist_ok=True)

    def restore(self, state: dict[str, int]) -> None:
        """What was not moved is written again; what was moved is replaced by the same."""
        for left in self._new.iterdir():
            left.unlink()

    def add(self, entry: Entry, done: Done) -> None:
        """Write the document's file beside."""
        place = self._out / (entry.place + self._suffix)
        if place.parent not in self._known:
            place.parent.mkdir(parents=True, exist_ok=True)
            if len(self._known) > 10_000:
                self._known.clear()
            self._known.add(place.parent)
        if place.is_dir():
            raise IsADirectoryError(errno.EISDIR, f"{place} is a folder")
        beside = self._new / str(entry.number)
        assert isinstance(done.out, bytes)
        beside.write_bytes(done.out)
        self._pending.append((beside, place))

    def commit(self) -> dict[str, int]:
        """Move the files that are on the disk to their places."""
        for beside, _ in self._pending:
            _sync(beside)
        folders = set()
        for beside, place in self._pending:
            os.replace(beside, place)
            folders.add(place.parent)
        for folder in {above for one in folders for above in self._above(one)}:
            sync_folder(folder)
        self._pending.clear()
        return {}

    def _above(self, folder: Path) -> list[Path]:
        return [folder, *(one for one in folder.parents if one.is_relative_to(self._out))]

    def finish(self) -> None:
        """Nothing is left to do."""

    def close(self) -> None:
        """Nothing is open."""


def _sync(path: Path) -> None:
    file = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(file)
    finally:
        os.close(file)


class Lines:
    """JSON Lines; packed ones get a member or frame of their own with every commit."""

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

    def commit(self) -> dict[str, int]:
        """Put the lines on the disk."""
        if self._file is None:
            return {"length": os.path.getsize(self._out)}
        self._flush()
        return {"length": self._file.commit()}

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
