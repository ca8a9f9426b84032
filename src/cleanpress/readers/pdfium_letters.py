"""Which characters a font does not tell, so that their glyphs say so and no wrong letter."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate

from cleanpress.readers.pdfium_chars import Chars, unmapped
from cleanpress.readers.pdfium_fonts import Looks
from cleanpress.readers.pdfium_runs import Run

__all__ = ["Letters"]


class Letters:
    """What is known of each font's characters on one page.

    PDFium is asked once about all characters of a font that stand in ``runs``, but for those that
    the ``looks`` know from the page before; ``clear`` are the fonts of which none is left untold.
    """

    def __init__(self, chars: Chars, runs: Sequence[Run], looks: Looks) -> None:
        self.clear: set[int] = set()
        self._chars, self._looks = chars, looks
        by_font: defaultdict[int, list[Run]] = defaultdict(list)
        for run in runs:
            by_font[run.font].append(run)
        no_glyphs = set(chars.made_up)
        for font, some in by_font.items():
            lasts = [run.last for run in some]
            text = "".join(
                [chars.text[run.first : last] for run, last in zip(some, lasts, strict=True)]
            )
            told = looks.letters(font)
            letters = set(text) - told
            if not letters:
                self.clear.add(font)
                continue
            ends = list(
                accumulate([last - run.first for run, last in zip(some, lasts, strict=True)])
            )
            places = []
            for found in map(text.find, letters):
                at = bisect_right(ends, found)
                places.append(lasts[at] - ends[at] + found)
            if "\0" in letters or not no_glyphs.isdisjoint(places):
                continue  # they are looked at run by run
            if 1 not in unmapped(chars, places):
                self.clear.add(font)
                told |= letters

    def parts(self, font: int, text: str, indices: Sequence[int]) -> Sequence[str]:
        """What each glyph says; a glyph without text says so."""
        if font in self.clear:
            return text
        told = self._looks.letters(font)
        new = list(set(text) - told)
        if new:
            places = [indices[text.index(char)] for char in new]
            unknown = zip(new, unmapped(self._chars, places), strict=True)
            lost = {char for char, found in unknown if found == 1 or char == "\0"}
            told.update(char for char in new if char not in lost)
            if lost:
                return [f"(cid:{ord(char)})" if char in lost else char for char in text]
        return text
