"""Link targets that a print style sheet writes behind the linked words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Document, Edit, Mark, Stage

_TARGET = re.compile(r"(?:(?<!\s)\s+)?[(\[<]\s*((?:https?://|/|www\.)[^()<>\[\]]{2,500}?)\s*[)\]>]")
_NEAR = re.compile(r"[(\[<]\s*(?:http|/|www)")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLinks:
    r"""Remove an address in brackets behind the words that it is the target of.

    On paper a link leads nowhere, so some print style sheets write its address behind it, in the
    middle of a sentence. It goes only where the brackets hold exactly the target of the link that
    they are part of, or that ends right before them: then it is no word of the author's. Any
    other address stays.

    >>> from cleanpress.document import Mark
    >>> text = "He gave notice (https://example.org/n) in May."
    >>> doc = Document(text, marks=(Mark(3, 38, "link", "https://example.org/n"),))
    >>> doc.apply(PrintedLinks()(doc), PrintedLinks.name).text
    'He gave notice in May.'
    >>> plain = Document(text)
    >>> plain.apply(PrintedLinks()(plain), PrintedLinks.name) is plain
    True
    """

    name: ClassVar[str] = "printed-links"
    stage: ClassVar[Stage] = Stage.PRUNE
    together: ClassVar[bool] = True
    reasons: ClassVar[Mapping[str, str]] = {
        "printed-target": "the address of a link, written behind its words by a style sheet",
    }

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield each address in brackets that repeats its link's target, with the space before."""
        if not (doc.marks and _NEAR.search(doc.text)):
            return
        at = 0
        for mark in _whole(doc):
            for match in _TARGET.finditer(doc.text, max(at, mark.start), mark.end + 1):
                if _same(match[1], mark.value) and _follows_words(doc, mark, match.start()):
                    start, at = _extent(doc.text, *match.span())
                    yield Edit(start, at, "", "printed-target")


def _whole(doc: Document) -> Iterator[Mark]:
    """The links; what a line break parts is one, for addresses wrap as words do."""
    last: Mark | None = None
    for mark in doc.marked("link"):
        if last and last.value == mark.value and not doc.text[last.end : mark.start].strip():
            last = last._replace(end=mark.end)
            continue
        if last:
            yield last
        last = mark
    if last:
        yield last


def _extent(text: str, start: int, end: int) -> tuple[int, int]:
    """The address with one of the spaces around it.

    Where the address ends its line, the line break goes and the space before it stays: the words
    of the next line move up, as if the address had never made the line full.
    """
    if text[end : end + 1] == "\n" and text[end + 1 : end + 2] not in ("", "\n", "\f"):
        return start + len(text[start:end]) - len(text[start:end].lstrip()), end + 1
    while text[start] == "\f":
        start += 1
    while start > 0 and text[start - 1] in " \t\n":
        start -= 1
    return start, end


def _same(shown: str, target: str) -> bool:
    shown, target = (_SPACE.sub("", one).rstrip("/") for one in (shown, target))
    return shown == target or (target.endswith(shown) and shown.startswith("/"))


def _follows_words(doc: Document, mark: Mark, start: int) -> bool:
    """Whether words of the same link stand before the brackets, in this mark or the one before."""
    if doc.text[mark.start : start].strip():
        return True
    return any(
        other.value == mark.value and other.end <= start and not doc.text[other.end : start].strip()
        for other in doc.marked("link")
    )
