"""``cleanpress inspect``: one page that shows an article next to what it was cleaned from."""

from __future__ import annotations

from pathlib import Path

import click

from cleanpress.article import Article
from cleanpress.cli_files import STDIN, encode, read, spare, write_out, write_whole
from cleanpress.cli_options import Reading, article_of, reading_of, reason_of
from cleanpress.cli_terminal import HELP_NAMES, safe
from cleanpress.errors import ReadError
from cleanpress.isolation import Isolated
from cleanpress.report.images import Picture, can_render, drawn_pages
from cleanpress.report.page import page_of

SUFFIX = ".report.html"
EXTRA = 'pages are drawn without pictures; pip install "cleanpress[report]" gives them'


@click.command("inspect", context_settings=HELP_NAMES)
@click.argument("file", default=STDIN, type=click.Path(allow_dash=True))
@click.option("-o", "--output", type=click.Path(), help="Write to this file; - is standard output.")
@click.pass_context
def inspect(ctx: click.Context, /, file: str, output: str | None, **options: object) -> None:
    """Make a page that shows what went from FILE, where it stood and why.

    It needs no network and nothing but a browser: left the printed pages or the scrape, right
    the article. Without -o it is written beside you as NAME.report.html, and its name is printed.

    \b
    Examples:
      cleanpress inspect page.pdf
      cleanpress inspect -o look.html page.md
    """
    reading, pipeline = reading_of(options)
    place = Path(output or (Path(file).stem if file != STDIN else "stdin") + SUFFIX)
    if output != STDIN:
        spare([file], [place])
    try:
        data = read(file, reading["limits"])
        article = article_of(data, reading, pipeline)
        drawn = _pictures(data, article, reading)
        page = page_of(article, name=Path(file).name, pictures=drawn)
        if output == STDIN:
            write_out(page)
        else:
            write_whole(place, encode(page))
            click.echo(safe(str(place)), err=output is not None)
    except BrokenPipeError:
        raise
    except Exception as error:
        click.echo(f"cleanpress: {safe(file)}: {safe(reason_of(error))}", err=True)
        ctx.exit(1)


def _pictures(data: bytes, article: Article, reading: Reading) -> list[Picture | None]:
    if not article.document.page_sizes:
        return []
    if not can_render():
        click.echo(f"cleanpress: {EXTRA}", err=True)
        return []
    given = data, reading["password"]
    if reading["isolate"] is False:
        drawn = drawn_pages(given)
    else:
        try:  # PDFium may die of a page, or never come back
            with Isolated(drawn_pages, limits=reading["limits"]) as beside:
                drawn = beside(given)
        except ReadError as error:
            click.echo(
                f"cleanpress: pages are drawn without pictures: {safe(str(error))}", err=True
            )
            return []
    if len(drawn) != len(article.document.page_sizes):
        return []  # the file was pieced together: its pages are not those that pdfium sees
    return drawn
