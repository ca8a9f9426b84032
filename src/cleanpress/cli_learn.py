"""The command ``learn``: what a site prints around every article, from a number of its pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from cleanpress.api import is_pdf
from cleanpress.cli_files import encode, spare, write_out, write_whole
from cleanpress.cli_options import reason_of
from cleanpress.cli_terminal import HELP_NAMES, Progress, safe
from cleanpress.document import Document
from cleanpress.errors import ConfigError
from cleanpress.learned_samples import MAX_BYTES, dumps, loads
from cleanpress.learner import SAMPLE, Learner
from cleanpress.readers.apart import Asked, read_apart
from cleanpress.readers.encoding import decode
from cleanpress.readers.pdf import BACKENDS
from cleanpress.readers.text import read_text

DOCUMENTS = frozenset({".pdf", ".txt", ".md", ".markdown"})


@click.command("learn", context_settings=HELP_NAMES)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...",
                type=click.Path(exists=True))  # fmt: skip
@click.option("-o", "--output", type=click.Path(), help="Write to this file. Default: print it.")
@click.option("--name", default="", metavar="NAME", help="What the site is called; its host.")
@click.option("--sample", "as_sample", is_flag=True,
              help="Write what was seen instead, to merge it with others.")  # fmt: skip
@click.option("--merge", is_flag=True, help="The PATHs are samples; learn from them together.")
@click.option("--keep", type=click.IntRange(1, 100 * SAMPLE), default=SAMPLE, show_default=True,
              metavar="N", help="How many documents to hold; of more, a sample.")  # fmt: skip
@click.option("--backend", type=click.Choice(BACKENDS), default="auto", show_default=True,
              help="What reads PDFs.")  # fmt: skip
@click.pass_context
def learn(
    ctx: click.Context, /, *, paths: tuple[str, ...], output: str | None, name: str,
    as_sample: bool, merge: bool, keep: int, backend: str,
) -> None:  # fmt: skip
    """Learn which lines a site prints around every article, from its pages in PATHs.

    PATHs are files or folders of pages of one site: PDFs, texts, Markdown; twenty are enough. The
    profile is a small JSON file to read and to edit; give it back with --profile.

    \b
    Examples:
      cleanpress learn prints/ -o site.json
      cleanpress --profile site.json page.pdf
      cleanpress learn part1/ --sample -o part1.jsonl      on one worker
      cleanpress learn --merge part*.jsonl -o site.json    when all are done
    """
    if output is not None:
        spare([str(file) for file in (paths if merge else _files(paths))], [Path(output)])
    learner = Learner(name=name, sample=keep)
    try:
        failed = _merge(paths, learner) if merge else _read(paths, learner, backend)
        told = dumps(learner) if as_sample else learner.profile().dumps()
    except ConfigError as error:
        click.echo(f"cleanpress: {safe(str(error))}", err=True)
        ctx.exit(1)
    if output is None:
        write_out(told)
    else:
        write_whole(Path(output), encode(told))
    ctx.exit(1 if failed else 0)


def _merge(paths: Sequence[str], learner: Learner) -> bool:
    for path in paths:
        if Path(path).stat().st_size > MAX_BYTES:
            raise ConfigError(f"{path}: more than {MAX_BYTES:,} bytes")
        learner.merge(loads(Path(path).read_text("utf-8", "replace"), path))
    return False


def _read(paths: Sequence[str], learner: Learner, backend: str) -> bool:
    """Learn from files; whether one of them could not be read."""
    files = list(_files(paths))
    progress, failed = Progress(len(files), quiet=False), False
    for at, file in enumerate(files, start=1):
        progress.show(at, str(file))
        try:
            learner.add(_document(file, backend))
        except Exception as error:
            failed = True
            progress.clear()
            click.echo(f"cleanpress: {safe(str(file))}: {safe(reason_of(error))}", err=True)
    progress.clear()
    return failed


def _files(paths: Sequence[str]) -> Iterator[Path]:
    for path in map(Path, paths):
        if path.is_dir():
            found = sorted(path.rglob("*"))
            yield from (one for one in found if one.suffix.lower() in DOCUMENTS and one.is_file())
        else:
            yield path


def _document(file: Path, backend: str) -> Document:
    data = file.read_bytes()
    return read_apart(Asked(data, backend=backend)) if is_pdf(data) else read_text(decode(data))
