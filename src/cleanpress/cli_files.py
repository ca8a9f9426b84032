"""Files for the command line: read whole, written whole or not at all, never over an input."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from unicodedata import normalize

import click

from cleanpress.cli_tame import tame
from cleanpress.limits import DEFAULT, Limits, read_within

STDIN = "-"
LONE = "\N{REPLACEMENT CHARACTER}"


def read(file: str, limits: Limits = DEFAULT) -> bytes:
    """The bytes of a file, or of standard input for ``-``.

    Raises:
        LimitExceeded: they are more than may be read.
    """
    if file != STDIN:
        with open(file, "rb") as opened:
            return read_within(opened, limits)
    if sys.stdin is None:
        raise OSError("standard input is closed")
    if sys.stdin.isatty():
        click.echo("cleanpress: reading from the terminal; Ctrl-D ends, --help helps", err=True)
    return read_within(sys.stdin.buffer, limits)


def write_out(text: str, *, styled: bool = False) -> None:
    """Text to standard output, as UTF-8 whatever the locale says, at once.

    A terminal gets it without control codes, unless they are our own (``styled``).
    """
    if sys.stdout is None:
        raise OSError("standard output is closed")
    sys.stdout.flush()
    if not styled and sys.stdout.isatty():
        text = tame(text)
    sys.stdout.buffer.write(encode(text))
    sys.stdout.buffer.flush()


def encode(text: str) -> bytes:
    r"""UTF-8; bytes that could not be decoded come out as they went in.

    >>> encode("na\N{LATIN SMALL LETTER I WITH DIAERESIS}ve \udcff \ud800")
    b'na\xc3\xafve \xff \xef\xbf\xbd'
    """
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a pair from UTF-16: UTF-8 has no place for it
        whole = "".join(LONE if "\ud800" <= c < "\udc80" or "\udcff" < c <= "\udfff" else c
                        for c in text)  # fmt: skip
        return whole.encode("utf-8", "surrogateescape")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    with growing(path) as out:
        out.write(content)


@contextmanager
def growing(path: Path) -> Iterator[BinaryIO]:
    """A file that grows beside its place and is moved there when it is whole, or not at all."""
    if path.exists() and not path.is_file():  # a device or a pipe is written to, never replaced
        with open(path, "wb") as device:
            yield device
        return
    path = Path(os.path.realpath(path))  # a symbolic link stays one
    beside = path.with_name(f".cleanpress-{os.getpid()}-{secrets.token_hex(4)}")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(beside, "xb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        if path.exists():
            shutil.copymode(path, beside)
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def places(files: Sequence[str], output: str, suffix: str) -> list[Path]:
    """Where each file's article goes: the file ``output``, or files of the same names in a folder.

    Raises:
        click.UsageError: two articles would go to one place, an input would be overwritten, or
            several documents are to go to one file.
    """
    if not _is_folder(files, output):
        found = [Path(output)]
    else:
        found = [Path(output, (Path(file).stem if file != STDIN else "stdin") + suffix)
                 for file in files]  # fmt: skip
        _within(output, found)
    taken: dict[str, str] = {}
    for file, place in zip(files, found, strict=True):
        # Some file systems take names for the same that differ in case or in composition.
        name = normalize("NFC", str(place)).casefold()
        if name in taken:
            raise click.UsageError(
                f"{taken[name]} and {file} would both go to {place}; clean them one by one"
            )
        taken[name] = file
    spare(files, found)
    return found


def _within(folder: str, found: Sequence[Path]) -> None:
    """Refuse to follow a symbolic link out of the folder that was named."""
    top = Path(os.path.realpath(folder))
    for place in found:
        if os.path.islink(place) and top not in Path(os.path.realpath(place)).parents:
            raise click.UsageError(f"{place} is a symbolic link that leads out of the folder")


def spare(files: Sequence[str], outputs: Sequence[Path]) -> None:
    """Refuse to write where an input is, whatever the name it goes by."""
    inputs = {_identity(Path(file)): file for file in files if file != STDIN}
    inputs.pop(None, None)
    for place in outputs:
        if place.is_file() and _identity(place) in inputs:
            raise click.UsageError(f"{place} is an input and would be overwritten")


def _is_folder(files: Sequence[str], output: str) -> bool:
    if os.path.isdir(output) or output.endswith((os.sep, "/")):
        return True
    if len(files) > 1 and os.path.exists(output):
        raise click.UsageError(f"{output} is a file; {len(files)} documents need a folder")
    return len(files) > 1


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):  # a name with a NUL in it
        return None
    return found.st_dev, found.st_ino
