"""One kind of space, one at a time, none at the edges of lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import ClassVar

from cleanpress.characters import ODD_SIGNS, ODD_SPACES
from cleanpress.document import Document, Edit, Stage
from cleanpress.pieces import pieces

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
# One set in front: the search goes from space to space, and most stop at their second character.
_PLACE = re.compile(
    rf"[ {ODD_SPACES}{SOFT_HYPHEN}]"
    rf"(?:[ {ODD_SPACES}{SOFT_HYPHEN}]+|(?=[\n\f]|\Z)|(?=[,.](?:[\s{SOFT_HYPHEN}]|\Z))"
    rf"|(?<=[{ODD_SPACES}])|(?<=[\n\f].)|(?<=\A.))"
)
_ODD = ODD_SIGNS | {SOFT_HYPHEN}
_INDENT = re.compile("\n(?= )")  # with one character in front a search is faster than "in"
_MARK = re.compile(r"[.,](?<= .)(?:\s|\Z)")  # where _PLACE may match without odd spaces
_CLOSING = ")]”’\"'»%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spacing:
    r"""Turn runs of spaces and odd spaces into one space; remove those at the edges of lines.

    Web pages are full of no-break spaces, PDFs of spaces that set words apart, and links leave one
    before a full stop. Before ``; : ! ?`` and inside « » one ordinary space stays: there French
    wants it. A soft hyphen left at the end of a line, where no word went on, goes with the spaces.
    A spaced ellipsis and ``.NET`` keep their space, single letters too: ``f . g`` is a formula.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text(" Ten\N{NO-BREAK SPACE}per cent  of voters , he said .  ")
    >>> doc.apply(Spacing()(doc), Spacing.name).text
    'Ten per cent of voters, he said.'
    >>> tidy = read_text("« Oui ! » Written in .NET . . .")
    >>> tidy.apply(Spacing()(tidy), Spacing.name) is tidy
    True
    """

    name: ClassVar[str] = "spacing"
    stage: ClassVar[Stage] = Stage.POLISH
    reasons: ClassVar[Mapping[str, str]] = {
        "line-edge": "white space at the start or end of a line",
        "odd-space": "a tab, a no-break space or another space than the ordinary one",
        "space-run": "several spaces in a row",
        "space-before-mark": "a space before a comma or full stop",
    }

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield what becomes of each stretch of white space that is not one plain space."""
        text = doc.text
        odd = _ODD & doc.signs
        for start, run in chain.from_iterable(_places(*each, odd) for each in pieces(doc)):
            end = start + len(run)
            if end == len(text) or text[end] in "\n\f":
                yield Edit(start, end, "", "line-edge")
            elif SOFT_HYPHEN in run:
                continue
            elif start == 0 or text[start - 1] in "\n\f":
                yield Edit(start, end, "", "line-edge")
            elif text[end] in ",." and _is_stray(text, start, end):
                yield Edit(start, end, "", "space-before-mark")
            elif run != " ":
                yield Edit(start, end, " ", "odd-space" if len(run) == 1 else "space-run")


def _places(at: int, text: str, odd: frozenset[str]) -> Iterator[tuple[int, str]]:
    """The white space of a piece of a text that may have to change, and where it starts."""
    if any(sign in text for sign in odd) or _is_spaced(text):
        for found in _PLACE.finditer(text):
            yield at + found.start(), found[0]


def _is_spaced(text: str) -> bool:
    """Whether there may be anything to do where all spaces are plain: most texts are found tidy."""
    return (
        _INDENT.search(text) is not None
        or text.startswith(" ")
        or text.endswith(" ")
        or "  " in text
        or " \n" in text
        or ("\f" in text and ("\f " in text or " \f" in text))
        or ((" ." in text or " ," in text) and _MARK.search(text) is not None)
    )


def _is_stray(text: str, start: int, end: int) -> bool:
    """Whether the white space between a word and the mark at ``end`` belongs to neither."""
    before = text[start - 2 : start]
    word = len(before) == 2 and all(char.isalnum() or char in _CLOSING for char in before)
    after = text[end + 1 : end + 2]
    alone = after in SOFT_HYPHEN or after.isspace()  # nothing comes after the last mark
    return word and alone and text[end + 2 : end + 3] not in (",", ".")
