"""The slots of a printed page's header and footer: date, title, URL, page number.

Browsers print the date and the title, or the title and the URL, on top of each page, and the URL,
the page number or the date at its foot. In text the slots of one edge stand on one line or on one
line each. A line is read only if all of it is slots.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from cleanpress.grammar.dates import MAX_MOMENT, any_of, date_openings, has_digit, moment_at
from cleanpress.phrases import load_phrases

MAX_LINE = 2200  # characters; browsers print URLs of up to 2000 and an ellipsis
MAX_FOLIO = 30  # characters; "Página 1234 de 1234" between dashes has 23
MAX_TITLE = 300  # characters of a title; browsers cut it at the width of the page

_URL = re.compile(r"[A-Za-z][A-Za-z+.-]{2,20}:(?=[^\s<>\"]*[./])[^\s<>\"]{2,}")
_FOLIO_SIGNS = " \t-|[]().*~_\N{EN DASH}\N{EM DASH}\N{MIDDLE DOT}\N{BULLET}"
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_DIGITS = frozenset("0123456789")
_TIME_ENDS = frozenset("mMrRhHsStTcCzZ.)\N{LATIN SMALL LETTER LONG S}")  # but for digits
_CLOCKS = r"[:.h][0-9]|\s+h\s|\s?[ap]\.?\s?m|\s?uhr|\s?h\b"  # behind a digit of every time of day
_CLOCK = re.compile(rf"[0-9](?i:{_CLOCKS})")
_NUMBERS = re.compile(r"[0-9][0-9]*")
_HINT = re.compile(r"[0-9]")
_SCHEME = re.compile(r":(?<=[a-z]:)\S")
_ADDRESS = re.compile(r":(?<=[A-Za-z+.-]:)\S")  # in every URL
_OPENING = re.compile(r"\s*([^\W\d_]+|\d)")


class Slot(NamedTuple):
    """A piece of a line: ``kind`` is ``time``, ``url``, ``page`` or ``title``."""

    kind: str
    start: int
    end: int
    text: str
    number: int = 0  # of the page
    total: int = 0  # pages, 0 where it is not told
    worded: bool = False  # the page number says "Page"


def read_slots(text: str) -> tuple[Slot, ...]:
    """The slots of a line, left to right; none if any of it is something else.

    >>> [slot.kind for slot in read_slots("10/24/26, 2:05 PM   The last crane leaves")]
    ['time', 'title']
    >>> [slot.text for slot in read_slots("https://example.org/crane 1/3")]
    ['https://example.org/crane', '1/3']
    >>> read_slots("On 10/24/26, 2:05 PM was the last call.")
    ()
    """
    if ":" not in text and not (has_digit(text) and _may_stand(text)):
        return ()  # most lines
    linked = ":" in text and _SCHEME.search(text) is not None
    if not _may_be(text, linked=linked) or not (linked or _may_count(text)):
        return ()
    timed = _CLOCK.search(text) is not None
    left, at = _from_left(text, timed=timed)
    if at < len(text) and [slot.kind for slot in left] == ["url"]:
        return _overrun(text, left[0])
    if not (left or linked or _ADDRESS.search(text) or _is_worded(text)):
        return ()  # nothing else stands right of a title alone
    right, stop = _from_right(text, at, timed=timed)
    slots = left + right
    if not slots:
        return ()
    middle = text[at:stop].strip()
    if not middle:
        return tuple(slots)
    start = text.index(middle, at)
    if len(middle) > MAX_TITLE or not _takes_title(left, right):
        return ()
    return (*left, Slot("title", start, start + len(middle), middle), *right)


def _may_stand(text: str) -> bool:
    """A cheap test: a line without a colon starts or ends as a date or a page number does."""
    last = text.rstrip()[-1:]
    if last in _DIGITS or last in _TIME_ENDS:
        return True
    word = _OPENING.match(text)
    if word is None:  # a sign, or nothing at all
        return False
    return not word[1].isascii() or word[1].isdigit() or word[1].lower() in _openings()


def _may_be(text: str, *, linked: bool) -> bool:
    """A cheap test: a URL somewhere, or a number near one of the ends of a line not too long."""
    if len(text) > MAX_TITLE + MAX_MOMENT:
        return len(text) <= MAX_LINE and "://" in text
    return linked or bool(_HINT.search(text, 0, 22) or _HINT.search(text, max(0, len(text) - 22)))


def _may_count(text: str) -> bool:
    """A cheap test: a time of day, a number with a total, or one behind a word for a page."""
    return _total().search(text) is not None or _is_worded(text)


def _is_worded(text: str) -> bool:
    """Whether there is a number behind a word for a page."""
    words = _page_words()
    for number in _NUMBERS.finditer(text):
        at = number.start()
        if text[max(0, at - 30) : at].rstrip().rstrip(".").casefold().endswith(words):
            return True
    return False


def _takes_title(left: list[Slot], right: list[Slot]) -> bool:
    """Whether a title can stand there: right of the date, left of the URL or of "Page 1 of 3"."""
    if left and right:
        return [slot.kind for slot in left] == ["time"] and right[0].kind in ("page", "url")
    if left:
        return [slot.kind for slot in left] == ["time"]
    return right[0].kind == "url" or (right[0].kind == "page" and right[0].worded)


def _overrun(text: str, url: Slot) -> tuple[Slot, ...]:
    """The slots of a footer whose URL ran into them: ``https://…/a.htmlMay 3, …, AMPage 1``."""
    stop = len(text.rstrip())
    inner = [
        at
        for at in range(max(url.start + 10, stop - MAX_MOMENT - MAX_FOLIO), stop)
        if text[at].isupper() or (text[at].isdigit() and not text[at - 1].isdigit())
    ]
    pages = (_page(text, at) for at in inner)
    page = next((one for one in pages if one and one.end == stop), None)
    head = text[: page.start if page else stop].rstrip()
    for at in inner:
        time = _time(head, at)
        if time and time.end == len(head):
            first = Slot("url", url.start, at, text[url.start : at].rstrip())
            return (first, time, page) if page else (first, time)
    return ()


