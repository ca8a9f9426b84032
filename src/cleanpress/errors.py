"""Every error that cleanpress raises on purpose."""

from __future__ import annotations

from typing import Protocol


class CleanpressError(Exception):
    """The root of the family: catch this to catch everything cleanpress raises on purpose."""


class ConfigError(CleanpressError, ValueError):
    """An argument, preset, filter or language that does not exist or does not fit."""


class ContractError(CleanpressError):
    """A filter proposed an edit that its stage does not allow."""


class Partial(Protocol):
    """What could be read before an error: an article (or a document, from a reader)."""

    @property
    def text(self) -> str:
        """The text that is there."""
        ...


class Cause(Exception):
    """What another library's error said, in place of the error, which stayed in its process."""


class ReadError(CleanpressError):
    """A file could not be read as a document.

    ``page`` (from 1) and ``object`` (its number in the PDF) say where, as far as is known. Where
    reading was told to keep going, ``partial`` is the article made of what could still be read.
    Errors cross the borders of processes with all of this.
    """

    def __init__(
        self, message: str, *, page: int | None = None,
        object: int | None = None,  # noqa: A002 - the word of the trade
    ) -> None:  # fmt: skip
        super().__init__(message)
        self.page = page
        self.object = object
        self.partial: Partial | None = None

    def __reduce__(self) -> tuple[object, ...]:
        state = dict(self.__dict__)
        if self.__cause__ is not None:
            told = f"{type(self.__cause__).__name__}: {self.__cause__}"
            state["__cause__"] = self.__cause__ if _plain(self.__cause__) else Cause(told)
        return type(self), self.args, state


def _plain(error: BaseException) -> bool:
    """Whether an error surely is the same again on the other side."""
    return isinstance(error, (ReadError, Cause))


class NotAPdf(ReadError):
    """The bytes are not a PDF: no ``%PDF-`` mark in the first kilobyte."""


class Encrypted(ReadError):
    """The PDF wants a password, or is encrypted in a way that cannot be read."""


class Damaged(ReadError):
    """The PDF is broken or cut short and nothing could be read from it."""


class NoTextLayer(ReadError):
    """The PDF has pages but no text: a scan, which needs OCR, or glyphs that tell no letters."""


class Unsupported(ReadError):
    """The file uses a feature that cannot be read."""


class LimitExceeded(ReadError):
    """Reading would take more than the limits allow: ``kind`` names the field of ``Limits``.

    ``seen`` is what was there or was reached when reading stopped; it may have gone on.

    >>> LimitExceeded("pages", 20_000, 30_001)
    LimitExceeded('pages', 20000, 30001)
    >>> print(_)
    30,001 pages, and the limit is 20,000 (limits: pages)
    """

    def __init__(
        self, kind: str, limit: float, seen: float, *,
        page: int | None = None, object: int | None = None,  # noqa: A002
    ) -> None:  # fmt: skip
        super().__init__("", page=page, object=object)
        self.args = (kind, limit, seen)
        self.kind, self.limit, self.seen = kind, limit, seen

    def __str__(self) -> str:
        told = _TOLD.get(self.kind, self.kind)
        return f"{self.seen:,} {told}, and the limit is {self.limit:,} (limits: {self.kind})"


class Empty(ReadError):
    """There is nothing in the file: no byte, or white space only."""


class BadRecord(ReadError):
    """A record of a corpus is none, or the field that should hold its text does not."""


class WorkerDied(ReadError):
    """The process that read the document died of it: a crash inside a library, or a hard exit."""


_TOLD = {
    "input_bytes": "bytes in the file", "stream_bytes": "unpacked bytes in one stream",
    "decoded_bytes": "unpacked bytes in all", "pages": "pages", "glyphs": "glyphs on a page",
    "boxes": "boxes on a page", "depth": "levels of nesting", "seconds": "seconds",
    "memory": "bytes of memory",
}  # fmt: skip


class ReceiptError(CleanpressError):
    """A receipt does not belong to the text it was given with."""
