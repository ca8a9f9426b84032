"""Would a text survive the filters of the large corpora? Their published line and repetition rules.

Own code after the formulas of

- C4: Raffel et al. 2020, "Exploring the Limits of Transfer Learning", JMLR 21(140), section 2.2;
- Gopher (MassiveText): Rae et al. 2021, arXiv 2112.11446, appendix A.1.1 and table A1;
- FineWeb: Penedo et al. 2024, arXiv 2406.17557, section 3.6, with the limits of the filter that
  made it (datatrove's ``FineWebQualityFilter``: 0.01 for duplicate characters, where the paper
  says 0.1, and a fourth rule on line breaks).

What is not here: rules on length, language, stop words and bad words, which judge an article and
not how it was taken from its page. Words are stretches of letters and digits, and single signs;
the corpora used spaCy's and NLTK's tokenizers, so the last decimals may differ.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

__all__ = ["RULES", "Figure", "Rule", "c4_words_kept", "fails", "figures"]

_WORD = re.compile(r"\w+|[^\w\s]")
_SENTENCE = re.compile(r"(?<![.!?])[.!?]++[\"'\u2019\u201d\u00bb)\]]*+(?=\s|$)")
_CITATION = re.compile(r"\[\d*\]|\[edit\]|\[citation needed\]")
_C4_END = (".", "?", "!", '"', "'")
_FINEWEB_END = (".", "'", '"', "!", "?")
_POLICY = ("terms of use", "privacy policy", "cookie policy", "uses cookies", "use of cookies",
           "use cookies")  # fmt: skip
C4_LONGEST = 1000  # characters of a word; a line with a longer one goes
C4_LEAST = 3  # words of a line
FINEWEB_SHORT = 30  # characters; a line up to here is short


class Text(NamedTuple):
    """A text taken apart once for all rules; ``lines`` are those that are not blank."""

    whole: str
    lines: list[str]
    paragraphs: list[str]
    words: list[str]


class Rule(NamedTuple):
    """One published rule: a text fails where its figure is beyond the limit.

    ``least`` tells that the limit is a lower one; ``strict`` that a figure equal to it fails.
    """

    name: str
    about: str
    limit: float
    figure: Callable[[Text], float]
    least: bool = False
    strict: bool = False

    @property
    def bound(self) -> str:
        """The limit as it is read: ``< 0.01``."""
        sign = ("≥" if self.least else "≤") if not self.strict else ">" if self.least else "<"
        return f"{sign} {self.limit:g}"

    def passes(self, value: float) -> bool:
        """Whether a figure is within the limit."""
        if value == self.limit:
            return not self.strict
        return value > self.limit if self.least else value < self.limit


class Figure(NamedTuple):
    """What a rule says of a text."""

    rule: str
    value: float
    limit: float
    passes: bool


def figures(text: str) -> tuple[Figure, ...]:
    """What every rule says of a text.

    Blank lines part paragraphs and are not counted otherwise: the corpora hold one paragraph a
    line. Form feeds, which part pages, count as line breaks.

    >>> [one.rule for one in figures("The ferry left. " * 9) if not one.passes]
    ['gopher/top-2-gram', 'gopher/top-3-gram', 'gopher/top-4-gram', 'gopher/duplicate-5-grams',
     'gopher/duplicate-6-grams', 'gopher/duplicate-7-grams', 'gopher/duplicate-8-grams',
     'gopher/duplicate-9-grams', 'gopher/duplicate-10-grams']
    """
    paged = text.replace("\f", "\n").strip()
    lines = [line for line in paged.split("\n") if line.strip()]
    whole = "\n".join(lines)
    apart = Text(whole, lines, re.split(r"\n{2,}", paged), _WORD.findall(whole))
    found = []
    for rule in RULES:
        value = rule.figure(apart)
        found.append(Figure(rule.name, value, rule.limit, rule.passes(value)))
    return tuple(found)


def fails(text: str) -> tuple[Figure, ...]:
    """The rules that a text fails, each with its figure."""
    return tuple(one for one in figures(text) if not one.passes)


# ---- C4 ------------------------------------------------------------------------------------------
def _c4_lines(lines: Sequence[str]) -> Iterator[str]:
    """The lines that C4 keeps."""
    for line in map(str.strip, lines):
        words = line.split()
        bare = _CITATION.sub("", line)
        lower = bare.lower()
        if (
            len(words) >= C4_LEAST
            and bare.endswith(_C4_END)
            and not bare.endswith("...")
            and "javascript" not in lower
            and not any(phrase in lower for phrase in _POLICY)
            and max(map(len, words)) <= C4_LONGEST
        ):
            yield bare


def c4_words_kept(text: str) -> float:
    """The share of a text's words on the lines that C4 keeps; 1.0 for a text without words.

    >>> c4_words_kept("The ferry left at noon.\\nRead more about it")
    0.5555555555555556
    """
    lines = text.replace("\f", "\n").split("\n")
    total = sum(len(line.split()) for line in lines)
    kept = sum(len(line.split()) for line in _c4_lines(lines))
    return kept / total if total else 1.0


def _c4_sentences(text: Text) -> float:
    return float(sum(len(_SENTENCE.findall(line)) or 1 for line in _c4_lines(text.lines)))


def _c4_brackets(text: Text) -> float:
    return float(sum("{" in line for line in _c4_lines(text.lines)))


# ---- Gopher --------------------------------------------------------------------------------------
def _share(part: float, whole: int) -> float:
    return part / whole if whole else 0.0


def _duplicates(parts: Sequence[str]) -> tuple[int, int]:
    """How many parts stood before already, and their characters."""
    seen: set[str] = set()
    count = size = 0
    for part in parts:
        if part in seen:
            count, size = count + 1, size + len(part)
        seen.add(part)
    return count, size


def _duplicate_lines(text: Text) -> float:
    return _share(_duplicates(text.lines)[0], len(text.lines))


def _duplicate_line_characters(text: Text) -> float:
    return _share(_duplicates(text.lines)[1], len(text.whole))


def _duplicate_paragraphs(text: Text) -> float:
    return _share(_duplicates(text.paragraphs)[0], len(text.paragraphs))


def _duplicate_paragraph_characters(text: Text) -> float:
    return _share(_duplicates(text.paragraphs)[1], len(text.whole))


def _top(size: int) -> Callable[[Text], float]:
    """The share of characters in the most frequent run of ``size`` words."""

    def figure(text: Text) -> float:
        runs = Counter(zip(*(text.words[at:] for at in range(size)), strict=False))
        if not runs:
            return 0.0
        run, count = runs.most_common(1)[0]
        return _share((sum(map(len, run)) + size - 1) * count, len(text.whole))

    return figure


def _again(size: int) -> Callable[[Text], float]:
    """The share of characters in runs of ``size`` words that stood before, none counted twice."""

    def figure(text: Text) -> float:
        seen: set[tuple[str, ...]] = set()
        at = repeated = 0
        while at + size <= len(text.words):
            run = tuple(text.words[at : at + size])
            if run in seen:
                repeated += sum(map(len, run))
                at += size
            else:
                seen.add(run)
                at += 1
        return _share(repeated, len(text.whole))

    return figure


def _bulleted(text: Text) -> float:
    marks = ("\N{BULLET}", "-")
    return _share(sum(line.lstrip().startswith(marks) for line in text.lines), len(text.lines))


def _cut_short(text: Text) -> float:
    ends = ("...", "\N{HORIZONTAL ELLIPSIS}")
    return _share(sum(line.rstrip().endswith(ends) for line in text.lines), len(text.lines))


# ---- FineWeb -------------------------------------------------------------------------------------
def _punctuated(text: Text) -> float:
    return _share(sum(line.endswith(_FINEWEB_END) for line in text.lines), len(text.lines))


def _short(text: Text) -> float:
    return _share(sum(len(line) <= FINEWEB_SHORT for line in text.lines), len(text.lines))


def _duplicate_characters(text: Text) -> float:
    return _share(_duplicates(text.lines)[1], sum(map(len, text.lines)))


def _line_breaks(text: Text) -> float:
    return _share(text.whole.count("\n"), len(text.words))


GRAMS = {5: 0.15, 6: 0.14, 7: 0.13, 8: 0.12, 9: 0.11, 10: 0.10}
TOPS = {2: 0.20, 3: 0.18, 4: 0.16}

RULES: tuple[Rule, ...] = (
    Rule("c4/sentences", "sentences on the lines that C4 keeps", 5, _c4_sentences, least=True),
    Rule("c4/curly-brackets", "lines with a curly bracket", 0, _c4_brackets),
    Rule("gopher/duplicate-lines", "share of lines that stood before", 0.30, _duplicate_lines),
    Rule("gopher/duplicate-line-characters", "characters in them", 0.20,
         _duplicate_line_characters),
    Rule("gopher/duplicate-paragraphs", "share of paragraphs", 0.30, _duplicate_paragraphs),
    Rule("gopher/duplicate-paragraph-characters", "characters in them", 0.20,
         _duplicate_paragraph_characters),
    *(Rule(f"gopher/top-{n}-gram", f"characters in the most frequent {n} words", most, _top(n))
      for n, most in TOPS.items()),
    *(Rule(f"gopher/duplicate-{n}-grams", f"characters in {n} words that stood before", most,
           _again(n)) for n, most in GRAMS.items()),
    Rule("gopher/bullet-lines", "share of lines with a bullet", 0.90, _bulleted),
    Rule("gopher/ellipsis-lines", "share of lines that end in an ellipsis", 0.30, _cut_short),
    Rule("fineweb/punctuated-lines", "share of lines that end a sentence", 0.12, _punctuated,
         least=True, strict=True),
    Rule("fineweb/short-lines", "share of lines of up to 30 characters", 0.67, _short, strict=True),
    Rule("fineweb/duplicate-characters", "characters in lines that stood before", 0.01,
         _duplicate_characters, strict=True),
    Rule("fineweb/line-breaks", "line breaks for each word", 0.30, _line_breaks),
)  # fmt: skip
