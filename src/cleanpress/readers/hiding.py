"""Which text of a page nobody who looks at it can see, and why.

The reader's job is to tell, not to judge: a filter takes it out. Everything uncertain counts as
seen. So text is covered only by what is known to be opaque and all over it, and it has the colour
of its ground only where everything behind it is known to have that colour.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

from cleanpress.readers.colours import WHITE, same_colour
from cleanpress.readers.lines import span_box
from cleanpress.readers.places import LEAST, common, holds, meet
from cleanpress.values import Box

if TYPE_CHECKING:
    from cleanpress.readers.spans import Covers, Ink, ReadPage, Span

__all__ = ["hidden", "shows"]

_TINY = 1.0  # points; nobody can read this
_UNPAINTED = (3, 7)  # text rendering modes that paint nothing
_CLIPPING = 7  # the one of them that lets what is painted next show through its letters
_FILLED = (0, 4)  # the modes that only fill
_LEFT = 0.15  # ems; less than this of a glyph is nothing that can be read
_SLACK = 0.1  # ems by which the box of glyphs may reach out of what covers them
_SCAN = 0.8  # of a page's characters without ink or under images: a scan's text, not a hidden one
_UNDER = 0.25  # of a page's characters under shapes: what it is about, under a curtain
_ROW = 0.3  # ems between baselines of one line
_LEADING = 3.0  # ems between lines of one paragraph, and one of them half hidden
_SHEET = 0.25  # of a page; a larger shape is a curtain, as pages draw while they load


def hidden(page: ReadPage, spans: Sequence[Span], tick: Callable[[], None]) -> list[str]:
    """How each span is hidden from whoever looks at the page; empty if it is not."""
    width, height = page.size
    found = [""] * len(spans)
    blank = []
    inks = {id(ink): ink for ink in map(attrgetter("ink"), spans)}  # to compare them takes longer
    sheet = Box(0, 0, width, height)
    rooms = {known: common(sheet, ink.clip) if ink.clip else sheet
             for known, ink in inks.items() if not (ink.mode or ink.clear or ink.off)}  # fmt: skip
    for at, span in enumerate(spans):
        left, right, base, size, _, angle, _, ink = span[4:12]
        room = rooms.get(id(ink))
        if (room and room[0] <= left and right <= room[2] and room[1] <= base - size
                and base + size <= room[3] and size >= _TINY and not angle):  # fmt: skip
            continue  # nearly all of them
        x0, y0, x1, y1 = box = span_box(span)
        mode, _, clear, clip, off = ink
        if x1 < 0 or y1 < 0 or x0 > width or y0 > height:
            found[at] = "off-page"
        elif size < _TINY:
            found[at] = "tiny"
        elif mode or clear or off or (
            clip and (clip[0] > x0 or clip[1] > y0 or clip[2] < x1 or clip[3] < y1)
        ):  # fmt: skip
            found[at] = _by_ink(span, box)
            if found[at] == "invisible":
                blank.append(at)
    tick()
    ground = None
    if page.covers is not None and page.covers.boxes:
        ground = _Ground(page.covers, spans, tick)
    covered: set[int] = set()
    if ground is not None:
        revealed = {at for at in blank if ground.reveals(at)}
        for at in revealed:
            found[at] = ""
        covered = ground.covered(width * height) - revealed
    blank = [at for at in blank if found[at]]
    images = {at for at in covered if ground is not None and ground.under[at]}
    scan = images.union(blank)
    if scan and sum([len(spans[at].text) for at in scan]) >= _SCAN * _size(spans):
        for at in blank:
            found[at] = ""
        covered -= images
    for at in covered:
        found[at] = found[at] or "covered"
    for at in _camouflaged(spans, inks.values(), ground):
        if not found[at] and (page.covers is None or page.covers.sure()):
            white = same_colour(spans[at].ink.fill, WHITE)
            found[at] = "white" if white else "camouflaged"
    return found


def _size(spans: Sequence[Span]) -> int:
    return sum([len(span.text) for span in spans])


def shows(span: Span) -> bool:
    """Whether nothing in how it is set keeps a span from being seen."""
    return not _by_ink(span, span_box(span))


def _by_ink(span: Span, box: Box) -> str:
    ink = span.ink
    if ink.off:
        return "layer-off"
    if ink.clear or ink.mode in _UNPAINTED:
        return "invisible"
    if ink.clip is not None:
        x0, y0, x1, y1 = ink.clip
        left = min(min(x1, box.x1) - max(x0, box.x0), min(y1, box.y1) - max(y0, box.y0))
        if left < _LEFT * min(span.size, box.x1 - box.x0, box.y1 - box.y0):
            return "clipped"
    return ""


def _camouflaged(
    spans: Sequence[Span], inks: Iterable[Ink], ground: _Ground | None
) -> Iterator[int]:
    """The spans that have the colour of what they stand on, be it only the paper."""
    colours = {ink.fill for ink in inks if ink.mode in _FILLED} - {None}
    pale = {fill for fill in colours if same_colour(fill, WHITE)}
    if pale:
        for at, span in enumerate(spans):
            if (span.ink.fill in pale and span.ink.mode in _FILLED
                    and (ground is None or ground.alike(at, paper=True))):  # fmt: skip
                yield at
    if ground is not None and colours - pale:
        yield from ground.on_shapes(colours - pale)


class _Ground:
    """The spans of a page against the shapes and images that are painted on it."""

    def __init__(self, covers: Covers, spans: Sequence[Span], tick: Callable[[], None]) -> None:
        self._covers, self._spans, self._tick = covers, spans, tick
        self._large = [at for at, (x0, y0, x1, y1) in enumerate(covers.boxes)
                       if x1 - x0 > LEAST and y1 - y0 > LEAST]  # fmt: skip
        self.under: dict[int, bool] = {}
        """Whether it is an image that covers a span, for those that are covered."""

    @cached_property
    def _boxes(self) -> list[Box]:
        """Where each span stands; few pages give reason to ask."""
        return list(map(span_box, self._spans))

    @cached_property
    def _order(self) -> tuple[list[int], list[int]]:
        """The spans as they were painted, and their places."""
        places = [span.place for span in self._spans]
        order = sorted(range(len(places)), key=places.__getitem__)
        return order, [places[at] for at in order]

    @cached_property
    def _bases(self) -> tuple[list[int], list[float], list[int]]:
        """The upright spans from top to bottom, their baselines, and all other spans."""
        bases = [span.base for span in self._spans]
        turned = [at for at, span in enumerate(self._spans) if span.angle]
        upright = sorted(set(range(len(bases))).difference(turned), key=bases.__getitem__)
        return upright, [bases[at] for at in upright], turned

    @cached_property
    def _slack(self) -> float:
        return _SLACK * max([span.size for span in self._spans], default=0.0)

    def _inside(self, cover: Box, *, until: int | None = None) -> Iterator[int]:
        """The spans that stand in a box, of those painted ``until`` a place."""
        spans, (x0, y0, x1, y1) = self._spans, cover
        order, places = self._order
        count = len(order) if until is None else bisect_right(places, until)
        if not count:
            return
        upright, bases, turned = self._bases
        first = bisect_left(bases, y0 - self._slack)
        last = bisect_right(bases, y1 + self._slack, first)
        for at in upright[first:last] + turned if last - first < count else order[:count]:
            span = spans[at]
            near = _SLACK * span.size
            if span.angle:
                if holds(cover, self._boxes[at], near) and (until is None or span.place <= until):
                    yield at
            elif span.x0 >= x0 - near and span.x1 <= x1 + near:
                low = span.base + span.face.descent * span.size
                if (low - span.size >= y0 - near and low <= y1 + near
                        and (until is None or span.place <= until)):  # fmt: skip
                    yield at

    def _stands(self, at: int, cover: Box) -> bool:
        return holds(cover, self._boxes[at], _SLACK * self._spans[at].size)

    def _interrupts(self, cover: Box, some: Sequence[int]) -> bool:
        """Whether text under a shape goes on around it: beside it, or both above and below.

        Bars that stay at the top of the screen, and boxes that pop up, are printed over the text.
        """
        spans, boxes, under = self._spans, self._boxes, set(some)
        kinds = {(spans[at].face, spans[at].size) for at in some}
        bases = sorted([spans[at].base for at in some])
        above = below = False
        for at, span in enumerate(spans):
            box = boxes[at]
            if at in under or (span.face, span.size) not in kinds:
                continue
            if box.x0 < cover.x1 + 2 * span.size and cover.x0 - 2 * span.size < box.x1:
                near = bisect_right(bases, span.base - _ROW * span.size)
                if near < len(bases) and bases[near] < span.base + _ROW * span.size:
                    return True
                above = above or 0 < cover.y0 - box.y0 < _LEADING * span.size
                below = below or 0 < box.y1 - cover.y1 < _LEADING * span.size
        return above and below

    def covered(self, page: float) -> set[int]:
        """The spans over all of which something opaque was painted later; a ``page`` is its area.

        Pages draw curtains over their text until they have loaded, and some are printed with it.
        The text is what they are about, so large shapes and those over much of the text leave it.
        """
        covers, spans = self._covers, self._spans
        under: dict[int, list[int]] = {}
        curtains: set[int] = set()
        for at in self._large:
            self._tick()
            box = covers.boxes[at]
            some = list(self._inside(box, until=at))
            if not some or not covers.solid(at):
                continue
            box, image = covers.box(at), covers.image(at)
            some = [one for one in some if self._stands(one, box)]
            if not image:
                curtains.update(some)
                large = (box.x1 - box.x0) * (box.y1 - box.y0) > _SHEET * page
                if large or self._interrupts(box, some):
                    continue
            under[at] = some
        if not under:
            return set()
        total = sum([len(span.text) for span in spans])
        drawn = sum([len(spans[one].text) for one in curtains]) > _UNDER * total
        for at, some in under.items():
            image = covers.image(at)
            if some and (image or not drawn) and covers.sure(at):
                self.under.update({one: image or self.under.get(one, False) for one in some})
        return set(self.under)

    def reveals(self, at: int) -> bool:
        """Whether text without ink may be seen by what is painted where it stands."""
        covers, span, box = self._covers, self._spans[at], self._boxes[at]
        if span.ink.mode not in (0, _CLIPPING):
            return False
        self._tick()
        near = [one for one in range(len(covers.boxes)) if meet(covers.box(one), box)]
        later = span.ink.mode == _CLIPPING
        if any(not covers.solid(one) or (later and one >= span.place) for one in near):
            return True
        return not all(map(covers.sure, near))

    def on_shapes(self, colours: set[int | None]) -> Iterator[int]:
        """The spans of these colours that stand on a shape of their own colour."""
        covers, spans, seen = self._covers, self._spans, set[int]()
        after = max([span.place for span in spans], default=0)
        for shape in self._large:
            if shape >= after:
                return
            self._tick()
            for at in self._inside(covers.boxes[shape]):
                place, ink = spans[at].place, spans[at].ink
                if (place > shape and ink.fill in colours and ink.mode in _FILLED and at not in seen
                        and same_colour(ink.fill, covers.fill(shape))):  # fmt: skip
                    seen.add(at)
                    if self.alike(at):
                        yield at

    def alike(self, at: int, *, paper: bool = False) -> bool:
        """Whether everything behind a span has its colour, down to an opaque shape or ``paper``."""
        covers, span, box = self._covers, self._spans[at], self._boxes[at]
        self._tick()
        for one in range(min(span.place, len(covers.boxes)) - 1, -1, -1):
            behind = covers.box(one)
            if not meet(behind, box):
                continue
            if not same_colour(span.ink.fill, covers.fill(one)):
                return False
            if covers.solid(one) and self._stands(at, behind):
                return True
        return paper
