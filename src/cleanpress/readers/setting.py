"""Pages of glyphs to pages of blocks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from cleanpress.errors import LimitExceeded
from cleanpress.readers.blocks import blocks_of, usual_leadings
from cleanpress.readers.compose import SetPage
from cleanpress.readers.hiding import hidden, shows
from cleanpress.readers.joining import joined
from cleanpress.readers.layout import set_lines
from cleanpress.readers.lines import SetLine
from cleanpress.readers.linked import Links
from cleanpress.readers.order import reading_order
from cleanpress.values import Box

if TYPE_CHECKING:
    from cleanpress.readers.spans import ReadPage, Span

__all__ = ["set_pages"]

_OVERPRINT = 0.12  # ems; the widest shadow of printed text, narrower than any letter
_STRIP = 4.0  # points; a span is compared with those that begin in the same strip of the page


def set_pages(
    pages: Iterable[ReadPage],
    *,
    tick: Callable[[], None] = lambda: None,
    stop: Callable[[LimitExceeded], None] | None = None,
) -> list[SetPage]:
    """Set every page: lines, reading order, blocks. Glyphs are let go of page by page.

    ``tick`` is called now and then and may raise LimitExceeded. If ``stop`` takes the error and
    returns, the pages before it are set and no more.
    """
    plain: list[tuple[tuple[float, float], Sequence[Box]]] = []
    ordered: list[tuple[list[SetLine], dict[int, int]]] = []
    try:
        for page in pages:
            ordered.append(_set_page(page, tick))
            plain.append((page.size, page.pictures))
            tick()
    except LimitExceeded as exceeded:
        if stop is None:
            raise
        stop(exceeded)
    leadings = usual_leadings([lines for lines, _ in ordered])
    return [
        SetPage(size, blocks_of(lines, leadings), columns, pictures)
        for (size, pictures), (lines, columns) in zip(plain, ordered, strict=True)
    ]


def _set_page(
    page: ReadPage, tick: Callable[[], None]
) -> tuple[list[SetLine], dict[int, int]]:  # fmt: skip
    spans = joined(_printed_once(page.spans))
    tick()
    lines = set_lines(spans, hidden(page, spans, tick), page.dots)
    links = Links(page.links, tick)
    tick()
    set_in: list[SetLine] = []
    for line in lines:
        linked = links.over(line)
        # What SetLine itself calls; a page has hundreds.
        set_in.append(tuple.__new__(SetLine, (line.text, (), *line[2:-2], linked, line.edges())))
    return reading_order(set_in)


def _printed_once(spans: Sequence[Span]) -> Sequence[Span]:
    """Leave out text printed over itself, which is how shadows and poor man's bold are made.

    What was printed last is what is seen.
    """
    texts = list(map(attrgetter("text"), spans))
    if len(set(texts)) == len(texts):
        return spans
    often = {text for text, number in Counter(texts).items() if number > 1}
    kept: list[Span] = []
    seen: defaultdict[tuple[str, int, int], list[int]] = defaultdict(list)
    for text, span in zip(texts, spans, strict=True):
        if text not in often:
            kept.append(span)
            continue
        x0, base, near = span.x0, span.base, _OVERPRINT * span.size
        first, last = int((x0 - near) / _STRIP), int((x0 + near) / _STRIP)
        # Nearly always the two are one; sizes beyond all reason do not count.
        for strip in (first,) if first == last else range(first, min(last, first + 9) + 1):
            for at in seen.get((text, span.angle, strip), ())[-8:]:
                one = kept[at]
                if abs(one.x0 - x0) <= near and abs(one.base - base) <= near:
                    if (one.ink, one.place) != (span.ink, span.place) and shows(span):
                        kept[at] = one._replace(ink=span.ink, place=span.place)
                    break
            else:
                continue
            break
        else:
            seen[text, span.angle, int(x0 / _STRIP)].append(len(kept))
            kept.append(span)
    return kept
