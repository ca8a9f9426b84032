"""Pages on their way to the layout, held against the limits; a note of what could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from operator import attrgetter, contains
from typing import TYPE_CHECKING

from cleanpress.errors import Damaged, LimitExceeded, NoTextLayer
from cleanpress.readers.budget import Budget

if TYPE_CHECKING:
    from cleanpress.readers.spans import ReadPage

__all__ = ["Watch"]

_TEXT, _PARTS = attrgetter("text"), attrgetter("parts")
_UNTOLD = "(cid:"  # how a glyph that does not tell its letter begins
_SHARE = 0.8  # of glyphs that do not tell their letter, from which there is no text to speak of
_NOTED = 0.1  # of such glyphs, from which the article says so
_FEW = 20  # glyphs; a share of fewer says nothing, unless it is all of them


class Watch:
    """Lets pages through as they are asked for.

    ``stopped`` is the limit at which reading ended, if it was told to keep going.
    """

    def __init__(
        self, pages: Iterator[ReadPage], budget: Budget, *, keep_going: bool = False
    ) -> None:
        self._pages = pages
        self._budget = budget
        self._keep_going = keep_going
        self._failures: list[BaseException | None] = []
        self._glyphs = self._untold = 0
        self.empty = False
        self.stopped: LimitExceeded | None = None

    def __iter__(self) -> Iterator[ReadPage]:
        limits = self._budget.limits
        for page in self._pages:
            self._budget.tick()
            self._failures.append(page.failure)
            try:
                limits.check("pages", len(self._failures))
                limits.check("glyphs", self._count(page))
                limits.check("boxes", len(page.links) + len(page.pictures))
            except LimitExceeded as exceeded:
                exceeded.page = len(self._failures)
                raise
            self.empty = self.empty or page.empty
            yield page

    def _count(self, page: ReadPage) -> int:
        glyphs = sum(map(len, map(_PARTS, page.spans)))
        self._glyphs += glyphs
        if any(map(contains, map(_TEXT, page.spans), repeat(_UNTOLD))):
            self._untold += sum(
                part.startswith(_UNTOLD) for span in page.spans for part in span.parts
            )
        return glyphs

    def stop(self, exceeded: LimitExceeded) -> None:
        """Take the error to be raised later, if what was read before it is wanted.

        Raises:
            LimitExceeded: it is not.
        """
        if exceeded.page is None:
            exceeded.page = len(self._failures) or None
        if not self._keep_going:
            raise exceeded
        self.stopped = exceeded

    def damage(self) -> dict[str, str]:
        """What could not be read, for the document's information.

        Raises:
            Damaged: there are no pages, or none of them could be read.
            NoTextLayer: there is no text on them.
        """
        failures = self._failures
        if not failures:
            raise Damaged("the PDF has no pages that could be found; it is damaged or cut short")
        lost = [number for number, failure in enumerate(failures, 1) if failure is not None]
        if not self._glyphs:
            failure = next((failure for failure in failures if failure is not None), None)
            if len(lost) == len(failures):
                page = lost[0] if len(lost) == 1 else None
                told = f"none of the PDF's {len(lost)} pages could be read"
                raise Damaged(told, page=page) from failure
            raise NoTextLayer(
                f"the PDF has {len(failures)} pages but no text: it is a scan or a drawing and "
                "needs OCR"
            ) from failure
        notes: list[str] = []
        if lost:
            numbers = ", ".join(map(str, lost))
            notes.append(f"pages that could not be read to their end: {numbers}")
        if self._glyphs >= _FEW and self._untold > _NOTED * self._glyphs:
            share = self._untold / self._glyphs
            notes.append(f"{share:.0%} of the glyphs do not tell which letters they are")
        return {"Damage": "; ".join(notes)} if notes else {}

    def unread(self) -> NoTextLayer | None:
        """The error of a document whose glyphs hardly tell their letters."""
        few = self._glyphs < _FEW and self._untold < self._glyphs
        if few or self._untold <= _SHARE * self._glyphs:
            return None
        return NoTextLayer(
            f"{self._untold / self._glyphs:.0%} of the PDF's {self._glyphs} glyphs do not tell "
            "which letters they are; it needs OCR"
        )
