"""Words divided at the end of a line become whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Document, Edit, Stage
from cleanpress.phrases import load_phrases

_SOFT = "\N{SOFT HYPHEN}"
_BREAK = re.compile("(?<=[^\\W_])([-\N{HYPHEN}\N{SOFT HYPHEN}])[ \t]*[\n\f]\\s*(?=[^\\W_])")
_TOKEN = re.compile("[\\w\0]+(?:[-\N{HYPHEN}'\N{RIGHT SINGLE QUOTATION MARK}][\\w\0]+)*")
_LEFT = re.compile(r"[^\W_][\w.@/-]*$")
_RIGHT = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dehyphenation:
    r"""Join words that were divided at the end of a line, and keep the hyphens that are theirs.

    Typesetters divide words to fill lines, and no reader can see whether a hyphen at a line end
    is the typesetter's or the word's own. The rest of the document mostly knows: the form that
    stands elsewhere wins. Else the parts are joined if both are in lower case, unless each is a
    word by itself. The hyphen stays before a capital or a digit, after a single letter,
    in addresses, and in pairs such as "pre- and post-". Dashes are no hyphens.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("Parlia-\nment has a well-\nknown clock. The well-known parliament slept.")
    >>> doc.apply(Dehyphenation()(doc), Dehyphenation.name).text
    'Parliament has a well-known clock. The well-known parliament slept.'
    >>> dash = read_text("They came late -\nas ever.")
    >>> list(Dehyphenation()(dash))
    []
    """

    name: ClassVar[str] = "dehyphenation"
    stage: ClassVar[Stage] = Stage.REFLOW
    reasons: ClassVar[Mapping[str, str]] = {
        "divided-word": "the hyphen of a word divided at the end of a line",
        "compound-word": "a line break after a hyphen that belongs to the word",
        "suspended-hyphen": "a line break after a hyphen that stands for a part to come",
    }

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield one edit for each hyphen before a line break."""
        text = doc.text
        words: frozenset[str] | None = None
        for match in _BREAK.finditer(text):
            if words is None:
                words = doc.derive("vocabulary", lambda: _vocabulary(text))
            start, end = match.start(), match.end()
            if match[0].count("\n") + match[0].count("\f") > 1 and not text[end].islower():
                continue
            left = _LEFT.search(text, max(0, start - 80), start)
            right = _RIGHT.match(text, end, end + 80)
            reason, note = _judge(
                left[0] if left else "", right[0] if right else "", match[1], words
            )
            if reason == "divided-word":
                yield Edit(start, end, "", reason, note)
            else:
                glue = " " if reason == "suspended-hyphen" else ""
                yield Edit(start + 1, end, glue, reason, note)


def _judge(left: str, right: str, hyphen: str, words: frozenset[str]) -> tuple[str, str]:
    """The reason for what happens at a hyphen, and the evidence."""
    last = left.rsplit("-", 1)[-1]
    if hyphen == _SOFT and right:
        return "divided-word", "soft hyphen"
    if right.casefold() in load_phrases().words("suspended"):
        return "suspended-hyphen", right
    if not right or not left or any(char in "/@." for char in left) or left[-1].isdigit():
        return "compound-word", "number or address"
    low, high = left.casefold(), right.casefold()
    if low + high in words or last.casefold() + high in words:
        return "divided-word", f"{last + right} stands elsewhere"
    if f"{low}-{high}" in words:
        return "compound-word", f"{left}-{right} stands elsewhere"
    if not right[0].islower() or not left[-1].islower() or len(last) < 2:
        return "compound-word", "capital or single letter"
    stopwords = load_phrases().words("stopwords")
    whole = [part in words or part in stopwords for part in (last.casefold(), high)]
    if all(whole) or (last != left and whole[0]):
        return "compound-word", "each part is a word by itself"
    return "divided-word", ""


def _vocabulary(text: str) -> frozenset[str]:
    """The words of a text that no line end divides, folded; compounds whole and in parts."""
    flat = _BREAK.sub("-\0", text).replace("\N{HYPHEN}", "-").casefold()
    words: set[str] = set()
    for token in _TOKEN.findall(flat):
        if "\0" not in token:
            words.add(token)
    return frozenset(words)
