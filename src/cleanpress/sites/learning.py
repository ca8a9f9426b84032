"""From the outlines of a site to its profile: what recurs, where it stands, how it is set."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleanpress.sites.matching import NOTICE, run_below, stands_apart
from cleanpress.sites.outline import PROSE, Body, Look, find_body
from cleanpress.sites.profile import MAX_ENTRIES, MAX_TEXT, MAX_THEN, ZONES, Entry
from cleanpress.sites.recurrence import Outline, Recurrence, Thresholds
from cleanpress.sites.templates import DATE, NAME, REST, ends_sentence, is_bare

PHRASE = 5  # words of a line that is no heading of a section
SENTENCE = 5  # words; a shorter sentence is what people say in any article: "Yes."
SEEN = 2  # documents on which a line must stand at a place for that place to count
RARE = 0.1  # share of its documents, below which a place is an accident
NAMED = 2  # words of a section's name
HEAD = 3  # anchors between a standfirst and the first paragraph: byline, date, share bar
TOO_MANY = 3.0  # times on a document; lines of a dialogue come more often than a promo
TWICE = 1.5  # times on a document; a heading of a section stands once


class Seen(NamedTuple):
    """One occurrence of a key."""

    document: int
    zone: str
    look: Look | None
    apart: bool
    below: int  # lines below it that are no article
    text: str
    beside: tuple[str, str]  # the keys above and below


def entries_of(
    outlines: Sequence[Outline], thresholds: Thresholds
) -> tuple[int, tuple[Entry, ...]]:
    """How many different documents there are, and what recurs on them.

    >>> from cleanpress.sites.outline import outline_of
    >>> from cleanpress.document import Document
    >>> tale = "It was the {n}th night in the harbour and nobody knew where boat {n} had gone, " \\
    ...        "or why its bell was still ringing."
    >>> outlines = [outline_of(Document(f"Sign in\\n\\n{tale.format(n=n)}\\n\\nAll rights ours"))[0]
    ...             for n in range(10, 16)]
    >>> [(one.text, one.places) for one in entries_of(outlines, Thresholds(documents=3))[1]]
    [('Sign in', ('top',)), ('All rights ours', ('end',))]
    """
    known = Recurrence(outlines, thresholds)
    known.settle(_zones(known))
    seen: defaultdict[str, list[Seen]] = defaultdict(list)
    bodies = list[Body]()
    for number, rows in enumerate(known.outlines):
        own = [known.key_of(row.text) for row in rows]
        anchors = [key if key and known.is_anchor(key) else "" for key in own]
        body = _body(rows, anchors)
        bodies.append(body)
        for at, key in enumerate(own):
            if key:
                seen[key].append(_seen(number, rows, own, anchors, at, body))
    found = {key: entry for key, some in seen.items() if (entry := _entry(key, some, known, seen))}
    found = _without_covered(found, known, bodies)
    return known.documents, tuple(_with_notices(found, known))[:MAX_ENTRIES]


def _zones(known: Recurrence) -> dict[str, Counter[str]]:
    """How often keys stand in each zone."""
    zones: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for rows in known.outlines:
        own = [known.key_of(row.text) for row in rows]
        body = _body(rows, [key if key and known.is_anchor(key) else "" for key in own])
        for at, key in enumerate(own):
            if key:
                zones[key][body.zone(at)] += 1
    return zones


def _body(rows: Outline, anchors: Sequence[str]) -> Body:
    """The body of an outline: prose that does not recur on most documents.

    Without geometry a paragraph with several anchors right below it is taken for a standfirst.
    """
    body = find_body(rows, lambda at: bool(anchors[at]))
    if body.size or body.last < body.first:
        return body
    words = Counter(row.unit for row in rows for _ in row.text.split())
    after = (at for at in range(body.first + 1, body.last + 1)
             if not anchors[at] and words[rows[at].unit] >= PROSE
             and rows[at].unit != rows[body.first].unit)  # fmt: skip
    second = next(after, body.first)
    between = sum(map(bool, anchors[body.first : second]))
    return body._replace(first=second) if between >= HEAD else body


def _seen(
    number: int, rows: Outline, own: Sequence[str], anchors: Sequence[str], at: int, body: Body
) -> Seen:
    below = len(run_below(rows, anchors, at, MAX_THEN, body)) if anchors[at] else 0
    beside = (own[at - 1] if at else "", own[at + 1] if at + 1 < len(own) else "")
    return Seen(number, body.zone(at), body.look(rows[at]), stands_apart(rows, own, at), below,
                rows[at].text, beside)  # fmt: skip


def _entry(
    key: str, some: Sequence[Seen], known: Recurrence, seen: dict[str, list[Seen]]
) -> Entry | None:
    """The entry of a key, if it stands where and as what a site prints stands."""
    if is_bare(key) and NAME not in key and DATE not in key:
        return None  # a number alone is a cell of a table as often as a count of comments
    thresholds, on = known.thresholds, known.on[key]
    looks = Counter(one.look for one in some)
    look, count = looks.most_common(1)[0]
    if look is not None and count < thresholds.steady * len(some):
        look = None
    if sum(one.apart or not _as_body(one) for one in some) < thresholds.steady * len(some):
        return None
    if _is_speech(key) and not known.is_anchor(key):
        return None
    places = tuple(_places(key, some, known, look))
    if not places or (key == NAME and not _is_author(some, look, known)):
        return None
    return Entry(key, on, places, _then(some, known, look), look)


def _as_body(one: Seen) -> bool:
    return one.look is None or one.look.as_body


def _is_speech(key: str) -> bool:
    """Whether a line is a short sentence, which can stand in any article."""
    return len(key.split()) < SENTENCE and ends_sentence(key)


def _places(key: str, some: Sequence[Seen], known: Recurrence, look: Look | None) -> Iterator[str]:
    """The zones at which a line is the site's."""
    on = known.on[key]
    times = Counter(one.zone for one in some)
    outside = (times["top"] + times["end"]) / len(some)
    for zone in ZONES:
        docs = len({one.document for one in some if one.zone == zone})
        if not docs or (
            docs < max(SEEN, RARE * on) and not (zone == "top" and _is_name(key, known))
        ):
            continue
        if zone == "inside":
            if _within(key, [one for one in some if one.zone == zone], known):
                yield zone
        elif look and look.as_heading and not known.is_anchor(key):
            continue  # a headline, or a heading that many articles have
        elif known.is_anchor(key) or outside >= known.thresholds.steady:
            yield zone


