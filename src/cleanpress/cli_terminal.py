"""What a person sees: the account of an article, a diff, the progress. Never a raw control code."""

from __future__ import annotations

import difflib
import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from typing import TextIO
from unicodedata import category, east_asian_width

import click

from cleanpress.article import Article
from cleanpress.cli_tame import safe, tame

__all__ = [
    "HELP_NAMES", "PALETTE", "Progress", "account", "cells", "excerpt", "in_colour", "safe",
    "spelled_out", "tame", "unified",
]  # fmt: skip

HELP_NAMES = {"help_option_names": ["-h", "--help"]}
PALETTE = ("cyan", "magenta", "yellow", "green", "blue", "red",
           "bright_cyan", "bright_magenta", "bright_yellow", "bright_green", "bright_blue",
           "bright_red")  # fmt: skip
NARROW, WIDE = 60, 160  # columns of an account that is not too hard to read


def in_colour(stream: TextIO | None) -> bool:
    """Whether to colour what goes to a stream: a terminal, and nobody said no."""
    if stream is None or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def spelled_out(error: click.ClickException) -> click.ClickException:
    """The error, with what was typed made safe in its message."""
    told = error.format_message()
    if safe(told) == told.replace("\n", "<U+000A>"):
        return error
    told = "\n".join(map(safe, told.split("\n")))
    if isinstance(error, click.UsageError):
        return click.UsageError(told, error.ctx)
    return click.ClickException(told)


def excerpt(text: str, width: int) -> str:
    r"""The text on one line of at most ``width`` columns, cut in its middle.

    >>> excerpt("Sign up\nfor our newsletter today", 20)
    'Sign up for…er today'
    """
    line = safe(" ".join(text[:2000].split()) or text[:8])
    if cells(line) <= width:
        return line
    head = max(width * 3 // 5 - 1, 0)
    return f"{_fitting(line, head)}…{_fitting(line[::-1], width - head - 1)[::-1]}"


def cells(text: str) -> int:
    """How many columns a text takes on a terminal: letters of East Asia take two, accents none."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(char: str) -> int:
    if category(char) in ("Mn", "Me"):
        return 0
    return 2 if east_asian_width(char) in ("W", "F") else 1


def _fitting(text: str, width: int) -> str:
    """As much of a text as ``width`` columns hold."""
    used = 0
    for at, char in enumerate(text):
        used += _cells(char)
        if used > width:
            return text[:at]
    return text


def account(name: str, article: Article) -> Iterator[str]:
    """The lines that tell what went from an article, why and by which filter."""
    told = [one for one in article.removed if _WORD.search(one.source)]
    gone = sum(_words(one.source) for one in told)
    many = "removal" if len(told) == 1 else "removals"
    head = f"{len(told)} {many}, {gone:,} of {_words(article.source):,} words"
    yield click.style(f"{safe(name)}: {head}; {article.status}", bold=True)
    labels = [f"{one.by}/{one.reason}" for one in told]
    wide = max(map(len, labels), default=0)
    columns = min(max(shutil.get_terminal_size((100, 24)).columns, NARROW), WIDE)
    paged = len(article.document.page_starts) > 1
    for label, one in zip(labels, told, strict=True):
        page = f"p{one.page:<4}" if paged else ""
        hue = PALETTE[article.filters.index(one.by) % len(PALETTE)]
        room = max(columns - len(page) - wide - 4, NARROW // 2)
        note = f"  ({excerpt(one.note, room * 2 // 5)})" if one.note else ""
        line = f"  {page}{click.style(label.ljust(wide), fg=hue)}  "
        yield line + excerpt(one.source, room - len(note)) + click.style(note, dim=True)
    yield from _rest(article)


_WORD = re.compile(r"\w+")


def _words(text: str) -> int:
    return len(_WORD.findall(text))


def _rest(article: Article) -> Iterator[str]:
    """What is only counted (signs, rewritten places), and the filters that held back."""
    signs = Counter(one.by for one in article.removed if not _WORD.search(one.source))
    rewritten = Counter(one.by for one in article.changes if one.text)
    for what, counted in (("signs", signs), ("rewritten", rewritten)):
        if counted:
            told = ", ".join(f"{name} {count}" for name, count in counted.most_common())
            yield click.style(f"  {what}: {told}", dim=True)
    if article.hidden:
        told = ", ".join(f"{reason} {count}" for reason, count in article.hidden.items())
        yield click.style(f"  hidden from readers: {told}", fg="yellow")
    for held in article.abstained:
        told = (
            f"{held.filter} held back: it would have removed {held.share:.0%} of the words, "
            f"its budget is {held.budget:.0%}"
        )
        yield click.style(f"  {told}", fg="yellow")


def unified(name: str, before: str, after: str, out: TextIO) -> str:
    r"""The unified diff of the reader's text to the body, as ``out`` can take it.

    >>> from io import StringIO
    >>> print(unified("a.txt", "one\ntwo", "one\n", StringIO()), end="")
    --- a.txt
    +++ a.txt (cleaned)
    @@ -1,2 +1 @@
     one
    -two
    \ No newline at end of file
    """
    names = safe(name), f"{safe(name)} (cleaned)"
    told = "".join(difflib.unified_diff(_ended(before), _ended(after), *names))
    colour = in_colour(out)
    if not colour and not out.isatty():
        return told
    lines = told.split("\n")
    return "\n".join([_hued(line) if colour else safe(line) for line in lines])


def _ended(text: str) -> list[str]:
    """The lines with their ends; a last line without one says so, as diff does."""
    lines = [f"{line}\n" for line in text.split("\n")]
    last = lines.pop()
    return lines if last == "\n" else [*lines, f"{last}\\ No newline at end of file\n"]


def _hued(line: str) -> str:
    hue = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
    return click.style(safe(line), fg=hue) if hue else safe(line)


class Progress:
    """A line on standard error that says where we are; on a terminal and for many files only."""

    def __init__(self, total: int, quiet: bool) -> None:
        self._total = total
        self._shown = total > 1 and not quiet and sys.stderr is not None and sys.stderr.isatty()

    def show(self, at: int, name: str) -> None:
        """Say that the ``at``-th file is being cleaned."""
        if self._shown:
            self.clear()
            sys.stderr.write(f"{at}/{self._total} {excerpt(name, NARROW)}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away, before anything else is written there."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
