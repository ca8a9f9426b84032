"""The documents in a source: its lines, members, rows, or the one file that it is."""

from __future__ import annotations

import gzip
import os
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, NamedTuple, cast

from cleanpress.corpus.entries import Entry, Failure, Task, failure_of
from cleanpress.corpus.inputs import DOCUMENTS, Source, tame_place
from cleanpress.errors import BadRecord, ConfigError, LimitExceeded
from cleanpress.limits import Limits, read_within

__all__ = ["entries"]

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_WITHIN = 40  # bits of a number that count within a source
_LAST = (1 << _WITHIN) - 1
_BATCH = 128  # rows of Parquet that are read at once


class _Held(NamedTuple):
    """A document in a source; ``behind`` are the bytes of the source that were read by then."""

    name: str
    place: str
    task: Task | Failure
    behind: int
    row: object = None
    last: bool = False


def entries(
    found: Iterable[Source], limits: Limits, text_field: str, *, low: int = 0
) -> Iterator[Entry]:
    """All documents of the sources but of those that are all below the number ``low``.

    A document's number is that of its source and its own in it, so that it does not hang on what
    the sources before it hold now. A source that breaks off is one more document, its last.
    """
    for at, source in enumerate(found):
        first, behind = at << _WITHIN, 0
        if first + _LAST < low:
            continue
        for within, one in enumerate(_held(source, limits, text_field)):
            number = first + (_LAST if one.last else within)
            size = source.size if source.kind == "file" else one.behind - behind
            task = one.task
            if isinstance(task, Task):
                task = Task(task.path, task.data, task.record, number)
            yield Entry(number, one.name, one.place, task, max(size, 0), one.row)
            behind = max(behind, one.behind)


def _held(source: Source, limits: Limits, text_field: str) -> Iterator[_Held]:
    path, place = source.path, source.place
    if source.kind == "file":
        yield _Held(path, place, Task(path), source.size, last=True)
        return
    try:
        if source.kind == "folder":
            os.listdir(path)
            raise IsADirectoryError(21, "Is a directory")
        if (stamp := os.stat(path).st_mtime_ns) != source.stamp or not stamp:
            raise ConfigError("the file has changed since the run began")
        match source.kind:
            case "lines":
                yield from _lines(path, place, limits)
            case "tar":
                yield from _tar(path, place, limits)
            case "zip":
                yield from _zip(path, place, limits)
            case _:
                yield from _rows(path, place, text_field)
    except Exception as error:  # damage of any kind; what came before it is not lost
        yield _Held(path, place, failure_of(error), source.size, last=True)


@contextmanager
def _unpacked(path: str) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """The file as it is and its content, unpacked if it is packed."""
    with open(path, "rb") as raw:
        mark = raw.read(4)
        raw.seek(0)
        if mark.startswith(_GZIP):
            with gzip.open(raw) as out:
                yield raw, cast("BinaryIO", out)
        elif mark == _ZSTD:
            try:
                import zstandard
            except ImportError:
                raise ConfigError(
                    "zstd needs zstandard; pip install 'cleanpress[corpus]'"
                ) from None
            import io

            reader = zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True)
            yield raw, cast("BinaryIO", io.BufferedReader(reader))
        else:
            yield raw, raw


def _lines(path: str, place: str, limits: Limits) -> Iterator[_Held]:
    most = limits.input_bytes
    with _unpacked(path) as (raw, lines):
        number = 0
        while line := lines.readline(most + 1):
            number += 1
            task: Task | Failure = Task("", None)
            if len(line) > most and not line.endswith(b"\n"):
                seen = len(line)
                while rest := lines.readline(1 << 20):
                    seen += len(rest)
                    if rest.endswith(b"\n"):
                        break
                task = failure_of(LimitExceeded("input_bytes", most, seen))
            else:
                line = line.removesuffix(b"\n")
                if not line.strip(b" \t\r\n\xef\xbb\xbf"):
                    continue
                if number == 1:
                    line = line.removeprefix(b"\xef\xbb\xbf")
                task = Task(f"{path}:{number}", line, record=True)
            yield _Held(f"{path}:{number}", f"{place}/{number:09}", task, raw.tell())


def _tar(path: str, place: str, limits: Limits) -> Iterator[_Held]:
    taken = _Names()
    with _unpacked(path) as (raw, stream), tarfile.open(fileobj=stream, mode="r|") as tar:
        while (member := tar.next()) is not None:
            tar.members = []  # type: ignore[attr-defined]  # it would keep them all
            name = member.name
            if member.isfile() and name.lower().endswith(DOCUMENTS):
                content = tar.extractfile(member)
                task = _member(f"{path}/{name}", content, limits)
                yield _Held(f"{path}/{name}", taken.place(place, name), task, raw.tell())


def _zip(path: str, place: str, limits: Limits) -> Iterator[_Held]:
    taken, behind = _Names(), 0
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            name = member.filename
            if member.is_dir() or not name.lower().endswith(DOCUMENTS):
                continue
            behind += member.compress_size
            try:
                with archive.open(member) as content:
                    task = _member(f"{path}/{name}", content, limits)
            except Exception as error:  # this member's checksum, password or method
                task = failure_of(error)
            yield _Held(f"{path}/{name}", taken.place(place, name), task, behind)


def _member(name: str, content: IO[bytes] | None, limits: Limits) -> Task | Failure:
    try:
        return Task(name, b"" if content is None else read_within(content, limits))
    except LimitExceeded as error:
        return failure_of(error)


class _Names:
    """The names in an archive; one that comes again has another place."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}

    def place(self, place: str, name: str) -> str:
        key = hash(tame_place(name))
        times = self._seen[key] = self._seen.get(key, 0) + 1
        again = f"%~~{times}" if times > 1 else ""
        return f"{place}/{tame_place(name)}{again}"


def _rows(path: str, place: str, text_field: str) -> Iterator[_Held]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise ConfigError("Parquet needs pyarrow; pip install 'cleanpress[corpus]'") from None
    size, number = os.path.getsize(path), 0
    with pq.ParquetFile(path) as file:
        if text_field not in file.schema_arrow.names:
            raise BadRecord(f"there is no column {text_field!r}")
        total = max(file.metadata.num_rows, 1)
        for batch in file.iter_batches(batch_size=_BATCH):
            table = pa.Table.from_batches([batch])
            for at, text in enumerate(table.column(text_field).to_pylist()):
                number += 1
                name = f"{path}:{number}"
                task: Task | Failure = Task(name, text)
                if not isinstance(text, str):
                    told = f"the column {text_field!r} holds no text here: {str(text)[:40]}"
                    task = Failure("BadRecord", told)
                behind = size * number // total
                yield _Held(name, f"{place}/{number:09}", task, behind, table.slice(at, 1))
