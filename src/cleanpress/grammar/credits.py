"""Credit lines of pictures: ``Photo: Ann Lee``, ``(Foto: dpa)``, ``Ann Lee/AFP/Getty Images``.

A line is a credit only if all of it is names and agencies; a label alone is not enough.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from cleanpress.grammar.bylines import read_names
from cleanpress.grammar.dates import any_of
from cleanpress.phrases import load_phrases

MAX_CREDIT = 110  # characters; the longest in the evidence has 84
MAX_PARTS = 5
_MAX_LABEL = 30  # characters
LABEL = (-(10**9),)  # what a block is that is the label of a caption

_PARTS = re.compile(
    r"(?:(?<!\s)\s+)?[/|]\s*"
    r"|(?<!\s)\s+(?:(?:via|auf|on|en|sur)|[-\N{EN DASH}\N{EM DASH}])\s+|,\s+"
)
_SIGN = "\N{COPYRIGHT SIGN}"
_ASIDE = re.compile(r"(?:(?<!\s)\s+)?\(([^()]{2,40})\)$")
_FIRST = re.compile(r"[\W_]*([^\W_]+)")
_OWNED = re.compile(
    r"(?:(?<![\s/|,])[\s/|,]+)?(?:copyright|\(c\)|\N{COPYRIGHT SIGN})\s*(?:19|20)[0-9]{2}\b", re.I
)
_NUMBER = re.compile(r"[0-9]{4}")
_BRACKETS = {"(": ")", "[": "]"}
_CLOSING = frozenset(")]")
_SEPARATORS = "/|,()"
_TAIL = re.compile(r"[(\[][^()\[\]\n]{3,110}[)\]]\s*$")
_AFTER_STOP = re.compile(r"[.!?\"\N{RIGHT DOUBLE QUOTATION MARK}|)]\s++(?=\S)")


class _Words(NamedTuple):
    label: re.Pattern[str]
    agencies: frozenset[str]
    trailers: frozenset[str]
    proper: frozenset[str]  # agencies by name, without "archive" and the like
    openings: frozenset[str]  # the first words of their names
    hints: frozenset[str]
    firsts: frozenset[str]  # words, or parts of words, that labels start with
    figures: frozenset[str]
    captions: frozenset[str]


def credits_in(text: str) -> tuple[int, ...]:
    """What a block is: ``(0,)`` a credit, ``(-1,)`` a credit if it is set small, or a label.

    Otherwise where the credit starts in a caption, or its lines that are credits, ``~start - 1``.
    """
    single, short = "\n" not in text, len(text) <= MAX_CREDIT
    if single and not short:
        if "/" in text and chain_length(text) == 2:
            return (-1,)
        start = trailing_credit(text.rstrip())
        return (start,) if start > 0 and may_have_credit(text) else ()
    if is_caption_label(text):
        return LABEL
    if not may_have_credit(text):
        return ()  # most blocks
    joined = " ".join(text.split()) if short else ""
    if short and is_credit(joined):
        return (0,)
    if single and chain_length(text) == 2:
        return (-1,)
    if joined != text and (lines := _credit_lines(text)):
        return tuple(lines)
    start = trailing_credit(text.rstrip())
    return (start,) if start > 0 else ()


def _credit_lines(text: str) -> list[int]:
    """Where the lines start that are credits, as ``~start - 1``."""
    hints, found, at = _words().hints, list[int](), 0
    lowered = text.lower().replace(":", "").replace("|", " ").split("\n")
    for line, low in zip(text.split("\n"), lowered, strict=True):
        if len(line) <= MAX_CREDIT:
            signed = "/" in line or _SIGN in line or line[-1:] in _CLOSING
            if (signed or not hints.isdisjoint(low.split())) and is_credit(line):
                found.append(~at - 1)
        at += len(line) + 1
    return found


def is_caption_label(text: str) -> bool:
    """Whether a line says that a caption follows.

    >>> is_caption_label("Caption"), is_caption_label("Caption of a lifetime")
    (True, False)
    """
    return len(text) < _MAX_LABEL and text.strip(" :").lower() in _words().captions


def may_have_credit(text: str) -> bool:
    """A cheap test: any line of a text has a sign or a word that credits have."""
    if "/" in text or ")" in text or "]" in text or _SIGN in text:
        return True
    return not _words().hints.isdisjoint(text.lower().replace(":", "").replace("|", " ").split())


def is_credit(text: str) -> bool:
    """Whether the whole line says who made a picture or who lent it.

    >>> [is_credit(line) for line in ("Ann Lee/iStock/Getty Images Plus", "(Foto: Jo Ahrens/dpa)")]
    [True, True]
    >>> [is_credit(line) for line in ("Wind/Water", "Photo: a crane at dawn", "Getty Images sued.")]
    [False, False, False]
    """
    text = text.strip()
    if not 4 < len(text) <= MAX_CREDIT:
        return False
    bare = _unwrapped(text)
    if bare is None:
        return False
    label = _label(bare)
    rest = bare[label.end() :] if label else bare
    signed = rest.startswith(_SIGN) or bare.startswith(_SIGN)
    rest = rest.strip(_SIGN + " .:")
    if not rest or (signed and _NUMBER.search(rest)):
        return False  # a year makes it a copyright line
    if label and (owned := _OWNED.search(rest)):  # "Photo: Ann Lee, AP / Copyright 2026 …"
        rest = rest[: owned.start()]
    if label or bare.startswith(_SIGN):
        return (label is not None and _is_lent(label[0], rest)) or _are_names(rest, named=True)
    return (_has_agency(rest) and _are_names(rest, named=False)) or chain_length(text) > 2


def _has_agency(text: str) -> bool:
    """A cheap test: a word is one that the names of agencies start with."""
    lowered = text.lower()
    if "images" in lowered:
        return True
    for sign in _SEPARATORS:
        lowered = lowered.replace(sign, " ")
    return not _words().openings.isdisjoint(lowered.split())


def chain_length(text: str) -> int:
    """How many links a chain ``person/house/house`` has; 0 for anything else.

    >>> chain_length("Ines Rowan/Coastal Wire"), chain_length("Wind/Water/Sun")
    (2, 0)
    """
    if "/" not in text:
        return 0
    parts = text.strip().split("/")
    tokens = parts[0].split(None, 5)
    if not 1 < len(parts) <= MAX_PARTS or not 1 < len(tokens) <= 4 or " /" in text or "/ " in text:
        return 0
    if not all(token.istitle() or token in ("de", "van", "von", "di", "al") for token in tokens):
        return 0
    known = read_names(parts[0]) and all(_is_house(part) for part in parts[1:])
    return len(parts) if known and not any(char.isdigit() for char in text) else 0


def trailing_credit(text: str) -> int:
    """Where the credit starts that ends a caption, or -1.

    >>> trailing_credit("The crane at dawn. (Photo by Ann Lee/AFP)")
    19
    >>> trailing_credit("The crane at dawn. (Northlight via AP)")
    19
    >>> trailing_credit("The crane left at dawn. (Reuters)")
    -1
    """
    closed = text[-1:] in _CLOSING or (text[-1:].isspace() and text.rstrip()[-1:] in _CLOSING)
    tail = _TAIL.search(text[-MAX_CREDIT - 4 :]) if closed else None
    if tail:
        start = max(0, len(text) - MAX_CREDIT - 4) + tail.start()
        inner = text[start:].strip()[1:-1].strip()
        labelled = _label(inner) is not None or inner.startswith(_SIGN)
        lent = "/" in inner or " via " in inner
        return start if (labelled or lent) and is_credit(inner) else -1
    for stop in _AFTER_STOP.finditer(text, max(0, len(text) - MAX_CREDIT - 1)):
        rest = text[stop.end() :]
        label, signed = _label(rest), rest.startswith(_SIGN)
        if (label or signed or "/" in rest) and is_credit(rest):
            return stop.end()
        # "… at dawn. © Northlight", and "… at dawn. Photo:" where the name stands elsewhere.
        if (signed and _is_house(rest.strip(_SIGN + " ."))) or (label and label.end() == len(rest)):
            return stop.end()
    return -1


def _label(text: str) -> re.Match[str] | None:
    """The label at the start of a credit; most texts are told by their first word to have none."""
    first = _FIRST.match(text)
    if first is None or first[1].lower() not in _words().firsts:
        return None
    return _words().label.match(text)


def _is_lent(label: str, text: str) -> bool:
    """Whether a name behind a label with a colon lends a picture: "Credit: Northbank"."""
    name = label.strip().removesuffix(":").strip().lower()
    return name + ":" == label.strip().lower().replace(" :", ":") and (
        name not in _words().figures and _is_house(text)
    )


def _unwrapped(text: str) -> str | None:
    """The text without brackets around it; nothing if brackets do not match."""
    if text[0] in _BRACKETS:
        if text[-1] != _BRACKETS[text[0]]:
            return None
        return text[1:-1].strip()
    return text


def _are_names(text: str, *, named: bool) -> bool:
    """Whether a text is persons and agencies; without a label an agency must be among them."""
    if text[-1:] == ")":
        text = _ASIDE.sub(r"/\1", text)
    bare = text.strip(" .")
    parts = [part.strip() for part in _PARTS.split(bare)]
    if not all(parts) or len(parts) > MAX_PARTS:
        return False
    if not named and len(parts) < 2 and "images" not in text.lower():
        return False  # most lines
    agencies = [_is_agency(part) for part in parts]
    if not named and (len(parts) < 2 or not any(map(_is_proper, parts))):
        return _is_agency(text) and len(text.split()) > 1 and "images" in text.lower()
    persons = [bool(read_names(part)) for part in parts]
    certain = any(agencies) or (persons[0] and "/" in text)
    return all(
        known or person or (certain and _is_house(part))
        for part, known, person in zip(parts, agencies, persons, strict=True)
    )


def _is_agency(text: str) -> bool:
    words = _words()
    tokens = text.lower().strip("()").removesuffix(".com").split()
    for size in range(len(tokens), 0, -1):
        if " ".join(tokens[:size]) in words.agencies:
            return all(token in words.trailers for token in tokens[size:])
    return False


def _is_proper(text: str) -> bool:
    """Whether a text is an agency's own name and no common word such as "file" or "archive"."""
    first = text.lower().strip("()").split(" ", 1)[0]
    return _is_agency(text) and any(
        name == first or name.startswith(first + " ") for name in _words().proper
    )


