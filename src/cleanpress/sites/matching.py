"""Which rows of an outline a profile knows, and as what."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile
from statistics import median

from cleanpress.sites.outline import PROSE, Body, Row, find_body
from cleanpress.sites.profile import Entry, Profile
from cleanpress.sites.templates import ends_sentence, keys

NOTICE = 8  # words; a longer entry is a notice, whose lines may be wrapped in any way
PART = 4  # words of a line that shows which notice it is a part of
TITLE = 20  # words; a longer line is no title
_END = "\n"


class Matcher:
    """Looks rows up in a profile.

    >>> notice = "We write on Fridays. Nothing else comes of it, and nobody pays."
    >>> entry = Entry(notice, 9, ("end",))
    >>> matcher = Matcher(Profile("gull", 10, (), (entry,)))
    >>> rows = [Row("We write on Fridays. Nothing", 0), Row("else", 0)]
    >>> [one is entry for one in matcher.match(rows)]
    [True, True]
    """

    def __init__(self, profile: Profile) -> None:
        """Read the entries of a profile."""
        self.profile = profile
        self.entries = {one.text: one for one in profile.entries}
        self.notices = [one for one in profile.entries if len(one.text.split()) >= NOTICE]
        self._starts: list[int] = []
        parts, at = [], 0
        for one in self.notices:
            self._starts.append(at)
            parts.append(f" {one.text} {_END}")
            at += len(parts[-1])
        self._joined = "".join(parts)

    def match(self, rows: Sequence[Row]) -> list[Entry | None]:
        """The entry of each row that the profile knows, whatever place it stands at."""
        found: list[Entry | None] = []
        goes_on = -1  # where in the notices the row before ended
        for row in rows:
            own = keys(row.text)
            entry = next((self.entries[key] for key in (own.text, *own.loose)
                          if key in self.entries), None)  # fmt: skip
            at, goes_on = goes_on, -1
            if entry is None and self._joined:
                part = f" {own.text} "
                if at >= 0 and self._joined.startswith(part, at):
                    start = at
                elif len(own.text.split(None, PART)) >= PART:
                    start = self._joined.find(part)
                else:
                    start = -1
                if start >= 0:
                    entry = self.notices[self._at(start)]
                    goes_on = start + len(part) - 1
            found.append(entry)
        return found

    def _at(self, pos: int) -> int:
        return bisect_right(self._starts, pos) - 1

    def body(self, rows: Sequence[Row], found: Sequence[Entry | None]) -> Body:
        """Where the article stands; its size is told by how the known lines are set beside it."""
        sizes = [row.size / one.look.size for row, one in zip(rows, found, strict=True)
                 if one and one.look and row.size]  # fmt: skip
        size = median(sizes) if len(sizes) > 2 else 0.0
        anchors = [self.profile.is_anchor(one) for one in found]
        taken = set[int]()
        for at, one in enumerate(found):
            if one and one.then:
                taken.update(run_below(rows, anchors, at, one.then, None))
        body = find_body(rows, lambda at: found[at] is not None or at in taken, size)
        return _below_the_head(rows, found, body)

    def gone(self, rows: Sequence[Row]) -> dict[int, tuple[Entry, str]]:
        """The rows that belong to the site, each with its entry and why.

        It is ``frame`` (on most pages), ``line``, or ``below`` a label.
        """
        found = self.match(rows)
        body = self.body(rows, found)
        anchors = [self.profile.is_anchor(one) for one in found]
        out: dict[int, tuple[Entry, str]] = {}
        for at, one in enumerate(found):
            if one and self._stands(rows, found, at, one, body):
                out[at] = one, "frame" if anchors[at] else "line"
        for at, (one, why) in list(out.items()):
            if one.then and why != "below":
                for below in run_below(rows, anchors, at, one.then, body):
                    out.setdefault(below, (one, "below"))
        return out

    @staticmethod
    def _stands(
        rows: Sequence[Row], found: Sequence[Entry | None], at: int, one: Entry, body: Body
    ) -> bool:
        """Whether a row stands where the profile says, set so, and apart from other lines."""
        zone = body.zone(at) if body.last >= body.first else ""
        if zone and zone not in one.places:
            return False
        if not zone and one.places == ("inside",):
            return False
        look = body.look(rows[at])
        if not one.fits(look):
            return False
        return (look is not None and not look.as_body) or stands_apart(rows, found, at)


def stands_apart(rows: Sequence[Row], found: Sequence[object], at: int) -> bool:
    """Whether a row is no part of a paragraph with other words.

    The rows of its paragraph are known too, or end a sentence above it and begin one below it.
    """
    row = rows[at]
    if at and rows[at - 1].unit == row.unit and not found[at - 1]:
        above = rows[at - 1].text
        if not ends_sentence(above) or row.text[0].islower():
            return False
    if at + 1 < len(rows) and rows[at + 1].unit == row.unit and not found[at + 1]:
        below = rows[at + 1].text
        if below[0].islower() or not ends_sentence(row.text):
            return False
    return True


def run_below(
    rows: Sequence[Row], anchors: Sequence[object], at: int, most: int, body: Body | None
) -> list[int]:
    """The rows below one, down to the next anchor, that are no paragraph of the article.

    With geometry these are rows that are neither set as the body nor larger. Without it they are
    lines that end no sentence; below the article any lines too short for a paragraph, if an anchor
    or the end of the document follows. ``body is None``: where the article stands is not known.
    """
    out: list[int] = []
    below = body is not None and body.last <= at
    index = at + 1
    while index < len(rows) and not anchors[index] and len(out) < most:
        row = rows[index]
        look = body.look(row) if body else None
        if look is not None:
            if look.as_body or look.as_heading:
                break
        elif not row.size or body is not None:
            short = len(row.text.split()) < TITLE
            if not short or (not below and ends_sentence(row.text)):
                break
        out.append(index)
        index += 1
    if below and not rows[at].size and index < len(rows) and not anchors[index]:
        return list(takewhile(lambda index: not ends_sentence(rows[index].text), out))
    return out


def _below_the_head(rows: Sequence[Row], found: Sequence[Entry | None], body: Body) -> Body:
    """The body without a standfirst: one paragraph above lines that stand above articles only."""
    if body.size or body.last < body.first:
        return body
    heads = [at for at in range(body.first, body.last)
             if (one := found[at]) and one.places == ("top",)]  # fmt: skip
    if not heads:
        return body
    words = Counter[int]()
    for at in range(body.first, heads[-1]):
        words[rows[at].unit] += 0 if found[at] else len(rows[at].text.split())
    if sum(count >= PROSE for count in words.values()) > 1:
        return body
    first = next(
        (at for at in range(heads[-1] + 1, body.last + 1)
         if not found[at] and ends_sentence(rows[at].text)), body.first,
    )  # fmt: skip
    return body._replace(first=first)


@lru_cache(maxsize=64)
def matcher_of(profile: Profile) -> Matcher:
    """The matcher of a profile, made once."""
    return Matcher(profile)
