"""Files to pages of glyphs: the only part that opens PDFs, and that can fail."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFNotImplementedError
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1

from cleanpress.errors import Damaged, Encrypted, ReadError, Unsupported
from cleanpress.readers.compose import Link
from cleanpress.readers.fonts import Faces
from cleanpress.readers.glyphs import Interpreter, Matrix, Span
from cleanpress.readers.links import read_links
from cleanpress.readers.paint import Paint
from cleanpress.readers.strings import text_string

__all__ = ["ReadPage", "read_pages"]

_INFO = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate")


class ReadPage(NamedTuple):
    """The glyphs and links of one page; ``failure`` says why some of them may be missing."""

    size: tuple[float, float]
    spans: Sequence[Span]
    paint: Paint
    links: Sequence[Link]
    failure: BaseException | None = None


def read_pages(data: bytes, password: str) -> tuple[dict[str, str], list[ReadPage]]:
    """The document information and the pages of a PDF."""
    try:
        pdf = PDFDocument(PDFParser(BytesIO(data)), password=password)
        pages = list(PDFPage.create_pages(pdf))
    except (Exception, RecursionError, MemoryError) as failure:
        raise _named(failure, password) from failure
    faces = Faces()
    return _info(pdf), [_read_page(page, faces) for page in pages]


def _named(failure: BaseException, password: str) -> ReadError:
    """The error of ours that says what went wrong."""
    if isinstance(failure, PDFPasswordIncorrect):
        wrong = "the password is wrong" if password else "the PDF wants a password"
        return Encrypted(wrong)
    if isinstance(failure, PDFEncryptionError):
        return Encrypted(f"the PDF is encrypted in a way that cannot be read: {failure}")
    if isinstance(failure, PDFNotImplementedError):
        return Unsupported(f"the PDF uses a feature that cannot be read: {failure}")
    return Damaged(f"the PDF is damaged or cut short ({type(failure).__name__}: {failure})")


def _info(pdf: PDFDocument) -> dict[str, str]:
    info: dict[str, str] = {}
    for found in pdf.info:
        for name in _INFO:
            try:
                value = resolve1(found.get(name))
            except Exception:  # a broken entry is not worth the document
                continue
            if isinstance(value, bytes) and name not in info:
                info[name] = text_string(value).replace("\0", "").strip()
    return info


def _read_page(page: PDFPage, faces: Faces) -> ReadPage:
    ctm, size = _frame(page)
    glyphs = Interpreter(faces, ctm)
    failure: BaseException | None = None
    links: Sequence[Link] = ()
    try:
        resources = page.resources if isinstance(page.resources, dict) else {}
        glyphs.run(_content(page), {str(name): value for name, value in resources.items()})
        links = read_links(page.annots, ctm)
    except (Exception, RecursionError, MemoryError) as problem:
        failure = problem  # what was read before it still counts
    return ReadPage(size, glyphs.spans, glyphs.paint, links, failure)


def _content(page: PDFPage) -> bytes:
    streams = (resolve1(stream) for stream in page.contents)
    return b"\n".join(stream.get_data() for stream in streams if isinstance(stream, PDFStream))


def _frame(page: PDFPage) -> tuple[Matrix, tuple[float, float]]:
    """The matrix from the page's own space to points from the top left of what is shown."""
    left, low, right, high = _shown(page)
    width, height = right - left, high - low
    match page.rotate % 360:
        case 90:
            return (0, 1, 1, 0, -low, -left), (height, width)
        case 180:
            return (-1, 0, 0, 1, right, -low), (width, height)
        case 270:
            return (0, -1, -1, 0, high, right), (height, width)
    return (1, 0, 0, -1, -left, high), (width, height)


def _shown(page: PDFPage) -> tuple[float, float, float, float]:
    """The crop box, as far as it lies on the page."""
    media, crop = page.mediabox, page.cropbox
    shown = (max(media[0], crop[0]), max(media[1], crop[1]),
             min(media[2], crop[2]), min(media[3], crop[3]))  # fmt: skip
    return shown if shown[0] < shown[2] and shown[1] < shown[3] else media