def _is_house(text: str) -> bool:
    """One to four words with capitals: a user's name, a studio, a paper."""
    tokens = text.split()
    if not 0 < len(tokens) < 5 or (len(tokens[-1]) > 3 and tokens[-1].endswith(".")):
        return False
    if len(tokens) == 1:
        return any(char.isalpha() for char in text)
    return all(token[0].isupper() for token in tokens)


@cache
def _words() -> _Words:
    own = tomllib.loads((files("cleanpress") / "data" / "credits.toml").read_text(encoding="utf-8"))
    phrases = load_phrases()
    labels = phrases.words("credit")
    by = {pack.lists["byline"][0] for pack in phrases.packs} | {"de", "of", "courtesy"}
    free = {label for label in labels if label.rsplit(" ", 1)[-1] in by and " " in label}
    return _Words(
        re.compile(
            rf"{_SIGN}?\s*(?:(?:(?:AP|File)\s+)?(?:{any_of(labels)})\s*[:/{_SIGN}]\s*"
            rf"|(?:AP\s+)?(?:{any_of(free)})\s+)",
            re.IGNORECASE,
        ),
        frozenset(own["agencies"]) | phrases.words("agencies"),
        frozenset(own["trailers"]),
        frozenset(own["agencies"]),
        frozenset(name.split(" ", 1)[0] for name in own["agencies"]),
        frozenset(name.split(" ", 1)[0] for name in (*labels, *own["agencies"])),
        frozenset(match[1] for match in map(_FIRST.match, labels) if match) | {"ap", "file"},
        frozenset(own["figures"]),
        frozenset(own["captions"]),
    )
