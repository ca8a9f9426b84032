"""What the words of a unit show, in any language that parts its words."""

from __future__ import annotations

import re
from typing import NamedTuple

SAMPLE = 600  # characters; more of a paragraph tells nothing new
_TERMINAL = frozenset(".!?…。！？؟।")
_CLOSERS = "\"')]}»›«‹“”„‘’」』）* "
_QUOTES = frozenset('"“”„«»‘‹›')
_SEPARATORS = "|·•›»>‹«→▶/"
_STOP = re.compile(r"[.!?…]['\"”’»)\]]*\s+['\"“„«(\[]*[A-ZÀ-ÞЀ-Я0-9]|[。！？]")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d\d\b|\b\d{1,2}\s?[ap]\.?m\b", re.I)
_DAY = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{4}-\d\d-\d\d\b")
_ADDRESS = re.compile(r"https?:|www\.|\w@\w|\.(?:com|org|net|de|fr|co)\b")
_CODE = "{}<>=;\\_~^#[]"


class Wording(NamedTuple):
    """The facts of a text by themselves; shares run from 0 to 1."""

    words: int
    letters: float  # a word, on average
    ending: int
    opening: int
    stops: int  # sentences that end before the last
    commas: float  # a word
    digits: float  # of the characters
    capitals: float  # of the words, those with a capital first
    shouted: float  # of the words, those all in capitals
    small: float  # of the words, lower case with at most three letters: function words
    lower: float  # of the words
    separators: int
    quoted: int
    bracketed: int
    dated: int
    address: int
    code: float  # of the characters, signs that prose does without


def wording_of(text: str) -> Wording:
    """The wording of a text; of a long one its first part counts.

    >>> facts = wording_of("The ferry left at noon, and nobody saw it. It was late.")
    >>> facts.words, facts.stops, facts.ending, facts.opening
    (12, 1, 1, 1)
    """
    head = text if len(text) <= SAMPLE else text[:SAMPLE]
    words = head.split()
    count = len(words) or 1
    size = len(head) or 1
    lowers = [word for word in words if word.islower()]
    solid = sum(map(len, words))
    return Wording(
        words=len(words) if head is text else len(text.split()),
        letters=solid / count,
        ending=ending_of(text),
        opening=_opening(text),
        stops=len(_STOP.findall(head)),
        commas=(head.count(",") + head.count("、") + head.count("，")) / count,
        digits=_digits(head) / size,
        capitals=sum([word[0].isupper() for word in words]) / count,
        shouted=sum([len(word) > 1 and word.isupper() for word in words]) / count,
        small=sum([len(word) < 4 for word in lowers]) / count,
        lower=len(lowers) / count,
        separators=sum(map(head.count, _SEPARATORS)),
        quoted=1 if not _QUOTES.isdisjoint(head) else 0,
        bracketed=1 if head[:1] in "([" else 2 if "(" in head or "[" in head else 0,
        dated=_dated(head),
        address=1 if _ADDRESS.search(head) else 0,
        code=sum(map(head.count, _CODE)) / size,
    )


def _digits(text: str) -> int:
    if text.isascii():
        return sum(map(text.count, "0123456789"))
    return sum(map(str.isdigit, text))


def ending_of(text: str) -> int:
    """0 a letter or digit, 1 a sentence's end, 2 a quoted one's, 3 a colon, 4 dots, 5 else."""
    last = text.rstrip()[-1:]
    if last.isalnum():
        return 0
    bare = text[-12:].rstrip(_CLOSERS)
    sign = bare[-1:]
    if sign in _TERMINAL:
        if bare.endswith("...") or sign == "…":
            return 4
        return 1 if sign == last else 2
    return 3 if sign == ":" else 5


def _opening(text: str) -> int:
    """0 lower case, 1 upper case, 2 a digit, 3 a quotation mark, 4 another letter, 5 else."""
    first = text.lstrip()[:1]
    if first.islower():
        return 0
    if first.isupper():
        return 1
    if first.isdigit():
        return 2
    if first in _QUOTES:
        return 3
    return 4 if first.isalpha() else 5


def _dated(text: str) -> int:
    """0 no date or time, 1 a year, 2 a time of day, 3 a day in figures, 4 several of them."""
    if not any(map(str.isdigit, text)):
        return 0
    year = _YEAR.search(text) is not None
    clock = _CLOCK.search(text) is not None
    day = _DAY.search(text) is not None
    if year + clock + day > 1:
        return 4
    return 1 if year else 2 if clock else 3 if day else 0
