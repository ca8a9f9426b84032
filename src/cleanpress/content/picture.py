"""A picture of a text in bytes: what kind of character stands at each place.

Questions about all units of a text are answered by cutting up its picture, which Python does in C,
without making a string for each word.
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from functools import cache

_CODE = "latin-1"  # one byte a character; what else there is, is drawn by its kind
_SIGNS = frozenset(".!?。！？؟।")
_OPENERS = frozenset("\"'([{“„«‘‹¿¡")
_END = b"\0"  # of a unit


@cache
def kind_of(char: str) -> str:
    """The kind of a character, told by one that is of it.

    ``l`` lower case, ``u`` upper case, ``d`` another letter or a digit, ``s`` the end of a
    sentence, ``(`` what opens a quotation or a bracket, white space, ``o`` others.

    >>> "".join(map(kind_of, "«Új: 3, ß!"))
    '(ulo do ls'
    """
    if char.isalnum():
        return "l" if char.islower() else "u" if char.isupper() or char.istitle() else "d"
    if char.isspace():
        return " "
    return "s" if char in _SIGNS else "(" if char in _OPENERS else "o"


def picture_of(text: str) -> bytes:
    """The picture of a text, as long as the text.

    >>> picture_of("It left → «Łódź».")
    b'ul llll o (ulllos'
    """
    if not text.isascii():
        # The signs that most texts have are drawn before: the codec asks for each by itself.
        text = text.replace("’", "*").replace("“", "(").replace("”", "*").replace("–", "*")
    return text.encode(_CODE, _DRAWN).translate(_KINDS)


def cut(picture: bytes, ends: Sequence[int]) -> bytes:
    """A picture with a mark at the end of each unit."""
    marked = bytearray(picture)
    marked.append(32)
    for end in ends:
        marked[end] = 0
    return bytes(marked)


def words_in(marked: bytes) -> bytes:
    """The words of a picture, each as the kind of its first letter, as a capital.

    All kinds but white space and openers are letters: words are what has a capital in a title.
    """
    return marked.title().translate(None, b"ludso (")


def counts_of(marked: bytes, others: bytes = b"") -> list[int]:
    r"""How much of a picture, or of its words, stands in each unit; ``others`` do not count.

    >>> words = words_in(cut(picture_of("It left, 3 times.\n\nAt noon"), [17, 26]))
    >>> words, counts_of(words), counts_of(words, b"UDSO")
    (b'ULDL\x00UL\x00', [4, 2], [2, 1])
    """
    return list(map(len, marked.translate(None, others).split(_END)[:-1]))


def _draw(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return _RUNS[error.object[error.start : error.end]], error.end


class _Runs(dict[str, str]):
    """What is drawn in place of signs that the code does not have; asked once for each run."""

    def __missing__(self, run: str) -> str:
        drawn = "".join([_DRAWN_BY[kind_of(char)] for char in run])
        if len(self) < _KNOWN and len(run) < _LONG:
            self[run] = drawn
        return drawn


_KNOWN, _LONG = 10_000, 40  # runs that are kept, and the characters of one
_RUNS = _Runs()
_DRAWN = "cleanpress-drawn"
_DRAWN_BY = dict(zip("ludso (", "aA0.- (", strict=True))
codecs.register_error(_DRAWN, _draw)
_KINDS = "".join(map(kind_of, bytes(range(256)).decode(_CODE, "replace"))).encode()