def _from_left(text: str, *, timed: bool) -> tuple[list[Slot], int]:
    slots: list[Slot] = []
    at = len(text) - len(text.lstrip())
    while at < len(text):
        if not text[at].isalnum():
            break
        slot = (
            (_time(text, at) if timed else None)
            or (_url(text, at) if ":" in text else None)
            or _page(text, at)
        )
        if slot is None or (slot.end < len(text) and not text[slot.end].isspace()):
            break
        slots.append(slot)
        at = slot.end + len(text[slot.end :]) - len(text[slot.end :].lstrip())
    return slots, at


def _from_right(text: str, at: int, *, timed: bool) -> tuple[list[Slot], int]:
    """The slots at the end of the line that start after ``at``; words are tried from the right."""
    slots: list[Slot] = []
    stop = len(text.rstrip())
    while stop > at:
        slot = _ending(text, at, stop, timed=timed)
        if slot is None:
            break
        slots.insert(0, slot)
        stop = len(text[: slot.start].rstrip())
    return slots, stop


def _ending(text: str, at: int, stop: int, *, timed: bool) -> Slot | None:
    """The longest slot that ends exactly at ``stop``."""
    last = text[stop - 1]
    numbered = last in _DIGITS
    timed = timed and (numbered or last in _TIME_ENDS)
    start = _word_start(text, at, stop)
    found = _url(text, max(start + 1, at)) if ":" in text else None
    if found is not None and found.end != stop:
        found = None
    if not (numbered or timed):
        return found
    if found is None:
        found = _ends(text, max(start + 1, at), stop, (numbered, timed))
    for _ in range(8):  # the other words of the longest written date with its time
        if start < at or stop - start > (MAX_MOMENT if timed else MAX_FOLIO):
            break
        start = _word_start(text, at, start)
        found = _ends(text, max(start + 1, at), stop, (numbered, timed)) or found
    return found


