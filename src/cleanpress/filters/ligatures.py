"""Typographic ligatures become the letters they are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.characters import LIGATURES, places_of
from cleanpress.document import Document, Edit, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Ligatures:
    r"""Expand the ligatures ff, fi, fl, ffi, ffl and st inside words.

    Typesetters join these letters into one glyph, and many PDFs hand out the glyph instead of the
    letters, so that a search for "office" fails. The letters æ, œ and ß are no ligatures but
    letters. A ligature that stands by itself is left: there the author writes about it.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("The o\N{LATIN SMALL LIGATURE FFI}ce burnt.")
    >>> doc.apply(Ligatures()(doc), Ligatures.name).text
    'The office burnt.'
    >>> about = read_text("The signs \N{LATIN SMALL LIGATURE FI} and æ were cut in Mainz.")
    >>> about.apply(Ligatures()(about), Ligatures.name) is about
    True
    """

    name: ClassVar[str] = "ligatures"
    stage: ClassVar[Stage] = Stage.REPAIR
    needs_signs: ClassVar[frozenset[str]] = frozenset(LIGATURES)
    reasons: ClassVar[Mapping[str, str]] = {
        "ligature": "letters joined into one glyph by the typesetter",
    }

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the letters for each ligature that has a letter beside it."""
        text = doc.text
        some = self.needs_signs & doc.signs
        for at in sorted([at for char in some for at in places_of(text, char)]):
            if text[at + 1 : at + 2].isalpha() or (at and text[at - 1].isalpha()):
                yield Edit(at, at + 1, LIGATURES[text[at]], "ligature")

    def mends(self, old: str, new: str, /) -> bool:
        """Whether ``old`` is a ligature of the table and ``new`` its letters."""
        return LIGATURES.get(old) == new
