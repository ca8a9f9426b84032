"""Soft hyphens go where no line breaks at them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Document, Edit, Stage
from cleanpress.pieces import pieces

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
HYPHEN_MARK = "\ufffe"  # PDFium's sign for a hyphen at a line break
_DRAWN = "-\N{HYPHEN}"

# With `++` alone it is tried at each character.
_ONE = f"[{SOFT_HYPHEN}{HYPHEN_MARK}]"
_SOFT = re.compile(rf"{_ONE}{_ONE}*+(?:[{_DRAWN}](?=[ \t\r]*+[\n\f]))?+")
_LINE_END = re.compile(r"[ \t\r]*+[\n\f]")
_HYPHEN = re.compile(rf"[^\W\d_][{_DRAWN}][^\W\d_]")
# Between digits, or like a dash between spaces, nothing can be broken off.
_AS_HYPHEN = re.compile(
    rf"{SOFT_HYPHEN}(?:(?<=[0-9]{SOFT_HYPHEN})(?=[0-9])|(?<=\w {SOFT_HYPHEN})(?= \w))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftHyphens:
    r"""Remove soft hyphens inside lines; at the end of a line mark the break with one alone.

    Publishers sprinkle U+00AD over long words so that browsers can break them, and printing leaves
    it in the text. At a line end it is kept for the rejoining of broken words, without the hyphen
    that was drawn for it. Some fonts give it out for every hyphen: in a document that has it
    between digits, and no other hyphens, it becomes one.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("the re\N{SOFT HYPHEN}pub\N{SOFT HYPHEN}\N{HYPHEN}\nlic of letters")
    >>> doc.apply(SoftHyphens()(doc), SoftHyphens.name).text
    'the repub\xad\nlic of letters'
    >>> hard = read_text("a well-known re\N{SOFT HYPHEN}\npublic")
    >>> hard.apply(SoftHyphens()(hard), SoftHyphens.name) is hard
    True
    """

    name: ClassVar[str] = "soft-hyphens"
    stage: ClassVar[Stage] = Stage.REPAIR
    needs_signs: ClassVar[frozenset[str]] = frozenset((SOFT_HYPHEN, HYPHEN_MARK))
    reasons: ClassVar[Mapping[str, str]] = {
        "soft-hyphen": "a mark where a word may be broken, though no line breaks there",
        "drawn-hyphen": "a hyphen drawn for a soft hyphen at the end of a line",
        "hyphen-glyph": "a hyphen that its font gives out as a soft hyphen",
    }

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield an edit for each soft hyphen that does not stand alone at the end of a line."""
        text = doc.text
        some = [(at, piece) for at, piece in pieces(doc) if _has_marks(piece)]
        hard = any(_AS_HYPHEN.search(piece) for _, piece in some) and not _HYPHEN.search(text)
        for at, found in ((at, one) for at, piece in some for one in _SOFT.finditer(piece)):
            start, end = at + found.start(), at + found.end()
            at_end = start > 0 and text[start - 1].isalpha() and _LINE_END.match(text, end)
            if at_end and not hard:
                if found[0] != SOFT_HYPHEN:
                    yield Edit(start, end, SOFT_HYPHEN, "drawn-hyphen")
                continue
            end -= found[0][-1] in _DRAWN
            if hard and HYPHEN_MARK not in found[0]:
                yield Edit(start, end, "-", "hyphen-glyph")
            else:
                yield Edit(start, end, "", "soft-hyphen")

    def mends(self, old: str, new: str, /) -> bool:
        """Whether soft hyphens go, or become one soft hyphen, or a hyphen."""
        bare = old[:-1] if new == SOFT_HYPHEN and old[-1:] in _DRAWN else old
        soft = bool(bare) and set(bare) <= {SOFT_HYPHEN, HYPHEN_MARK}
        return soft and new in ("", "-", SOFT_HYPHEN)


def _has_marks(text: str) -> bool:
    return SOFT_HYPHEN in text or HYPHEN_MARK in text
