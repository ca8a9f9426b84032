"""The front door: text or a PDF in, an article out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from cleanpress.article import Article
from cleanpress.document import Document
from cleanpress.errors import LimitExceeded, Partial, ReadError, WorkerDied
from cleanpress.limits import DEFAULT, Limits, read_within
from cleanpress.pipeline import Pipeline
from cleanpress.presets import preset as preset_of
from cleanpress.readers.budget import Budget

if TYPE_CHECKING:
    from cleanpress.site_files import Given

PDF_MARK = b"%PDF-"
_CUT_OFF = "cleaning ended at a limit; what filters take may still be there"
MARK_WITHIN = 1024  # bytes; the PDF specification lets junk stand before the mark


def clean(
    text: str | bytes,
    *,
    limits: Limits = DEFAULT,
    keep_going: bool = False,
    pipeline: Pipeline | None = None,
    preset: str = "default",
    languages: Sequence[str] = (),
    embeds: str = "residue",
    profile: Given | Sequence[Given] | None = None,
) -> Article:
    """The article in a scraped text; bytes are decoded as they show.

    Args:
        text: plain text or Markdown; form feeds part pages.
        limits: how much it may take; ``input_bytes``, ``seconds`` and ``memory`` count for a text.
        keep_going: an error's ``partial`` is the article as far as it was cleaned.
        pipeline: the filters to run; it wins over ``preset``, ``languages`` and ``embeds``.
        preset: the name of a preset.
        languages: which phrase packs to use (ISO 639-1 codes); all of them by default.
        embeds: what becomes of embedded posts: ``keep``, ``quote``, ``residue`` (links go, words
            and attribution stay) or ``drop``.
        profile: what ``cleanpress learn`` knows of the page's site: a profile, its file, a folder
            of them, or several of these.

    Raises:
        LimitExceeded: it takes more than the limits allow.
        ConfigError: a preset, language or mode that does not exist, or a file that is no profile.

    >>> clean("Advertisement\\n\\nThe ferry leaves at noon.").text
    'The ferry leaves at noon.\\n'
    """
    from cleanpress.readers.encoding import decode
    from cleanpress.readers.text import read_text

    chosen = pipeline or _pipeline(preset, languages, embeds, profile)
    limits.check("input_bytes", len(text))
    budget = Budget(limits)
    source = decode(text) if isinstance(text, bytes) else text
    budget.weigh(source)
    return run(read_text(source), chosen, budget, keep_going=keep_going)


def clean_pdf(
    file: str | PathLike[str] | bytes | BinaryIO,
    *,
    password: str = "",
    backend: str = "auto",
    limits: Limits = DEFAULT,
    keep_going: bool = False,
    isolate: bool | None = None,
    pipeline: Pipeline | None = None,
    preset: str = "default",
    languages: Sequence[str] = (),
    embeds: str = "residue",
    profile: Given | Sequence[Given] | None = None,
) -> Article:
    """The article in a printed page: a path, the bytes, or a file opened in binary mode.

    ``backend`` is the library that reads it: ``pdfium`` (the extra ``cleanpress[fast]``, several
    times as fast), ``pdfminer``, or ``auto``: PDFium where it is installed, and the other one for
    files that it cannot read. ``article.document.info["Reader"]`` tells which one it was.

    ``limits`` says how much the document may take. PDFium does not keep to those of bytes, and
    where memory runs out it ends its process: so what it reads is read in a process beside this
    one, which waits for the next document. With ``isolate=True`` the document is read and cleaned
    in a process of its own, which is ended at its limits of time and memory wherever it is (to
    keep one for many documents there is ``Beside``); with ``isolate=False``, for files that you
    trust, everything is done here. With ``keep_going`` an error's ``partial`` is the article of
    what was read before it, cleaned as far as there was time.

    Raises:
        ReadError: the file cannot be read: NotAPdf, Encrypted, Damaged, NoTextLayer, Unsupported,
            LimitExceeded, and WorkerDied where the process that read it died of it.
        OSError: the path cannot be opened.
        ConfigError: a preset, language, mode or backend that does not exist.
    """
    chosen = pipeline or _pipeline(preset, languages, embeds, profile)
    job = Job(_bytes(file, limits), password, backend, limits, keep_going, chosen)
    if not isolate:
        return job.done(apart=isolate is None)
    with Beside(limits) as beside:
        return beside(job)


def clean_bytes(
    data: bytes,
    *,
    password: str = "",
    backend: str = "auto",
    limits: Limits = DEFAULT,
    keep_going: bool = False,
    isolate: bool | None = None,
    pipeline: Pipeline | None = None,
    preset: str = "default",
    languages: Sequence[str] = (),
    embeds: str = "residue",
    profile: Given | Sequence[Given] | None = None,
) -> Article:
    """The article in a file's bytes: a PDF by its mark, text otherwise; never by a name.

    Raises:
        ReadError: a PDF cannot be read, or a text takes more than the limits allow.
        ConfigError: a preset, language, mode or backend that does not exist.
    """
    chosen = pipeline or _pipeline(preset, languages, embeds, profile)
    if is_pdf(data):
        return clean_pdf(
            data, password=password, backend=backend, limits=limits, keep_going=keep_going,
            isolate=isolate, pipeline=chosen,
        )  # fmt: skip
    return clean(data, pipeline=chosen, limits=limits, keep_going=keep_going)


class Job(NamedTuple):
    """A PDF and what is to be done with it, as it can be sent to another process."""

    data: bytes
    password: str
    backend: str
    limits: Limits
    keep_going: bool
    pipeline: Pipeline

    def done(self, *, apart: bool = False) -> Article:
        """Read and clean it here; ``apart``: let another process read what PDFium is to read.

        Raises:
            ReadError: it cannot be read, or it takes more than the limits allow.
        """
        from cleanpress.readers.apart import Asked, read_apart
        from cleanpress.readers.pdf import read_pdf

        budget = Budget(self.limits)
        try:
            if apart:
                doc = read_apart(Asked(*self[:5]), budget)
            else:
                doc = read_pdf(
                    self.data, password=self.password, backend=self.backend, budget=budget,
                    keep_going=self.keep_going,
                )  # fmt: skip
        except ReadError as error:
            rest, error.partial = error.partial, None
            if self.keep_going and isinstance(rest, Document):
                error.partial = _as_far_as_can_be(rest, self.pipeline, budget.after())
            raise
        return run(doc, self.pipeline, budget, keep_going=self.keep_going)


class Beside:
    """Does jobs in a process beside this one, which is replaced when a document was its end.

    Where PDFium dies of a document and the choice of the library was left open, the other one has
    a try.
    """

    def __init__(self, limits: Limits = DEFAULT) -> None:
        from cleanpress.isolation import Isolated

        self._process: Isolated[Job, Article] = Isolated(Job.done, limits=limits)

    def __call__(self, job: Job) -> Article:
        """The article.

        Raises:
            ReadError: the document cannot be read; WorkerDied if it was the end of the process.
        """
        self._process.start()
        budget = Budget(job.limits)
        try:
            return self._process(job)
        except WorkerDied as died:
            from cleanpress.readers.pdf import check_backend

            if len(check_backend(job.backend)) < 2:
                raise
            rest = replace(job.limits, seconds=max(budget.left(), 0.0))
            try:
                return self._process(job._replace(backend="pdfminer", limits=rest))
            except ReadError as error:
                raise error from died

    def close(self) -> None:
        """End the process."""
        self._process.close()

    def __enter__(self) -> Beside:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def is_pdf(data: bytes) -> bool:
    """Whether the bytes carry a PDF's mark.

    >>> is_pdf(b"%PDF-1.7 ..."), is_pdf(b"The %PDF- mark is four letters.")
    (True, False)
    """
    head = data[:MARK_WITHIN]
    at = head.find(PDF_MARK)
    return at == 0 or (at > 0 and (b"\0" in data[:4096] or b"obj" in data[at : at + 2048]))


def run(
    doc: Document, pipeline: Pipeline, budget: Budget | None = None, *, keep_going: bool = False
) -> Article:
    """The article that a pipeline leaves of a document.

    Raises:
        LimitExceeded: it takes more time or memory than there is.
    """
    budget = budget or Budget()
    try:
        outcome = pipeline.run(doc, tick=budget.tick)
    except MemoryError as failure:
        most = budget.limits.memory
        raise LimitExceeded("memory", most, most) from failure
    except LimitExceeded as exceeded:
        rest, exceeded.partial = exceeded.partial, None
        if keep_going:
            rest = rest if isinstance(rest, Document) else doc
            told = "; ".join(filter(None, (rest.info.get("Damage"), _CUT_OFF)))
            rest = replace(rest, info={**rest.info, "Damage": told})
            exceeded.partial = Article(rest, pipeline.names, (), pipeline)
        raise
    return Article(outcome.document, pipeline.names, outcome.abstained, pipeline)


def _as_far_as_can_be(doc: Document, pipeline: Pipeline, budget: Budget) -> Partial | None:
    """The article of what was read before a limit, though its own cleaning may reach one."""
    try:
        return run(doc, pipeline, budget, keep_going=True)
    except LimitExceeded as exceeded:
        return exceeded.partial


def _pipeline(
    name: str, languages: Sequence[str], embeds: str, profile: Given | Sequence[Given] | None
) -> Pipeline:
    chosen = preset_of(name, languages=tuple(languages), embeds=embeds)
    if profile is None:
        return chosen
    from cleanpress.site_files import with_profiles

    return with_profiles(chosen, profile)


def _bytes(file: str | PathLike[str] | bytes | BinaryIO, limits: Limits) -> bytes:
    if isinstance(file, bytes):
        return file
    if isinstance(file, str | PathLike):
        with Path(fspath(file)).open("rb") as opened:
            return _bytes(opened, limits)
    if not isinstance(file.read(0), bytes):
        raise ReadError("the file is open in text mode; open it with mode 'rb'")
    return read_within(file, limits)
