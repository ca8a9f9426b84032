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
from cleanpress.errors import ConfigError, Damaged, LimitExceeded, NotAPdf, NoTextLayer, ReadError
from cleanpress.limits import DEFAULT

if TYPE_CHECKING:
    from cleanpress.readers.spans import ReadPage

__all__ = ["BACKENDS", "check_backend", "read_pdf"]

BACKENDS = ("auto", "pdfminer", "pdfium")
_MAGIC_WITHIN = 1024  # bytes in which viewers accept the %PDF- mark
_Opener: TypeAlias = "Callable[[bytes, str], tuple[dict[str, str], Iterator[ReadPage]]]"


def read_pdf(data: bytes, *, password: str = "", backend: str = "auto") -> Document:
    """Read the text layer of a PDF.

    A page that cannot be read comes out empty; the others are not lost with it. ``auto`` takes
    PDFium where it is installed, and tries the other library where one cannot read the file or a
    page of it. ``info["Reader"]`` tells which one read.

    Raises:
        ConfigError: there is no such backend, or it is not installed.
        NotAPdf: there is no ``%PDF-`` in the first kilobyte.
        Encrypted: the file wants a password, or is encrypted in an unknown way.
        Damaged: the file is broken and no page could be read.
        NoTextLayer: there are pages but no text on them.
        Unsupported: the file needs a feature that cannot be read.
        LimitExceeded: there is not enough memory for it.
    """
    order = check_backend(backend)
    if b"%PDF-" not in data[:_MAGIC_WITHIN]:
        raise NotAPdf("this is not a PDF: no %PDF- in the first 1024 bytes")
    problem: ReadError | None = None
    best: Document | None = None
    for name in order:
        try:
            doc, whole = _read(name, data, password)
        except ReadError as failure:
            # A page that could not be read and one without text look alike to some.
            if problem is None or isinstance(problem, NoTextLayer):
                problem = failure
            continue
        if whole:
            return doc
        if best is None or len(doc.source) > len(best.source) or "Damage" in doc.info:
            best = doc
    if best is not None:
        return best
    assert problem is not None
    raise problem


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


def _read(name: str, data: bytes, password: str) -> tuple[Document, bool]:
    """The document, and whether nothing of it seems to be missing."""
    from cleanpress.readers.compose import compose
    from cleanpress.readers.setting import set_pages

    try:
        opener, version = _backend(name)
        info, pages = opener(data, password)
        watch = _Watch(pages)
        laid_out = set_pages(watch)
        info = info | watch.damage() | {"Reader": version}
        return compose(laid_out, info), not watch.empty and "Damage" not in info
    except (MemoryError, RecursionError) as failure:
        kind = "memory" if isinstance(failure, MemoryError) else "depth"
        limit: int = getattr(DEFAULT, kind)
        raise LimitExceeded(kind, limit, limit) from failure


def _backend(name: str) -> tuple[_Opener, str]:
    if name == "pdfium":
        from cleanpress.readers import pdfium_pages

        return pdfium_pages.open_pages, pdfium_pages.VERSION
    from cleanpress.readers import pages

    return pages.open_pages, pages.VERSION


class _Watch:
    """Pages on their way to the layout, with a note of those that could not be read."""

    def __init__(self, pages: Iterator[ReadPage]) -> None:
        self._pages = pages
        self._failures: list[BaseException | None] = []
        self._text = False
        self.empty = False

    def __iter__(self) -> Iterator[ReadPage]:
        for page in self._pages:
            self._failures.append(page.failure)
            self._text = self._text or bool(page.spans)
            self.empty = self.empty or page.empty
            yield page

    def damage(self) -> dict[str, str]:
        """What could not be read, for the document's information.

        Raises:
            Damaged: there are no pages, or none of them could be read.
            NoTextLayer: there is no text on them.
        """
        failures = self._failures
        if not failures:
            raise Damaged("the PDF has no pages that could be found; it is damaged or cut short")
        lost = [str(number) for number, failure in enumerate(failures, 1) if failure is not None]
        if not self._text:
            failure = next((failure for failure in failures if failure is not None), None)
            if len(lost) == len(failures):
                raise Damaged(f"none of the PDF's {len(lost)} pages could be read") from failure
            raise NoTextLayer(
                f"the PDF has {len(failures)} pages but no text: it is a scan or a drawing and "
                "needs OCR"
            ) from failure
        if not lost:
            return {}
        return {"Damage": f"pages that could not be read to their end: {', '.join(lost)}"}
