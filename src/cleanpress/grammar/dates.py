"""Dates and times as browsers and newspapers write them, read to ``datetime`` values.

Numeric and written forms in the languages of the phrase packs: ``10/24/26, 2:05 PM``,
``24.10.2026, 14:05``, ``2026-10-24 14:05``, ``October 24, 2026 at 2:05 PM``, ``24 octobre 2026 à
14:05``, ``5:00 a.m. ET Nov. 3, 2023``. A date without a year is none: it cannot be placed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from functools import cache
from typing import NamedTuple

from cleanpress.phrases import load_phrases

MAX_MOMENT = 80  # characters; the longest written form with a weekday and a time zone has 61
PIVOT = 70  # two-digit years from here on are those of the last century


class Moment(NamedTuple):
    """A date, perhaps with a time, and where it stands in its text."""

    start: int
    end: int
    date: date
    time: time | None

    @property
    def datetime(self) -> datetime | None:
        """The date and the time together, without a zone; ``None`` without a time."""
        return None if self.time is None else datetime.combine(self.date, self.time)


_NUMERIC = re.compile(
    r"(?:(?P<y1>(?:19|20)[0-9]{2})(?P<s1>[-/.])(?P<m1>[0-9]{1,2})(?P=s1)(?P<d1>[0-9]{1,2})"
    r"|(?P<a>[0-9]{1,2})(?P<s2>[-/.])[ ]?(?P<b>[0-9]{1,2})(?P=s2)[ ]?(?P<y2>(?:19|20)?[0-9]{2})"
    r")(?![0-9/-])"
)
_ZONE = (
    r"(?:[ECMPA][SD]?T|H[SK]?T|GMT|UTC|BST|CES?T|MES?Z|A[EWC][SD]T|HKT|IST|JST|Z)\b"
    r"(?:[+-][0-9]{1,2}(?::?[0-9]{2})?)?"
)
_CLOCK = re.compile(
    r"(?:(?P<h>[0-9]{1,2})(?:[:.h]|\sh\s)(?P<m>[0-9]{2})(?![0-9])(?:[:.](?P<s>[0-9]{2})(?![0-9.]))?"
    r"(?:\s?(?P<ap>[ap])\.?\s?m\b\.?)?|(?P<h2>[0-9]{1,2})\s?(?:(?P<ap2>[ap])\.?\s?m\b\.?|uhr\b|h\b)"
    rf"|(?P<h3>[0-2][0-9])(?P<m3>[0-5][0-9])(?=\s{_ZONE}))"
    rf"(?:\s?(?:uhr|hrs|h)\b)?(?:\s?\(?{_ZONE}\)?)?"
    # the same time in another zone: "1909 GMT (0309 HKT)"
    rf"(?:\s\([0-9]{{1,2}}[:.]?[0-9]{{2}}\s?(?:[ap]\.?m\.?\s?)?{_ZONE}\))?",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th|er|º|\.)?\s(?:de\s|of\s)?(?P<m>[^\W\d_]++)\.?,?"
    r"\s(?:del?\s)?(?P<y>(?:19|20)[0-9]{2})(?![0-9])",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    r"(?P<m>[^\W\d_]++)\.?\s(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?,?\s(?P<y>(?:19|20)[0-9]{2})(?![0-9])",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"(?P<m1>[^\W\d_]++)\.?\s[0-9]{1,2}(?:st|nd|rd|th)?(?![0-9])"
    r"|[0-9]{1,2}\.?\s(?:de\s)?(?P<m2>[^\W\d_]++)"
)
# A digit first, so that it is tried at digits only; so are the other patterns that are looked for.
_YEAR = re.compile(r"[0-9](?:(?<=1)9[0-9]{2}|(?<=2)0[0-9]{2}|[-/.] ?[0-9]{1,2}[-/.])")
_LETTERS = re.compile(r"[^\W\d_]++")
_SIGN = r"[-|,@\N{EN DASH}\N{EM DASH}\N{MIDDLE DOT}\N{BULLET}]"


@cache
def _months() -> dict[str, int]:
    """Month names and their abbreviations, folded, to their numbers."""
    return {
        name.casefold().rstrip("."): number
        for pack in load_phrases().packs
        for number, names in enumerate(pack.months, start=1)
        for name in names
    }


@cache
def date_openings() -> frozenset[str]:
    """The names of months and weekdays, up to the first sign in them."""
    return first_words((*_months(), *load_phrases().words("weekdays")))


def first_words(labels: Iterable[str]) -> frozenset[str]:
    """The first words of labels, folded, without the signs behind them."""
    return frozenset(match[0].casefold() for match in map(_LETTERS.match, labels) if match)


def any_of(words: Iterable[str]) -> str:
    """An alternation of literal words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


@cache
def _weekday() -> re.Pattern[str]:
    names = frozenset(word.casefold().rstrip(".") for word in load_phrases().words("weekdays"))
    return re.compile(rf"(?:{any_of(names)})\b\.?,?\s+(?:{_before()}\s+)?", re.IGNORECASE)


@cache
def _joint() -> re.Pattern[str]:
    """What may stand between a date and its time, in either order: signs, "at", "um", "à"."""
    return re.compile(rf"T|\s*(?:{_SIGN}\s*)?(?:{_before()}\s+)?", re.IGNORECASE)


