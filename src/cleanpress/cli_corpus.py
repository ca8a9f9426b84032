"""``cleanpress batch``: a corpus on one machine, with all its processors, and nothing lost."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from time import monotonic

import click

from cleanpress.cli_files import STDIN
from cleanpress.cli_options import reading_of
from cleanpress.cli_terminal import HELP_NAMES, excerpt, safe
from cleanpress.corpus.cleaning import FORMS, Cleaner
from cleanpress.corpus.outputs import kind_of_output
from cleanpress.corpus.run import Run
from cleanpress.corpus.tally import Tally
from cleanpress.errors import ConfigError, WorkerDied
from cleanpress.report.record import versions
from cleanpress.site_files import profiles_of

_LIVE, _QUIET = 0.2, 60.0  # seconds between two looks of a person, and between two lines of a log


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@click.command("batch", context_settings=HELP_NAMES)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", required=True, type=click.Path(), metavar="OUT",
              help="A folder, or a file: .jsonl (.gz, .zst) or .parquet.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True,
              help="What to write of each document.")  # fmt: skip
@click.option("--text-field", default="text", show_default=True, metavar="NAME",
              help="The field of a record, or the column, that holds the text.")  # fmt: skip
@click.option("-j", "--jobs", type=click.IntRange(1, 1024), metavar="N",
              help="Documents at a time. Default: as many as there are processors.")  # fmt: skip
@click.option("--unordered", is_flag=True, help="Write documents as they are done.")
@click.option("--failures", type=click.Path(dir_okay=False), metavar="FILE",
              help="Where failures go. Default: failures.jsonl beside OUT.")  # fmt: skip
@click.pass_context
def batch(
    ctx: click.Context, /, inputs: tuple[str, ...], output: str, form: str, text_field: str,
    jobs: int | None, unordered: bool, failures: str | None, **options: object,
) -> None:  # fmt: skip
    """Clean a corpus: every document at the INPUTs, into OUT.

    An INPUT is a document, a folder, a pattern ("prints/**/*.pdf"), JSON Lines (.jsonl, also .gz
    and .zst), Parquet, a tar or zip of documents, or - for a list of paths on standard input. Other
    fields of a record come out as they went in.

    Whatever ends a run, the same command goes on where it was. A document that fails, hangs or
    takes too much memory (--limit seconds=, memory=) costs only itself: failures.jsonl has it.

    \b
    Examples:
      cleanpress batch prints/ -o clean/
      cleanpress batch crawl.jsonl.zst -o clean.jsonl.zst --text-field content
      find . -name "*.pdf" | cleanpress batch - -o clean.parquet
    """
    reading, pipeline = reading_of(options)
    if reading["isolate"] is False:
        raise click.UsageError(
            "batch cleans in processes of its own, always; leave out --no-isolate"
        )
    out = Path(os.path.realpath(output))
    beside = Path(failures) if failures is not None else out.parent / "failures.jsonl"
    cleaner = Cleaner(
        pipeline=pipeline, kind=kind_of_output(out), form=form, text_field=text_field,
        encoding=reading["encoding"], password=reading["password"], backend=reading["backend"],
        limits=reading["limits"], keep_going=reading["keep_going"],
    )  # fmt: skip
    settings = {**reading, "limits": asdict(reading["limits"]), "password": "", "isolate": None,
                "profiles": [one.dumps() for one in profiles_of(reading["profiles"])]}  # fmt: skip
    command = [os.getcwd(), inputs, str(beside), form, text_field, settings,
               dict(versions())["cleanpress"]]  # fmt: skip
    run = Run(
        inputs=inputs, out=out, failures=beside, cleaner=cleaner, command=command,
        jobs=jobs or _processors(), ordered=not unordered, listed=_listed(),
    )  # fmt: skip
    progress = Progress()
    try:
        tally, did = run(progress.show)
    except ConfigError as error:
        raise click.UsageError(str(error)) from None
    except WorkerDied as error:
        progress.clear()
        click.echo(f"cleanpress: {safe(str(error))}", err=True)
        ctx.exit(1)
    except OSError as error:
        progress.clear()
        where = safe(str(error.filename or output))
        told = f"{where}: {error.strerror or safe(str(error))}; the same command goes on from here"
        click.echo(f"cleanpress: {told}", err=True)
        ctx.exit(1)
    finally:
        progress.clear()
    lines = summary(tally, beside, progress.took if did else None, pipeline.names)
    click.echo("\n".join(lines), err=True)
    ctx.exit(1 if tally.failed else 0)


def _listed() -> Iterator[str]:
    """The paths on standard input, a line each; read when they are needed."""
    if sys.stdin is None:
        raise ConfigError(f"{STDIN}: standard input is closed")
    for line in sys.stdin.buffer:
        path = os.fsdecode(line.removesuffix(b"\n").removesuffix(b"\r"))
        if path:
            yield path


class Progress:
    """What is told of a run while it goes on: a line that changes, or one a minute in a log."""

    def __init__(self) -> None:
        self._live = sys.stderr is not None and sys.stderr.isatty()
        self._began = self._told = monotonic()
        self._first: tuple[int, int] | None = None
        self._shown = False

    @property
    def took(self) -> float:
        """Seconds since the beginning."""
        return monotonic() - self._began

    def show(self, tally: Tally, total: int, name: str) -> None:
        """Tell how far it is, if it is time to."""
        now = monotonic()
        if self._first is None:  # a run that goes on has done some of it already
            self._first = tally.documents - 1, tally.size
        if now - self._told < (_LIVE if self._live else _QUIET):
            return
        self._told = now
        line = self._line(tally, total)
        if self._live:
            self.clear()
            sys.stderr.write(excerpt(f"{line}  {name}", 100))
            sys.stderr.flush()
            self._shown = True
        else:
            click.echo(f"cleanpress: {line}", err=True)

    def _line(self, tally: Tally, total: int) -> str:
        documents, size = self._first or (0, 0)
        rate = (tally.documents - documents) / max(self.took, 0.001)
        speed = (tally.size - size) / max(self.took, 0.001)
        left = f", {_time((total - tally.size) / speed)} left" if speed and total else ""
        return (
            f"{tally.documents:,} documents, {_size(tally.size)} of {_size(total)}, "
            f"{rate:,.1f}/s{left}, {tally.failed:,} failed"
        )

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._shown = False


def summary(
    tally: Tally, failures: Path, took: float | None, order: Sequence[str] = ()
) -> Iterator[str]:
    """What a run has done, by filter and by error.

    >>> print(*summary(Tally(documents=2, written=2, size=10, status={"ok": 2}), Path("f"), None))
    2 documents, 10 B; 2 written, 0 failed; it was complete already   status: ok 2
    """
    time = "it was complete already" if took is None else f"{_time(took)} this time"
    yield (
        f"{tally.documents:,} documents, {_size(tally.size)}; {tally.written:,} written, "
        f"{tally.failed:,} failed; {time}"
    )
    if tally.status:
        told = ", ".join(f"{name} {count:,}" for name, count in sorted(tally.status.items()))
        yield f"  status: {told}"
    if tally.filters:
        wide = max(map(len, tally.filters))
        yield "  " + "filter".ljust(wide) + f"{'documents':>12}{'places':>12}{'characters':>14}"
        for name in sorted(tally.filters, key=lambda one: (*order, one).index(one)):
            documents, places, gone = tally.filters[name]
            yield f"  {safe(name).ljust(wide)}{documents:12,}{places:12,}{gone:14,}"
    if tally.errors:
        yield f"  failures, one by one in {safe(str(failures))}:"
        for name, count in sorted(tally.errors.items(), key=lambda one: -one[1]):
            yield f"    {safe(name)} {count:,}"


def _size(size: float) -> str:
    units = ["B", "kB", "MB", "GB", "TB"]
    while size >= 1000 and len(units) > 1:
        size /= 1000
        del units[0]
    return f"{size:,.0f} {units[0]}" if units[0] in ("B", "kB") else f"{size:,.1f} {units[0]}"


def _time(seconds: float) -> str:
    """A time to read.

    >>> _time(75), _time(4000), _time(2.3)
    ('1 min 15 s', '1 h 06 min', '2 s')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"
