"""Text that was decoded with the wrong encoding is put right again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import ClassVar

from cleanpress.characters import places_of
from cleanpress.document import Document, Edit, Stage
from cleanpress.ftfy_guard import ENTITY, composed, is_sound, joined, looks_misread, repaired, slow

_BREAK = re.compile(r"[\n\f]")
_WORD = re.compile(r"\S+")
# A document about HTML shows tags, tags as entities, or an entity quoted by itself.
_TAG = r"/?[a-z][a-z0-9]{0,15}[ \t\n/>&]"
_ABOUT_HTML = re.compile(
    rf"<{_TAG}|<!|&(?:amp;)*(?:lt|#0*60|#x0*3c);(?:{_TAG}|!)"
    r"|(?<![^\x00-\x7f])[\"'“‘«(`]&(?:amp;)*#?[0-9a-z]{1,24};[\"'”’»)`](?![^\x00-\x7f])",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(r"[\"'“‘«(`][^\x00-\x7f]+[\"'”’»)`][.,;:!?]?")  # “Ã©” in an article on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Mojibake:
    """Repair mojibake, HTML entities, accents set apart and terminal escapes.

    Text that was written in one encoding and read in another shows ``â€™`` for an apostrophe;
    text taken out of HTML without decoding it shows ``&amp;``. ftfy knows the first.
    Quotes stay curly; ligatures, widths, control characters and lone surrogates are left alone. A
    document that shows tags or quotes entities is about HTML and keeps its entities, and an
    example of mojibake in quotes stays as it is.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("It’s the mayorâ€™s cafÃ© &amp; bar")
    >>> doc.apply(Mojibake()(doc), Mojibake.name).text
    'It’s the mayor’s café & bar'
    >>> about = read_text("Write “&amp;” for an ampersand; “é” needs no &eacute; at all.")
    >>> about.apply(Mojibake()(about), Mojibake.name) is about
    True
    """

    name: ClassVar[str] = "mojibake"
    stage: ClassVar[Stage] = Stage.REPAIR
    reasons: ClassVar[Mapping[str, str]] = {
        "mojibake": "text decoded with the wrong encoding",
        "html-entity": "a character written as an HTML entity",
        "decomposed": "a letter and its accent as two characters",
        "terminal-escape": "a control sequence for terminals",
    }

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the repair of each word, or of a line whose words depend on one another."""
        text = doc.text
        entities = "&" in doc.signs
        if text.isascii() and not entities and "\x1b" not in doc.signs:
            return
        if is_sound(text, doc.signs):
            return
        entities = entities and bool(ENTITY.search(text)) and not _is_about_html(text)
        at = 0
        candidates = slow()
        while hit := candidates.search(text, at):
            before = text.rfind("\n", at, hit.start()), text.rfind("\f", at, hit.start())
            begin = max(*before, at - 1) + 1
            end = _BREAK.search(text, hit.end())
            at = end.start() if end else len(text)
            yield from _edits(text[begin:at], begin, entities)

    def mends(self, old: str, new: str, /) -> bool:
        """Whether ``new`` is what the tables make of ``old``, with or without its entities."""
        if repaired(old, entities="&" in old) == new:
            return True
        return "&" in old and repaired(old, entities=False) == new


def _is_about_html(text: str) -> bool:
    """Whether a text shows tags or quotes entities; there may be a quote before the sign."""
    return any(
        _ABOUT_HTML.match(text, start)
        for at in chain(places_of(text, "<"), places_of(text, "&"))
        for start in (at, max(at - 1, 0))
    )


def _edits(line: str, start: int, entities: bool) -> Iterator[Edit]:
    new = repaired(line, entities=entities)
    if new == line:
        return
    words = [(w.start(), w[0], repaired(w[0], entities=entities)) for w in _WORD.finditer(line)]
    parts, at = [], 0
    for place, word, better in words:
        parts += [line[at:place], better]
        at = place + len(word)
    if "".join(parts) + line[at:] != new:  # “voilÃ le”: the space is part of what was misread
        yield Edit(start, start + len(line), new, "mojibake")
        return
    for place, word, better in words:
        if better != word and not _EXAMPLE.fullmatch(word):
            yield Edit(start + place, start + place + len(word), better, _reason(word, better))


def _reason(old: str, new: str) -> str:
    if composed(old) == new:
        return "decomposed"
    if not looks_misread(old) and joined(old) == old:
        return "html-entity"
    return "terminal-escape" if "\x1b[" in old and new.isascii() else "mojibake"
