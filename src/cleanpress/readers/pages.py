"""Files to pages of glyphs: the only part that opens PDFs, and that can fail."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress

import pdfminer
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFNotImplementedError
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, resolve1

from cleanpress.errors import Damaged, Encrypted, ReadError, Unsupported
from cleanpress.readers.fonts import Faces
from cleanpress.readers.glyphs import Interpreter
from cleanpress.readers.links import read_links
from cleanpress.readers.objects import LeanDocument
from cleanpress.readers.recover import rebuilt
from cleanpress.readers.spans import Link, ReadPage, frame
from cleanpress.readers.strings import text_string

__all__ = ["VERSION", "open_pages"]

VERSION = f"pdfminer.six {pdfminer.__version__}"
_EMPTY = 16  # bytes; a compressed stream of nothing takes fewer
_INFO = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate")


def open_pages(data: bytes, password: str) -> tuple[dict[str, str], Iterator[ReadPage]]:
    """The document information of a PDF, and its pages, each read as it is asked for.

    If the file had to be pieced together, the information says so, under ``Damage``.

    Raises:
        ReadError: the file cannot be read at all.
    """
    try:
        pdf, pages = _open(data, password)
        problem: ReadError | None = None
    except ReadError as failure:
        pdf, pages, problem = None, [], failure
    damage = ""
    if not pages and not isinstance(problem, Encrypted):
        found = _recovered(data)
        if found is not None:
            pdf, pages = found
            damage = "the file is damaged and was pieced together; text may be missing"
    if problem is not None and not pages:
        raise problem
    info = {} if pdf is None else _info(pdf)
    return (info | {"Damage": damage} if damage else info), _read_pages(pdf, pages)


def _read_pages(pdf: LeanDocument | None, pages: Sequence[PDFPage]) -> Iterator[ReadPage]:
    faces = Faces()
    for page in pages:
        yield _read_page(page, faces)
        if pdf is not None:
            pdf.forget()


def _open(data: bytes, password: str) -> tuple[LeanDocument, list[PDFPage]]:
    try:
        pdf = LeanDocument(data, password)
        return pdf, list(PDFPage.create_pages(pdf))
    except (Exception, RecursionError, MemoryError) as failure:
        raise _named(failure, data, password) from failure


def _recovered(data: bytes) -> tuple[LeanDocument, list[PDFPage]] | None:
    for bare in (False, True):
        again = rebuilt(data, bare=bare)
        if again is None:
            continue
        try:
            pdf, pages = _open(again, "")
        except ReadError:  # the error that counts is the first one
            continue
        if pages:
            return pdf, pages
    return None


def _named(failure: BaseException, data: bytes, password: str) -> ReadError:
    """The error of ours that says what went wrong."""
    if isinstance(failure, PDFPasswordIncorrect):
        wrong = "the password is wrong" if password else "the PDF wants a password"
        return Encrypted(wrong)
    # pdfminer trips over its own feet (TypeError) where the encryption dictionary is indirect.
    strange = isinstance(failure, (TypeError, KeyError)) and b"/Encrypt" in data
    if isinstance(failure, PDFEncryptionError) or strange:
        return Encrypted(f"the PDF is encrypted in a way that cannot be read: {failure}")
    if isinstance(failure, PDFNotImplementedError):
        return Unsupported(f"the PDF uses a feature that cannot be read: {failure}")
    return Damaged(f"the PDF is damaged or cut short ({type(failure).__name__}: {failure})")


def _info(pdf: LeanDocument) -> dict[str, str]:
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
    ctm, size = frame(_shown(page), page.rotate)
    glyphs = Interpreter(faces, ctm)
    failure: BaseException | None = None
    links: Sequence[Link] = ()
    try:
        content, failure = _content(page)
        resources = page.resources if isinstance(page.resources, dict) else {}
        glyphs.run(content, {str(name): value for name, value in resources.items()})
        links = read_links(page.annots, ctm)
    except (Exception, RecursionError, MemoryError) as problem:
        failure = problem  # what was read before it still counts
    paint, white = glyphs.paint, any(span.white for span in glyphs.spans)
    painted = paint.painted() if white else []
    return ReadPage(size, glyphs.spans, paint.dots(), painted, paint.pictures(), links, failure)


def _content(page: PDFPage) -> tuple[bytes, BaseException | None]:
    """The page's content, its streams joined, and why a part of it may be missing."""
    parts: list[bytes] = []
    failure: BaseException | None = None
    for found in page.contents:
        try:
            stream = resolve1(found)
            if isinstance(stream, PDFStream):
                raw = stream.rawdata or b""
                parts.append(stream.get_data() or _salvaged(raw))
                if len(raw) > _EMPTY and not stream.get_data():
                    failure = ValueError("the page's content is damaged")
        except Exception as problem:  # a broken filter costs its stream, not the others
            failure = problem
    return b"\n".join(parts), failure


def _salvaged(raw: bytes) -> bytes:
    """What a damaged Flate stream holds up to the damage; pdfminer drops all of it."""
    unpack = zlib.decompressobj()
    parts: list[bytes] = []
    with suppress(zlib.error):
        parts.extend(unpack.decompress(raw[at : at + 64]) for at in range(0, len(raw), 64))
    return b"".join(parts)


def _shown(page: PDFPage) -> tuple[float, float, float, float]:
    """The crop box, as far as it lies on the page."""
    media, crop = page.mediabox, page.cropbox
    shown = (max(media[0], crop[0]), max(media[1], crop[1]),
             min(media[2], crop[2]), min(media[3], crop[3]))  # fmt: skip
    return shown if shown[0] < shown[2] and shown[1] < shown[3] else media
