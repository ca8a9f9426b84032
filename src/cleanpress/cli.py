"""The command line: ``cleanpress [FILE ...]`` is a filter; other commands look at what it did."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TextIO, Unpack

import click

from cleanpress import cli_filters
from cleanpress.cli_batch import SUFFIXES, Batch, Options
from cleanpress.cli_files import STDIN
from cleanpress.cli_limits import limit_options
from cleanpress.cli_options import SHARED, reading_of
from cleanpress.cli_terminal import HELP_NAMES, in_colour, spelled_out
from cleanpress.errors import ConfigError
from cleanpress.presets import EMBED_MODES, presets
from cleanpress.readers.pdf import BACKENDS

FAILED, INTERRUPTED, BROKEN_PIPE = 1, 130, 141  # the last two as a shell tells the signals

HELP = """Print the article in each FILE: a scraped page (text or Markdown) or a printed one (PDF).

A PDF is told by its content, never by its name. Without a FILE, or for -, standard input is
read. The body goes to standard output; several are parted by a form feed (JSON: one line each).

\b
Examples:
  cleanpress page.pdf                     the body of a printed page
  curl -s URL.pdf | cleanpress            the same in a pipe
  cleanpress --format json page.md        title, authors, dates, body, what went
  cleanpress --explain page.pdf           what went, why and by which filter
  cleanpress --diff page.md               what would change
  cleanpress -o clean/ *.pdf              a folder of articles
  cleanpress --without bylines,promos -   all filters but these
  cleanpress filters                      all filters; a file of that name is ./filters
  cleanpress inspect page.pdf             a page that shows what went, and where
  cleanpress explain page.pdf             the same in the terminal, page by page
  cleanpress stats prints/                what each filter removes from many
  cleanpress learn prints/ -o site.json   what their site prints around every article
  cleanpress batch prints/ -o clean/      a corpus: resumable, on all processors
  cleanpress restore report.json < body   the source again, byte for byte

