"""Passages of a text, word for word: without marks, in one case, wherever their lines end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleanpress.document import Document

_MARKS = "“”„‟\"'‘’‚«»‹›.,;:!?…"
_SOME = 100  # blocks, of which marks are taken at once
FEW = 12  # words
RARE = 4  # words of a passage that are looked for before it is looked for as a whole
KEY = 4  # words by which a passage is looked up
_ASCII = re.compile("[a-z]+")
_GAP = b"\n\n"
_SEPARATOR = "\N{INFORMATION SEPARATOR TWO}"
_BETWEEN = _SEPARATOR.encode()
_LETTERS = bytes([code if 97 <= code <= 122 or code == _BETWEEN[0] else 32 for code in range(256)])


def flat(text: str) -> str:
    """The text in lower case without hyphens at line ends."""
    low = text.lower().replace("\N{SOFT HYPHEN}", "")
    return low.replace("-\n", "").replace("\N{HYPHEN}\n", "")


def unmarked(text: str) -> str:
    """A flat text without marks."""
    for mark in _MARKS:
        text = text.replace(mark, "")  # a quarter of the cost of translating
    return text


def rough(text: str) -> bytes:
    """A flat text as bytes of which only the ASCII letters are in lower case: made far sooner."""
    raw = text.encode("utf-8", "surrogatepass").lower()
    for gap in ("\N{SOFT HYPHEN}", "-\n", "\N{HYPHEN}\n"):
        raw = raw.replace(gap.encode(), b"")
    return raw


def rare_pieces(passage: str) -> list[bytes]:
    """Of the longest words of a flat passage the longest pieces that are ASCII."""
    words = [word.strip(_MARKS) for word in passage.split()]
    longest = sorted(filter(str.isalpha, words), key=len)[: -RARE - 1 : -1]
    pieces = [max(_ASCII.findall(word), key=len, default="") for word in longest]
    return [piece.encode() for piece in pieces] or [b""]


def come_twice(raw: bytes, pieces: list[bytes]) -> bool:
    """Whether some pieces of words stand together, in one block, at two places of a rough text."""
    longest = max(pieces, key=len)
    seen, at = 0, raw.find(longest)
    while at >= 0 and seen < 2:
        start, end = raw.rfind(_GAP, 0, at) + 1, raw.find(_GAP, at)
        end = end if end >= 0 else len(raw)
        seen += min([raw.count(piece, start, end) for piece in pieces])
        at = raw.find(longest, end)
    return seen > 1


def _blocks_near(doc: Document, pieces: list[list[bytes]]) -> Iterator[str]:
    """The blocks that have all rare pieces of a passage, flat and without marks."""
    text, blocks = doc.text.replace(_SEPARATOR, " "), doc.blocks
    sought: dict[bytes, list[list[bytes]]] = {}
    for own in pieces:
        sought.setdefault(max(own, key=len), []).append(own)
    longest = frozenset(sought)
    few = len(longest) <= FEW  # each of them is looked for
    for at in range(0, len(blocks), _SOME):  # see :mod:`pieces`
        doc.tick()
        some = [text[start:end] for start, end, _, _ in blocks[at : at + _SOME]]
        raw = rough(_SEPARATOR.join(some))
        if few and not any(map(raw.__contains__, longest)):
            continue
        for block, letters in zip(some, raw.translate(_LETTERS).split(_BETWEEN), strict=True):
            words = [b"", *letters.split()]
            met = longest.intersection(words)
            if met and any(
                frozenset(words).issuperset(own) for piece in met for own in sought[piece]
            ):
                yield unmarked(flat(block))


def held(
    doc: Document, passages: list[list[str]], pieces: list[list[bytes]]
) -> set[tuple[str, ...]]:
    """The passages that a block holds word for word which is clearly longer; one pass over all.

    ``pieces`` are the rare pieces of each.
    """
    firsts: dict[str, set[str]] = {}
    for words in passages:
        firsts.setdefault(words[0], set()).update(words[1:2])
    least = min(KEY, *map(len, passages))
    keys: dict[tuple[str, ...], list[list[str]]] = {}
    for words in passages:
        keys.setdefault(tuple(words[:least]), []).append(words)
    found: set[tuple[str, ...]] = set()
    for text in _blocks_near(doc, pieces):
        words = text.split()
        for at in [at for at, word in enumerate(words) if word in firsts]:
            if least < 2 or (words[at + 1 : at + 2] and words[at + 1] in firsts[words[at]]):
                for passage in keys.get(tuple(words[at : at + least]), ()):
                    size = len(passage)
                    if len(words) >= 1.3 * size and words[at : at + size] == passage:
                        found.add(tuple(passage))
    return found
