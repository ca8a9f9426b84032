"""What embedded posts leave behind in print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Document, Edit, Line, Stage
from cleanpress.errors import ConfigError
from cleanpress.posts import lines_with_links, links, posts
from cleanpress.tagging import topics

_CODE = re.compile(r"(?=[A-Za-z0-9]*(?:\d|[a-z0-9][A-Z]))[A-Za-z0-9]{3,40}…?(?![^\s])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Embeds:
    """Remove the broken links of embedded posts, or the posts altogether.

    A post on a social network is embedded by a script; on paper and in scrapes its short links,
    its picture links and its player's words are left. They lead nowhere. The words of the post
    and the line that names its author were quoted by the article and stay; ``mode="drop"`` takes
    them as well. Ordinary addresses in the text are left alone.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("Trains run again https://t.co/Ab12Cd34\\n\\n— Rail (@rail) May 2, 2026")
    >>> doc.apply(Embeds()(doc), Embeds.name).text
    'Trains run again\\n\\n— Rail (@rail) May 2, 2026'
    >>> doc = read_text("The address is https://www.example.org/t.co/news for now.")
    >>> doc.apply(Embeds()(doc), Embeds.name) is doc
    True
    """

    name: ClassVar[str] = "embeds"
    stage: ClassVar[Stage] = Stage.PRUNE
    reasons: ClassVar[Mapping[str, str]] = {
        "embed-link": "a short link or picture link of an embedded post",
        "embed-url": "the bare address of an embedded post or player, alone on its line",
        "embed-furniture": "words of an embed's frame, such as a call to view the post elsewhere",
        "embedded-post": "an embedded post, words and attribution (mode drop)",
    }

    mode: str = "residue"
    languages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.mode not in ("residue", "drop"):
            raise ConfigError(f"embeds: mode {self.mode!r} is not 'residue' or 'drop'")

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield posts in mode drop, then left-over lines and links outside them."""
        dropped = list(self._posts(doc)) if self.mode == "drop" else []
        yield from dropped
        spans = iter([*dropped, Edit(len(doc.text), len(doc.text) + 1, "", "")])
        span = next(spans)
        frames = {
            doc.starts[at]: doc.lines[at] for at, _ in topics(doc, self.languages).get("embed", ())
        }
        marked = {line.start: line for line in lines_with_links(doc)} | frames
        for start in sorted(marked):
            line = marked[start]
            while span.end <= start:
                span = next(spans)
            if line.end <= span.start:
                yield from _in_line(doc, line, start in frames)

    def _posts(self, doc: Document) -> Iterator[Edit]:
        at = 0
        for post in posts(doc):
            start = max(post.start, at)
            at = post.end
            yield Edit(start, at, "", "embedded-post")


def _in_line(doc: Document, line: Line, is_furniture: bool) -> Iterator[Edit]:
    """What goes from one line: all of it, or its links with the space before them."""
    stop = line.end if doc.text[line.end : line.stop] == "\f" else line.stop
    if is_furniture:
        yield Edit(line.start, stop, "", "embed-furniture")
        return
    found = [match.span() for match in links().residue.finditer(line.text)]
    stop, over = _over_the_end(doc, line, stop)
    found += [(over, stop - line.start)] if over >= 0 else []
    rest = doc.text[line.start : stop].rstrip("\n") if over >= 0 else line.text
    for start, end in reversed(found):
        rest = rest[:start] + rest[end:]
    if found and not rest.strip(" \t<>|"):
        yield Edit(line.start, stop, "", "embed-link")
        return
    if not found and "/" in line.text and links().lone_url.fullmatch(line.text):
        yield Edit(line.start, stop, "", "embed-url")
        return
    at = 0
    for start, end in found:
        while start > at and line.text[start - 1] in " \t":
            start -= 1
        at = end
        yield Edit(line.start + start, line.start + end, "", "embed-link")


def _over_the_end(doc: Document, line: Line, stop: int) -> tuple[int, int]:
    """Where a link ends that a line break cuts behind a slash, and where on its line it starts.

    What stands on the next line must be no word: it has a digit, or capitals inside. Without such a
    link what is given is ``stop`` and -1.
    """
    cut = links().cut.search(line.text) if line.text.rstrip().endswith("/") else None
    rest = _CODE.match(doc.text, line.stop) if cut and stop == line.stop else None
    if cut is None or rest is None or doc.text[line.end : line.stop] != "\n":
        return stop, -1
    end, alone = rest.end(), not line.text[: cut.start()].strip()
    return end + (alone and doc.text[end : end + 1] == "\n"), cut.start()
