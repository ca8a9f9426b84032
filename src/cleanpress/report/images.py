"""The printed pages as pictures, by pypdfium2; needs the extra ``[report]``."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from io import BytesIO
from math import sqrt
from typing import NamedTuple

__all__ = ["Picture", "can_render", "pictures"]

SHARP, PLAIN, COARSE = 2.0, 1.5, 1.0  # pixels a point
FEW, MANY = 12, 40  # pages; more of them are drawn less sharply, so that the report stays small
PIXELS = 3_000_000  # of one page at most, however large its paper is
QUALITY, EFFORT = 72, 1  # of WebP: letters stay crisp, and a page takes some 30 ms
ROUGHER = ((COARSE, 45), (0.6, 30))  # scale and quality of pages that are hard to pack
BUDGET = 10_000_000  # bytes of all pictures, or so many a page where there are very many:
A_PAGE = 60_000


class Picture(NamedTuple):
    """A page as a data URI."""

    uri: str


def can_render() -> bool:
    """Whether the libraries that draw pages are installed."""
    try:
        import PIL.Image
        import pypdfium2  # noqa: F401
    except ImportError:
        return False
    return bool(PIL.Image)


def pictures(data: bytes, password: str = "") -> Iterator[Picture | None]:
    """The pages one after the other; None for one that cannot be drawn, or has no room left.

    A file that cannot be opened has no pictures at all.
    """
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data, password=password or None)
    except pypdfium2.PdfiumError:
        return
    try:
        count = len(pdf)
        left = max(BUDGET, A_PAGE * count)
        scale = SHARP if count <= FEW else PLAIN if count <= MANY else COARSE
        for number in range(count):
            share = min(1.5 * left / (count - number), left)
            for sharpness, quality in ((scale, QUALITY), *ROUGHER):
                picture = _picture(pdf, number, sharpness, quality)
                if picture is None or len(picture) <= share:
                    break
            if picture and len(picture) > left:
                picture = None
            left -= len(picture or b"")
            yield None if picture is None else Picture(_uri(picture))
    finally:
        pdf.close()


def drawn_pages(given: tuple[bytes, str]) -> list[Picture | None]:
    """All pictures of a PDF with its password, for a process of their own."""
    return list(pictures(*given))


def _picture(pdf: object, number: int, scale: float, quality: int) -> bytes | None:
    import pypdfium2

    try:
        page = pdf[number]  # type: ignore[index]
        wide, high = page.get_size()
        if not wide > 0 < high:
            return None
        most = sqrt(PIXELS / (wide * high))
        image = page.render(scale=min(scale, most), rev_byteorder=True).to_pil()
        page.close()
    except (pypdfium2.PdfiumError, ValueError, MemoryError):
        return None
    out = BytesIO()
    image.convert("RGB").save(out, "WEBP", quality=quality, method=EFFORT)
    return out.getvalue()


def _uri(picture: bytes) -> str:
    return "data:image/webp;base64," + base64.b64encode(picture).decode("ascii")
