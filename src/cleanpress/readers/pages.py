"""Files to pages of glyphs: the only part that opens PDFs, and that can fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pdfminer
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFNotImplementedError
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFObjRef, resolve1

from cleanpress.errors import Damaged, Encrypted, LimitExceeded, ReadError, Unsupported
from cleanpress.readers.budget import Budget, Forgiving
from cleanpress.readers.fonts import Faces
from cleanpress.readers.glyphs import Interpreter
from cleanpress.readers.layers import Layers, off_layers
from cleanpress.readers.links import read_links
from cleanpress.readers.objects import LeanDocument, LeanStream
from cleanpress.readers.page_tree import page_list
from cleanpress.readers.recover import rebuilt
from cleanpress.readers.spans import Link, ReadPage, frame
from cleanpress.readers.strings import text_string

__all__ = ["VERSION", "open_pages"]

VERSION = f"pdfminer.six {pdfminer.__version__}"
_PIECED = "the file is damaged and was pieced together; text may be missing"
_TORN = "some pages could not be found; text may be missing"
_INFO = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate")


def open_pages(
    data: bytes, password: str, budget: Budget | None = None
) -> tuple[dict[str, str], Iterator[ReadPage]]:
    """The document information of a PDF, and its pages, each read as it is asked for.

    If the file had to be pieced together, the information says so, under ``Damage``.

    Raises:
        ReadError: the file cannot be read at all.
    """
    budget = budget or Budget()
    try:
        opened = _open(data, password, budget)
        problem: ReadError | None = None
    except LimitExceeded:
        raise
    except ReadError as failure:
        opened, problem = None, failure
    if (opened is None or not opened.pages) and not isinstance(problem, Encrypted):
        opened = _recovered(data, budget) or opened
    if problem is not None and opened is None:
        raise problem
    if opened is None or not opened.pages:
        return {}, iter(())
    damage = {"Damage": opened.damage} if opened.damage else {}
    return _info(opened.pdf) | damage, _read_pages(opened.pdf, opened.pages)


class _Opened(NamedTuple):
    """A document, its pages, and what is wrong with it."""

    pdf: LeanDocument
    pages: list[PDFPage]
    damage: str = ""


def _read_pages(pdf: LeanDocument, pages: Sequence[PDFPage]) -> Iterator[ReadPage]:
    faces, off = Faces(pdf.budget), off_layers(pdf)
    for number, page in enumerate(pages, 1):
        try:
            yield _read_page(page, faces, off, pdf.budget)
        except LimitExceeded as exceeded:
            exceeded.page = number
            raise
        pdf.forget()


def _open(data: bytes, password: str, budget: Budget) -> _Opened:
    try:
        pdf = LeanDocument(data, password, budget)
        pages, whole = page_list(pdf)
    except (LimitExceeded, Unsupported):
        raise
    except MemoryError as failure:
        most = budget.limits.memory
        raise LimitExceeded("memory", most, most) from failure
    except Exception as failure:
        raise _named(failure, data, password) from failure
    return _Opened(pdf, pages, "" if whole else _TORN)


def _recovered(data: bytes, budget: Budget) -> _Opened | None:
    """The document as it can be pieced together: with its tree of pages, or with more without."""
    best: _Opened | None = None
    for bare in (False, True):
        again = rebuilt(data, bare=bare, budget=budget)
        if again is None:
            continue
        try:
            found = _open(again, "", budget)
        except LimitExceeded:
            raise
        except ReadError:  # the error that counts is the first one
            continue
        if found.pages and (best is None or len(found.pages) > len(best.pages)):
            best = found._replace(damage=_PIECED)
    return best


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
            with Forgiving():  # a broken entry is not worth the document
                value = resolve1(found.get(name))
                if isinstance(value, bytes) and name not in info:
                    info[name] = text_string(value).replace("\0", "").strip()
    return info


def _read_page(page: PDFPage, faces: Faces, off: Layers, budget: Budget) -> ReadPage:
    ctm, size = frame(_shown(page), page.rotate)
    glyphs = Interpreter(faces, ctm, budget, off)
    failure: BaseException | None = None
    links: Sequence[Link] = ()
    try:
        content, failure = _content(page, budget)
        resources = page.resources if isinstance(page.resources, dict) else {}
        glyphs.run(content, {str(name): value for name, value in resources.items()})
        failure = failure or glyphs.failure
        links = read_links(page.annots, ctm, budget)
    except LimitExceeded:
        raise
    except MemoryError as problem:
        most = budget.limits.memory
        raise LimitExceeded("memory", most, most) from problem
    except Exception as problem:
        failure = problem  # what was read before it still counts
    painted, pictures = glyphs.paint.painted(), glyphs.paint.pictures()
    return ReadPage(size, glyphs.spans, painted.dots(), painted, pictures, links, failure)


def _content(page: PDFPage, budget: Budget) -> tuple[bytes, BaseException | None]:
    """The page's content, its streams joined, and why a part of it may be missing."""
    parts: list[bytes] = []
    failure: BaseException | None = None
    size = 0
    for found in page.contents:
        try:
            stream = resolve1(found)
            if isinstance(stream, LeanStream):
                parts.append(stream.get_data())
                size += len(parts[-1])
                budget.limits.check("stream_bytes", size)  # they make one stream
                if not stream.whole:
                    failure = ValueError("the page's content is damaged")
            elif found is None or isinstance(found, PDFObjRef):
                failure = ValueError("the page's content is missing")
        except (LimitExceeded, MemoryError):
            raise
        except Exception as problem:  # a broken filter costs its stream, not the others
            failure = problem
    return b"\n".join(parts), failure


def _shown(page: PDFPage) -> tuple[float, float, float, float]:
    """The crop box, as far as it lies on the page."""
    media, crop = page.mediabox, page.cropbox
    shown = (max(media[0], crop[0]), max(media[1], crop[1]),
             min(media[2], crop[2]), min(media[3], crop[3]))  # fmt: skip
    return shown if shown[0] < shown[2] and shown[1] < shown[3] else media
