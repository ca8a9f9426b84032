"""What the page shows: every run of a document as pieces with a name, a kind and places."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from cleanpress.article import Article
from cleanpress.document import Box, Document, Filter, Run
from cleanpress.errors import ConfigError
from cleanpress.places import Place, line_places
from cleanpress.registry import filter_type

__all__ = ["Account", "Kind", "Piece", "account_of"]

INVISIBLE = " \t\n\r\f-\N{HYPHEN}\N{SOFT HYPHEN}\N{NO-BREAK SPACE}"
SLIVER = 2.0  # points; how wide a line break is drawn, behind its line
BOX_FLOOR = 1.2  # points; a narrower box cannot be seen or hit


class Kind(NamedTuple):
    """A filter's reason: a line of the legend. ``hue`` is the filter's number among the shown."""

    by: str
    reason: str
    meaning: str
    stage: str
    hue: int


class Piece(NamedTuple):
    """A run, or one line of a run that was kept: ``name`` is the same on both sides.

    ``kind`` is an index into the account's kinds, -1 for what was kept. ``how`` is ``kept``,
    ``gone``, ``new`` (rewritten) or ``space`` (only white space and hyphens changed).
    """

    name: str
    start: int
    end: int
    text: str
    how: str
    kind: int
    note: str
    places: tuple[Place, ...]


class Account(NamedTuple):
    """All pieces in source order, and the kinds in the order in which the filters run."""

    pieces: tuple[Piece, ...]
    kinds: tuple[Kind, ...]


def account_of(article: Article) -> Account:
    """The account of an article as pieces."""
    doc = article.document
    known = _filters(article)
    kinds = _kinds(doc, article.filters, known)
    index = {(one.by, one.reason): at for at, one in enumerate(kinds)}
    pieces: list[Piece] = []
    for run in doc.runs:
        if run.by:
            name, kind = f"c{len(pieces)}", index[run.by, run.reason]
            places = _places(doc, run)
            pieces.append(Piece(name, *run[:3], _how(doc, run), kind, run.note, places))
        else:
            for place in _kept(doc, run):
                text = doc.source[place.start : place.end]
                name = f"k{len(pieces)}"
                pieces.append(Piece(name, place.start, place.end, text, "kept", -1, "", (place,)))
    return Account(tuple(pieces), kinds)


def _filters(article: Article) -> dict[str, Filter | type[Filter]]:
    if article.pipeline is not None:
        return {one.name: one for one in article.pipeline.filters}
    known: dict[str, Filter | type[Filter]] = {}
    for name in {run.by for run in article.document.runs if run.by}:
        try:
            known[name] = filter_type(name)
        except ConfigError:  # an article made by hand: its filters are not on the table
            continue
    return known


def _kinds(
    doc: Document, order: tuple[str, ...], known: dict[str, Filter | type[Filter]]
) -> tuple[Kind, ...]:
    found = list(dict.fromkeys((run.by, run.reason) for run in doc.runs if run.by))
    names = sorted({by for by, _ in found}, key=lambda by: order.index(by) if by in order else 999)
    kinds = []
    for by, reason in sorted(found, key=lambda one: names.index(one[0])):
        one = known.get(by)
        meaning = one.reasons.get(reason, "") if one else ""
        kinds.append(Kind(by, reason, meaning, one.stage.name if one else "", names.index(by)))
    return tuple(kinds)


def _how(doc: Document, run: Run) -> str:
    before, after = (
        text.translate(_NOTHING) for text in (doc.source[run.start : run.end], run.text)
    )
    return "space" if before == after else "new" if after else "gone"


_NOTHING = dict.fromkeys(map(ord, INVISIBLE))


def _kept(doc: Document, run: Run) -> Iterator[Place]:
    """A kept run line by line."""
    for place in line_places(doc, run.start, run.end):
        start = place.start
        while not doc.typeset and (stop := doc.source.find("\n", start, place.end)) >= 0:
            yield place._replace(start=start, end=stop + 1)
            start = stop + 1
        if start < place.end:
            yield place._replace(start=start)


def _places(doc: Document, run: Run) -> tuple[Place, ...]:
    """Where a change stands; a line break stands behind its line."""
    found = tuple(one for one in line_places(doc, run.start, run.end) if one.box)
    if found or not doc.typeset:
        return tuple(one._replace(box=_seen(one.box)) for one in found if one.box)
    at = bisect_right(doc.typeset, run.start, key=lambda one: one.start) - 1
    if at < 0:
        return ()
    line = doc.typeset[at]
    x1, y0, y1 = line.box.x1, line.box.y0, line.box.y1
    return (Place(run.start, run.end, line.page, Box(x1, y0, x1 + SLIVER, y1)),)


def _seen(box: Box) -> Box:
    """The box, wide and high enough to be seen."""
    wide, high = max(box.x1 - box.x0, BOX_FLOOR), max(box.y1 - box.y0, BOX_FLOOR)
    return Box(box.x0, box.y0, box.x0 + wide, box.y0 + high)
