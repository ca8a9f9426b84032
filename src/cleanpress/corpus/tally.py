"""What a run has done so far, in numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from cleanpress.corpus.entries import Done, Failure

__all__ = ["Tally"]


@dataclass
class Tally:
    """Counts of a run; they come through a crash with it.

    ``filters`` has by name: documents it changed, places, characters that went. A document that
    failed in part is among the ``failed`` and among the ``written``.
    """

    documents: int = 0
    written: int = 0
    failed: int = 0
    size: int = 0
    filters: dict[str, list[int]] = field(default_factory=dict)
    errors: dict[str, int] = field(default_factory=dict)
    status: dict[str, int] = field(default_factory=dict)

    def add(self, done: Done | None, failure: Failure | None) -> None:
        """Count a document.

        >>> tally = Tally()
        >>> tally.add(None, Failure("Damaged", "cut short"))
        >>> tally.documents, tally.written, tally.errors
        (1, 0, {'Damaged': 1})
        """
        self.documents += 1
        if failure is not None:
            self.failed += 1
            self.errors[failure.error] = self.errors.get(failure.error, 0) + 1
        if done is not None:
            self.written += 1
            self.status[done.status] = self.status.get(done.status, 0) + 1
            for name, (places, gone) in done.counts.items():
                row = self.filters.setdefault(name, [0, 0, 0])
                row[:] = row[0] + 1, row[1] + places, row[2] + gone

    def plain(self) -> dict[str, object]:
        """As values that JSON takes."""
        return dict(self.__dict__)

    @classmethod
    def of(cls, plain: dict[str, object]) -> Tally:
        """The counts again."""
        return cls(**cast("dict[str, int]", plain))  # type: ignore[arg-type]
