"""Bylines and the lines of dates around them, read to authors and dates.

``Written by NAME on DATE``, ``By Jane Doe and John Roe, Staff Writer``, ``Von …``, ``Par …``,
``DATE — NAME``, ``Published Nov. 3, 2023, 5:00 a.m. ET | Updated …``, ``5 min read``. A line is a
byline only if all of it is; one word too many and it is prose.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from cleanpress.grammar import dates
from cleanpress.grammar.byline_words import byline_words
from cleanpress.grammar.dates import has_digit

MAX_BYLINE = 160  # characters; the longest in the evidence, two dates and two names, has 118
MAX_NAME = 5  # words of one person's name
MAX_PERSONS = 8
MAX_READING = 60  # characters; the longest wording in the data has 32
MAX_ROLE = 7  # words after a person that say what they are

_PARTS = re.compile(
    r"\s+[|/\N{EM DASH}\N{EN DASH}-]+\s+|\s*[|\N{BULLET}\N{MIDDLE DOT};]\s*|\t| {3,}"
    r"|(?<=[0-9]{4})\.\s+"
)
_SIGNS = frozenset("/-\N{EM DASH}\N{EN DASH}\N{BULLET}\N{MIDDLE DOT}")  # besides those in ASCII
_LIST = re.compile(r",|\s/\s")
_NUMBER = re.compile(r"\d+")
_TOKEN = re.compile(r"[^\W\d_][\w'\N{RIGHT SINGLE QUOTATION MARK}.\-]*")
_ELISION = re.compile(r"[dlDLO]['\N{RIGHT SINGLE QUOTATION MARK}](?=[^\W\d_])")  # d'Ormesson
_AGENCY = re.compile(r"(?:(?<!\s)\s+)?\((?:[^\W\d_]|[/ ]){2,12}\)$")
_WORD = re.compile(r"[^\W_](?<![^\s(][^\W_])")  # where a word starts
_LETTERS = re.compile(r"[^\W\d_]+")
_SPACE = re.compile(r"[\s:,]+")


class Byline(NamedTuple):
    """What one line says: who, when, and whether it named itself (``By``, ``Published``).

    ``label`` is ``by``, ``date`` (published, updated, posted), ``reading`` or empty for names and
    dates that stand alone.
    """

    authors: tuple[str, ...] = ()
    date: dates.Moment | None = None
    label: str = ""


def parse_byline(text: str) -> Byline | None:
    """The byline that is the whole line, or nothing.

    >>> parse_byline("Written by Ann Lee on May 3, 2021").authors
    ('Ann Lee',)
    >>> parse_byline("By JANE DOE and JOHN ROE, Staff Writer").authors
    ('Jane Doe', 'John Roe')
    >>> parse_byline("By Tuesday the fire was out") is None
    True
    """
    return _parsed(text) if 3 < len(text) <= MAX_BYLINE else None


@lru_cache(maxsize=256)  # several filters ask about the same lines of a document
def _parsed(text: str) -> Byline | None:
    if _first_word(text) not in byline_words().firsts and not _may_sign(text):
        return None  # most lines: no date and no "by"
    parts = [part.strip(" \t,") for part in _parts(text)]
    if not has_digit(text) and not any(map(_is_labelled, {text.strip(), *parts})):
        return None
    read = [_part(part) for part in parts if part]
    if None in read and any(one and one.date for one in read):
        read = [_beside_date(part) if one is None else one
                for part, one in zip(filter(None, parts), read, strict=True)]  # fmt: skip
    found = _join(read)
    if found is None and len(parts) > 1:  # the sign may belong to the date: "24.10.26 | 14:05"
        found = _part(text.strip())
    if found is None or not (found.date or found.label in ("by", "date", "reading")):
        return None
    return found


def _parts(text: str) -> list[str]:
    """The text parted at its signs; most have none, which is seen far faster than looked for."""
    told = "|" in text or ";" in text or "\t" in text or "   " in text
    if not told and text.isascii():
        told = " -" in text or " /" in text
    elif not told:
        told = not _SIGNS.isdisjoint(text)
    return _PARTS.split(text) if told or ("." in text and has_digit(text)) else [text]


def _may_sign(text: str) -> bool:
    """A cheap test: a year, or a number and a word that labels a date, a name or a reading time."""
    if not has_digit(text):
        return False
    if dates.may_date(text):
        return True
    if not (len(text) <= MAX_READING or len(_parts(text)) > 1):
        return False
    return not byline_words().cues.isdisjoint(_LETTERS.findall(text.casefold()))


def byline_of(line: str) -> Byline | None:
    """The byline that is the whole line, apart from white space around it."""
    return parse_byline(line.strip())


def may_sign(line: str) -> bool:
    """Whether a line is a byline, or the word "By" of one that goes on in the next line."""
    text = line.strip()
    if not text or (_first_word(text) not in byline_words().firsts and not has_digit(text)):
        return False
    return parse_byline(text) is not None or is_by(text)


def names_alone(text: str) -> tuple[str, ...]:
    """The persons of a line that is nothing but their names, two words at least."""
    if len(text.split()) < 2 or not byline_words().roles.isdisjoint(text.lower().split()):
        return ()
    return read_names(text)


def _first_word(text: str) -> str:
    return text.split(None, 1)[0].rstrip(":").lower()


def _beside_date(text: str) -> Byline | None:
    """What may stand beside a date: a place ("Oslo - May 3, 2021"), or one name ("| by Ann")."""
    match = byline_words().by.match(text)
    name = text[match.end() :] if match else text
    if len(name) < 3 or not _TOKEN.fullmatch(name) or not name.istitle():
        return None
    return Byline((name,), None, "by") if match else Byline()


def is_by(text: str) -> bool:
    """Whether a line is only the word that names follow: ``By``, ``Von:``."""
    words = text.strip().rstrip(":").lower()
    return (
        1 < len(words) < 20
        and _first_word(words) in byline_words().firsts
        and byline_words().by.fullmatch(words + " ") is not None
    )


def _join(parts: list[Byline | None]) -> Byline | None:
    """One byline out of the parts of a line; none if any part is something else."""
    authors: tuple[str, ...] = ()
    date: dates.Moment | None = None
    label = ""
    for part in parts:
        if part is None:
            return None
        authors = authors or part.authors
        if date is None or (part.date and part.date.date < date.date):
            date = part.date or date  # "Updated … | Published …": the first day is the day
        label = label if label == "by" else part.label or label
    return Byline(authors, date, label) if label != "credit" or date else None


def _opens(text: str) -> tuple[bool, ...]:
    """Whether a text starts with a word of a label of names, of dates, of pictures."""
    first = _LETTERS.match(text)
    opening = first[0].casefold() if first else ""
    return tuple([opening in some for some in byline_words().openings])


def _is_labelled(text: str) -> bool:
    """Whether a text starts with a label of names or of dates."""
    (by, dated, _), words = _opens(text), byline_words()
    return bool((by and words.by.match(text)) or (dated and words.dated.match(text)))


def _part(text: str) -> Byline | None:
    words = byline_words()
    if len(text) <= MAX_READING and has_digit(text):
        folded = _NUMBER.sub("#", text.lower())
        if _SPACE.sub(" ", folded).strip(" .") in words.reading:
            return Byline(label="reading")
    by, dated, pictures = _opens(text)
    if match := words.by.match(text) if by else None:
        return _named(text[match.end() :], "by")
    match = words.pictures.match(text) if pictures else None
    if match:
        return Byline(label="credit") if read_names(text[match.end() :]) else None
    label = words.dated.match(text) if dated else None
    start = label.end() if label else 0
    if dates.clock_only(text[start:]):
        return Byline(label="date" if label else "")
    moment = dates.moment_at(text, start)
    if moment is None:
        if label:
            rest = text[start:]
            told = dates.day_only(rest) or _NUMBER.sub("#", rest.lower()) in words.ages
            return Byline(label="date") if told else None
        return _named(text, "")
    rest = text[moment.end :].strip(" ,")
    found = Byline(date=moment, label="date" if label else "")
    return _join([found, _part(rest)]) if rest else found


def _named(text: str, label: str) -> Byline | None:
    """Persons, and after them perhaps a date."""
    words, moment, end = byline_words(), None, len(text)
    for number in _WORD.finditer(text) if dates.may_date(text) else ():
        if not has_digit(text[number.start() : number.start() + 40]):
            break
        moment = dates.moment_at(text, number.start())
        if moment:
            end = number.start()
            break
    rest = text[moment.end :].strip(" ,.") if moment else ""
    more = _part(rest) if rest else Byline()
    if more is None:
        return None
    head = text[:end].rstrip(" ,")
    while end < len(text):  # "on", "am", "Updated" between the names and the date
        last = head.rstrip(":").rsplit(None, 1)[-1:]
        cut = words.before.search(head) if last and last[0].casefold() in words.lasts else None
        if cut is None:
            break
        head = head[: cut.start()].rstrip(" ,")
    authors = read_names(_AGENCY.sub("", head) if head[-1:] == ")" else head)
    if not label and not words.roles.isdisjoint(head.lower().split()):
        return Byline(date=moment or more.date)  # "Updated … | Gazette News": a house, no author
    if not authors or (not label and moment is None and len(authors) > 2):
        return None
    return Byline(authors, moment or more.date, label)


def read_names(text: str) -> tuple[str, ...]:
    """The persons that a text lists, without their roles and places; nothing if it is prose.

    >>> read_names("Ana María de la Cruz y Luis Ortega, corresponsal en Roma")
    ('Ana María de la Cruz', 'Luis Ortega')
    """
    words, persons, joined = byline_words(), list[str](), False
    if has_digit(text) or (not text.isascii() and any(map(str.isdigit, text))):
        return ()  # a folio beside the paper's name is no person
    for index, piece in enumerate(_LIST.split(text)):
        tokens = piece.split()
        if not tokens:
            return ()
        lowered = [token.lower().strip(".()") for token in tokens]
        place = len(tokens) == 1 and tokens[0].istitle()
        if index and (joined or place or not words.roles.isdisjoint(lowered)):
            if len(tokens) > MAX_ROLE:
                return ()
            continue
        found = _persons(tokens)
        if found is None:
            return ()
        joined = len(found) > 1 or lowered[0] in words.joints
        persons += found
    return tuple(dict.fromkeys(persons)) if len(persons) <= MAX_PERSONS else ()


def _persons(tokens: list[str]) -> list[str] | None:
    words = byline_words()
    persons: list[list[str]] = [[]]
    for at, token in enumerate(tokens):
        lowered = token.lower()
        if token.startswith("@") and persons[-1]:
            continue
        if lowered in words.joints:
            persons.append([])
        elif lowered in words.places and lowered not in words.particles and persons[-1]:
            if len(tokens) - at > MAX_ROLE or not tokens[-1][:1].isupper():
                return None
            break
        else:
            persons[-1].append(token.partition("@")[0])
    named = [_name(person) for person in persons if person]
    return None if None in named or not named else [name for name in named if name]


def _name(tokens: list[str]) -> str | None:
    """One person's name in its usual case, or nothing where it is no name."""
    words = byline_words()
    bare = [_ELISION.sub("", token) for token in tokens]
    if not 1 <= len(bare) <= MAX_NAME or not bare[0][:1].isupper():
        return None
    if not bare[-1][:1].isupper():
        return None
    for token in bare:
        lowered = token.lower().rstrip(".")
        if (lowered in words.never and len(tokens) == 1) or not _TOKEN.fullmatch(token):
            return None
        if not token[:1].isupper() and lowered not in words.particles:
            return None
    if len(tokens) == 1 and not (len(tokens[0]) > 1 and tokens[0].isupper()):
        return None  # "By Staff", "Von Herzen"; an agency's name is in capitals
    name = " ".join(tokens)
    if name.isupper() and len(tokens) > 1:
        name = re.sub(r"[^\W\d_]{2,}", lambda m: m[0].capitalize(), name)
    return name