def _is_name(key: str, known: Recurrence) -> bool:
    """Whether a line is the name of a section, which stands above each article by itself."""
    return key in known.fixed and len(key.split()) <= NAMED and not ends_sentence(key)


def _within(key: str, some: Sequence[Seen], known: Recurrence) -> bool:
    """Whether a line between the paragraphs of the article is the site's and not the article's."""
    steady, count = known.thresholds.steady * len(some), len(some)
    words = len(key.split())
    fixed = key in known.fixed
    if (
        fixed
        and words >= NOTICE
        and known.on[key] >= known.thresholds.loose_share * known.documents
    ):
        return True
    looks = [one.look for one in some if one.look]
    if looks:
        if sum(not one.as_body and not one.as_heading for one in looks) >= steady:
            return True
    elif fixed and words >= PHRASE and not ends_sentence(key):
        return known.on[key] >= known.thresholds.loose_share * known.documents
    if not known.is_anchor(key):
        return False
    times = count / len({one.document for one in some})
    if REST in key:
        titled = sum(not ends_sentence(one.text) for one in some)
        return times <= TOO_MANY and titled >= steady
    if looks and any(one.as_heading for one in looks):
        return False
    by_notice = sum(any(_is_notice(one, known) for one in seen.beside) for seen in some)
    if by_notice >= steady or (not looks and key.isupper()):
        return True
    return not looks and fixed and (times >= TWICE or _steady_below(some, known) > 1)


