"""Pages of glyphs to pages of blocks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from cleanpress.errors import LimitExceeded
from cleanpress.readers.blocks import blocks_of, usual_leadings
from cleanpress.readers.compose import SetPage
from cleanpress.readers.joining import joined
from cleanpress.readers.layout import set_lines
from cleanpress.readers.lines import SetLine, span_box
from cleanpress.readers.linked import Links
from cleanpress.readers.order import reading_order
from cleanpress.values import Box

if TYPE_CHECKING:
    from cleanpress.readers.spans import ReadPage, Span

__all__ = ["set_pages"]

_TINY = 1.0  # points; nobody can read this
_OCR_SHARE = 0.8  # of a page's characters invisible: the text layer of a scan, not a hidden text
_OVERPRINT = 0.12  # ems; the widest shadow of printed text, narrower than any letter
_STRIP = 4.0  # points; a span is compared with those that begin in the same strip of the page
_UNPAINTED = (3, 7)  # text rendering modes that paint nothing


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
    lines = set_lines(spans, _hidden(spans, page, tick), page.dots)
    links = Links(page.links)
    set_in: list[SetLine] = []
    for line in lines:
        tick()
        linked = links.over(line)
        set_in.append(SetLine(line.text, (), *line[2:-2], linked, line.edges()))
    return reading_order(set_in)


def _printed_once(spans: Sequence[Span]) -> Sequence[Span]:
    """Leave out text printed over itself, which is how shadows and poor man's bold are made."""
    texts = list(map(attrgetter("text"), spans))
    if len(set(texts)) == len(texts):
        return spans
    often = {text for text, number in Counter(texts).items() if number > 1}
    kept: list[Span] = []
    seen: defaultdict[tuple[str, int, int], list[Span]] = defaultdict(list)
    for text, span in zip(texts, spans, strict=True):
        if text not in often:
            kept.append(span)
            continue
        x0, base, near = span.x0, span.base, _OVERPRINT * span.size
        first, last = int((x0 - near) / _STRIP), int((x0 + near) / _STRIP)
        # Nearly always the two are one; sizes beyond all reason do not count.
        for strip in (first,) if first == last else range(first, min(last, first + 9) + 1):
            for one in seen.get((text, span.angle, strip), ())[-8:]:
                if abs(one.x0 - x0) <= near and abs(one.base - base) <= near:
                    break
            else:
                continue
            break
        else:
            seen[text, span.angle, int(x0 / _STRIP)].append(span)
            kept.append(span)
    return kept


def _hidden(spans: Sequence[Span], page: ReadPage, tick: Callable[[], None]) -> list[str]:
    """How each span is hidden from whoever looks at the page; empty if it is not."""
    unpainted = sum(len(span.text) for span in spans if span.mode in _UNPAINTED)
    total = sum(len(span.text) for span in spans)
    scan = unpainted >= _OCR_SHARE * total
    if not page.painted:
        return [_how(span, page, scan) for span in spans]
    found: list[str] = []
    for span in spans:
        tick()
        found.append(_how(span, page, scan))
    return found


def _how(span: Span, page: ReadPage, scan: bool) -> str:
    x0, y0, x1, y1 = span_box(span)
    if x1 < 0 or y1 < 0 or x0 > page.size[0] or y0 > page.size[1]:
        return "off-page"
    if span.size < _TINY:
        return "tiny"
    if span.mode in _UNPAINTED and not scan:
        return "invisible"
    if span.white and not any(
        box.x0 < x1 and x0 < box.x1 and box.y0 < y1 and y0 < box.y1 for box in page.painted
    ):
        return "white"
    return ""
