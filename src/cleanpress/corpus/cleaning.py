"""What a worker does with one document of a corpus."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from cleanpress.api import clean, clean_bytes, is_pdf
from cleanpress.article import Article
from cleanpress.corpus.entries import Done, Task, failure_of
from cleanpress.corpus.recipe import whole
from cleanpress.corpus.records import text_of, with_field, with_text
from cleanpress.document import Filter
from cleanpress.errors import Empty, ReadError
from cleanpress.limits import DEFAULT, Limits, read_within
from cleanpress.pipeline import Pipeline

__all__ = ["FORMS", "KINDS", "Cleaner"]

FORMS = ("text", "markdown", "json")
KINDS = ("folder", "lines", "parquet")  # of outputs
_META = ("title", "standfirst", "authors", "published", "url", "site", "language", "status")


@dataclass(frozen=True, kw_only=True)
class Cleaner:
    """How every document of a run is read and cleaned, and what is made of it.

    It can be pickled, and goes once to every worker. Texts are valid Unicode, as those of
    ``BatchCleaner`` are.

    >>> make = Cleaner(filters=(), kind="lines")
    >>> make(Task("a:1", b'{"n": 1E5, "text": "A ferry."}', record=True)).out
    b'{"n": 1E5, "text": "A ferry."}'
    """

    filters: tuple[Filter, ...]
    kind: str = "folder"
    form: str = "text"
    text_field: str = "text"
    encoding: str | None = None
    password: str = field(default="", repr=False)
    backend: str = "auto"
    limits: Limits = DEFAULT
    keep_going: bool = False

    @cached_property
    def _pipeline(self) -> Pipeline:
        return Pipeline(self.filters)

    def __getstate__(self) -> dict[str, object]:
        return {key: value for key, value in self.__dict__.items() if key != "_pipeline"}

    def prepare(self) -> None:
        """Load what every document needs, so that the first one is not charged with it."""
        import cleanpress.readers.pages

        with suppress(ImportError):  # the extra "fast"
            import cleanpress.readers.pdfium_pages  # noqa: F401
        clean("Advertisement\n\nThe ferry leaves at noon.", pipeline=self._pipeline)

    def __call__(self, task: Task) -> Done:
        """Clean a document.

        Raises:
            ReadError: it cannot be read, or it takes more than the limits allow.
            OSError: the file cannot be opened.
        """
        line, source = "", task.data
        if task.record and isinstance(source, bytes):
            line = source.decode("utf-8", "surrogateescape")
            source = text_of(line, self.text_field)
        failure = None
        try:
            article = self._article(task.path, source)
        except ReadError as error:
            if not isinstance(error.partial, Article):
                raise
            article, failure = error.partial, failure_of(error)
        return Done(self._out(task, line, article), article.status, _counts(article), failure)

    # ---- reading ---------------------------------------------------------------------------------
    def _article(self, path: str, source: bytes | str | None) -> Article:
        if isinstance(source, str):
            return clean(source, pipeline=self._pipeline, limits=self.limits,
                         keep_going=self.keep_going)  # fmt: skip
        data = self._read(path) if source is None else source
        if not data.strip():
            raise Empty("the file is empty")
        if self.encoding is not None and not is_pdf(data):
            return clean(data.decode(self.encoding), pipeline=self._pipeline, limits=self.limits,
                         keep_going=self.keep_going)  # fmt: skip
        return clean_bytes(
            data, password=self.password, backend=self.backend, pipeline=self._pipeline,
            limits=self.limits, keep_going=self.keep_going,
        )  # fmt: skip

    def _read(self, path: str) -> bytes:
        with Path(path).open("rb") as file:
            return read_within(file, self.limits)

    # ---- writing ---------------------------------------------------------------------------------
    def _out(self, task: Task, line: str, article: Article) -> bytes | dict[str, object]:
        text = whole(article.markdown if self.form == "markdown" else article.text)
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
            return {"path": _valid(task.path), "text": text, "record": _valid(line)} if line else (
                _row(task.path, text, article))  # fmt: skip
        if line:
            return line.encode("utf-8", "surrogateescape")
        if self.form == "json":
            return _json({"path": task.path, **article.to_dict()}).encode()
        return _json(_row(task.path, text, article)).encode()


def _row(path: str, text: str, article: Article) -> dict[str, object]:
    known = article.to_dict() | {"text": text}
    return {"path": _valid(path), "text": text, **{name: known[name] for name in _META}}


def _valid(text: str) -> str:
    return whole(text)


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
