"""What earlier filters took away between the units: hints of where an article starts and ends."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from cleanpress.content.units import Unit
from cleanpress.document import Document

FAR = 99  # units; no trace of the kind on that side

# What is left of a removal's reason: the kinds that tell something about what stands next to it.
_KINDS = {
    "headline": "headline", "byline": "byline", "dateline": "byline", "date": "byline",
    "image": "image", "image-credit": "image", "caption": "image", "credit": "image",
    "alt-text": "image", "repeated-alt-text": "image",
    "share-bar": "share", "share-phrase": "share", "follow": "share",
    "related-heading": "more", "related-title": "more", "related-link": "more", "tags": "more",
    "comment-section": "after", "comment-link": "share", "comment-form": "after",
    "copyright": "after", "terms": "after", "author-note": "after", "author-contact": "after",
    "newsletter": "promo", "subscription": "promo", "paywall": "promo", "app": "promo",
    "donation": "promo", "promo-section": "promo", "advertisement-label": "advert",
}  # fmt: skip


class Traces(NamedTuple):
    """What went near the units, one column a fact."""

    headline: Sequence[int]  # units since the headline; negative before it, FAR where none is known
    byline: Sequence[int]  # the same for the first byline
    above: Sequence[int]  # 0 nothing went just above, else its kind: 1 byline, 2 image, 3 share ...
    below: Sequence[int]
    ended: Sequence[int]  # how many pieces that stand after articles went above
    coming: Sequence[int]  # how many such pieces went below


_CODES = {"byline": 1, "image": 2, "share": 3, "more": 4, "promo": 5, "advert": 6, "after": 7,
          "headline": 8}  # fmt: skip


class Traced(NamedTuple):
    """What went between the units; ``above``, ``below`` and ``endings`` are by unit."""

    headline: int | None  # the first unit below it
    byline: int | None
    above: list[int]
    below: list[int]
    endings: list[int]  # pieces that stand after articles, by the next unit


def traced(doc: Document, ends: Sequence[int], starts: Sequence[int] = ()) -> Traced:
    """What went, by the units' ends; what went just above or below them only if given starts."""
    count = len(ends)
    above, below, endings = [0] * (count + 1), [0] * (count + 1), [0] * (count + 1)
    first: dict[str, int] = {}
    at = 0
    for _, _, text, by, reason, _ in doc.runs:
        if text:
            at += len(text)
        elif by and reason in _KINDS:
            kind = _KINDS[reason]
            next_unit = bisect_right(ends, at)  # the first unit that ends after the removal
            if starts:
                code = _CODES[kind]
                if next_unit < count and starts[next_unit] >= at:
                    above[next_unit] = max(above[next_unit], code)
                if next_unit and ends[next_unit - 1] <= at:
                    below[next_unit - 1] = max(below[next_unit - 1], code)
            if kind in ("more", "after", "share"):
                endings[next_unit] += 1
            first.setdefault(kind, next_unit)
    return Traced(first.get("headline"), first.get("byline"), above, below, endings)


def traces_of(doc: Document, units: Sequence[Unit]) -> Traces:
    """The traces about the units; without removals they are all alike."""
    count = len(units)
    headline, byline, above, below, endings = traced(
        doc, [unit.end for unit in units], [unit.start for unit in units]
    )
    ended, total = list(accumulate(endings[:count])), sum(endings)
    return Traces(
        _since(headline, count), _since(byline, count), above[:count], below[:count],
        ended, [total - before for before in ended],
    )  # fmt: skip


def _since(at: int | None, count: int) -> Sequence[int]:
    return [FAR] * count if at is None else range(-at, count - at)
