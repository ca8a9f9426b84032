"""What goes through a run over a corpus: the documents as they come, and what became of them."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Done", "Entry", "Failure", "Task", "Unwritten", "failure_of"]


class Task(NamedTuple):
    """What a worker gets of a document: a path to read, or what is in it already.

    ``record`` tells that ``data`` is a line of JSON Lines, and not the document itself; ``number``
    is the entry's. ``backend`` reads it instead of the run's own, which was the end of a worker.
    """

    path: str
    data: bytes | str | None = None
    record: bool = False
    number: int = 0
    backend: str = ""


class Failure(NamedTuple):
    """Why a document failed: the error's class and message."""

    error: str
    message: str


class Entry(NamedTuple):
    """One document of the corpus.

    ``path`` is what people call it (``news.jsonl:12``), ``place`` where it goes in a folder,
    without the last suffix; ``size`` are the bytes of input that are behind us with it; ``row`` is
    a table of one row whose other columns go with it.
    """

    number: int
    path: str
    place: str
    task: Task | Failure
    size: int = 0
    row: object = None


class Done(NamedTuple):
    """What a worker made of a document.

    ``out`` are the bytes to write, or the fields of a row; ``None`` if the worker wrote them.
    ``counts`` tells by filter how many places it changed and how many characters went; ``failure``
    stands beside what could be read.
    """

    out: bytes | dict[str, object] | None
    status: str
    counts: dict[str, tuple[int, int]]
    failure: Failure | None = None

    @property
    def size(self) -> int:
        """About how many bytes it holds."""
        if isinstance(self.out, dict):
            return sum(len(one) for one in self.out.values() if isinstance(one, str))
        return len(self.out or b"")


class Unwritten(OSError):
    """An article could not be written: no document is to blame, and the run ends."""


def failure_of(error: BaseException) -> Failure:
    """An error as it is recorded; its message on one line.

    >>> failure_of(FileNotFoundError(2, "No such file or directory", "a.pdf"))
    Failure(error='FileNotFoundError', message='No such file or directory')
    """
    told = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Failure(type(error).__name__, " ".join(told.split()))
