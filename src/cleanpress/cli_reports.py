"""Reports as files: ``--report`` writes them, ``restore`` and ``replay`` read them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

import click

from cleanpress.cli_files import STDIN, encode, growing, read, spare, write_out, write_whole
from cleanpress.cli_terminal import HELP_NAMES, safe
from cleanpress.errors import CleanpressError

if TYPE_CHECKING:
    from cleanpress.report.plain import Record

LINES = (".jsonl", ".ndjson")
IN_MEMORY = 1 << 24  # bytes of a report that need no file before it is whole


def as_json(value: object, indent: int | None = None) -> str:
    r"""JSON that is valid UTF-8 even where the text is not: lone surrogates stay escapes.

    >>> print(as_json(["\N{POUND SIGN}"]), as_json(["\N{POUND SIGN}\udcff"]))
    ["£"] ["\u00a3\udcff"]
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, indent=indent)
    return text


class ReportFile:
    """The report of one call: a JSON document, or JSON Lines where its name ends in .jsonl."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lines = path.suffix.lower() in LINES
        self._spool = SpooledTemporaryFile[bytes](IN_MEMORY)
        self._started = False

    def add(self, record: Record) -> None:
        """Add the record of a document."""
        if self._lines:
            self._spool.write(encode(as_json(record)) + b"\n")
            return
        self._spool.write(b",\n" if self._started else b"\n")
        self._spool.write(encode(as_json(record, indent=1)))
        self._started = True

    def close(self) -> None:
        """Put the report in its place, whole.

        Raises:
            OSError: there is no room for it, or it may not be there.
        """
        from cleanpress.report import SCHEMA

        with self._spool as spool, growing(self.path) as out:
            spool.seek(0)
            if not self._lines:
                out.write(f'{{"schema": "{SCHEMA}", "documents": ['.encode())
            copyfileobj(spool, out)
            if not self._lines:
                out.write(b"\n]}\n" if self._started else b"]}\n")


@click.command("restore", context_settings=HELP_NAMES)
@click.argument("report", type=click.Path(allow_dash=False))
@click.argument("body", default=STDIN, type=click.Path(allow_dash=True))
@click.option("-o", "--output", type=click.Path(), help="Write to this file.")
def restore(report: str, body: str, output: str | None) -> None:
    """Rebuild the source from a body and its report, byte for byte.

    BODY is a file, or standard input. Of a PDF it is the text that its reader gave. Where REPORT
    tells of several documents, the body finds its own.

    \b
    Example:
      cleanpress --report page.json page.md > body.txt
      cleanpress restore page.json < body.txt | cmp - page.md
    """
    from cleanpress.report import load, restored

    _back(report, body, output, lambda told, data: restored(load(told), data))


@click.command("replay", context_settings=HELP_NAMES)
@click.argument("report", type=click.Path(allow_dash=False))
@click.argument("source", default=STDIN, type=click.Path(allow_dash=True))
@click.option("-o", "--output", type=click.Path(), help="Write to this file.")
def replay(report: str, source: str, output: str | None) -> None:
    """Rebuild the body from a source and its report, without any filter.

    SOURCE is a file, or standard input: the text or PDF that was cleaned, or what restore gave.
    """
    from cleanpress.report import load, replayed

    _back(report, source, output, lambda told, data: encode(replayed(load(told), data)))


def _back(
    report: str, given: str, output: str | None, way: Callable[[bytes, bytes], bytes]
) -> None:
    if output is not None:
        spare([report, given], [Path(output)])
    try:
        told, data = Path(report).read_bytes(), read(given)
        made = way(told, data)
        if output is not None and output != STDIN:
            write_whole(Path(output), made)
    except (CleanpressError, OSError) as error:
        where = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) else error
        click.echo(f"cleanpress: {safe(str(where))}", err=True)
        raise click.exceptions.Exit(1) from None
    if output is None or output == STDIN:
        if sys.stdout.isatty():
            write_out(made.decode("utf-8", "replace"))
            return
        sys.stdout.flush()
        sys.stdout.buffer.write(made)
