"""Embedded posts in a text: how their attribution lines and left-over links look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from cleanpress.document import Block, Document, Line

_ATTRIBUTION = re.compile(
    r"[ \t]*(?:[—–]|--?|&mdash;)[ \t]*+(?P<name>[^\n()@]{1,80}?)[ \t]*"
    r"\((?P<handle>@[\w.]{1,60}(?:@[\w.]{1,60})?)\)[ \t]*(?P<date>[^\n]{0,40})"
)
MAX_WORDS = 120  # of an embedded post; the longest that the networks allow without a click


class Post(NamedTuple):
    """One embedded post: text offsets of its words and of its attribution line."""

    start: int
    words_end: int
    attribution: int
    end: int


class Links(NamedTuple):
    """Patterns of what embeds leave behind."""

    residue: re.Pattern[str]
    cut: re.Pattern[str]  # the beginning of one of ``residue`` at the end of a line
    lone_url: re.Pattern[str]
    hints: tuple[str, ...]  # every address of ``residue`` and ``lone_url`` holds one of these


@cache
def links() -> Links:
    """The patterns, built from ``data/embeds.toml``."""
    import tomllib

    path = files("cleanpress") / "data" / "embeds.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    short = "|".join(re.escape(host) for host in table["residue"])
    posts = "|".join(re.escape(host) for host in table["posts"])
    return Links(
        re.compile(rf"(?<![\w./@-])(?:https?://)?(?:{short})/[A-Za-z0-9]{{3,40}}…?(?![\w/])"),
        re.compile(rf"(?<![\w./@-])(?:https?://)?(?:{short})/[ \t]*\Z"),
        re.compile(rf"[ \t]*(?:https?://)?(?:www\.)?(?:{posts})/[^\s]{{3,300}}[ \t]*"),
        tuple(sorted({f".{host.rpartition('.')[2]}/" for kind in table.values() for host in kind})),
    )


def lines_with_links(doc: Document) -> Iterator[Line]:
    """The lines that may hold what an embed leaves behind, found without looking at the others."""
    text, lines = doc.text, doc.lines
    hints, found = links().hints, list[int]()
    widest = max(map(len, hints), default=0)
    at = text.find("/")
    while at >= 0:  # every hint ends in a slash
        if text.endswith(hints, max(at + 1 - widest, 0), at + 1):
            found.append(doc.line_at(at))
        at = text.find("/", at + 1)
    return (lines[at] for at in dict.fromkeys(found))


def is_attribution(line: str) -> bool:
    """Whether a line says who posted: a dash, a name, a handle in brackets, perhaps a date.

    >>> is_attribution("— Ann Lee (@ann_lee) October 3, 2026")
    True
    >>> is_attribution("— The council met (again) on Monday")
    False
    """
    return "@" in line and _ATTRIBUTION.fullmatch(line) is not None


def posts(doc: Document) -> Iterator[Post]:
    """The embedded posts of a document that an attribution line closes."""
    if "(@" not in doc.text:
        return
    before: Block | None = None
    for block in doc.blocks:
        texts = doc.texts[block.first : block.last]
        at = next((at for at, text in enumerate(texts) if is_attribution(text)), None)
        if at is None:
            before = block
            continue
        lines = doc.lines[block.first : block.last]
        line = lines[at]
        if at > 0:
            yield Post(block.start, lines[at - 1].end, line.start, line.end)
        elif before and len(doc.text[before.start : before.end].split()) <= MAX_WORDS:
            yield Post(before.start, before.end, line.start, line.end)
        else:
            yield Post(line.start, line.start, line.start, line.end)
        before = None