\b
Exit status:
  0    fine
  1    a document failed (the others are done), or --check found one that would change
  2    wrong usage
  130  interrupted"""


# ---- the shape of the command line -------------------------------------------------------------
MORE = {  # commands that are loaded when they are named; the first three read and clean as well
    "inspect": "cleanpress.cli_inspect", "explain": "cleanpress.cli_explain",
    "stats": "cleanpress.cli_stats", "restore": "cleanpress.cli_reports",
    "replay": "cleanpress.cli_reports", "learn": "cleanpress.cli_learn",
    "batch": "cleanpress.cli_corpus",
}  # fmt: skip


class Front(click.Group):
    """A group whose first word is a file of the main command unless it names another one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted({*super().list_commands(ctx), *MORE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; one that cleans has the main command's options for it."""
        found = super().get_command(ctx, cmd_name)
        if found is None and cmd_name in MORE:
            command: click.Command = getattr(import_module(MORE[cmd_name]), cmd_name)
            known = {one.name for one in command.params}
            if "report" not in known and cmd_name != "learn":
                command.params += [one for one in _clean.params if one.name in SHARED - known]
            self.add_command(command)
            found = command
        return found

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the main command in front where no command is named."""
        named = args[:1] and args[0] in self.list_commands(ctx) and args[0] != "clean"
        return super().parse_args(ctx, args if named else ["clean", *args])

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; Ctrl-C and a reader that went away end it without a word."""
        try:
            result: object = super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()
        except click.ClickException as error:  # it names what was typed, which may be anything
            raise spelled_out(error) from None
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            _let_go(sys.stdout, sys.stderr)
            ctx.exit(BROKEN_PIPE)
        except OSError as error:  # a full disk behind standard output
            _let_go(sys.stdout)
            click.echo(f"cleanpress: standard output: {error.strerror}", err=True)
            ctx.exit(FAILED)
        return result


def _let_go(*streams: TextIO) -> None:
    """Send what a stream still holds nowhere, or the interpreter complains as it ends."""
    for stream in streams:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class MainContext(click.Context):
    """The main command's context: in messages its name is that of the program."""

    @property
    def command_path(self) -> str:
        """The program's name alone."""
        return self.parent.command_path if self.parent else super().command_path


class MainCommand(click.Command):
    """The main command; its help ends with the presets."""

    context_class = MainContext

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the presets and what they are for."""
        with formatter.section("Presets"):
            formatter.write_dl([(one.name, one.about) for one in presets().values()])


def _names(_: click.Context, __: click.Parameter, given: Sequence[str]) -> tuple[str, ...]:
    """Names from an option that may be repeated and may hold several, parted by commas."""
    return tuple(name.strip() for value in given for name in value.split(",") if name.strip())


def _codec(_: click.Context, __: click.Parameter, name: str | None) -> str | None:
    try:
        "".encode(name or "utf-8")
    except LookupError as error:
        raise click.BadParameter(str(error)) from None
    return name


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            click.echo(f"cleanpress {version('cleanpress')}")
        except PackageNotFoundError:
            click.echo("cleanpress (not installed)")
        ctx.exit()


@click.group(cls=Front, add_help_option=False)
def front() -> None:
    """All commands."""


@front.command("clean", cls=MainCommand, help=HELP, context_settings=HELP_NAMES)
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(allow_dash=True))
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    help="Write to this file, or into this folder. Never overwrites an input.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(SUFFIXES)),
    default="text",
    show_default=True,
    help="What to write.",
)
@click.option(
    "--preset",
    default="default",
    metavar="NAME",
    show_default=True,
    help="Which filters run; cleanpress -h has the list.",
)
@click.option(
    "--only",
    multiple=True,
    metavar="NAME",
    callback=_names,
    help="Run these filters instead of the preset's. May be repeated; commas part names.",
)
@click.option(
    "--without",
    multiple=True,
    metavar="NAME",
    callback=_names,
    help="Leave these filters out. May be repeated; commas part names.",
)
@click.option(
    "--embeds",
    type=click.Choice(EMBED_MODES),
    default="residue",
    show_default=True,
    help="Embedded posts: keep all, set as quotations, take the links and leave the "
    "words, or drop all.",
)
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    type=click.Path(exists=True),
    metavar="SITE.json",
    help="Take what the page's site prints on all pages, as `cleanpress learn` wrote it: a file, "
    "or a folder of them, chosen by the URL on the page. May be repeated.",
)
@click.option(
    "--lang",
    "languages",
    multiple=True,
    metavar="CODE",
    callback=_names,
    help="Use the phrases of these languages only (en,de,fr,es). Default: all.",
)
@click.option(
    "--encoding",
    metavar="NAME",
    callback=_codec,
    help="The encoding of text files. Default: as each file shows.",
)
@click.option(
    "--password",
    default="",
    envvar="CLEANPRESS_PASSWORD",
    metavar="WORD",
    help="The password of PDFs; better in $CLEANPRESS_PASSWORD.",
)
@click.option(
    "--backend",
    type=click.Choice(BACKENDS),
    default="auto",
    show_default=True,
    help="What reads PDFs; auto: pdfium where it is installed (cleanpress[fast]).",
)
@limit_options
@click.option("--explain", is_flag=True, help="Say on standard error what went and why.")
@click.option(
    "--report",
    type=click.Path(),
    metavar="FILE.json",
    help="Write every change with its place, reason and evidence; .jsonl: a line each.",
)
@click.option(
    "--check",
    is_flag=True,
    help="Only print the names of files that would change; exit status 1 if any would.",
)
@click.option("--diff", is_flag=True, help="Print what would change instead of the body.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the version and exit.",
)
@click.pass_context
def _clean(ctx: click.Context, /, **options: Unpack[Options]) -> None:
    if (options["check"] or options["diff"]) and options["output"] is not None:
        raise click.UsageError("--check and --diff write nothing; leave --output out")
    if options["diff"] and options["form"] == "json":
        raise click.UsageError("--diff shows text or Markdown, not JSON")
    files = options["files"] or (STDIN,)
    if files.count(STDIN) > 1:
        raise click.UsageError("standard input (-) can be read only once")
    _, pipeline = reading_of(options)
    ctx.exit(Batch(files, options, pipeline).run())


@front.command("filters", context_settings=HELP_NAMES)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--json", "plain", is_flag=True, help="As JSON.")
def _filters(names: tuple[str, ...], plain: bool) -> None:
    """List the filters in the order they run, with stage, reasons and an example."""
    try:
        found = cli_filters.entries(names)
    except ConfigError as error:
        raise click.UsageError(str(error)) from None
    lines = [cli_filters.as_json(found)] if plain else list(cli_filters.as_text(found))
    click.echo("\n".join(lines).rstrip("\n"), color=in_colour(sys.stdout))


def main() -> None:
    """Run the command line."""
    # A document is a million small tuples and hardly a cycle: with the usual threshold a text of
    # 2 MB costs 14.5 times one of 200 kB, with this one 11 times. A library must not set it.
    gc.set_threshold(100_000, 20, 100)
    front(prog_name="cleanpress")
