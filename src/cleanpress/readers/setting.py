"""Pages of glyphs to pages of blocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cleanpress.readers.blocks import blocks_of, usual_leadings
from cleanpress.readers.compose import SetPage
from cleanpress.readers.layout import set_lines
from cleanpress.readers.lines import SetLine, span_box
from cleanpress.readers.order import reading_order

if TYPE_CHECKING:
    from cleanpress.readers.glyphs import Span
    from cleanpress.readers.pages import ReadPage

__all__ = ["set_pages"]

_TINY = 1.0  # points; nobody can read this
_OCR_SHARE = 0.8  # of a page's characters invisible: the text layer of a scan, not a hidden text
_OVERPRINT = 0.12  # ems; the widest shadow of printed text, narrower than any letter
_UNPAINTED = (3, 7)  # text rendering modes that paint nothing


def set_pages(pages: Sequence[ReadPage]) -> list[SetPage]:
    """Set every page: lines, reading order, blocks."""
    ordered = [_set_page(page) for page in pages]
    leadings = usual_leadings([lines for lines, _ in ordered])
    return [
        SetPage(page.size, blocks_of(lines, leadings), columns, page.links, page.paint.pictures())
        for page, (lines, columns) in zip(pages, ordered, strict=True)
    ]


def _set_page(page: ReadPage) -> tuple[list[SetLine], dict[int, int]]:
    spans = _printed_once(page.spans)
    lines = set_lines(spans, _hidden(spans, page), page.paint.dots())
    return reading_order(lines)


def _printed_once(spans: Sequence[Span]) -> list[Span]:
    """Leave out text printed over itself, which is how shadows and poor man's bold are made."""
    kept: list[Span] = []
    seen: defaultdict[str, list[Span]] = defaultdict(list)
    for span in spans:
        others = seen[span.text]
        near = _OVERPRINT * span.size
        if not any(
            abs(one.x0 - span.x0) <= near and abs(one.base - span.base) <= near
            and one.angle == span.angle
            for one in others[-8:]
        ):  # fmt: skip
            others.append(span)
            kept.append(span)
    return kept


def _hidden(spans: Sequence[Span], page: ReadPage) -> list[str]:
    """How each span is hidden from whoever looks at the page; empty if it is not."""
    unpainted = sum(len(span.text) for span in spans if span.mode in _UNPAINTED)
    total = sum(len(span.text) for span in spans)
    scan = unpainted >= _OCR_SHARE * total
    return [_how(span, page, scan) for span in spans]


def _how(span: Span, page: ReadPage, scan: bool) -> str:
    x0, y0, x1, y1 = span_box(span)
    if x1 < 0 or y1 < 0 or x0 > page.size[0] or y0 > page.size[1]:
        return "off-page"
    if span.size < _TINY:
        return "tiny"
    if span.mode in _UNPAINTED and not scan:
        return "invisible"
    if span.white and not page.paint.behind(x0, y0, x1, y1):
        return "white"
    return ""
