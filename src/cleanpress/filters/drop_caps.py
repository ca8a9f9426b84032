"""A drop cap becomes the first letter of its word again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import compress, count
from typing import ClassVar

from cleanpress.document import Document, Edit, Line, Stage
from cleanpress.phrases import load_phrases

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ALONE = frozenset("AIOYÀÁÉÈÓÒÚÙEU")  # words by themselves in the languages of the packs


@dataclass(frozen=True, slots=True, kw_only=True)
class DropCaps:
    r"""Join a large initial, which readers see as a line of its own, to the rest of its word.

    Magazines open an article with an initial several lines high. Its base line is another one, so
    it comes out alone: "T", then "he council met". It is joined if the rest is in lower case
    and the whole word stands elsewhere in the document, or if the rest is no word of the document
    and a line of prose follows. Letters of an index, buttons ("X") and initials that are
    words themselves ("A", "I") stay unless something proves the join.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("T\nhe council met. Nobody had asked the mayor.")
    >>> doc.apply(DropCaps()(doc), DropCaps.name).text
    'The council met. Nobody had asked the mayor.'
    >>> buttons = read_text("X\nclose")
    >>> list(DropCaps()(buttons))
    []
    """

    name: ClassVar[str] = "drop-caps"
    stage: ClassVar[Stage] = Stage.REFLOW
    reasons: ClassVar[Mapping[str, str]] = {
        "drop-cap": "the break between a large initial and the rest of its word",
    }
    min_line: int = 30  # characters of the line that follows, where no other word proves the join
    min_scale: float = 1.5  # the initial's size by that of the text, where sizes are known

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the gap after each initial."""
        short = map((1, 2, 3, 4).__contains__, map(len, doc.texts))
        for at in compress(count(), short):
            if not _is_initial(doc.bare[at]):
                continue
            lines = doc.lines
            line = lines[at]
            after = next((one for one in lines[at + 1 : at + 3] if one.text.strip()), None)
            if after is None or after.page != line.page:
                continue
            glue = self._glue(doc, line, after)
            if glue is not None:
                start = line.start + len(line.text.rstrip())
                yield Edit(start, after.end - len(after.text.lstrip()), glue, "drop-cap")

    def _glue(self, doc: Document, line: Line, after: Line) -> str | None:
        initial, match = line.text.strip()[-1], _WORD.match(after.text.lstrip())
        if match is None:
            return None
        rest, large = match[0], self._is_large(line, after)
        if large is False or not (rest.islower() or (rest.isupper() and len(rest) > 1)):
            return None
        words = doc.derive("words", lambda: Counter(map(str.casefold, _WORD.findall(doc.text))))
        if (initial + rest).casefold() in words:
            return ""
        if not rest.islower():
            return None
        stands = rest in load_phrases().words("stopwords") or words[rest] > 1
        if initial in _ALONE:
            return " " if large and stands else None
        return None if stands or len(after.text) < self.min_line else ""

    def _is_large(self, line: Line, after: Line) -> bool | None:
        if line.typeset is None or after.typeset is None:
            return None
        return line.typeset.size >= self.min_scale * after.typeset.size


def _is_initial(text: str) -> bool:
    return text[-1:].isupper() and (len(text) == 1 or (len(text) == 2 and text[0] in "\"'“‘«„"))
