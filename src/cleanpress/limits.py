"""How much one document may take: on by default, and far above what real pages need."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import IO, Final

from cleanpress.errors import ConfigError, LimitExceeded

__all__ = ["DEFAULT", "Limits", "read_within"]

KB, MB = 1 << 10, 1 << 20
# What PDFium may take for a file, and for each byte of it. Of 396 prints, 138 test files of other
# libraries and the fixtures none takes more than 48 MB; a book of 3,000 pages, nothing but packed
# text, takes 80 times its size.
_FILE, _BYTE = 160 * MB, 128


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What reading one document may take before it ends with ``LimitExceeded``.

    The defaults let everything through that people print, scan or typeset, and stop what was made
    to hang or to fill the memory. A limit of 0 allows nothing; there is no way to say "unlimited"
    but a number that is large enough.

    Args:
        input_bytes: of the file as it comes.
        stream_bytes: that one stream of a PDF may unpack to, after each of its filters. Unpacking
            stops there: more is never held.
        decoded_bytes: that all streams of a PDF may unpack to, and all its content that is run,
            counted each time.
        pages: of a PDF.
        glyphs: of one page.
        boxes: of one page: links, pictures, painted shapes, and stretches of text.
        depth: of objects within objects, of nodes of the page tree, of forms within forms.
        seconds: for one document. Reading a PDF in this process looks at the clock between steps
            that are short; only an isolated process is stopped wherever it is.
        memory: bytes for one document. An isolated process gets no more; while PDFium reads in it,
            and unless another number than the default is given, no more than 160 MB and 128 times
            the file's size. In this process it is what memory has grown by, looked at now and then,
            where the system tells (Linux).

    >>> Limits(pages=50).pages, Limits().seconds
    (50, 120.0)
    """

    input_bytes: int = 512 * MB
    stream_bytes: int = 64 * MB
    decoded_bytes: int = 512 * MB
    pages: int = 20_000
    glyphs: int = 400_000
    boxes: int = 200_000
    depth: int = 64
    seconds: float = 120.0
    memory: int = 1024 * MB

    def __post_init__(self) -> None:
        for field in fields(self):
            given: object = getattr(self, field.name)
            wanted = (int, float) if field.name == "seconds" else int
            # NaN is no number to compare with: it would never be exceeded.
            if isinstance(given, bool) or not isinstance(given, wanted) or not given >= 0:
                raise ConfigError(
                    f"limit {field.name!r} is {given!r}; it must be a number of at least 0"
                )

    def memory_of(self, size: int) -> int:
        """Bytes of memory in which PDFium may read a file of that size, in an isolated process.

        It unpacks without asking, so the default is too much for a small file. Another number than
        the default is meant as it is.

        >>> Limits().memory_of(MB) // MB, Limits().memory_of(100 * MB) // MB
        (288, 1024)
        >>> Limits(memory=2048 * MB).memory_of(MB) // MB
        2048
        """
        default: int = type(self).memory
        return self.memory if self.memory != default else min(default, _FILE + _BYTE * size)

    def check(self, kind: str, seen: float) -> None:
        """Refuse what is over the limit of that kind.

        Raises:
            LimitExceeded: it is.

        >>> Limits(pages=2).check("pages", 2)
        >>> Limits(pages=2).check("pages", 3)
        Traceback (most recent call last):
        cleanpress.errors.LimitExceeded: 3 pages, and the limit is 2 (limits: pages)
        """
        limit: float = getattr(self, kind)
        if seen > limit:
            raise LimitExceeded(kind, limit, seen)


DEFAULT: Final = Limits()


def read_within(file: IO[bytes], limits: Limits) -> bytes:
    """All bytes of a file; piece by piece, for a read of so many takes that much memory at once.

    Raises:
        LimitExceeded: it has more than the limits allow.

    >>> from io import BytesIO
    >>> read_within(BytesIO(b"ferry"), Limits(input_bytes=5))
    b'ferry'
    """
    parts, size = [], 0
    while part := file.read(1 << 20):
        parts.append(part)
        size += len(part)
        limits.check("input_bytes", size)
    return b"".join(parts)
