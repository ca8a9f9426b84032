"""A PDF becomes a document: text, lines, blocks and pages with their geometry.

The text layer is read with pdfminer.six, whose layout analysis is left out: it is slow, and loses
text inside forms. pdfminer is imported only when a PDF is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleanpress.document import Document
from cleanpress.errors import Damaged, LimitExceeded, NotAPdf, NoTextLayer, ReadError

if TYPE_CHECKING:
    from cleanpress.readers.spans import ReadPage

__all__ = ["read_pdf"]

_MAGIC_WITHIN = 1024  # bytes in which viewers accept the %PDF- mark


def read_pdf(data: bytes, *, password: str = "") -> Document:
    """Read the text layer of a PDF.

    A page that cannot be read comes out empty; the others are not lost with it.

    Raises:
        NotAPdf: there is no ``%PDF-`` in the first kilobyte.
        Encrypted: the file wants a password, or is encrypted in an unknown way.
        Damaged: the file is broken and no page could be read.
        NoTextLayer: there are pages but no text on them.
        Unsupported: the file needs a feature that cannot be read.
        LimitExceeded: there is not enough memory for it.
    """
    if b"%PDF-" not in data[:_MAGIC_WITHIN]:
        raise NotAPdf("this is not a PDF: no %PDF- in the first 1024 bytes")
    from cleanpress.readers.compose import compose
    from cleanpress.readers.pages import read_pages
    from cleanpress.readers.setting import set_pages

    try:
        info, pages = read_pages(data, password)
        _refuse_empty(pages)
        return compose(set_pages(pages), info)
    except (MemoryError, RecursionError) as failure:
        raise LimitExceeded("the PDF takes more memory than there is to read") from failure


def _refuse_empty(pages: list[ReadPage]) -> None:
    if not pages:
        raise Damaged("the PDF has no pages that could be found; it is damaged or cut short")
    if any(page.spans for page in pages):
        return
    failure = next((page.failure for page in pages if page.failure is not None), None)
    if failure is not None and all(page.failure is not None for page in pages):
        error: ReadError = Damaged(f"none of the PDF's {len(pages)} pages could be read")
        raise error from failure
    raise NoTextLayer(
        f"the PDF has {len(pages)} pages but no text: it is a scan or a drawing and needs OCR"
    ) from failure
