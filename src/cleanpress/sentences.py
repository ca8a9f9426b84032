"""How a line ends and how the next begins: does a sentence go on from one to the other?"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache

from cleanpress.phrases import load_phrases

TERMINALS = ".!?…。！？؟।۔"
CLOSERS = "\"')]}»›«‹“”„‘’」』）"  # « and “ too: German closes with them
SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"  # French sets one before »
HYPHENS = "-\N{HYPHEN}\N{SOFT HYPHEN}"
_DASHES = HYPHENS + "\N{EN DASH}\N{EM DASH}"
OPENERS = "\"'([{«‹»›“„‘‚¿¡「『（*_"
_NOTE = re.compile(r"(?:\[\d{1,3}\]|[¹²³⁰⁴-⁹]){1,20}+$")
_NOTE_ENDS = frozenset("]¹²³⁰⁴⁵⁶⁷⁸⁹")  # the last characters of such marks
_TAIL = 60  # characters; enough for the last word and what closes it
_INITIAL = re.compile(r"[^\W\d_]\.(?:[^\W\d_]\.)*$")
_ONE_LETTER = re.compile(r"[^\W\d_]\.")
_BULLET = re.compile(r"[•·●○▪■□►▶▸◦‣⁃✓✔❖]|[-*+–—][ \t]|\(?(?:\d{1,3}|[a-z])[.)](?=[ \t])")
_SURE_BULLETS = frozenset("•●○▪■□►▶▸◦‣⁃✓✔❖")


class Ending(Enum):
    """What the end of a line says about its sentence."""

    OPEN = "open"  # the sentence goes on
    ABBREVIATION = "abbreviation"  # a full stop that may belong to the word alone
    COLON = "colon"
    END = "end"


def ending(text: str) -> Ending:
    """What the last characters of ``text`` say: quotes, brackets and note marks are looked through.

    >>> ending("said the mayor.”"), ending("the mayor, Dr."), ending("said “no”")
    (<Ending.END: 'end'>, <Ending.ABBREVIATION: 'abbreviation'>, <Ending.OPEN: 'open'>)
    >>> ending("«\N{NO-BREAK SPACE}Rien.\N{NO-BREAK SPACE}»")
    <Ending.END: 'end'>
    """
    last = text[-1:]
    if last.isalpha() or "0" <= last <= "9" or last == ",":
        return Ending.OPEN
    if last == "?" or last == "!":
        return Ending.END
    tail = bare = text[-_TAIL:]
    if last != ".":
        tail = tail.rstrip()
        if tail[-1:] in _NOTE_ENDS:
            tail = _NOTE.sub("", tail)
        bare = tail.rstrip(CLOSERS + SPACES)
    if not bare:
        return Ending.END
    last = bare[-1]
    if last == ":":
        return Ending.COLON
    if last not in TERMINALS:
        return Ending.OPEN
    if last != "." or bare.endswith(".."):
        return Ending.END
    word = bare.rsplit(None, 1)[-1].lstrip(OPENERS)
    known = word[:-1].casefold() in _abbreviations() and tail == bare
    initial = word[1:2] == "." and _INITIAL.match(word) and (len(word) > 2 or word[0].isupper())
    return Ending.ABBREVIATION if (known and len(word) > 2) or initial else Ending.END


@cache
def _abbreviations() -> frozenset[str]:
    return load_phrases().words("abbreviations")


def goes_on(text: str) -> bool:
    """Whether a line begins as the middle of a sentence does: in lower case, or caseless.

    >>> goes_on("and left"), goes_on("“and left”"), goes_on("And"), goes_on("12"), goes_on("東京")
    (True, True, False, False, True)
    """
    first = text[:1]
    if first.islower():
        return True
    if first in OPENERS:
        first = text.lstrip(OPENERS)[:1]
    elif first in ",;)%":
        return first != ""
    return first.isalpha() and not first.isupper() and not first.istitle()


def is_running_text(text: str) -> bool:
    """Whether most words of a line's end are in lower case, as in no headline of links.

    Initials, and words that begin another sentence, have their capitals in any text.
    """
    capitals, lower, inside = 0, 0, True
    for word in text[-200:].split():
        if any(map(str.isalpha, word[:2])):
            if goes_on(word):
                lower += 1
            elif inside and not _ONE_LETTER.match(word):
                capitals += 1
        inside = ending(word) is not Ending.END
    return lower >= capitals and lower > 1


def is_divided(text: str, below: str) -> bool:
    """Whether a word goes on from one line to the next: the hyphen at the end is no dash.

    >>> is_divided("the L.A.-", "based artist"), is_divided("the mayor --", "who")
    (True, False)
    """
    before = text[-2:-1]
    return (
        text[-1] in HYPHENS and below[0].isalnum()
        and not (before.isspace() or before in _DASHES)
    )  # fmt: skip


def is_bulleted(text: str) -> bool:
    """Whether a line begins with the mark or number of a list."""
    return _BULLET.match(text) is not None


def is_surely_bulleted(text: str) -> bool:
    """Whether a line begins with a mark that stands nowhere but in lists."""
    return text[:1] in _SURE_BULLETS


def is_wide(char: str) -> bool:
    """Whether a character is of a script that sets no spaces between words and lines.

    >>> is_wide("東"), is_wide("の"), is_wide("한"), is_wide("a")
    (True, True, False, False)
    """
    return (
        "\u3000" <= char <= "\u30ff"
        or "\u3400" <= char <= "\u9fff"
        or "\uf900" <= char <= "\ufaff"
        or "\uff00" <= char <= "\uff60"
        or "\U00020000" <= char <= "\U0003ffff"
    )
