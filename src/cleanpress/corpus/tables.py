"""Articles as Parquet: parts that are whole, put together at the end row group by row group."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from cleanpress.corpus.entries import Done, Entry
from cleanpress.corpus.outputs import Sealed
from cleanpress.corpus.syncing import sync_file, sync_folder
from cleanpress.errors import BadRecord, ConfigError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Parquet"]

_ROWS = 2_000  # of a part at most; a commit ends one too


class Parquet:
    """A Parquet file. Rows of Parquet keep their other columns, and their schema is the output's.

    Lines of JSON come out as columns ``path``, ``text`` and ``record``, the whole line; documents
    as ``path``, ``text`` and what is known of them.
    """

    beside = ""

    def __init__(self, out: Path, folder: Path, text_field: str) -> None:
        try:
            import pyarrow.parquet
        except ImportError:
            raise ConfigError("Parquet needs pyarrow; pip install 'cleanpress[corpus]'") from None
        self._pq = pyarrow.parquet
        self._out, self._folder, self._field = out, folder / "parts", text_field
        self._rows: list[pa.Table] = []
        self._parts = self._synced = 0
        self._schema: pa.Schema | None = None
        self._folder.mkdir(parents=True, exist_ok=True)

    def restore(self, state: dict[str, int]) -> None:
        """Remove the parts after the commit."""
        self._parts = self._synced = state.get("parts", 0)
        for left in self._folder.iterdir():
            if left.suffix != ".parquet" or int(left.stem) >= self._parts:
                left.unlink()
        if self._part(0).exists():
            self._schema = self._pq.read_schema(self._part(0))

    def _part(self, number: int) -> Path:
        return self._folder / f"{number:09}.parquet"

    def add(self, entry: Entry, done: Done) -> None:
        """Add a row.

        Raises:
            BadRecord: it has other columns than the rows before it.
        """
        row = self._row(entry, done)
        if self._schema is None:
            self._schema = row.schema
        if row.schema != self._schema:
            raise BadRecord("its columns are not those of the first document")
        self._rows.append(row)
        if len(self._rows) >= _ROWS:
            self._write()

    def _row(self, entry: Entry, done: Done) -> pa.Table:
        import pyarrow as pa

        assert isinstance(done.out, dict)
        if isinstance(entry.row, pa.Table):
            at = entry.row.schema.get_field_index(self._field)
            field = entry.row.schema.field(at)
            text = pa.array([done.out["text"]], type=field.type)
            return entry.row.set_column(at, field, text)
        lists = pa.list_(pa.string())
        kinds = [(name, lists if name == "authors" else pa.string()) for name in done.out]
        return pa.Table.from_pylist([done.out], schema=pa.schema(kinds))

    def _write(self) -> None:
        import pyarrow as pa

        if self._rows:
            self._pq.write_table(
                pa.concat_tables(self._rows).combine_chunks(),
                self._part(self._parts),
                compression="zstd",
            )
            self._parts += 1
            self._rows.clear()

    def seal(self) -> Sealed:
        """All rows so far, as parts."""
        self._write()
        new, self._synced = range(self._synced, self._parts), self._parts
        return Sealed({"parts": self._parts}, lambda: self._settle(new))

    def _settle(self, parts: range) -> None:
        for number in parts:
            sync_file(self._part(number))
        sync_folder(self._folder)

    def finish(self) -> None:
        """Put the parts together, one row group in memory at a time."""
        if not self._parts:
            if not self._out.exists():
                self._pq.write_table(_nothing(), self._out)
            return
        beside = self._folder / "whole"
        with self._pq.ParquetWriter(beside, self._schema, compression="zstd") as writer:
            for number in range(self._parts):
                writer.write_table(self._pq.read_table(self._part(number)))
        sync_file(beside)
        os.replace(beside, self._out)
        sync_folder(self._out.parent)

    def close(self) -> None:
        """Nothing is open."""


def _nothing() -> pa.Table:
    import pyarrow as pa

    return pa.table({"path": pa.array([], pa.string()), "text": pa.array([], pa.string())})
