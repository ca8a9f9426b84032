"""The body as Markdown: headings, lists, quotations and live links come back from the marks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from cleanpress.document import Document, Mark

_SPECIAL = re.compile(r"([\\`*_\[\]<>])")
_BLOCK_START = re.compile(r"^(#{1,6}\s|[-+]\s|\d{1,3}[.)]\s|>)")
_LIVE = ("http://", "https://", "mailto:")


def to_markdown(doc: Document) -> str:
    """The document's text as Markdown; special characters of the author are escaped.

    >>> from cleanpress.readers.text import read_text
    >>> from cleanpress.filters.markup import Markup
    >>> doc = read_text("## News\\n\\nA [quiet](https://example.org/q) *town* _here_")
    >>> print(to_markdown(doc.apply(Markup()(doc), "markup")))
    ## News
    <BLANKLINE>
    A [quiet](https://example.org/q) town here
    """
    links = _Marks(mark for mark in doc.marked("link") if mark.value.startswith(_LIVE))
    headings, items, quotes = (_Marks(doc.marked(kind)) for kind in ("heading", "item", "quote"))
    parts: list[str] = []
    at, was_item = 0, False
    for paragraph in doc.text.split("\n\n"):
        start, end = at, at + len(paragraph)
        at = end + 2
        words = _with_links(paragraph, start, links.inside(start, end))
        heading, item = headings.covering(start, end), items.covering(start, end)
        if heading:
            words = "#" * int(heading.value) + " " + words
        elif item:
            words = words if item.value[:1].isdigit() else f"- {words}"
        elif quotes.covering(start, end):
            words = "> " + words.replace("\n", "\n> ")
        else:
            words = _BLOCK_START.sub(r"\\\1", words)
        parts += [("\n" if was_item and item else "\n\n") if parts else "", words]
        was_item = item is not None
    return "".join(parts)


class _Marks:
    """Marks of one kind in order, asked for what lies in a stretch of text."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._marks = sorted(marks)
        self._starts = [mark.start for mark in self._marks]

    def inside(self, start: int, end: int) -> list[Mark]:
        """The marks that lie wholly in the stretch."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [mark for mark in self._marks[first:last] if mark.end <= end]

    def covering(self, start: int, end: int) -> Mark | None:
        """The mark that shares most of the stretch, or lies mostly in it."""
        last = bisect_left(self._starts, end)
        for mark in reversed(self._marks[max(0, bisect_left(self._starts, start) - 1) : last]):
            shared = min(mark.end, end) - max(mark.start, start)
            if shared > 0 and shared >= 0.8 * min(end - start, mark.end - mark.start):
                return mark
        return None


def _with_links(paragraph: str, start: int, links: list[Mark]) -> str:
    parts, at = [], 0
    for link in links:
        first, last = link.start - start, link.end - start
        if first < at:
            continue
        words = _escaped(paragraph[first:last])
        parts += [_escaped(paragraph[at:first]), f"[{words}]({link.value})"]
        at = last
    return "".join([*parts, _escaped(paragraph[at:])])


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
