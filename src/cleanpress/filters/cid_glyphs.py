"""Glyphs whose letters a PDF does not tell: repaired where it is certain, or removed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import ClassVar, NamedTuple

from cleanpress.document import Document, Edit, Stage

_GLYPH = r"\(cid:[0-9]{1,6}\)|\x00|\N{REPLACEMENT CHARACTER}"
_GLYPHS = re.compile(rf"(?:{_GLYPH})(?:{_GLYPH})*")  # with `+` alone it is tried at each character
_ONE = re.compile(r"\(cid:([0-9]{1,6})\)|[\x00\N{REPLACEMENT CHARACTER}]")
_REMOVABLE = re.compile(r"(?:\(cid:[0-9]{1,6}\))+")
_LETTERS = re.compile(r"[^\W\d_]{4,40}")
_LIGATURE = re.compile(r"[fF][fFiIlL]")
_BESIDE = re.compile(r"[^\W\d_]{0,30}")
_QUOTES = "\"'`“”‘’„«»"

SPELLINGS = ("fi", "fl", "ff", "ffi", "ffl")  # by how common they are
TEX = {11: "ff", 12: "fi", 13: "fl", 14: "ffi", 15: "ffl"}  # the places in TeX's fonts
MIN_WORDS = 2  # words of the document that must agree on what a glyph number stands for


class _Glyph(NamedTuple):
    start: int
    end: int
    number: int  # -1 for a NUL or replacement character, which says nothing
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CidGlyphs:
    """Repair ``(cid:12)`` to the ligature it stands for; remove those that stand for no letter.

    pdfminer writes ``(cid:12)`` for a glyph of a font without a table of letters; others write NUL
    or U+FFFD. A single one inside a word is often a lost ligature: the other words of the document
    tell which. Runs of them outside words are removed, and so are those that start lines or recur:
    bullets and ornaments. What stays in a word stays visible, and so does a mention in quotes.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("(cid:127) The o(cid:14)cer left his office. A di(cid:14)cult year.")
    >>> doc.apply(CidGlyphs()(doc), CidGlyphs.name).text
    ' The officer left his office. A difficult year.'
    >>> about = read_text("What does (cid:12) mean in the word zy(cid:77)gy?")
    >>> about.apply(CidGlyphs()(about), CidGlyphs.name) is about
    True
    """

    name: ClassVar[str] = "cid-glyphs"
    stage: ClassVar[Stage] = Stage.REPAIR
    needs_signs: ClassVar[frozenset[str]] = frozenset("(\x00\N{REPLACEMENT CHARACTER}")
    reasons: ClassVar[Mapping[str, str]] = {
        "lost-ligature": "a ligature that the PDF gives out as a number or not at all",
        "cid-glyph": "a glyph that the PDF gives out as a number, outside words",
    }
    min_times: int = 3  # a number that stands alone so often is an ornament, not a mention

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the letters of lost ligatures and the removal of ornaments."""
        text = doc.text
        if not ("(cid:" in text or "\x00" in text or "\N{REPLACEMENT CHARACTER}" in text):
            return
        inside: list[tuple[int, int]] = []
        outside: list[tuple[int, int]] = []
        for found in _GLYPHS.finditer(text):
            start, end = found.span()
            in_word = text[end : end + 1].isalpha() or (start and text[start - 1].isalpha())
            (inside if in_word else outside).append((start, end))
        yield from sorted([*_repairs(text, inside), *_removals(text, outside, self.min_times)])

    def mends(self, old: str, new: str, /) -> bool:
        """Whether one glyph becomes a ligature's letters, or glyphs with numbers go."""
        if new:
            return new in SPELLINGS and bool(_ONE.fullmatch(old))
        return bool(_REMOVABLE.fullmatch(old))


def _repairs(text: str, spans: list[tuple[int, int]]) -> Iterator[Edit]:
    glyphs = [glyph for span in spans if (glyph := _glyph(text, *span))]
    if not glyphs:
        return
    spelled = " ".join(filter(_LIGATURE.search, set(text.split())))  # all words of a book cost more
    known = {word.lower() for word in _LETTERS.findall(spelled)} | _common_words()
    fits = [[one for one in SPELLINGS if _word(glyph, one) in known] for glyph in glyphs]
    votes: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for glyph, spellings in zip(glyphs, fits, strict=True):
        if len(spellings) == 1:
            votes[glyph.number][spellings[0]].add(_word(glyph, spellings[0]))
    for glyph, spellings in zip(glyphs, fits, strict=True):
        meant = spellings[0] if len(spellings) == 1 else _elected(glyph.number, votes)
        if meant:
            word = _word(glyph, meant)
            yield Edit(glyph.start, glyph.end, meant, "lost-ligature", f"as in {word!r}")


def _elected(number: int, votes: Mapping[int, Mapping[str, set[str]]]) -> str:
    """What all words that tell agree on, if there are enough of them; nothing otherwise."""
    parties = votes.get(number, {})
    if number < 0 or len(parties) != 1:
        return ""
    ((spelling, words),) = parties.items()
    return spelling if len(words) >= MIN_WORDS or TEX.get(number) == spelling else ""


def _glyph(text: str, start: int, end: int) -> _Glyph | None:
    one = _ONE.fullmatch(text, start, end)
    if not one:
        return None  # several in a row: not a ligature but a lost font
    beside = text[max(0, start - 30) : start][::-1], text[end : end + 30]
    before, after = (found[0] if (found := _BESIDE.match(near)) else "" for near in beside)
    return _Glyph(start, end, int(one[1]) if one[1] else -1, before[::-1], after)


def _word(glyph: _Glyph, spelling: str) -> str:
    return (glyph.before + spelling + glyph.after).lower()


def _removals(text: str, spans: list[tuple[int, int]], min_times: int) -> Iterator[Edit]:
    counts: dict[str, int] = defaultdict(int)
    for start, end in spans:
        counts[text[start:end]] += 1
    first, at = True, 0  # nothing on the line so far but spaces and what goes
    for start, end in spans:
        gap, run = text[at:start], text[start:end]
        at = end
        line = max(gap.rfind("\n"), gap.rfind("\f")) + 1
        first = (first or line > 0) and not gap[line:].strip()
        around = text[max(0, start - 1) : start], text[end : end + 1]
        mentioned = any(char.isdigit() for char in around) or all(c in _QUOTES for c in around)
        often = run.count("(") > 1 or counts[run] >= min_times
        goes = bool(_REMOVABLE.fullmatch(run)) and not mentioned and (first or often)
        if goes:
            yield Edit(start, end, "", "cid-glyph")
        first = first and goes


@cache
def _common_words() -> frozenset[str]:
    """Words with a ligature that most texts have, for documents that lost all of theirs."""
    path = files("cleanpress") / "data" / "ligature-words.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if line[:1] != "#" for word in line.split())
