"""``cleanpress stats``: what each filter removes over many documents, and where one misfires."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from cleanpress.cli_files import STDIN, encode, read, spare, write_out, write_whole
from cleanpress.cli_options import Reading, article_of, reading_of, reason_of
from cleanpress.cli_reports import as_json
from cleanpress.cli_terminal import HELP_NAMES, Progress, in_colour, safe
from cleanpress.pipeline import Pipeline
from cleanpress.report import load
from cleanpress.report.plot import plot
from cleanpress.report.stats import (
    Told,
    outliers,
    rows,
    survival_rows,
    told_in,
    told_of,
)

DOCUMENTS = (".pdf", ".txt", ".md", ".markdown")  # what is taken from folders
REPORTS = (".json", ".jsonl", ".ndjson")
MANY = 20  # outliers that are named; --json has all


@click.command("stats", context_settings=HELP_NAMES)
@click.argument("paths", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option("--plot", "drawing", type=click.Path(), metavar="FILE.svg", help="Draw a plot.")
@click.option("--json", "plain", is_flag=True, help="Everything as JSON, by document as well.")
@click.pass_context
def stats(
    ctx: click.Context, /, paths: tuple[str, ...], drawing: str | None, plain: bool,
    **options: object,
) -> None:  # fmt: skip
    """Count what each filter removes from the documents at PATHS, and name those that stand out.

    A path is a document, a folder of them, or a report (.json, .jsonl) that --report wrote. Of
    documents it also tells how many would pass the line and repetition rules of C4, Gopher and
    FineWeb, before and after.

    \b
    Examples:
      cleanpress stats --plot plot.svg prints/
      cleanpress stats report.jsonl
    """
    reading, pipeline = reading_of(options)
    files = list(_files(paths))
    if drawing is not None:
        spare(files, [Path(drawing)])
    told, failures = _told(files, reading, pipeline)
    order = pipeline.names
    if drawing is not None:
        write_whole(Path(drawing), encode(plot(told, rows(told, order), outliers(told))))
    out = [_as_json(told, order)] if plain else list(_as_text(told, order, failures))
    if plain:
        write_out(out[0] + "\n")
    else:
        click.echo("\n".join(out), color=in_colour(sys.stdout))
    ctx.exit(1 if failures else 0)


def _files(paths: Sequence[str]) -> Iterator[str]:
    """The files that are meant: those named, and those in the folders named."""
    for path in paths:
        if path != STDIN and Path(path).is_dir():
            yield from (
                str(one)
                for one in sorted(Path(path).rglob("*"))
                if one.suffix.lower() in DOCUMENTS and one.is_file()
            )
        else:
            yield path


def _told(
    files: Sequence[str], reading: Reading, pipeline: Pipeline
) -> tuple[list[Told], list[str]]:
    """What there is to count of every document, and the names of those that failed."""
    told: list[Told] = []
    failures: list[str] = []
    progress = Progress(len(files), quiet=False)
    for at, file in enumerate(files, 1):
        progress.show(at, file)
        try:
            data = read(file, reading["limits"])
            if Path(file).suffix.lower() in REPORTS:
                records = list(load(data))
                told += [told_in(one) for one in records if one.get("status") != "failed"]
                failures += [str(o.get("file")) for o in records if o.get("status") == "failed"]
            else:
                told.append(told_of(file, article_of(data, reading, pipeline)))
        except Exception as error:
            progress.clear()
            click.echo(f"cleanpress: {safe(file)}: {safe(reason_of(error))}", err=True)
            failures.append(file)
    progress.clear()
    return told, failures


def _as_json(told: Sequence[Told], order: Sequence[str]) -> str:
    found = {
        "documents": [_plain(one) for one in told],
        "filters": [one._asdict() for one in rows(told, order)],
        "outliers": [one._asdict() for one in outliers(told)],
        "survival": [
            {"rule": rule, "before": before, "after": after}
            for rule, before, after in survival_rows(told)
        ],
    }
    return as_json(found, indent=1)


def _plain(one: Told) -> dict[str, object]:
    survives = {"before": one.before, "after": one.after}
    return {**one._asdict(), **{k: v and v._asdict() for k, v in survives.items()}}


# ---- for a person --------------------------------------------------------------------------------
def _as_text(told: Sequence[Told], order: Sequence[str], failures: Sequence[str]) -> Iterator[str]:
    before = sum(one.source_words for one in told)
    after = sum(one.text_words for one in told)
    share = f" ({after / before:.1%})" if before else ""
    many = "document" if len(told) == 1 else "documents"
    lost = f", {len(failures):,} failed" if failures else ""
    head = f"{len(told):,} {many}{lost}; {after:,} of {before:,} words kept{share}"
    yield click.style(head, bold=True)
    if not told:
        return
    yield ""
    yield from _filters(told, order)
    yield from _standing_out(told)
    yield from _survival(told)


def _filters(told: Sequence[Told], order: Sequence[str]) -> Iterator[str]:
    heads = ("documents", "pieces", "words", "of all", "median", "most")
    found = rows(told, order)
    wide = max((len(one.filter) for one in found), default=6)
    yield click.style("filter".ljust(wide) + "".join(f"{head:>11}" for head in heads), dim=True)
    for one in found:
        numbers = (f"{one.documents:,}", f"{one.pieces:,}", f"{one.words:,}", f"{one.share:.2%}",
                   f"{one.median:.2%}", f"{one.most:.2%}")  # fmt: skip
        yield safe(one.filter).ljust(wide) + "".join(f"{number:>11}" for number in numbers)


def _standing_out(told: Sequence[Told]) -> Iterator[str]:
    found = outliers(told)
    yield ""
    if not found:
        yield "No document stands out."
        return
    yield click.style("Documents that stand out", bold=True)
    for one in found[:MANY]:
        yield (
            f"{one.share:6.1%} of its words by {one.filter} (usually {one.usual:.1%})  "
            f"{click.style(safe(one.file), fg='yellow')}"
        )
    if len(found) > MANY:
        yield f"and {len(found) - MANY:,} more; --json has all"


def _survival(told: Sequence[Told]) -> Iterator[str]:
    found = list(survival_rows(told))
    if not found:
        return
    yield ""
    yield click.style("Share that would pass the filters of large corpora", bold=True)
    wide = max(len(name) for name, _, _ in found)
    yield click.style(f"{'rule'.ljust(wide)}{'before':>9}{'after':>9}", dim=True)
    for name, before, after in found:
        hue = "green" if after > before else "red" if after < before else None
        yield f"{name.ljust(wide)}{before:9.1%}{click.style(f'{after:9.1%}', fg=hue)}"
