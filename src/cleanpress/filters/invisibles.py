"""Characters that nobody sees go, where no script and no emoji needs them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress import characters
from cleanpress.characters import uncommon, why_invisible
from cleanpress.document import Document, Edit, Stage
from cleanpress.grammar.smuggling import told
from cleanpress.pieces import pieces

_DIRECTION = "\u061c\u200e\u200f"
_SYMBOL_BULLETS = "\uf0b7\uf0a7"  # where the fonts Symbol and Wingdings have theirs
BULLET = "\N{BULLET}"
JOINER = "\N{ZERO WIDTH JOINER}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invisibles:
    r"""Remove control characters, zero-width and direction marks, tags, and glyphs of icon fonts.

    They come from layout (word joiners, byte order marks, icons of share buttons), from broken
    transfer (NUL, carriage returns) or from people who hide text in text. Joiners stay where
    Arabic or Indic letters or emoji need them, selectors after emoji and ideographs, direction
    marks in lines with right-to-left letters, tags in flags, private characters inside words.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("zero\N{ZERO WIDTH SPACE} width\r\nand \uf099 Tweet")
    >>> doc.apply(Invisibles()(doc), Invisibles.name).text
    'zero width\nand  Tweet'
    >>> needed = read_text("\N{MAN}\N{ZERO WIDTH JOINER}\N{GIRL} می\N{ZERO WIDTH NON-JOINER}شود")
    >>> needed.apply(Invisibles()(needed), Invisibles.name) is needed
    True
    """

    name: ClassVar[str] = "invisibles"
    stage: ClassVar[Stage] = Stage.REPAIR
    reasons: ClassVar[Mapping[str, str]] = {
        "control": "a control character",
        "line-separator": "a line break of another system; a space where it parts words",
        "zero-width": "a character without width, such as a word joiner or a byte order mark",
        "joiner": "a joiner or non-joiner where nothing is joined",
        "direction-mark": "a mark of the writing direction in a line that has only one",
        "bidi-control": "an order to show text in another direction",
        "tag-characters": "invisible copies of ASCII, which can hide text",
        "hidden-message": "so many invisible characters in a row that they can spell a message",
        "variation-selector": "a selector with nothing to select",
        "noncharacter": "a code that stands for no character",
        "icon-glyph": "a private character, drawn as an icon by its font only",
        "bullet-glyph": "the bullet of a symbol font",
    }

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the removal of each such character that nothing needs."""
        if not _invisible(doc.signs):
            return
        found = [(at, text, _invisible(frozenset(uncommon(text)))) for at, text in pieces(doc)]
        directed = any(char in chars for _, _, chars in found for char in _DIRECTION)
        lines = characters.right_to_left_lines(doc.text) if directed else []
        for at, text, chars in found:
            for start, end in characters.runs_of(text, chars) if chars else ():
                yield from told(_edits(doc, at + start, at + end, lines))

    def mends(self, old: str, new: str, /) -> bool:
        """Whether all of ``old`` is in the table and ``new`` is what may be left of it."""
        reasons = {why_invisible(char) for char in old}
        if new == BULLET:
            return old in tuple(_SYMBOL_BULLETS)
        return "" not in reasons and (not new or (new == " " and reasons == {"line-separator"}))


def _invisible(signs: frozenset[str]) -> str:
    """Those of some characters that nobody sees."""
    return "".join(characters.INVISIBLES.findall("".join(sorted(signs))))


def _edits(doc: Document, start: int, end: int, lines: list[tuple[int, int]]) -> Iterator[Edit]:
    """The edits of one run of candidates; a kept one decides about the next like any character."""
    text = doc.text
    last = text[start - 1] if start else "\n"
    apart = not last.isspace() and not text[end : end + 1].isspace() and end < len(text)
    at = start
    while at < end:
        doc.tick()
        char, reason = text[at], why_invisible(text[at])
        stop, new = at + 1, ""
        after = text[stop : stop + 1]
        if reason == "line-separator":
            new, apart = (" " if apart else ""), False
        elif reason == "icon-glyph":
            stop, new = _private(text, at, last)
            reason = "bullet-glyph" if new == BULLET else reason
        elif reason == "tag-characters":
            flag = characters.FLAG.match(text, at - 1) if at else None
            stop = flag.end() if flag else stop
            new = text[at:stop] if flag else ""
        elif reason == "direction-mark":
            line = bisect_right(lines, (at, len(text))) - 1
            new = char if line >= 0 and at < lines[line][1] else ""
        elif _needed(char, reason, last, after):
            new = char
        if new == text[at:stop]:
            last = new[-1]
        else:
            yield Edit(at, stop, new, reason)
            last = new or last
        at = stop


def _needed(char: str, reason: str, last: str, after: str) -> bool:
    """Whether a script or an emoji needs the character between ``last`` and ``after``."""
    if reason == "joiner":
        emoji = char == JOINER and after and characters.PICTURE.match(after)
        return bool(
            characters.SHAPED.match(last)
            or (emoji and (last == "\ufe0f" or characters.PICTURE.match(last)))
        )
    if reason == "variation-selector":
        if char > "\uffff":
            return bool(characters.HAN.match(last))
        keycap = after == "\N{COMBINING ENCLOSING KEYCAP}" and last in "0123456789#*"
        return keycap or (last > "\x7f" and not last.isspace() and not why_invisible(last))
    if char == "\N{ZERO WIDTH SPACE}":
        return bool(
            characters.SPACELESS.match(last) and after and characters.SPACELESS.match(after)
        )
    return False


def _private(text: str, at: int, last: str) -> tuple[int, str]:
    """Where a run of private characters ends, and what is left of it.

    Between letters, or before a small one, it may be a ligature of the font: it stays.
    """
    run = characters.PRIVATE.match(text, at)
    stop = run.end() if run else at + 1
    after = text[stop : stop + 1]
    if after.islower() or (last.isalnum() and after.isalnum()):
        return stop, text[at:stop]
    if stop == at + 1 and text[at] in _SYMBOL_BULLETS and last in "\n\f" and after in (" ", "\t"):
        return stop, BULLET
    return stop, ""
