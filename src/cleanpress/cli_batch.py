"""The documents of one call, one after the other; one that fails does not stop the others."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

import click

from cleanpress.article import Article
from cleanpress.cli_files import STDIN, encode, places, read, spare, write_out, write_whole
from cleanpress.cli_options import Reading, article_of, reason_of
from cleanpress.cli_reports import ReportFile, as_json
from cleanpress.cli_terminal import Progress, account, in_colour, safe, tame, unified
from cleanpress.errors import ReadError
from cleanpress.pipeline import Pipeline

SUFFIXES = {"text": ".txt", "markdown": ".md", "json": ".json"}


class Options(Reading):
    """The options of the main command, by the names click gives them."""

    files: tuple[str, ...]
    output: str | None
    form: str
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
        self.on_terminal = self.places is None and sys.stdout is not None and sys.stdout.isatty()
        self.progress = Progress(len(files), quiet=self.on_terminal or options["explain"])
        self.report = None if report is None else ReportFile(Path(report))
        self.printed = 0
        self.status = 0

    def run(self) -> int:
        """Clean every file, then put the report in its place; the exit status."""
        for at, file in enumerate(self.files):
            self.progress.show(at + 1, file)
            try:
                data = read(file, self.options["limits"])
                article = self._article(file, data)
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
                write_out(told, styled=self.options["diff"])
                self.printed += 1
            self._account(file, article, data)
        self.progress.clear()
        self._close()
        return self.status

    def _article(self, file: str, data: bytes) -> Article:
        """The article of a file, or with ``--keep-going`` what could be read of it."""
        try:
            return article_of(data, self.options, self.pipeline)
        except ReadError as error:
            if not isinstance(error.partial, Article):
                raise
            self._complain(file, error)
            return error.partial

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

    def _account(self, file: str, article: Article, data: bytes) -> None:
        if self.options["explain"]:
            for line in account(file, article):
                click.echo(line, err=True, color=in_colour(sys.stderr))
        if self.report is not None:
            from cleanpress.report import record_of

            encoding = self.options["encoding"]
            self.report.add(record_of(article, file=file, data=data, encoding=encoding))

    def _complain(self, file: str, error: Exception) -> None:
        """One line on standard error; the document failed."""
        self.status = 1
        self.progress.clear()
        message = reason_of(error)
        click.echo(f"cleanpress: {safe(file)}: {safe(message)}", err=True)
        if os.environ.get("CLEANPRESS_TRACEBACK"):
            told = "".join(traceback.format_exception(error))
            click.echo(tame(told) if sys.stderr.isatty() else told, err=True)
        if self.report is not None:
            from cleanpress.report import failed

            self.report.add(failed(file, message))

    def _close(self) -> None:
        """Write the report."""
        report, self.report = self.report, None
        try:
            if report is not None:
                report.close()
        except OSError as error:
            self._complain(str(report and report.path), error)


def rendered(file: str, article: Article, form: str) -> str:
    """The article in one of the formats; JSON is one line, with the name of the file."""
    if form == "json":
        return as_json({"file": file, **article.to_dict()}) + "\n"
    return article.markdown if form == "markdown" else article.text
