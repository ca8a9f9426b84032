"""What PDFium does not tell of a file, looked up with the other library where it matters.

PDFium has no function for the masks of images, nor for layers, and calls what is filled with a
pattern white. All of it matters only where text seems to be hidden, which is rare: the other
library is not even imported before.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from cleanpress.readers.budget import Budget, Forgiving

if TYPE_CHECKING:
    from cleanpress.readers.second import Second, Used

__all__ = ["Doubts"]


class Doubts:
    """Questions about one file; what cannot be found out stays in doubt."""

    def __init__(self, data: bytes, password: str, budget: Budget) -> None:
        self._data, self._password, self._budget = data, password, budget
        self._known: dict[int, Used | None] = {}

    @cached_property
    def _second(self) -> Second | None:
        from cleanpress.readers.second import Second

        with Forgiving():
            return Second(self._data, self._password, self._budget)
        return None

    @cached_property
    def off(self) -> frozenset[str]:
        """The names of the layers that are switched off."""
        with Forgiving():
            return self._second.off() if self._second is not None else frozenset()
        return frozenset()

    def patterns(self, page: int) -> bool:
        """Whether something on a page, counted from 0, may be filled with a pattern."""
        used = self._of(page)
        return used is None or used.patterns

    def opaque(self, page: int, size: tuple[int, int]) -> bool:
        """Whether all images of so many pixels on a page let nothing through."""
        used = self._of(page)
        return used is not None and size in used.opaque

    def _of(self, page: int) -> Used | None:
        if page not in self._known:
            self._known[page] = None
            with Forgiving():
                self._known[page] = self._second.used(page) if self._second is not None else None
        return self._known[page]
