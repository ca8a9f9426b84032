"""What the words of units show, in any language that parts its words.

All units of a document are looked at as one text of bytes, one byte a character, in which the
signs that are counted stand for themselves and a zero ends each unit: Python counts in it in C.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate
from operator import add, truediv
from typing import NamedTuple

from cleanpress.content.picture import counts_of, cut

SAMPLE = 600  # characters; more of a paragraph tells nothing new
_TERMINAL = frozenset(".!?…。！？؟।")
_CLOSERS = "\"')]}»›«‹“”„‘’」』）* \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
_QUOTES = frozenset('"“”„«»‘‹›')
_BEGUN = r"['\"”’»)\]]*\s+['\"“„«(\[]*[A-ZÀ-ÞЀ-Я0-9]"  # behind a stop: a sentence begins
# What begins with one known character is found many times as fast as what begins with one of some.
_STOPS = {sign: re.compile(re.escape(sign) + _BEGUN) for sign in ".!?…"}
_STOPS |= {sign: re.compile(sign) for sign in "。！？"}
# A digit that no word goes before, and the year, the time of day and the day that it begins.
_DATES = re.compile(
    r"\d(?<!\w\d)(?=((?:(?<=1)9|(?<=2)0)\d\d\b)?)"
    r"(?=(\d?(?:[:.hH]\d\d|\s?[apAP]\.?[mM])\b)?)"
    r"(?=((?:\d?[./-]\d{1,2}[./-]\d{2,4}|\d{3}-\d\d-\d\d)\b)?)"
)
_ADDRESSES = (
    re.compile(r"https?:"), re.compile(r"www\."), re.compile(r"@(?<=\w@)(?=\w)"),
    re.compile(r"\.(?:com?|org|net|de|fr)(?!\w)"),
)  # fmt: skip
_SMALL = 4  # letters; function words have fewer


class Wordings(NamedTuple):
    """The facts of texts by themselves, one column a fact; shares run from 0 to 1."""

    words: Sequence[int]
    letters: Sequence[float]  # a word, on average
    ending: Sequence[int]
    opening: Sequence[int]
    stops: Sequence[int]  # sentences that end before the last
    commas: Sequence[float]  # a word
    digits: Sequence[float]  # of the characters
    capitals: Sequence[float]  # of the words, those with a capital first
    shouted: Sequence[float]  # of the words, those all in capitals
    small: Sequence[float]  # of the words, lower case with at most three letters: function words
    lower: Sequence[float]  # of the words
    separators: Sequence[int]
    quoted: Sequence[int]  # signs of quotation
    bracketed: Sequence[int]
    dated: Sequence[int]
    address: Sequence[int]
    code: Sequence[float]  # of the characters, signs that prose does without


def wordings_of(texts: Sequence[str]) -> Wordings:
    """The wording of some texts; of a long one its first part counts.

    >>> facts = wordings_of(["The ferry left at noon, and nobody saw it. It was late."])
    >>> facts.words, facts.stops, facts.ending, facts.opening
    ([12], [1], [1], [1])
    """
    heads = [text[:SAMPLE] for text in texts]
    whole = "\0".join(heads)
    sizes = list(map(len, heads))
    starts = [0, *accumulate([size + 1 for size in sizes])][:-1]
    drawn = _coded(whole).replace(b"\0", b"\1")
    picture = cut(drawn, list(map(add, starts, sizes)))
    kinds = bytes(map(_WORDS.__getitem__, _words(picture)))
    words = counts_of(kinds)
    per, size = [count or 1 for count in words], [size or 1 for size in sizes]
    signs = picture.translate(None, _WORDY)
    digits = counts_of(signs, _BUT_DIGITS)
    stops = [one for sign, one in _STOPS.items() if sign in whole]
    for index, text in enumerate(texts):
        if sizes[index] < len(text):
            words[index] = len(text.split())
    return Wordings(
        words=words,
        letters=_shares(counts_of(picture, _BLANKS), per),
        ending=[0 if text[-1:].isalnum() else ending_of(text) for text in texts],
        opening=[_opened(head[:1]) if not head[:1].isspace() else _opened(head.lstrip()[:1])
                 for head in texts],
        stops=_counted(whole, stops, starts),
        commas=_shares(counts_of(signs, _BUT_COMMAS), per),
        digits=_shares(digits, size),
        capitals=_shares(counts_of(kinds, _BUT[_CAPITAL]), per),
        shouted=_shares(counts_of(kinds, _BUT[_SHOUTED]), per),
        small=_shares(counts_of(kinds, _BUT[_FUNCTION]), per),
        lower=_shares(counts_of(kinds, _BUT[_LOWER]), per),
        separators=counts_of(signs, _BUT_SEPARATORS),
        quoted=counts_of(signs, _BUT_QUOTES),
        bracketed=[
            (1 if head[0] in "([" else 2) if count else 0
            for head, count in zip(heads, counts_of(signs, _BUT_BRACKETS), strict=True)
        ],
        dated=[_dated(head) if count else 0 for head, count in zip(heads, digits, strict=True)],
        address=_counted(whole, _ADDRESSES, starts),
        code=_shares(counts_of(signs, _BUT_CODE), size),
    )  # fmt: skip


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


@cache
def _opened(first: str) -> int:
    """0 lower case, 1 upper case, 2 a digit, 3 a quotation mark, 4 another letter, 5 else."""
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
    kinds = enumerate(zip(*_DATES.findall(text), strict=True), 1)
    found = [kind for kind, dates in kinds if any(dates)]
    return 4 if len(found) > 1 else sum(found)


# ---- counting in bytes -------------------------------------------------------------------------
_CODE = "latin-1"  # what else there is, is drawn by what it counts as
_COMMON = "’“”–"  # of what else there is
_TITLE = "\2"  # stands for letters that are an upper and a lower case in one
_CAPITAL, _SHOUTED, _LOWER, _FUNCTION = 1, 2, 4, 8  # of words


@cache
def _drawn_by(char: str) -> str:
    if char.isspace():
        return " "
    if char in "、，":
        return ","
    if char in _QUOTES:
        return "»" if char in "‹›" else '"'
    if char in "•→▶":
        return "|"
    if char.isdigit():
        return "0"
    return "a" if char.islower() else "A" if char.isupper() else _TITLE if char.istitle() else "$"


def _draw(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return "".join(map(_drawn_by, error.object[error.start : error.end])), error.end


_DRAWN = "cleanpress-worded"
codecs.register_error(_DRAWN, _draw)
_CHARS = bytes(range(256)).decode(_CODE)


def _coded(text: str) -> bytes:
    """A text as bytes; the signs that most texts have are drawn before the codec asks for each."""
    if not text.isascii():
        for sign in _COMMON:
            text = text.replace(sign, _drawn_by(sign))
    return text.encode(_CODE, _DRAWN)


def _kind(char: str) -> str:
    """What a character is in a word: ``l``, ``u``, ``t`` as it is cased, ``o``; a zero itself."""
    if char == "\0" or char.isspace():
        return char if char == "\0" else " "
    return "l" if char.islower() else "u" if char.isupper() else "t" if char == _TITLE else "o"


_KINDS = "".join(map(_kind, _CHARS)).encode()


def _all_but(chars: Iterable[str]) -> bytes:
    """What is left out to count some characters: all others, but not the ends of units."""
    wanted = frozenset(chars)
    return bytes([code for code, char in enumerate(_CHARS) if code and char not in wanted])


_BLANKS = bytes([code for code, char in enumerate(_CHARS) if char.isspace()])
_WORDY = _BLANKS + bytes([code for code, char in enumerate(_CHARS) if char.isalpha()])
_BUT_DIGITS = _all_but(filter(str.isdigit, _CHARS))
_BUT_COMMAS, _BUT_SEPARATORS = _all_but(","), _all_but("|·•›»>‹«→▶/")
_BUT_QUOTES, _BUT_BRACKETS = _all_but(_QUOTES), _all_but("([")
_BUT_CODE = _all_but("{}<>=;\\_~^#[]")
_BUT = {
    flag: bytes([code for code in range(1, 256) if not code & flag])
    for flag in (_CAPITAL, _SHOUTED, _LOWER, _FUNCTION)
}


class _Words(dict[bytes, int]):
    """What the kinds of a word's characters make of it, as flags; asked once for each."""

    def __missing__(self, kinds: bytes) -> int:
        cased = kinds.translate(None, b"o")
        flags = 16
        if kinds[:1] == b"u":
            flags |= _CAPITAL
        if cased and not cased.strip(b"u") and len(kinds) > 1:
            flags |= _SHOUTED
        if cased and not cased.strip(b"l"):
            flags |= _LOWER | (_FUNCTION if len(kinds) < _SMALL else 0)
        if len(self) < _KNOWN:
            self[kinds] = flags
        return flags


_KNOWN = 10_000
_WORDS = _Words({b"\0": 0})


def _words(picture: bytes) -> list[bytes]:
    """The words by the kinds of their characters, and the ends of units."""
    return picture.translate(_KINDS).replace(b"\0", b" \0 ").split()


def _counted(text: str, signs: Iterable[re.Pattern[str]], starts: Sequence[int]) -> list[int]:
    """How many of some signs are in each unit of a text."""
    found = [0] * len(starts)
    for sign in signs:
        for match in sign.finditer(text):
            found[bisect_right(starts, match.start()) - 1] += 1
    return found


def _shares(parts: Sequence[int], wholes: Sequence[int]) -> list[float]:
    return list(map(truediv, parts, wholes))
