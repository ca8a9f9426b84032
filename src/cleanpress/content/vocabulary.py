"""The words of a unit that the model may know: words that pages use around articles, or in them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from functools import cache

HEAD = 240  # characters; what a notice is about shows at its beginning
_WORD = re.compile(r"[^\W\d_]{2,}")
_CODE = "latin-1"  # of the words that a model may know
_ALIEN = "þ"  # stands for letters that the code does not have


def vocabulary_of(text: str) -> frozenset[str]:
    """The different words at the beginning of a text, in one case.

    >>> sorted(vocabulary_of("We use cookies. We do."))
    ['cookies', 'do', 'use', 'we']
    """
    return frozenset(_WORD.findall(text[:HEAD].casefold()))


def encoded(word: str) -> bytes:
    """A word as :func:`known_words` knows it."""
    return word.encode(_CODE, _LETTERED)


def known_words(
    texts: Sequence[str], known: frozenset[bytes]
) -> list[tuple[int, frozenset[bytes]]]:
    """The words of :func:`vocabulary_of` that are known: which text has them, and which they are.

    >>> known_words(["We use cookies, cookies.", "It left."], frozenset({b"cookies"}))
    [(0, frozenset({b'cookies'}))]
    """
    heads = "\0".join([text[:HEAD].replace("\0", " ") for text in texts])
    coded = heads.encode(_CODE, _LETTERED).replace(b"\xdf", b"ss")  # the one that becomes two
    parts = coded.translate(_LETTERS).split(b"\0")
    found = map(known.intersection, map(bytes.split, parts))
    return [(at, words) for at, words in enumerate(found) if words]


def _is_letter(char: str) -> bool:
    return char.isalnum() and not char.isdecimal()


@cache
def _drawn_by(char: str) -> str:
    """A character in one case, in the code."""
    return "".join([
        one if one <= "\xff" else _ALIEN if _is_letter(one) else " " for one in char.casefold()
    ])  # fmt: skip


def _draw(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return "".join(map(_drawn_by, error.object[error.start : error.end])), error.end


_LETTERED = "cleanpress-lettered"
codecs.register_error(_LETTERED, _draw)
_LETTERS = bytes([
    ord(_drawn_by(chr(code))[0]) if not code or _is_letter(chr(code)) else 32
    for code in range(256)
])  # fmt: skip
