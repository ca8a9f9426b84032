"""What is the article's on a page of a known site, once the site's own lines are gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from cleanpress.document import Document, Typeset
from cleanpress.sites.outline import HEADING, SAME

LEAST = 5  # lines of the site's frame that must be gone; on a page of another site hardly one is
TAIL = 40  # words below the last paragraph; a last answer of a dialogue, a last short paragraph


def spared(
    doc: Document, units: Sequence[tuple[int, int]], kept: Collection[int]
) -> frozenset[int]:
    """Those units beside the kept ones that are set as these are: short lines of the article.

    Between kept units they may be headings too; below the last one only a few words are spared.
    ``units`` are half-open line numbers, ``kept`` indices into them. Nothing is spared where no
    site profile has taken the frame of the page away, or where no geometry is known.

    >>> spared(Document("It left."), [(0, 1)], ())
    frozenset()
    """
    frame = sum(run.reason == "site-frame" and not run.text for run in doc.runs)
    if frame < LEAST or not kept or not doc.typeset:
        return frozenset()
    styles: Counter[tuple[float, str]] = Counter()
    for index in kept:
        for one in _set(doc, *units[index]):
            styles[round(one.size, 1), one.font] += one.end - one.start
    if not styles:
        return frozenset()
    size, font = styles.most_common(1)[0][0]
    found, held, words = set[int](), set[int](), 0
    for index in range(min(kept) + 1, len(units)):
        if index in kept:
            continue
        lines = _set(doc, *units[index])
        as_body = bool(lines) and all(
            one.font == font and abs(one.size / size - 1) <= SAME and not one.linked
            for one in lines
        )
        as_heading = bool(lines) and all(one.size >= HEADING * size for one in lines)
        if index > max(kept):
            words += sum(len(text.split()) for text in doc.texts[slice(*units[index])])
            if words > TAIL or not (as_body or as_heading):
                break
        held |= {index} if as_body or as_heading else set()
        if as_body or index < max(kept):  # a heading at the very end heads nothing
            found |= held
    return frozenset(found)


def _set(doc: Document, first: int, last: int) -> list[Typeset]:
    return [line.typeset for line in doc.lines[first:last] if line.typeset is not None]
