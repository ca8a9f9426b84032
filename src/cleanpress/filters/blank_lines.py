"""One blank line between paragraphs, none at the edges, one line break at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.characters import ODD_SIGNS, ODD_SPACES
from cleanpress.document import Document, Edit, Stage

# What makes a gap odd: more than two line breaks, or a form feed or white space amid them.
_ODD = re.compile(rf"\n(?:\n[ {ODD_SPACES}]*[\n\f]|[ {ODD_SPACES}]+[\n\f]|\f)|\f")
_GAP = re.compile(rf"[\n\f](?:[ {ODD_SPACES}]*[\n\f])*")


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankLines:
    r"""Separate paragraphs by exactly one blank line and end the text with one line break.

    What was removed leaves gaps of many shapes, and pages end in form feeds. Single line breaks
    are left alone: whether lines belong together is for the rejoining of lines to say. A text of
    nothing but white space becomes empty.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("\n\nOne.\n \n\nTwo.\fThree.")
    >>> doc.apply(BlankLines()(doc), BlankLines.name).text
    'One.\n\nTwo.\n\nThree.\n'
    >>> verse = read_text("Roses are red,\nviolets are blue.\n\nSugar is sweet.\n")
    >>> verse.apply(BlankLines()(verse), BlankLines.name) is verse
    True
    """

    name: ClassVar[str] = "blank-lines"
    stage: ClassVar[Stage] = Stage.POLISH
    reasons: ClassVar[Mapping[str, str]] = {
        "blank-lines": "more than one blank line between paragraphs",
        "form-feed": "a page break left in the text",
        "text-edge": "white space before the first paragraph or after the last",
        "final-newline": "the line break that a text file ends with",
    }

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the one blank line for each gap, and the edges of the text."""
        text = doc.text
        stop = len(text.rstrip())
        if not stop:
            if text:
                yield Edit(0, len(text), "", "text-edge")
            return
        start = len(text) - len(text.lstrip())
        if start:
            yield Edit(0, start, "", "text-edge")
        found = _ODD.search(text, start, stop) if _may_be_odd(doc) else None
        while found:
            gap = _GAP.match(text, found.start(), stop)
            assert gap is not None
            start = gap.end()
            reason = "form-feed" if "\f" in gap[0] else "blank-lines"
            yield Edit(gap.start(), start, "\n\n", reason)
            found = _ODD.search(text, start, stop)
        if stop == len(text):
            yield Edit(stop - 1, stop, text[-1] + "\n", "final-newline")
        elif text[stop:] != "\n":
            yield Edit(stop, len(text), "\n", "text-edge")


def _may_be_odd(doc: Document) -> bool:
    """Whether there may be an odd gap: most texts are found without."""
    text = doc.text
    return (
        "\n\n\n" in text
        or "\f" in text
        or any("\n" + sign in text for sign in (" ", *(ODD_SIGNS & doc.signs)))
    )
