"""Files to pages of glyphs with PDFium: several times as fast as pdfminer.six.

PDFium takes an exclusive lock: it may not be entered by two threads at once. Processes do not get
in each other's way. Where memory runs out it ends the whole process.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from threading import RLock

from cleanpress.errors import Damaged, Encrypted
from cleanpress.readers.budget import Budget
from cleanpress.readers.doubts import Doubts
from cleanpress.readers.pdfium_bulk import handle, quick
from cleanpress.readers.pdfium_calls import ERRORS, VERSION, call, text_of
from cleanpress.readers.pdfium_covers import PageCovers
from cleanpress.readers.pdfium_fonts import Looks
from cleanpress.readers.pdfium_glyphs import read_spans
from cleanpress.readers.pdfium_objects import Drawn
from cleanpress.readers.spans import Link, Matrix, ReadPage, frame
from cleanpress.readers.strings import text_string
from cleanpress.values import Box

__all__ = ["VERSION", "open_pages"]

_open = call("FPDF_LoadMemDocument64", "ppzs")
_close = call("FPDF_CloseDocument", "ip")
_error = call("FPDF_GetLastError", "n")
_page_count = call("FPDF_GetPageCount", "ip")
_load_page = call("FPDF_LoadPage", "ppi")
_close_page = call("FPDF_ClosePage", "ip")
_load_text = call("FPDFText_LoadPage", "pp")
_close_text = call("FPDFText_ClosePage", "ip")
_bounding_box = call("FPDF_GetPageBoundingBox", "ipp")
_rotation = call("FPDFPage_GetRotation", "ip")
_meta = call("FPDF_GetMetaText", "npspn")
_next_link = quick("FPDFLink_Enumerate")
_link_box = quick("FPDFLink_GetAnnotRect")
_quads = quick("FPDFLink_CountQuadPoints")
_quad = quick("FPDFLink_GetQuadPoints")
_action = quick("FPDFLink_GetAction", "p")
_uri = call("FPDFAction_GetURIPath", "npppn")

_INFO = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate")
_EIGHT = ctypes.c_float * 8
_LONG_URI = 8192  # bytes
_URI = ctypes.create_string_buffer(_LONG_URI)
_URI_BYTES = memoryview(_URI).cast("B")
_FRESH = 100  # pages; PDFium keeps what it has parsed for as long as the file is open
_ALONE = RLock()

_made = tuple.__new__  # what a named tuple's own way of making one calls; a page has many links


def open_pages(
    data: bytes, password: str, budget: Budget | None = None
) -> tuple[dict[str, str], Iterator[ReadPage]]:
    """The document information of a PDF, and its pages, each read as it is asked for.

    Raises:
        Encrypted: the file wants a password, or is encrypted in an unknown way.
        Damaged: the file is broken.
    """
    with _ALONE:
        document = _opened(data, password)
        info = {name: text for name in _INFO if (text := _info(document, name))}
        count = _page_count(document)
    return info, _pages(document, count, data, password, budget or Budget())


def _opened(data: bytes, password: str) -> int:
    """A handle that reads from these very bytes: they must live as long as it does."""
    place = ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p).value
    document = _open(place or 0, len(data), password.encode() or None)
    if not document:
        raise _named(_error(), password)
    return document


def _named(code: int, password: str) -> Encrypted | Damaged:
    if code == ERRORS["password"]:
        return Encrypted("the password is wrong" if password else "the PDF wants a password")
    if code == ERRORS["security"]:
        return Encrypted("the PDF is encrypted in a way that cannot be read")
    return Damaged(f"the PDF is damaged or cut short (PDFium error {code})")


def _info(document: int, name: str) -> str:
    found = text_of(lambda room, size: _meta(document, name.encode(), room, size))
    return found.replace("\0", "").strip()


def _pages(
    document: int, count: int, data: bytes, password: str, budget: Budget
) -> Iterator[ReadPage]:
    doubts = Doubts(data, password, budget)
    page, looks = 0, Looks()
    try:
        for number in range(count):
            with _ALONE:
                if number and number % _FRESH == 0:
                    page = _closed(page)
                    fresh = _opened(data, password)
                    _close(document)
                    document, looks = fresh, Looks()
                before, page = page, _load_page(document, number)
                _closed(before)  # only now, or fonts that both have would be loaded twice
                looks = Looks(looks)
                covers, found = _read_page(document, page, number, doubts, looks)
            yield found  # what it covers is asked while the page is open
            if covers is not None:
                with _ALONE:
                    covers.close()
    finally:
        with _ALONE:
            _closed(page)
            _close(document)


def _closed(page: int) -> int:
    if page:
        _close_page(page)
    return 0


def _read_page(
    document: int, page: int, number: int, doubts: Doubts, looks: Looks
) -> tuple[PageCovers | None, ReadPage]:
    if not page:
        return None, ReadPage((0.0, 0.0), failure=Damaged(f"page {number + 1} is damaged"))
    sides = _EIGHT()
    _bounding_box(page, ctypes.addressof(sides))
    left, high, right, low = sides[:4]
    ctm, size = frame((left, low, right, high), 90 * max(_rotation(page), 0))
    drawn = Drawn(page, ctm, looks)
    drawn.widen_blanks()
    text = _load_text(page)
    try:
        spans = read_spans(text, drawn, ctm, doubts) if text else []
    finally:
        if text:
            _close_text(text)
    covers = PageCovers(drawn, number, doubts, _ALONE)
    pictures, links = drawn.pictures(), _links(document, page, ctm)
    return covers, ReadPage(
        size, spans, drawn.dots(), covers, pictures, links, empty=drawn.nothing
    )  # fmt: skip


def _links(document: int, page: int, ctm: Matrix) -> list[Link]:
    known, place, link = handle(page), ctypes.c_int(0), ctypes.c_void_p()
    at_place, at_link = ctypes.byref(place), ctypes.byref(link)
    numbers = _EIGHT()
    at_numbers, at_text = ctypes.byref(numbers), ctypes.addressof(_URI)
    links: list[Link] = []
    targets = {b"": ""}
    while _next_link(known, at_place, at_link) and link.value:
        found = handle(link.value)
        size = _quads(found)
        quads = (
            [numbers[:] for index in range(size) if _quad(found, index, at_numbers)] if size else []
        )
        if not quads:
            if not _link_box(found, at_numbers):
                continue
            quads = [numbers[:4]]
        action = _action(found)
        size = _uri(document, action, at_text, _LONG_URI) if action else 0
        # A longer address is told by its size and left out of the buffer.
        told = _URI_BYTES[: size - 1].tobytes() if 1 < size <= _LONG_URI else b""
        if told not in targets:
            targets[told] = text_string(told).strip()
        boxes = tuple([_around(points, ctm) for points in quads])
        links.append(_made(Link, (boxes, targets[told])))
    return links


def _around(points: list[float], ctm: Matrix) -> Box:
    a, b, c, d, e, f = ctm
    xs, ys = points[::2], points[1::2]
    if b == c == 0:
        x, y, right, low = min(xs), min(ys), max(xs), max(ys)
        if a == 1 and d == -1:
            return _made(Box, (x + e, f - low, right + e, f - y))
        xs, ys = [a * x + e, a * right + e], [d * y + f, d * low + f]
    else:
        xs, ys = ([a * x + c * y + e for x, y in zip(xs, ys, strict=True)],
                  [b * x + d * y + f for x, y in zip(xs, ys, strict=True)])  # fmt: skip
    return Box(min(xs), min(ys), max(xs), max(ys))
