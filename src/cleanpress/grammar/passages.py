"""Passages of a text, word for word: without marks, in one case, wherever their lines end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleanpress.document import Document

_MARKS = "“”„‟\"'‘’‚«»‹›.,;:!?…"
_SOME = 500  # blocks, of which marks are taken at once
FEW = 12  # words
KEY = 4  # words by which a passage is looked up
_ASCII = re.compile("[a-z]+")
_SEPARATOR = "\N{INFORMATION SEPARATOR TWO}"


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


def comes_twice(raw: bytes, word: str) -> bool:
    """Whether the longest piece of a word that is ASCII stands twice in a text."""
    piece = max(_ASCII.findall(word), key=len, default="").encode()
    return raw.find(piece, raw.find(piece) + 1) >= 0


def _unmarked_blocks(doc: Document) -> Iterator[str]:
    """The blocks, flat and without marks; some at a time, see :mod:`pieces`."""
    text, blocks = doc.text, doc.blocks
    for at in range(0, len(blocks), _SOME):
        doc.tick()
        some = [text[start:end] for start, end, _, _ in blocks[at : at + _SOME]]
        yield from unmarked(flat(_SEPARATOR.join(some))).split(_SEPARATOR)


def held(doc: Document, passages: list[list[str]]) -> set[tuple[str, ...]]:
    """The passages that a block holds word for word which is clearly longer; one pass over all."""
    firsts: dict[str, set[str]] = {}
    for words in passages:
        firsts.setdefault(words[0], set()).update(words[1:2])
    least = min(KEY, *map(len, passages))
    keys: dict[tuple[str, ...], list[list[str]]] = {}
    for words in passages:
        keys.setdefault(tuple(words[:least]), []).append(words)
    longest = {max(words, key=len) for words in passages}
    few = len(longest) <= FEW  # each of them is looked for in each block
    found: set[tuple[str, ...]] = set()
    for text in _unmarked_blocks(doc):
        if few and not any(word in text for word in longest):
            continue  # most blocks
        words = text.split()
        if longest.isdisjoint(words):
            continue
        for at in [at for at, word in enumerate(words) if word in firsts]:
            if least < 2 or (words[at + 1 : at + 2] and words[at + 1] in firsts[words[at]]):
                for passage in keys.get(tuple(words[at : at + least]), ()):
                    size = len(passage)
                    if len(words) >= 1.3 * size and words[at : at + size] == passage:
                        found.add(tuple(passage))
    return found
