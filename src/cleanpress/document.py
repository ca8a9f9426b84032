"""The piece table: an immutable text that knows where each of its characters came from.

A :class:`Document` holds the *source* as the reader gave it and a partition of that source into
*runs*. The text is the join of the runs. Filters propose :class:`Edit` values in text offsets;
:meth:`Document.apply` is the only place where text changes.

All offsets are code points, half open. Only ``"\\n"`` and ``"\\f"`` break lines.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, fields, replace
from typing import ClassVar, Protocol, TypeVar, cast, runtime_checkable

from cleanpress import columns
from cleanpress.columns import OF_TEXT, columns_after
from cleanpress.facts import Facts, once
from cleanpress.lines import Before, placed_of
from cleanpress.runs import in_order, marks_of, rewrite, source_starts_of, text_starts_of
from cleanpress.values import Block, Box, Edit, Line, Mark, Picture, Proposal, Run, Stage, Typeset

__all__ = [
    "Block", "Box", "Document", "Edit", "Filter", "Line", "Mark", "Picture", "Proposal", "Run",
    "Stage", "Typeset",
]  # fmt: skip

_T = TypeVar("_T")
_Maker = Callable[["Document", list[str]], list[_T]]  # of a column


@runtime_checkable
class Filter(Protocol):
    """What a filter is: a name, a stage, declared reasons, and a call that yields edits."""

    name: ClassVar[str]
    stage: ClassVar[Stage]
    reasons: ClassVar[Mapping[str, str]]

    def __call__(self, doc: Document, /) -> Iterable[Edit]:
        """Yield edits in ascending order, without overlaps; never change anything itself."""
        ...


@dataclass(frozen=True, eq=False)
class Document:
    """A text with its source, its account and its pages. Nothing in it ever changes.

    >>> doc = Document("Page 1\\nHello world")
    >>> after = doc.apply([Edit(0, 7, "", "folio")], by="folios")
    >>> after.text, after.to_source(0), doc.text == after.source
    ('Hello world', 7, True)
    """

    source: str
    runs: tuple[Run, ...] = ()
    marks: tuple[Mark, ...] = ()
    typeset: tuple[Typeset, ...] = ()
    page_starts: tuple[int, ...] = (0,)
    page_sizes: tuple[tuple[float, float], ...] = ()
    info: Mapping[str, str] = field(default_factory=dict)
    pictures: tuple[Picture, ...] = ()
    _before: Before | None = field(default=None, repr=False)
    _recall: dict[Hashable, object] = field(default_factory=dict, repr=False)
    _clock: Callable[[], None] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not self.runs and self.source:
            object.__setattr__(self, "runs", (Run(0, len(self.source), self.source),))

    # ---- views -------------------------------------------------------------------------------
    @once
    def text(self) -> str:
        """The text as it stands: the join of the runs."""
        return "".join([run.text for run in self.runs])

    lines = once(columns.lines_of)
    placed = once(placed_of)

    def set_of(self, line: int) -> Typeset | None:
        """How a line was set, by its index; nothing without geometry, or of an empty line."""
        return self.placed.sets[line] if self.typeset else None

    texts = once(columns.texts_of)
    bare = once(columns.bare_of)
    starts = once(columns.starts_of)
    filled = once(columns.filled_of)
    signs = once(columns.signs_of)
    _text_starts = once(text_starts_of)
    _source_starts = once(source_starts_of)

    def column(self, make: _Maker[_T]) -> list[_T]:
        """What ``make`` says of each line, made once and patched where edits change few lines.

        ``make(document, texts)`` must be a pure function of each of the texts.
        """
        store = cast("dict[_Maker[_T], list[_T]]", self._columns)
        found = store.get(make)
        if found is None:
            self.tick()
            found = store[make] = make(self, self.texts)
        return found

    @once
    def _columns(self) -> dict[_Maker[object], list[object]]:
        return {}

    def line_at(self, pos: int) -> int:
        """The index of the line on which the character at text offset ``pos`` stands."""
        return bisect_right(self.starts, pos) - 1

    pages = once(columns.pages_of)
    blocks = once(columns.blocks_of)
    paragraphs = once(columns.paragraphs_of)

    def marked(self, kind: str) -> tuple[Mark, ...]:
        """The marks of one kind that still cover some text, in text offsets."""
        if kind not in self._kinds:
            return ()
        return self.derive(("marked", kind), lambda: marks_of(self, kind))

    @once
    def _kinds(self) -> frozenset[str]:
        return frozenset([mark.kind for mark in self.marks])

    def derive(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """The value of ``make()``, computed once for this version of the document."""
        store: dict[Hashable, object] = self._derived
        found = store.get(key, self)  # no value is the document itself
        if found is self:
            self.tick()
            found = store[key] = make()
        return found  # type: ignore[return-value]  # a cast is called, two hundred times a page

    @once
    def _derived(self) -> dict[Hashable, object]:
        return {}

    def recall(self, key: Hashable) -> dict[str, object]:
        """A table shared by all versions of this document, for facts about a line's text alone.

        What is kept here must follow from the key and the text of the line and nothing else.
        """
        return cast("dict[str, object]", self._recall.setdefault(key, {}))

    def facts(self, make: Callable[[str], _T]) -> Mapping[str, _T]:
        """What ``make`` says of texts, each asked once for all versions of this document.

        ``make`` must be a pure function of the text; it is called when a text is looked up that
        has not been looked up before.
        """
        table = self._recall.get(make)
        if table is None:
            table = self._recall[make] = Facts(make)
        return cast("Mapping[str, _T]", table)

    def sharing(self, other: Document) -> Document:
        """The other one, of the same text, with what this one knows of the text and its lines."""
        found = replace(other, _recall=self._recall, _clock=self._clock)
        known = self.__dict__
        found.__dict__.update({name: known[name] for name in OF_TEXT if name in known})
        return found

    def timed(self, clock: Callable[[], None] | None) -> Document:
        """This version with another clock, or without one."""
        other = copy(self)
        other.__dict__.update(self.__dict__, _clock=clock)
        return other

    @property
    def is_timed(self) -> bool:
        """Whether there is a clock."""
        return self._clock is not None

    def tick(self) -> None:
        """Raise LimitExceeded if the clock says so; a filter's long loops ask now and then."""
        if self._clock is not None:
            self._clock()

    # ---- offsets -----------------------------------------------------------------------------
    def to_source(self, pos: int) -> int:
        """The source offset of the character at text offset ``pos``.

        Inside rewritten text it is the start of what was rewritten; at the end of the text it is
        the end of the source.
        """
        if pos >= len(self.text):
            return len(self.source)
        at = bisect_right(self._text_starts, pos) - 1
        run = self.runs[at]
        return run.start if run.by else run.start + pos - self._text_starts[at]

    def to_text(self, pos: int) -> int:
        """The text offset of the source character at ``pos``, or where it was before it went."""
        if pos >= len(self.source):
            return len(self.text)
        at = bisect_right(self._source_starts, pos) - 1
        run = self.runs[at]
        return self._text_starts[at] + (0 if run.by else pos - run.start)

    def text_from(self, source_pos: int) -> int:
        """The text offset of the first character that stands at ``source_pos`` or behind it."""
        if source_pos >= len(self.source):
            return len(self.text)
        at = bisect_right(self._source_starts, source_pos) - 1
        run, start = self.runs[at], self._text_starts[at]
        if run.by:
            return start + (len(run.text) if run.start < source_pos else 0)
        return start + source_pos - run.start

    def page_at(self, source_pos: int) -> int:
        """The page, counted from 1, on which the source character at ``source_pos`` stands."""
        return bisect_right(self.page_starts, source_pos) or 1

    def typeset_at(self, source_pos: int) -> Typeset | None:
        """How the source character at ``source_pos`` was set, if the reader knows."""
        at = bisect_right(self._typeset_starts, source_pos) - 1
        if at < 0:
            return None
        found = self.typeset[at]
        return found if source_pos < max(found.end, found.start + 1) else None

    def lines_between(self, start: int, end: int) -> tuple[Typeset, ...]:
        """How the source lines that share a character with ``start:end`` were set, on all pages."""
        first = max(bisect_right(self._typeset_starts, start) - 1, 0)
        last = bisect_left(self._typeset_starts, end)
        return tuple(one for one in self.typeset[first:last] if one.start < end and one.end > start)

    def page_starts_between(self, start: int, end: int) -> tuple[int, ...]:
        """The source offsets at which a page starts, from ``start`` up to before ``end``."""
        return self.page_starts[
            bisect_left(self.page_starts, start) : bisect_left(self.page_starts, end)
        ]

    def runs_between(self, start: int, end: int) -> Iterator[tuple[Run, int]]:
        """The runs with a character between two text offsets, each with its own text offset."""
        at = max(bisect_right(self._text_starts, start) - 1, 0)
        while start < end and at < len(self.runs) and self._text_starts[at] < end:
            run, base = self.runs[at], self._text_starts[at]
            if run.text and base + len(run.text) > start:
                yield run, base
            at += 1

    @once
    def _typeset_starts(self) -> list[int]:
        return [one.start for one in self.typeset]

    # ---- the one place where text changes ----------------------------------------------------
    def apply(self, edits: Iterable[Edit], by: str) -> Document:
        """Carry out edits in the name of the filter ``by``; without edits the document itself.

        Raises:
            ContractError: edits that are empty, overlap or lie outside the text.
        """
        return self.apply_all([(by, edits)])

    def apply_all(self, proposals: Iterable[tuple[str, Iterable[Edit]]]) -> Document:
        """Carry out what several filters propose for this version of the document at once.

        Where two of them would remove the same characters they belong to the first one.

        Raises:
            ContractError: as :meth:`apply`.
        """
        return self._carry_out(*in_order(proposals, self.text, self.tick))

    def apply_with(self, twin: Document, found: Iterable[Proposal]) -> tuple[Document, Document]:
        """This version and another of the same text, after what filters propose for this one."""
        edits, names = in_order(found, self.text, self.tick)
        return self._carry_out(edits, names), twin._carry_out(edits, names)

    def _carry_out(self, edits: Sequence[Edit], names: Sequence[str]) -> Document:
        if not edits:
            return self
        after = copy(self)  # without what was derived from this version
        runs = rewrite(self.runs, self._text_starts, edits, names, self.tick)
        after.__dict__.update(runs=runs, _before=None)
        if self.typeset:
            before = Before(self.starts, self.texts, len(self.text), self.placed, edits)
            after.__dict__["_before"] = before
        if "signs" in self.__dict__:
            after.__dict__["signs"] = self.signs.union(*{edit[2] for edit in edits})
        if "starts" in self.__dict__:
            after.__dict__.update(columns_after(self, edits))
        return after

    def __getstate__(self) -> dict[str, object]:
        return {**self.__copy__().__dict__, "_recall": {}, "_clock": None}  # made again elsewhere

    def __copy__(self) -> Document:
        other = object.__new__(Document)
        known = self.__dict__
        other.__dict__.update({name: known[name] for name in _FIELDS})
        return other


_FIELDS = tuple(one.name for one in fields(Document))