def _is_notice(key: str, known: Recurrence) -> bool:
    return len(key.split()) >= NOTICE and key in known.fixed and known.is_anchor(key)


def _is_author(some: Sequence[Seen], look: Look | None, known: Recurrence) -> bool:
    """Whether a line of nothing but names is the byline of a site: set so, above the article."""
    above = sum(one.zone == "top" for one in some)
    own = look is not None and not look.as_body and not look.as_heading
    return own and above >= known.thresholds.steady * len(some)


def _then(some: Sequence[Seen], known: Recurrence, look: Look | None) -> int:
    """How many lines below it belong to a line."""
    if not known.is_many(len({one.document for one in some})):
        return 0
    if look is None:
        end = [one.below for one in some if one.zone == "end"]
        if len(end) >= known.thresholds.steady * len(some):
            follows = sum(count > 0 for count in end)
            return max(end) if follows >= known.thresholds.steady * len(end) else 0
        inside = [one for one in some if one.zone == "inside"]
        return _steady_below(inside, known) if 2 * len(inside) > len(some) else 0
    follows = sum(one.below > 0 for one in some)
    if follows < known.thresholds.steady * len(some):
        return 0
    return max(one.below for one in some)


def _steady_below(some: Sequence[Seen], known: Recurrence) -> int:
    """How many lines stand below it nearly everywhere, the same number."""
    if not some:
        return 0
    usual, _ = Counter(one.below for one in some).most_common(1)[0]
    least = sum(one.below >= usual for one in some)
    same = sum(one.below in (usual, usual + 1) for one in some)
    return usual if min(least, same) >= known.thresholds.steady * len(some) else 0


def _without_covered(
    found: dict[str, Entry], known: Recurrence, bodies: Sequence[Body]
) -> dict[str, Entry]:
    """The entries without those that stand below a label wherever they stand."""
    free = set[str]()
    for rows, body in zip(known.outlines, bodies, strict=True):
        own = [known.key_of(row.text) for row in rows]
        anchors = [key if key in found and known.is_anchor(key) else "" for key in own]
        covered = set[int]()
        for at, key in enumerate(anchors):
            if key and found[key].then:
                covered.update(run_below(rows, anchors, at, found[key].then, body))
        free.update(key for at, key in enumerate(own) if key and at not in covered)
    return {key: one for key, one in found.items() if key in free}


def _with_notices(found: dict[str, Entry], known: Recurrence) -> Iterator[Entry]:
    """The entries in the order of the page, the lines of a wrapped notice joined to one entry."""
    pairs: Counter[tuple[str, str]] = Counter()
    times: Counter[str] = Counter()
    order: dict[str, float] = {}
    for rows in known.outlines:
        own = [known.key_of(row.text) for row in rows]
        for at, key in enumerate(own):
            times[key] += 1
            order.setdefault(key, at / len(own))
            if at and key and own[at - 1] and rows[at - 1].unit == rows[at].unit:
                pairs[own[at - 1], key] += 1
    after = {
        one: two
        for (one, two), count in pairs.items()
        if {one, two} <= found.keys() and one != two
        and len(one) >= 40 and count >= 0.9 * max(times[one], times[two])
        and found[one].look == found[two].look and not found[one].then
    }  # fmt: skip
    tails = set(after.values())
    for key in sorted(found, key=lambda key: (order[key], key)):
        if key in tails:
            continue
        entry, last = found[key], key
        while last in after and len(entry.text) + len(after[last]) < MAX_TEXT:
            last = after[last]
            more = found[last]
            places = tuple(one for one in ZONES if one in {*entry.places, *more.places})
            entry = Entry(f"{entry.text} {last}", max(entry.on, more.on), places, more.then,
                          entry.look)  # fmt: skip
        yield entry
