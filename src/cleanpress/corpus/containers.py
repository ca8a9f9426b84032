"""The documents in a source: its lines, members, rows, or the one file that it is."""

from __future__ import annotations

import gzip
import json
import os
import tarfile
import zipfile
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, time
from stat import S_ISLNK, S_ISREG
from typing import IO, BinaryIO, NamedTuple, cast

from cleanpress.corpus.entries import Entry, Failure, Task, failure_of
from cleanpress.corpus.inputs import DOCUMENTS, Source, tame_place
from cleanpress.errors import BadRecord, ConfigError, LimitExceeded, Unsupported
from cleanpress.limits import Limits, read_within

__all__ = ["Asked", "entries"]

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_WITHIN = 40  # bits of a number that count within a source
_LAST = (1 << _WITHIN) - 1
_HEADERS = 1 << 20  # bytes of a tar's headers for one member, long names and attributes
_TOLD = (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE)
_BATCH = 128  # rows of Parquet that are read at once


class _Held(NamedTuple):
    """A document in a source; ``behind`` are the bytes of the source that were read by then."""

    name: str
    place: str
    task: Task | Failure
    behind: int
    row: object = None
    last: bool = False


class Asked(NamedTuple):
    """How containers are read: the field of the text; ``as_records``: rows as lines of JSON."""

    limits: Limits
    text_field: str
    as_records: bool = False


def entries(found: Iterable[Source], asked: Asked, *, low: int = 0) -> Iterator[Entry]:
    """All documents of the sources but of those that are all below the number ``low``.

    A document's number is that of its source and its own in it, so that it does not hang on what
    the sources before it hold now. A source that breaks off is one more document, its last.
    """
    for at, source in enumerate(found):
        first, behind = at << _WITHIN, 0
        if first + _LAST < low:
            continue
        for within, one in enumerate(_held(source, asked)):
            number = first + (_LAST if one.last else within)
            size = source.size if source.kind == "file" else one.behind - behind
            task = one.task
            if isinstance(task, Task):
                task = Task(task.path, task.data, task.record, number)
            yield Entry(number, one.name, one.place, task, max(size, 0), one.row)
            behind = max(behind, one.behind)


def _held(source: Source, asked: Asked) -> Iterator[_Held]:
    path, place = source.path, source.place
    if source.kind == "file":
        yield _Held(path, place, Task(path), source.size, last=True)
        return
    try:
        if source.kind == "folder":
            os.listdir(path)
            raise IsADirectoryError(21, "Is a directory")
        told = os.stat(path)
        if not S_ISREG(told.st_mode):
            raise Unsupported("no regular file")  # to open a pipe would wait for its writer
        if told.st_mtime_ns != source.stamp or told.st_size != source.size:
            raise ConfigError("the file has changed since the run began")
        match source.kind:
            case "lines":
                yield from _lines(path, place, asked.limits)
            case "tar":
                yield from _tar(path, place, asked.limits)
            case "zip":
                yield from _zip(path, place, asked.limits)
            case _:
                yield from _rows(path, place, asked)
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


class _TarMember(tarfile.TarInfo):
    """A member whose headers are of a size to be held: long names come as content."""

    def _proc_member(self, tar: tarfile.TarFile) -> tarfile.TarInfo:
        """The member that these headers begin (a hook that ``tarfile`` has for subclasses)."""
        plain = tarfile.REGULAR_TYPES + tarfile.SUPPORTED_TYPES
        told = self.type in (*_TOLD, tarfile.SOLARIS_XHDTYPE)
        if (told or self.type not in plain) and self.size > _HEADERS:
            raise tarfile.ReadError(f"a header of {self.size:,} bytes")
        found: tarfile.TarInfo = super()._proc_member(tar)  # type: ignore[misc]
        return found


def _tar(path: str, place: str, limits: Limits) -> Iterator[_Held]:
    taken = _Names()
    with (
        _unpacked(path) as (raw, stream),
        tarfile.open(fileobj=stream, mode="r|", tarinfo=_TarMember) as tar,
    ):
        while (member := tar.next()) is not None:
            tar.members = []  # type: ignore[attr-defined]  # it would keep them all
            name = member.name
            if member.isdir() or not name.lower().endswith(DOCUMENTS):
                continue
            task: Task | Failure
            if member.isfile():
                task = _member(f"{path}/{name}", tar.extractfile(member), member.size, limits)
            else:
                task = failure_of(Unsupported("a link or a device in an archive"))
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
                if S_ISLNK(member.external_attr >> 16):
                    raise Unsupported("a link or a device in an archive")
                with archive.open(member) as content:
                    task = _member(f"{path}/{name}", content, member.file_size, limits)
            except Exception as error:  # this member's checksum, password or method
                task = failure_of(error)
            yield _Held(f"{path}/{name}", taken.place(place, name), task, behind)


def _member(name: str, content: IO[bytes] | None, size: int, limits: Limits) -> Task | Failure:
    """A member's content; ``size`` is what it is said to be."""
    try:
        limits.check("input_bytes", size)
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


def _rows(path: str, place: str, asked: Asked) -> Iterator[_Held]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise ConfigError("Parquet needs pyarrow; pip install 'cleanpress[corpus]'") from None
    size, number, field = os.path.getsize(path), 0, asked.text_field
    with pq.ParquetFile(path) as file:
        if field not in file.schema_arrow.names:
            raise BadRecord(f"there is no column {field!r}")
        total = max(file.metadata.num_rows, 1)
        for batch in file.iter_batches(batch_size=_BATCH):
            table = pa.Table.from_batches([batch])
            records = table.to_pylist() if asked.as_records else None
            for at, text in enumerate(table.column(field).to_pylist()):
                number += 1
                name = f"{path}:{number}"
                task: Task | Failure = Task(name, text)
                if not isinstance(text, str):
                    told = f"the column {field!r} holds no text here: {str(text)[:40]}"
                    task = Failure("BadRecord", told)
                elif records is not None:
                    task = Task(name, _as_json(records[at]), record=True)
                behind = size * number // total
                yield _Held(name, f"{place}/{number:09}", task, behind, table.slice(at, 1))


def _as_json(row: object) -> bytes:
    """A row as a record of JSON Lines; what JSON has no type for is told as text."""
    return json.dumps(row, ensure_ascii=False, default=_told).encode("utf-8", "surrogatepass")


def _told(value: object) -> str:
    """A value of another type: bytes in base 64, dates and times as ISO 8601, others as printed.

    >>> _told(b"ferry"), _told(date(2026, 11, 26))
    ('ZmVycnk=', '2026-11-26')
    """
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value.isoformat() if isinstance(value, date | time) else str(value)
