"""Where the pages of a text start: form feeds, page counters, or the rules a scraper left.

A scrape of a print often has no form feeds, but something recurs at each page: a counter such as
``3/7``, or a rule (``---``) next to a running head.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

_COUNTER = re.compile(
    r"(?:^|\s)(?:page|seite|p[áa]gina|p\.|s\.)?\s*(\d{1,4})\s*(?:/|of|von|sur|de)\s*(\d{1,4})\s*$",
    re.IGNORECASE,
)
# Without IGNORECASE, with which a search has no first character to go by.
_OF = r"(?:/|[Oo][Ff]|[Vv][Oo][Nn]|[Ssſ][Uu][Rr]|[Dd][Ee])"
_HINT = re.compile(rf"\d\d{{0,3}}[ \t]*{_OF}[ \t]*\d{{1,4}}[ \t]*$", re.M)
_FIRST = re.compile(rf"1[ \t]*{_OF}[ \t]*\d{{1,4}}[ \t]*$", re.M)
_RULE = re.compile(r"[ \t]*(-{3,}|_{3,}|\*{3,})[ \t]*")
_FORM_FEED = re.compile("\f")
_DIGITS = re.compile(r"\d+")
_SIGN = re.compile(r"\S")
MAX_HEAD = 200  # characters of a line that can be a running head
TOP_LINES = 5  # lines at the top among which a running head of the first page is looked for


class _Spot(NamedTuple):
    start: int
    end: int
    text: str


def page_marks(text: str) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
    """Where pages start, and the spans of rules that stand for a page break.

    Offsets are code points; the first page always starts at 0.
    """
    if "\f" in text:
        return (0, *(match.end() for match in _FORM_FEED.finditer(text))), ()
    starts: list[int] = []
    rules: list[tuple[int, int]] = []
    firsts = filter(None, (_counter_in(text, hint) for hint in _FIRST.finditer(text)))
    if any(page == 1 < of for page, of, _ in firsts):
        starts = _by_counters(text)
    if not starts:
        starts, rules = _by_rules(text)
    return (0, *sorted(set(starts) - {0})), tuple(rules)


def _by_counters(text: str) -> list[int]:
    """Page starts told by counters that run 1/N, 2/N … N/N, each on the last or first line."""
    hints = (_counter_in(text, hint) for hint in _HINT.finditer(text))
    found = list(filter(None, hints))
    total = next((of for page, of, _ in found if page == 1 and of > 1), 0)
    spots: list[_Spot] = []
    for page, of, spot in found:
        if of == total and page == len(spots) + 1:
            spots.append(spot)
    if total < 2 or len(spots) < total:  # fractions in prose do not run up to N/N
        return []
    if len(text[: spots[0].start].split()) < len(text[spots[-1].end :].split()):  # in page heads
        return [spot.start for spot in spots[1:]]
    return [spot.end + 1 for spot in spots if spot.end + 1 < len(text)]


def _counter_in(text: str, hint: re.Match[str]) -> tuple[int, int, _Spot] | None:
    """The page, the number of pages and the place of the counter at the end of a line."""
    spot = _line_at(text, hint.end() - 1)
    match = _COUNTER.search(spot.text) if len(spot.text) <= MAX_HEAD else None
    return (int(match[1]), int(match[2]), spot) if match else None


def _by_rules(text: str) -> tuple[list[int], list[tuple[int, int]]]:
    """Page starts told by rules beside a line that recurs at other rules or at the top."""
    rules = _rules(text)
    if not rules:
        return [], []
    if len(rules) > 1 and not text[rules[-1].end :].strip() and len({r.text for r in rules}) == 1:
        return [rule.end + 1 for rule in rules[:-1]], [(rule.start, rule.end) for rule in rules]
    lines = _spots(text, rules)
    near = {spot.start: spot for spot in lines[:TOP_LINES]}
    places = [line.start for line in lines]
    beside = []
    for rule in rules:
        at = bisect_right(places, rule.start)
        before = lines[at - 1] if at else None
        after = lines[at] if at < len(lines) else None
        beside.append((rule, before, after))
        near |= {spot.start: spot for spot in (before, after) if spot}
    seen = Counter(_template(spot.text) for spot in near.values())
    starts: list[int] = []
    marks: list[tuple[int, int]] = []
    for rule, before, after in beside:
        if before and seen[_template(before.text)] > 1 and _is_head(before.text):
            starts.append(before.start)
        elif after and seen[_template(after.text)] > 1 and _is_head(after.text):
            starts.append(rule.end + 1)
        else:
            continue
        marks.append((rule.start, rule.end))
    return [start for start in starts if start < len(text)], marks


def _rules(text: str) -> list[_Spot]:
    """The lines that are rules."""
    found = []
    for sign in ("-", "_", "*"):
        at = text.find(3 * sign) if sign in text else -1
        while at >= 0:
            start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            end = len(text) if end < 0 else end
            rule = _RULE.fullmatch(text, start, end)
            if rule:
                found.append(_Spot(start, end, rule[1]))
            at = text.find(3 * sign, end)
    return sorted(found)


def _spots(text: str, rules: Sequence[_Spot]) -> list[_Spot]:
    """Of what stands between rules the first lines that say something, and the last."""
    spots: list[_Spot] = []
    starts, stops = [0, *[rule.end + 1 for rule in rules]], [rule.start for rule in rules]
    for start, stop in zip(starts, [*stops, len(text)], strict=True):
        at = start
        for _ in range(TOP_LINES):
            if (sign := _SIGN.search(text, at, stop)) is None:
                break
            spots.append(_line_at(text, sign.start()))
            at = spots[-1].end
        last = start + len(text[start:stop].rstrip()) - 1
        if last > at:
            spots.append(_line_at(text, last))
    return spots


def _line_at(text: str, pos: int) -> _Spot:
    start, end = text.rfind("\n", 0, pos) + 1, text.find("\n", pos)
    return _Spot(start, len(text) if end < 0 else end, text[start : end if end >= 0 else None])


def _template(line: str) -> str:
    return _DIGITS.sub("0", " ".join(line.split()).casefold())


def _is_head(line: str) -> bool:
    return len(line) <= MAX_HEAD and any(char.isalpha() for char in line)
