"""``cleanpress explain``: what went from each page, in the terminal."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

import click

from cleanpress.article import Article
from cleanpress.cli_files import STDIN, read
from cleanpress.cli_options import article_of, reading_of, reason_of
from cleanpress.cli_terminal import HELP_NAMES, PALETTE, cells, excerpt, in_colour, safe
from cleanpress.report.pieces import Account, Piece, account_of
from cleanpress.report.record import FIELDS, words

NARROWEST, WIDEST = 50, 140  # columns of what is written


@click.command("explain", context_settings=HELP_NAMES)
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(allow_dash=True))
@click.option("--full", is_flag=True, help="All text that stays as well, not only how much.")
@click.pass_context
def explain(ctx: click.Context, /, files: tuple[str, ...], full: bool, **options: object) -> None:
    """Tell page by page what went from each FILE, by which filter, why, and on what evidence.

    What a line begins with: - removed, ~ rewritten, and text that stays is indented. On a
    terminal the account is coloured and goes through your pager ($PAGER).
    """
    reading, pipeline = reading_of(options)
    failures: list[str] = []

    def told() -> Iterator[str]:
        for file in files or (STDIN,):
            try:
                article = article_of(read(file, reading["limits"]), reading, pipeline)
            except Exception as error:
                failures.append(f"cleanpress: {safe(file)}: {safe(reason_of(error))}")
                continue
            for line in explained(file, article, width=_width(), full=full):
                yield f"{line}\n"

    if sys.stdout is not None and sys.stdout.isatty():
        click.echo_via_pager(told(), color=in_colour(sys.stdout))
    else:
        for line in told():
            click.echo(line, nl=False, color=in_colour(sys.stdout))
    for failure in failures:
        click.echo(failure, err=True)
    ctx.exit(1 if failures else 0)


def _width() -> int:
    return min(max(shutil.get_terminal_size((100, 24)).columns, NARROWEST), WIDEST)


def explained(name: str, article: Article, *, width: int, full: bool = False) -> Iterator[str]:
    """The account of an article in lines of at most ``width`` columns."""
    account = account_of(article)
    yield from _head(name, article, width)
    doc = article.document
    count = len(doc.page_starts)
    by_page = groupby(account.pieces, key=lambda one: doc.page_at(one.start))
    for page, pieces in by_page:
        yield ""
        title = f"── page {page} of {count} " if count > 1 else "── the text "
        yield click.style(title + "─" * (width - len(title)), dim=True)
        yield from _page(list(pieces), account, article, width, full)


def _head(name: str, article: Article, width: int) -> Iterator[str]:
    before, after = words(article.source), words(article.text)
    yield click.style(excerpt(name, width), bold=True)
    share = f" ({after / before:.0%})" if before else ""
    yield f"{article.status}; {after:,} of {before:,} words kept{share}"
    for field in FIELDS:
        value = getattr(article.metadata, field)
        if value not in (None, ()):
            told = ", ".join(value) if isinstance(value, tuple) else str(value)
            label = field.replace("_", " ").ljust(10)
            yield f"{click.style(label, dim=True)}  {excerpt(told, width - 12)}"
    for one in article.abstained:
        told = (
            f"{one.filter} held back: {one.share:.0%} of the words, its budget is {one.budget:.0%}"
        )
        yield click.style(excerpt(told, width), fg="yellow")


def _page(
    pieces: Sequence[Piece], account: Account, article: Article, width: int, full: bool
) -> Iterator[str]:
    """What stays between two changes as one line, then the changes, then what is only counted."""
    source = article.source
    for changed, group in groupby(pieces, key=lambda one: one.how in ("gone", "new")):
        if changed:
            for one in group:
                yield from _change(one, account, source, width)
        else:
            yield from _kept([one for one in group if one.how == "kept"], source, width, full)
    spaced = Counter(account.kinds[one.kind].by for one in pieces if one.how == "space")
    if spaced:
        told = ", ".join(f"{name} {number}" for name, number in spaced.most_common())
        yield click.style(excerpt(f"only white space and hyphens: {told}", width), dim=True)


def _kept(pieces: Sequence[Piece], source: str, width: int, full: bool) -> Iterator[str]:
    if not pieces:
        return
    if full:
        for one in pieces:
            text = safe(source[one.start : one.end].strip())
            yield from (f"    {line}" for line in _wrapped(text, width - 4) if line)
        return
    text = source[pieces[0].start : pieces[-1].end]
    number = sum(words(source[one.start : one.end]) for one in pieces)
    if number:
        tail = f"  {number:,} words" if number > 1 else "  1 word"
        yield click.style(f"    {excerpt(text, width - 4 - len(tail))}{tail}", dim=True)


def _wrapped(text: str, width: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and cells(line) + 1 + cells(word) > width:
            yield line
            line = ""
        line = f"{line} {word}".strip()
        while cells(line) > width:
            yield line[: width // 2]
            line = line[width // 2 :]
    yield line


def _change(one: Piece, account: Account, source: str, width: int) -> Iterator[str]:
    """A change on one line; its evidence behind it, or below where there is no room."""
    kind = account.kinds[one.kind]
    wide = min(max(cells(f"{it.by}/{it.reason}") for it in account.kinds), width * 2 // 5)
    label = excerpt(f"{kind.by}/{kind.reason}", wide)
    label += " " * (wide - cells(label))
    room = width - wide - 4
    told = excerpt(source[one.start : one.end], room)
    if one.how == "new":
        half = room // 2 - 2
        told = f"{excerpt(told, half)} → {excerpt(one.text, half)}"
    sign = "~" if one.how == "new" else "-"
    line = f"{sign} {click.style(label, fg=PALETTE[kind.hue % len(PALETTE)])}  {told}"
    note = safe(one.note)
    if note and cells(told) + cells(note) + 2 <= room:
        yield f"{line}  {click.style(note, dim=True)}"
        return
    yield line
    if note:
        yield " " * (wide + 4) + click.style(excerpt(note, room), dim=True)
