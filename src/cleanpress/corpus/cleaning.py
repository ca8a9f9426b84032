"""What a worker does with one document of a corpus."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from cleanpress.api import clean
from cleanpress.article import Article
from cleanpress.corpus.entries import Done, Task, Unwritten, failure_of
from cleanpress.corpus.recipe import Recipe, whole
from cleanpress.corpus.records import text_of, with_field, with_text
from cleanpress.limits import read_within

__all__ = ["FORMS", "KINDS", "Cleaner"]

FORMS = ("text", "markdown", "json")
KINDS = ("folder", "lines", "parquet")  # of outputs
_META = ("title", "standfirst", "authors", "published", "url", "site", "language", "status")


@dataclass(frozen=True, kw_only=True)
class Cleaner(Recipe):
    """How every document of a run is read and cleaned, and what is made of it.

    It goes once to every worker. With ``beside``, a folder, a worker writes what it made there,
    under the document's number: bytes that nobody but the disk wants need not go through a pipe.

    >>> make = Cleaner(preset="reflow", kind="lines")
    >>> make(Task("a:1", b'{"n": 1E5, "text": "A ferry."}', record=True)).out
    b'{"n": 1E5, "text": "A ferry.\\\\n"}'
    """

    forms: ClassVar[tuple[str, ...]] = FORMS

    isolate: bool | None = False  # a worker is a process of its own
    kind: str = "folder"
    text_field: str = "text"
    beside: str = ""

    def prepare(self) -> None:
        """Load what every document needs, so that the first one is not charged with it."""
        import cleanpress.readers.pages

        with suppress(ImportError):  # the extra "fast"
            import cleanpress.readers.pdfium_pages  # noqa: F401
        clean("Advertisement\n\nThe ferry leaves at noon.", pipeline=self._filters)

    def __call__(self, task: Task) -> Done:
        """Clean a document.

        Raises:
            ReadError: it cannot be read, or it takes more than the limits allow.
            OSError: the file cannot be opened.
            Unwritten: the article cannot be written.
        """
        line, source = "", task.data
        if task.record and isinstance(source, bytes):
            line = source.decode("utf-8", "surrogateescape")
            source = text_of(line, self.text_field)
        made_by = replace(self, backend=task.backend) if task.backend else self
        article, error = made_by.article(self._read(task.path) if source is None else source)
        out: bytes | dict[str, object] | None = self._out(task, line, article)
        if self.beside and isinstance(out, bytes):
            _write(os.path.join(self.beside, str(task.number)), out)
            out = None
        failure = failure_of(error) if error is not None else None
        return Done(out, article.status, _counts(article), failure)

    def another_try(self, task: Task) -> Task | None:
        """What may be tried with a document that was the end of a worker: the other PDF library."""
        from cleanpress.readers.pdf import check_backend

        if task.record or task.backend or len(check_backend(self.backend)) < 2:
            return None
        return task._replace(backend="pdfminer")

    def _read(self, path: str) -> bytes:
        with Path(path).open("rb") as file:
            return read_within(file, self.limits)

    # ---- writing ---------------------------------------------------------------------------------
    def _out(self, task: Task, line: str, article: Article) -> bytes | dict[str, object]:
        text = self.text(article)
        if self.kind == "folder":
            if self.form == "json":
                return _json({"path": task.path, **article.to_dict()}).encode() + b"\n"
            return text.encode()
        if line:
            line = with_text(line, self.text_field, text)
            if self.form == "json":
                account = {k: v for k, v in article.to_dict().items() if k != "text"}
                line = with_field(line, "cleanpress", _json(account))
        if self.kind == "parquet":
            return {"path": whole(task.path), "text": text, "record": whole(line)} if line else (
                _row(task.path, text, article))  # fmt: skip
        if line:
            return line.encode("utf-8", "surrogateescape")
        if self.form == "json":
            return _json({"path": task.path, **article.to_dict()}).encode()
        return _json(_row(task.path, text, article)).encode()


def _write(place: str, content: bytes) -> None:
    try:
        with open(place, "wb", buffering=0) as file:
            rest = memoryview(content)
            while rest:
                rest = rest[file.write(rest) :]
    except OSError as error:
        raise Unwritten(error.errno, error.strerror, place) from None


def _row(path: str, text: str, article: Article) -> dict[str, object]:
    known = article.to_dict() | {"text": text}
    return {"path": whole(path), "text": text, **{name: known[name] for name in _META}}


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if whole(text) == text else json.dumps(value)


def _counts(article: Article) -> dict[str, tuple[int, int]]:
    counts: dict[str, tuple[int, int]] = {}
    for run in article.document.runs:
        if run.by:
            places, gone = counts.get(run.by, (0, 0))
            counts[run.by] = places + 1, gone + run.end - run.start - len(run.text)
    return counts
