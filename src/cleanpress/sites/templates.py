"""Templates of lines: numbers, dates, names and the rest after a label taken out.

No language is known here: a date is digits and a word in a date's order, a name is words with
capitals that stand together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import normalize

NUMBER, DATE, NAME, REST = "{n}", "{date}", "{name}", "{rest}"
SLOTS = (NUMBER, DATE, NAME, REST)
LONGEST = 600  # characters of a line that are looked at; a notice in one line has 450
SHORT = 20  # words; names and labels are looked for in shorter lines only
LABEL = 5  # words of a label before its colon

_WORD = r"[^\W\d_]"
_DATE = re.compile(
    rf"(?:^{_WORD}{{3,14}},\s)?(?:"
    r"\b[0-9]{1,2}\s?[./-]\s?[0-9]{1,2}\s?[./-]\s?[0-9]{2,4}\b"
    r"|\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b"
    rf"|\b[0-9]{{1,2}}\.?\s(?:{_WORD}{{1,3}}\s)?{_WORD}{{3,15}}\.?,?\s(?:{_WORD}{{1,3}}\s)?[0-9]{{4}}\b"
    rf"|\b{_WORD}{{3,15}}\.?\s[0-9]{{1,2}},\s[0-9]{{4}}\b)"
)
_NUMBER = re.compile(r"[0-9]+(?:[.,:][0-9]+)*")
_LABEL = re.compile(r"([^:>\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}|]{2,40}?\s?"
                    r"[:>\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}|])\s+\S")  # fmt: skip
_BRACES = str.maketrans("{}", "()")
_EDGE = ".,;:!?()[]|/\"'«»„“”‘’"
SENTENCE_END = (".", "!", "?", "…", "。")
_CLOSING = "\"'»“”’)]"


class Keys(NamedTuple):
    """What a line is looked up by: its text without numbers, and looser templates of it."""

    text: str
    loose: tuple[str, ...]


def squeeze(text: str) -> str:
    """A line as it is compared: composed characters, single spaces, no soft hyphens, no braces.

    >>> squeeze(" Read  {more}\\N{SOFT HYPHEN} ")
    'Read (more)'
    """
    plain = normalize("NFKC", text[: 2 * LONGEST]).replace("\N{SOFT HYPHEN}", "")
    return " ".join(plain.split())[:LONGEST].translate(_BRACES)


def keys(line: str) -> Keys:
    """The keys of a squeezed line, the most literal of the looser ones first.

    >>> keys("Di Ines Trevalli, 12 maggio 2025")
    Keys(text='Di Ines Trevalli, {date}', loose=('Di {name}, {date}', '{name}, {date}'))
    >>> keys("Leggi anche: perché il fiume si ferma").loose
    ('Leggi anche: {rest}',)
    """
    text = _NUMBER.sub(NUMBER, _DATE.sub(DATE, line)) if any(map(str.isdigit, line)) else line
    if len(text.split(None, SHORT)) > SHORT:
        return Keys(text, ())
    return Keys(text, tuple(one for one in _loose(text) if one != text))


def _loose(text: str) -> Iterator[str]:
    words = text.split(" ")
    runs = list(_names(words))
    if runs and runs[0][0] == 0 and runs[0][1] > 2:
        yield _named(words, [(1, runs[0][1]), *runs[1:]])
    if runs:
        yield _named(words, runs)
    label = _LABEL.match(text)
    if label and any(map(str.isalpha, label[1])) and len(label[1].split()) <= LABEL:
        yield f"{label[1]} {REST}"


def _names(words: list[str]) -> Iterator[tuple[int, int]]:
    """Half-open runs of two or more words with capitals; a mark after a word ends its run."""
    first = 0
    for at in range(len(words) + 1):
        if at < len(words) and _is_name(words[at]):
            if words[at][-1] not in _EDGE:
                continue
            end = at + 1
        else:
            end = at
        if end - first > 1:
            yield first, end
        first = at + 1


def _is_name(word: str) -> bool:
    bare = word.strip(_EDGE)
    return (
        len(bare) > 1 and bare[0].isupper() and bare[1:].lower() == bare[1:] and bare[1].isalpha()
    )


def _named(words: list[str], runs: list[tuple[int, int]]) -> str:
    out, at = [], 0
    for first, end in runs:
        opening = words[first][: len(words[first]) - len(words[first].lstrip(_EDGE))]
        closing = words[end - 1][len(words[end - 1].rstrip(_EDGE)) :]
        out += [*words[at:first], f"{opening}{NAME}{closing}"]
        at = end
    return " ".join([*out, *words[at:]])


def is_bare(key: str) -> bool:
    """Whether nothing but slots and marks is left of a line.

    >>> is_bare("{name} | {date}"), is_bare("Di {name}")
    (True, False)
    """
    for slot in SLOTS:
        key = key.replace(slot, "")
    return not any(map(str.isalpha, key))


def is_loose(key: str) -> bool:
    """Whether a template says little by itself: it has a name, a rest, or no word of its own."""
    return NAME in key or REST in key or is_bare(key)


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does.

    >>> ends_sentence("«Sì.»"), ends_sentence("Leggi anche")
    (True, False)
    """
    return text.rstrip(_CLOSING).endswith(SENTENCE_END)