def _word_start(text: str, at: int, stop: int) -> int:
    """The last space or tab between two offsets, -1 without any."""
    return max(text.rfind(" ", at, stop), text.rfind("\t", at, stop))


def _ends(text: str, at: int, stop: int, may: tuple[bool, bool]) -> Slot | None:
    """The page number or the time, if they may be it, that is the text between two offsets."""
    numbered, timed = may
    slot = _page(text, at) if numbered else None
    if timed and (slot is None or slot.end != stop):
        slot = _time(text, at)
    return slot if slot is not None and slot.end == stop else None


def _time(text: str, at: int) -> Slot | None:
    moment = moment_at(text, at)
    if moment is None or moment.time is None:
        return None
    return Slot("time", at, moment.end, text[at : moment.end])


def _url(text: str, at: int) -> Slot | None:
    match = _URL.match(text, at)
    return Slot("url", at, match.end(), match[0]) if match else None


def _page(text: str, at: int) -> Slot | None:
    if text[at : at + 1] not in _page_openings():
        return None
    match = _counter().match(text, at)
    if match is None:
        return None
    number, total = int(match["n"]), int(match["of"] or 0)
    worded = bool(match["word"])
    if (total and number > total) or not (total or worded):
        return None
    return Slot("page", at, match.end(), match[0], number, total, worded)


def read_folio(text: str) -> Slot | None:
    """The page number that is the whole line: ``3``, ``- 3 -``, ``Seite 3 von 7``, ``iv``.

    >>> read_folio("- 3 -").number, read_folio("iv").number, read_folio("mix")
    (3, 4, None)
    """
    if len(text) > MAX_FOLIO:
        return None
    bare = text.strip(_FOLIO_SIGNS)
    if not bare:
        return None
    match = _counter().fullmatch(bare) if bare[-1] in _DIGITS else None
    if match:
        total = int(match["of"] or 0)
        found = Slot("page", 0, len(text), bare, int(match["n"]), total, bool(match["word"]))
        return None if total and found.number > total else found
    number = _roman(bare.lower())
    return Slot("page", 0, len(text), bare, number) if number else None


def _roman(text: str) -> int:
    if not text or len(text) > 8 or not _ROMAN.keys() >= set(text):
        return 0
    values = [_ROMAN[char] for char in text]
    number = sum(-v if v < w else v for v, w in zip(values, [*values[1:], 0], strict=True))
    tens, ones = divmod(number, 10)
    tens_text = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx")[tens] if tens < 9 else "?"
    usual = tens_text + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]
    return number if usual == text else 0


@cache
def _openings() -> frozenset[str]:
    """The words that dates and page numbers start with."""
    return date_openings() | load_phrases().words("page")


@cache
def _page_openings() -> frozenset[str]:
    """The characters that page numbers start with."""
    words = load_phrases().words("page")
    return _DIGITS.union(
        *({word[0], word[0].upper()} for word in words), "\N{LATIN SMALL LETTER LONG S}"
    )


@cache
def _counter() -> re.Pattern[str]:
    """``3/7``, ``3 of 7``, ``Page 3 of 7``, ``Page 3``, in all languages."""
    page, of = load_phrases().words("page"), load_phrases().words("of")
    return re.compile(
        rf"(?:(?P<word>{any_of(page)})\.?\s*)?(?P<n>[0-9]{{1,4}})"
        rf"(?:\s*(?:/|\s(?:{any_of(of)})\s)\s*(?P<of>[0-9]{{1,4}}))?(?![\w/])",
        re.IGNORECASE,
    )


@cache
def _page_words() -> tuple[str, ...]:
    return tuple(load_phrases().words("page"))


@cache
def _total() -> re.Pattern[str]:
    """What every time of day and every page number with a total has."""
    of = load_phrases().words("of")
    # The digits without IGNORECASE, with which a search is ten times as slow.
    return re.compile(rf"[0-9](?i:{_CLOCKS}|\s*(?:/|\s(?:{any_of(of)})\s))")