def _before() -> str:
    """The words that may stand before a date or a time."""
    return f"(?:the|{any_of(load_phrases().words('byline_date'))})"


def moment_at(text: str, pos: int = 0) -> Moment | None:
    """The date that starts at ``pos``, with the time that belongs to it.

    >>> moment_at("Nov. 3, 2023, 5:00 a.m. ET")[2:]
    (datetime.date(2023, 11, 3), datetime.time(5, 0))
    >>> moment_at("24.10.26, 14:05")[2:]
    (datetime.date(2026, 10, 24), datetime.time(14, 5))
    >>> moment_at("31/31/2020") is None
    True
    """
    first = text[pos : pos + 1]
    if not first.isdigit():
        word = _LETTERS.match(text, pos)
        if word is None or word[0].casefold() not in date_openings():
            return None  # most words: no month and no weekday
    clock = _CLOCK.match(text, pos) if first.isdigit() else None
    if clock:
        joined = _joint().match(text, clock.end())
        if joined and joined.end() > clock.end():
            dated = _date(text, joined.end(), american=bool(clock["ap"]))
            if dated:
                return Moment(pos, dated[0], dated[1], _time(clock))
    day = _date(text, pos)
    if day is None:
        return None
    end, found = day
    joined = _joint().match(text, end)
    clock = _CLOCK.match(text, joined.end()) if joined and joined.end() > end else None
    read = _time(clock) if clock else None
    if clock is None or read is None:
        return Moment(pos, end, found, None)
    if (clock["ap"] or clock["ap2"] or "").isupper():  # an English-speaking American's browser
        end, found = _date(text, pos, american=True) or day
    return Moment(pos, clock.end(), found, read)


def may_date(text: str) -> bool:
    """A cheap test: whether there is what could be the year of a date anywhere in a text."""
    return _YEAR.search(text) is not None


def has_digit(text: str) -> bool:
    """Whether a text has an ASCII digit: ten looks take a quarter of what a pattern takes."""
    return (
        "1" in text or "2" in text or "0" in text or "3" in text or "4" in text
        or "5" in text or "6" in text or "7" in text or "8" in text or "9" in text
    )  # fmt: skip


def moment(text: str) -> Moment | None:
    """The date that is the whole of ``text``, apart from white space around it.

    >>> moment(" 24 October 2026 ").date.isoformat(), moment("24 October 2026 was warm")
    ('2026-10-24', None)
    """
    if len(text) > MAX_MOMENT or not any("0" <= char <= "9" for char in text):
        return None
    start = len(text) - len(text.lstrip())
    found = moment_at(text, start)
    return found if found and not text[found.end :].strip() else None


def day_only(text: str) -> bool:
    """Whether a text is a day without its year, perhaps with a time, and nothing else.

    >>> day_only("November 18 at 4:46 PM"), day_only("18. November"), day_only("Room 18")
    (True, True, False)
    """
    match = _DAY.match(text) if len(text) <= MAX_MOMENT else None
    if match is None or (match["m1"] or match["m2"]).casefold() not in _months():
        return False
    rest = _joint().sub("", text[match.end() :], count=1)
    return not rest or clock_only(rest)


def clock_only(text: str) -> bool:
    """Whether a text is a time of day and nothing else.

    >>> clock_only("14:05 Uhr"), clock_only("14:05 in Rome")
    (True, False)
    """
    bare = text.strip()
    clock = _CLOCK.match(bare) if len(text) <= MAX_MOMENT and bare[:1].isdigit() else None
    return clock is not None and clock.end() == len(bare)


def _date(text: str, pos: int, *, american: bool = False) -> tuple[int, date] | None:
    """Where the date at ``pos`` ends, and the date; a weekday may stand before it."""
    found = _bare_date(text, pos, american=american)
    if found is None and text[pos : pos + 1].isalpha():
        named = _weekday().match(text, pos)
        found = _bare_date(text, named.end(), american=american) if named else None
    return found


def _bare_date(text: str, pos: int, *, american: bool) -> tuple[int, date] | None:
    match = _NUMERIC.match(text, pos)
    if match is None:
        match = _DAY_FIRST.match(text, pos) or _MONTH_FIRST.match(text, pos)
        month = _months().get(match["m"].casefold()) if match else None
        return _valid(match, int(match["y"]), month, int(match["d"])) if match and month else None
    if match["y1"]:
        return _valid(match, int(match["y1"]), int(match["m1"]), int(match["d1"]))
    year = int(match["y2"])
    if year < 100:
        year += 2000 if year < PIVOT else 1900
    one, two = int(match["a"]), int(match["b"])
    orders = [(two, one), (one, two)]  # day first, as most of the world writes
    if american and match["s2"] == "/":
        orders.reverse()
    return _valid(match, year, *orders[0]) or _valid(match, year, *orders[1])


def _valid(match: re.Match[str], year: int, month: int, day: int) -> tuple[int, date] | None:
    try:
        return match.end(), date(year, month, day)
    except ValueError:
        return None


def _time(clock: re.Match[str]) -> time | None:
    hour = int(clock["h"] or clock["h2"] or clock["h3"])
    half = (clock["ap"] or clock["ap2"] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, int(clock["m"] or clock["m3"] or 0), int(clock["s"] or 0))
    except ValueError:
        return None
