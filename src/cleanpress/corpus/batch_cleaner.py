"""The callable that engines take: a batch of documents in, the same kind of batch out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from cleanpress.corpus.columns import values, with_texts
from cleanpress.corpus.recipe import Recipe
from cleanpress.errors import ConfigError

Batch = TypeVar("Batch")


class _Row(NamedTuple):
    """What stands in a row's new columns."""

    text: str | None
    error: str
    status: str
    receipt: str


@dataclass(frozen=True, kw_only=True)
class BatchCleaner(Recipe):
    """Clean one column of a batch: a callable for Ray Data, Spark, Dask, datasets and Polars.

    It takes a pyarrow ``Table`` or ``RecordBatch``, a pandas or polars ``DataFrame``, or a dict of
    columns (lists or numpy arrays), and gives back the same type with all other columns as they
    were. ``column`` holds texts, or the bytes of texts and PDFs; a missing value stays missing.
    The texts go to ``output``, or take the place of ``column``.

    A document that cannot be cleaned never stops a batch: its text is kept (bytes leave no text),
    and the column ``errors``, if it is named, tells what was wrong; it is empty for the others, as
    some engines take a column without any value for one without a type. ``statuses`` names a column
    for ``ok``, ``suspect``, ``no-article``, ``empty`` or ``failed``, and ``receipts`` one for
    the records of what went, each a line of JSON as ``cleanpress --report r.jsonl`` writes it.

    The other options are those of ``cleanpress.clean_bytes``; ``form`` (``text`` or ``markdown``);
    and ``isolate``: with ``True``, clean in a process beside the engine's worker, which then
    outlives documents that crash, hang or swallow memory. All are checked at once. The cleaner can
    be pickled and compiles its filters where it runs.

    Raises:
        ConfigError: an option that does not exist, or columns that are in each other's way.

    >>> cleaner = BatchCleaner(errors="error")
    >>> cleaner({"id": [1, 2], "text": ["Advertisement\\n\\nThe ferry leaves at noon.", None]})
    {'id': [1, 2], 'text': ['The ferry leaves at noon.\\n', None], 'error': ['', '']}
    >>> BatchCleaner(column="body")({"text": ["The ferry leaves at noon."]})
    Traceback (most recent call last):
        ...
    cleanpress.errors.ConfigError: the batch has no column 'body'; it has: text
    """

    column: str = "text"
    output: str | None = None
    errors: str | None = None
    statuses: str | None = None
    receipts: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        taken = [self.column] if self.output in (None, self.column) else [self.column, self.output]
        for name in (self.errors, self.statuses, self.receipts):
            if name in taken:
                raise ConfigError(f"two columns would be called {name!r}")
            if name is not None:
                taken.append(name)

    def __call__(self, batch: Batch) -> Batch:
        """The batch with its documents cleaned."""
        rows = [self._row(value) for value in values(batch, self.column)]
        new: dict[str, list[str | None]] = {self.output or self.column: [row.text for row in rows]}
        if self.errors is not None:
            new[self.errors] = [row.error for row in rows]
        if self.statuses is not None:
            new[self.statuses] = [row.status for row in rows]
        if self.receipts is not None:
            new[self.receipts] = [row.receipt for row in rows]
        cleaned: Batch = with_texts(batch, new)
        return cleaned

    def each(self, batches: Iterable[Batch]) -> Iterator[Batch]:
        """The batches one after the other, as Spark's ``mapInArrow`` and ``mapInPandas`` want it.

        >>> list(BatchCleaner().each([{"text": ["The ferry leaves at noon."]}]))
        [{'text': ['The ferry leaves at noon.\\n']}]
        """
        return map(self, batches)

    def _row(self, value: object) -> _Row:
        if value is None:
            return _Row(None, "", "", "")
        done = self.clean(value, receipt=self.receipts is not None)
        lost = done.status == "failed" and not isinstance(value, str)
        return _Row(None if lost else done.text, done.error, done.status, done.receipt)
