"""The documents of one call, one after the other; one that fails does not stop the others."""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path
from typing import TypedDict

import click

from cleanpress.api import clean, clean_bytes, is_pdf
from cleanpress.article import Article
from cleanpress.cli_files import STDIN, encode, places, read, spare, write_out, write_whole
from cleanpress.cli_terminal import Progress, account, in_colour, safe, unified
from cleanpress.errors import CleanpressError
from cleanpress.pipeline import Pipeline

SUFFIXES = {"text": ".txt", "markdown": ".md", "json": ".json"}


class Options(TypedDict):
    """The options of the main command, by the names click gives them."""

    files: tuple[str, ...]
    output: str | None
    form: str
    preset: str
    only: tuple[str, ...]
    without: tuple[str, ...]
    embeds: str
    languages: tuple[str, ...]
    encoding: str | None
    password: str
    explain: bool
    report: str | None
    check: bool
    diff: bool


class Batch:
    """All files of one call: read, cleaned, delivered; ``status`` is the exit status so far.

    Raises:
        click.UsageError: the articles cannot go where they are to go.
    """

    def __init__(self, files: tuple[str, ...], options: Options, pipeline: Pipeline) -> None:
        self.files, self.options, self.pipeline = files, options, pipeline
        output, report = options["output"], options["report"]
        self.places: list[Path] | None = None
        if output is not None and output != STDIN:
            self.places = places(files, output, SUFFIXES[options["form"]])
        if report is not None:
            spare(files, [Path(report)])
            if Path(report) in (self.places or ()):
                raise click.UsageError(f"the report and an article would both go to {report}")
        body_on_terminal = self.places is None and sys.stdout is not None and sys.stdout.isatty()
        self.progress = Progress(len(files), quiet=body_on_terminal or options["explain"])
        self.entries: list[dict[str, object]] = []
        self.printed = 0
        self.status = 0

    def run(self) -> int:
        """Clean every file, then write the report; the exit status."""
        for at, file in enumerate(self.files):
            self.progress.show(at + 1, file)
            try:
                article = self._article(read(file))
                told = self._told(file, article)
                if self.places is not None:
                    write_whole(self.places[at], encode(told))
            except BrokenPipeError:
                raise
            except Exception as error:
                self._complain(file, error)
                continue
            self.progress.clear()
            if self.places is None:
                write_out(told)
                self.printed += 1
            self._account(file, article)
        self.progress.clear()
        self._report()
        return self.status

    def _article(self, data: bytes) -> Article:
        encoding = self.options["encoding"]
        if encoding is not None and not is_pdf(data):
            return clean(data.decode(encoding), pipeline=self.pipeline)
        return clean_bytes(data, password=self.options["password"], pipeline=self.pipeline)

    # ---- what is said of a document ------------------------------------------------------------
    def _told(self, file: str, article: Article) -> str:
        """What goes to standard output or to the document's file."""
        options = self.options
        if not options["check"] and not options["diff"]:
            body = rendered(file, article, options["form"])
            parted = self.printed and self.places is None and options["form"] != "json"
            return f"\f{body}" if parted else body
        body = rendered(file, article, "markdown" if options["form"] == "markdown" else "text")
        if options["check"] and body != article.source:
            self.status = 1
        if options["diff"]:
            return unified(file, article.source, body, sys.stdout)
        return f"{file}\n" if body != article.source else ""

    def _account(self, file: str, article: Article) -> None:
        if self.options["explain"]:
            for line in account(file, article):
                click.echo(line, err=True, color=in_colour(sys.stderr))
        if self.options["report"] is not None:
            self.entries.append(report_entry(file, article))

    def _complain(self, file: str, error: Exception) -> None:
        """One line on standard error; the document failed."""
        self.status = 1
        self.progress.clear()
        message = reason_of(error)
        click.echo(f"cleanpress: {safe(file)}: {safe(message)}", err=True)
        if os.environ.get("CLEANPRESS_TRACEBACK"):
            click.echo("".join(traceback.format_exception(error)), err=True)
        self.entries.append({"file": file, "error": message})

    def _report(self) -> None:
        path = self.options["report"]
        if path is None:
            return
        try:
            write_whole(Path(path), encode(as_json({"documents": self.entries}, indent=1) + "\n"))
        except OSError as error:
            self._complain(path, error)


def rendered(file: str, article: Article, form: str) -> str:
    """The article in one of the formats; JSON is one line, with the name of the file."""
    if form == "json":
        return as_json({"file": file, **article.to_dict()}) + "\n"
    return article.markdown if form == "markdown" else article.text


def report_entry(file: str, article: Article) -> dict[str, object]:
    """What the report says of an article: all but the body, which ``text_sha256`` names."""
    entry = {"file": file, **article.to_dict(), "text_sha256": article.receipt.text_sha256}
    del entry["text"]
    return entry


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


def reason_of(error: Exception) -> str:
    """Why a document failed, in one line."""
    match error:
        case OSError(strerror=str() as message):
            return message
        case CleanpressError() | OSError():
            return str(error)
        case UnicodeDecodeError():
            return f"not {error.encoding}: byte {error.object[error.start]:#04x} at {error.start}"
        case _:
            told = f"{type(error).__name__}: {error}".splitlines()[0]
            return f"internal error ({told}); please report it, CLEANPRESS_TRACEBACK=1 shows where"
