"""A PDF becomes a document: text, lines, blocks and pages with their geometry.

Two libraries can open the file: pdfminer.six, whose layout analysis is left out because it is slow
and loses text inside forms, and PDFium, which is several times as fast and an extra
(``cleanpress[fast]``). Everything after the glyphs is the same for both. Neither is imported
before a PDF is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeAlias

from cleanpress.document import Document
from cleanpress.errors import (
    ConfigError,
    Damaged,
    LimitExceeded,
    NotAPdf,
    NoTextLayer,
    ReadError,
)
from cleanpress.isolated import held_to
from cleanpress.limits import DEFAULT, Limits
from cleanpress.readers.budget import Budget
from cleanpress.readers.watch import Watch

if TYPE_CHECKING:
    from cleanpress.readers.spans import ReadPage

__all__ = ["BACKENDS", "check_backend", "read_pdf"]

BACKENDS = ("auto", "pdfminer", "pdfium")
_MAGIC_WITHIN = 1024  # bytes in which viewers accept the %PDF- mark
_CUT = "the file ends early or its table is wrong; text may be missing"
_Opener: TypeAlias = "Callable[[bytes, str, Budget], tuple[dict[str, str], Iterator[ReadPage]]]"


def read_pdf(
    data: bytes, *, password: str = "", backend: str = "auto", limits: Limits = DEFAULT,
    keep_going: bool = False, budget: Budget | None = None,
) -> Document:  # fmt: skip
    """Read the text layer of a PDF.

    A page that cannot be read comes out empty; the others are not lost with it. ``auto`` takes
    PDFium where it is installed, and tries the other library where one cannot read the file or a
    page of it. ``info["Reader"]`` tells which one read, and ``info["Damage"]`` what may be missing.
    A ``budget`` that has begun before takes the place of the limits.

    Raises:
        ConfigError: there is no such backend, or it is not installed.
        NotAPdf: there is no ``%PDF-`` in the first kilobyte.
        Encrypted: the file wants a password, or is encrypted in an unknown way.
        Damaged: the file is broken and no page could be read.
        NoTextLayer: there are pages but no text on them, or hardly a glyph that tells its letter.
        Unsupported: the file needs a feature that cannot be read.
        LimitExceeded: it takes more than the limits allow. With ``keep_going`` its ``partial`` is
            the document of the pages before that.
    """
    order = check_backend(backend)
    budget = budget or Budget(limits)
    budget.limits.check("input_bytes", len(data))
    if b"%PDF-" not in data[:_MAGIC_WITHIN]:
        raise NotAPdf("this is not a PDF: no %PDF- in the first 1024 bytes")
    reading = _Reading(data, password, budget, keep_going)
    problem: ReadError | None = None
    best: Document | None = None
    for name in order:
        try:
            doc = reading.by(name)
        except LimitExceeded:
            raise
        except ReadError as failure:
            if problem is None or _tells(failure) > _tells(problem):
                problem = failure
            continue
        if reading.whole:
            return doc
        # Of two that read the same the one counts that tells what is missing.
        if best is None or (len(doc.source), "Damage" in doc.info) > (
            len(best.source), "Damage" in best.info
        ):  # fmt: skip
            best = doc
    if best is not None:
        return best
    assert problem is not None
    raise problem


def _tells(problem: ReadError) -> int:
    """How much an error tells that another may not.

    A page that could not be read and one without text look alike to some, and a file that wants a
    password or a filter that one of them does not know looks damaged to the other.
    """
    return 0 if isinstance(problem, NoTextLayer) else 1 if isinstance(problem, Damaged) else 2


def check_backend(backend: str) -> tuple[str, ...]:
    """The libraries to try, in order.

    Raises:
        ConfigError: there is no such backend, or it is not installed.
    """
    if backend not in BACKENDS:
        raise ConfigError(f"unknown backend {backend!r}; there are {', '.join(BACKENDS)}")
    fast = find_spec("pypdfium2") is not None
    if backend == "auto":
        return ("pdfium", "pdfminer") if fast else ("pdfminer",)
    if backend == "pdfium" and not fast:
        raise ConfigError("backend 'pdfium' needs pypdfium2; pip install 'cleanpress[fast]'")
    return (backend,)


class _Reading:
    """One file, read by one library after another until nothing of it seems to be missing."""

    def __init__(self, data: bytes, password: str, budget: Budget, keep_going: bool) -> None:
        from cleanpress.readers.recover import torn

        self.data, self.password, self.budget = data, password, budget
        self.keep_going = keep_going
        self.torn = torn(data)
        self.whole = False

    def by(self, name: str) -> Document:
        """The document as the library reads it; ``whole`` tells whether to try another one.

        Raises:
            ReadError: it cannot be read.
        """
        limits = self.budget.limits
        room = limits.memory_of(len(self.data)) if name == "pdfium" else limits.memory
        try:
            with held_to(room):
                document, watch = self._read(name)
        except MemoryError as failure:
            raise LimitExceeded("memory", room, room) from failure
        if not document.source.strip():
            raise NoTextLayer("the PDF's pages hold white space only; it needs OCR")
        if (unread := watch.unread()) is not None:
            unread.partial = document
            raise unread
        self.whole = not watch.empty and "Damage" not in document.info
        return document

    def _read(self, name: str) -> tuple[Document, Watch]:
        from cleanpress.readers.compose import compose
        from cleanpress.readers.setting import set_pages

        opener, version = _backend(name)
        info, pages = opener(self.data, self.password, self.budget)
        watch = Watch(pages, self.budget, keep_going=self.keep_going)
        laid_out = set_pages(watch, tick=self.budget.tick, stop=watch.stop)
        if self.torn and "Damage" not in info:
            info = info | {"Damage": _CUT}
        info = info | {"Reader": version}
        if watch.stopped is not None:
            watch.stopped.partial = compose(laid_out, info) if laid_out else None
            raise watch.stopped
        known = [info.get("Damage"), watch.damage().get("Damage")]
        if told := "; ".join(one for one in known if one):
            info = info | {"Damage": told}
        return compose(laid_out, info), watch


def _backend(name: str) -> tuple[_Opener, str]:
    if name == "pdfium":
        from cleanpress.readers import pdfium_pages

        # PDFium unpacks on its own; the limits of pages count for it, those of bytes do not.
        return pdfium_pages.open_pages, pdfium_pages.VERSION
    from cleanpress.readers import pages

    return pages.open_pages, pages.VERSION
