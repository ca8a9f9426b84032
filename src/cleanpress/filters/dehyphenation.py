"""Words divided at the end of a line become whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Document, Edit, Stage
from cleanpress.grammar.vocabulary import BREAK, Vocabulary
from cleanpress.phrases import load_phrases
from cleanpress.sentences import is_divided

_SOFT = "\N{SOFT HYPHEN}"
_NEAR = re.compile("\n(?<=[-\N{HYPHEN}\N{SOFT HYPHEN} \t]\n)")
_LEFT = re.compile(r"[^\W_][\w.@/-]*$")
_COMPOUND = re.compile(r"[^\W\d_]{2}-[^\W\d_]")
_WITHIN = re.compile("\\w\N{HYPHEN}\\w")
_RIGHT = re.compile(r"[^\W\d_]+")
MAX_WORD = 80  # characters looked at on either side
_UNDIVIDED = "the document divides no words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dehyphenation:
    r"""Join words that were divided at the end of a line, and keep the hyphens that are theirs.

    Typesetters divide words to fill lines, and no reader can see whether a hyphen at a line end
    is the typesetter's or the word's own. The rest of the document mostly knows: the form that
    stands elsewhere wins. Else it depends on whether the document divides words at all: browsers
    do not, so their hyphens stay; in a document that does, the parts are joined unless each is a
    word by itself. The hyphen stays before a capital or a digit, after a single letter, in
    addresses, and in pairs such as "pre- and post-". Dashes are no hyphens.

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

    min_rate: float = 0.03  # hyphens nothing explains, by lines, of a text that divides words;
    # real compounds end one line in a hundred of printed web pages, two in the worst of 146
    min_breaks: int = 5  # hyphens at line ends; fewer say nothing of the document's habits
    max_share: float = 0.1  # of the hyphens at line ends that may be compounds' to join in doubt

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield one edit for each hyphen before a line break."""
        near = "\f" in doc.text or _NEAR.search(doc.text)
        breaks = [one for one in BREAK.finditer(doc.text) if _is_divided(one)] if near else []
        if not breaks:
            return
        words = Vocabulary(doc.text)
        own = _WITHIN.search(doc.text) is None  # a sign that nothing but line ends has
        judged = [(one, *_judge(one, words, own)) for one in breaks]
        doubts = sum(not reason for _, reason, _ in judged)
        proofs = sum(reason == "divided-word" for _, reason, _ in judged)
        lines = len(doc.typeset) or doc.source.count("\n")
        divides = proofs > 0 or doubts >= self.min_rate * lines
        rare = divides and len(breaks) >= self.min_breaks
        rare = rare and self._rare(doc.text, len(breaks), lines)
        for one, reason, note in judged:
            if not reason and rare:
                reason, note = "divided-word", "compounds are rare here, divided words are not"
            elif not reason:
                reason, note = _guess(one, words) if divides else ("compound-word", _UNDIVIDED)
            if reason == "divided-word":
                yield Edit(one.start(), one.end(), "", reason, note)
            else:
                glue = " " if reason == "suspended-hyphen" else ""
                yield Edit(one.start() + 1, one.end(), glue, reason, note)

    def _rare(self, text: str, hyphens: int, lines: int) -> bool:
        """Whether few of the hyphens can be compounds', which end lines as any word does."""
        compounds = sum(one[0][-1].islower() for one in _COMPOUND.finditer(text))
        expected = compounds * lines / (len(text.split()) or 1)
        return expected <= self.max_share * hyphens


def _is_divided(one: re.Match[str]) -> bool:
    """Whether a word, or what looks like one, goes on after the break; over a gap: surely."""
    text, start, end = one.string, one.start(), one.end()
    before, after = text[max(start - 1, 0) : start], text[end : end + 1] or " "
    sure = before.isalnum() and after.islower()
    return is_divided(f"{before}-", after) and (sure or one[0].count("\n") + one[0].count("\f") < 2)


def _parts(one: re.Match[str]) -> tuple[str, str]:
    left = _LEFT.search(one.string, max(0, one.start() - MAX_WORD), one.start())
    right = _RIGHT.match(one.string, one.end(), one.end() + MAX_WORD)
    return left[0] if left else "", right[0] if right else ""


def _judge(one: re.Match[str], words: Vocabulary, own: bool) -> tuple[str, str]:
    """The reason for what happens at a hyphen, and the evidence; no reason where in doubt.

    ``own`` says that U+2010 divides words only: browsers set it where they hyphenate, and leave
    the author's hyphens as they are.
    """
    left, right = _parts(one)
    last = left.rpartition("-")[2]
    low, high = last.casefold(), right.casefold()
    if not left or not right or any(char in "/@._" for char in left) or left[-1].isdigit():
        return "compound-word", "number or address"
    if one[1] == _SOFT:
        return "divided-word", "soft hyphen"
    whole = len(last) > 1 and (left.casefold() + high in words or low + high in words)
    if high in load_phrases().words("suspended") and not whole:
        return "suspended-hyphen", right
    if len(last) < 2 or left.count("-") > 2:
        return "compound-word", "single letter or address"
    if whole:
        return "divided-word", f"{last}{right} stands elsewhere"
    if f"{left.casefold()}-{high}" in words:
        return "compound-word", f"{left}-{right} stands elsewhere"
    if not right[0].islower() or not left[-1].islower():
        return "compound-word", "capital"
    if own and one[1] == "\N{HYPHEN}":
        return "divided-word", "a hyphen that stands at line ends only"
    return "", ""


def _guess(one: re.Match[str], words: Vocabulary) -> tuple[str, str]:
    left, right = _parts(one)
    last = left.rpartition("-")[2]
    stopwords = load_phrases().words("stopwords")
    parts = last.casefold(), right.casefold()
    first, second = (p in stopwords or p in words or f"{p}s" in words for p in parts)
    if first and (second or last != left):
        return "compound-word", "each part is a word by itself"
    return "divided-word", ""
