"""The left side: the printed pages, or the scrape, with every piece at its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleanpress.document import Box, Document
from cleanpress.report.escape import shown
from cleanpress.report.images import Picture
from cleanpress.report.pieces import Kind, Piece

__all__ = ["printed_html"]

CHUNK = 40  # pieces of a scrape that the browser lays out in one go
PAD = 0.6  # points around a box


def printed_html(
    doc: Document, pieces: Sequence[Piece], kinds: Sequence[Kind],
    pictures: Sequence[Picture | None] = (),
) -> str:  # fmt: skip
    """The pages of a print, or of a scrape."""
    if doc.page_sizes:
        return "\n".join(_pages(doc, pieces, kinds, pictures))
    return "\n".join(_scrape(doc, pieces, kinds))


# ---- a print -------------------------------------------------------------------------------------
def _pages(
    doc: Document, pieces: Sequence[Piece], kinds: Sequence[Kind],
    pictures: Sequence[Picture | None],
) -> Iterator[str]:  # fmt: skip
    boxes: dict[int, list[str]] = {}
    for one in pieces:
        for page, shapes in _shapes(one, kinds).items():
            boxes.setdefault(page, []).append(shapes)
    count = len(doc.page_sizes)
    for number, (wide, high) in enumerate(doc.page_sizes, 1):
        picture = pictures[number - 1] if number <= len(pictures) else None
        size = f'width="{wide:.0f}" height="{high:.0f}"'
        back = (
            f'<img {size} alt="" loading=lazy decoding=async src="{picture.uri}">'
            if picture
            else f"<svg class=blank {size}></svg>"
        )
        lines = "" if picture else "".join(_lines(doc, number))
        yield (
            f'<figure class=page id="page{number}"><div class=sheet>{back}'
            f'<svg class=over viewBox="0 0 {wide:g} {high:g}" preserveAspectRatio=none>{lines}'
            f"{''.join(boxes.get(number, ()))}</svg></div>"
            f"<figcaption>Page {number} of {count}</figcaption></figure>"
        )


def _shapes(one: Piece, kinds: Sequence[Kind]) -> dict[int, str]:
    """The boxes of a piece by page; those of a change can be reached by the keyboard."""
    rects: dict[int, list[str]] = {}
    for place in one.places:
        if place.box:
            rects.setdefault(place.page, []).append(_rect(place.box))
    if one.kind < 0:
        return {
            page: f'<g class=k data-n="{one.name}">{"".join(found)}</g>'
            for page, found in rects.items()
        }
    kind = kinds[one.kind]
    label = shown(f"{one.how}: {kind.by}, {kind.reason}")
    return {
        page: f'<g class="c {one.how} h{kind.hue} r{one.kind}" data-n="{one.name}" tabindex=-1 '
        f'role=img aria-label="{label}">{"".join(found)}</g>'
        for page, found in rects.items()
    }


def _rect(box: Box) -> str:
    x, y = box.x0 - PAD, box.y0 - PAD
    wide, high = box.x1 - box.x0 + 2 * PAD, box.y1 - box.y0 + 2 * PAD
    return f'<rect x="{x:.2f}" y="{y:.2f}" width="{wide:.2f}" height="{high:.2f}"/>'


def _lines(doc: Document, number: int) -> Iterator[str]:
    """The lines of a page set again at their places, where there is no picture of it."""
    for one in doc.typeset:
        if one.page == number and not one.rotated and not one.hidden:
            text = shown(doc.source[one.start : one.end])
            wide = max(one.box.x1 - one.box.x0, 0.1)
            base = one.box.y1 - 0.21 * (one.box.y1 - one.box.y0)
            yield (
                f'<text x="{one.box.x0:.1f}" y="{base:.1f}" font-size="{one.size:.1f}" '
                f'textLength="{wide:.1f}" lengthAdjust="spacingAndGlyphs">{text}</text>'
            )


# ---- a scrape ------------------------------------------------------------------------------------
def _scrape(doc: Document, pieces: Sequence[Piece], kinds: Sequence[Kind]) -> Iterator[str]:
    count = len(doc.page_starts)
    bounds = [*doc.page_starts[1:], len(doc.source) + 1]
    at = 0
    for number, bound in enumerate(bounds, 1):
        first = at
        while at < len(pieces) and pieces[at].start < bound:
            at += 1
        body = "".join(_chunks(doc, pieces[first:at], kinds))
        title = f"<figcaption>Page {number} of {count}</figcaption>" if count > 1 else ""
        yield (
            f'<figure class="page scrape" id="page{number}"><pre dir=auto>{body}</pre>'
            f"{title}</figure>"
        )


def _chunks(doc: Document, pieces: Sequence[Piece], kinds: Sequence[Kind]) -> Iterator[str]:
    """The pieces in blocks of whole lines, so that the browser need not lay out all of them."""
    chunk: list[str] = []
    for one in pieces:
        chunk.append(_inline(doc, one, kinds))
        if len(chunk) >= CHUNK and doc.source[one.end - 1] == "\n":
            yield f"<div>{''.join(chunk)}</div>"
            chunk = []
    if chunk:
        yield f"<div>{''.join(chunk)}</div>"


def _inline(doc: Document, one: Piece, kinds: Sequence[Kind]) -> str:
    text = shown(doc.source[one.start : one.end].replace("\f", ""))
    if one.kind < 0:
        return f'<span data-n="{one.name}">{text}</span>'
    kind = kinds[one.kind]
    label = shown(f"{one.how}: {kind.by}, {kind.reason}")
    return (
        f'<mark class="c {one.how} h{kind.hue} r{one.kind}" data-n="{one.name}" tabindex=-1 '
        f'aria-label="{label}">{text}</mark>'
    )
