"""The pipeline: filters in stage order, every edit held to its stage's contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from cleanpress.contracts import check_edits
from cleanpress.document import Document, Edit, Filter, Proposal, Stage
from cleanpress.errors import ConfigError, LimitExceeded
from cleanpress.gate import Gate, Needs, gone_words, needs_of

MAX_ROUNDS = 12  # rounds after the first; hypothesis has not found a text that needs more than 4

_SOME = 1000  # edits between two looks at the clock


class Abstention(NamedTuple):
    """A filter held back: it would have removed ``share`` of the words, over its ``budget``."""

    filter: str
    share: float
    budget: float


class Step(NamedTuple):
    """One filter's turn: what it proposed, and the document that it looked at."""

    filter: str
    edits: tuple[Edit, ...]
    document: Document


class Outcome(NamedTuple):
    """What a pipeline leaves: the document and the filters that held back."""

    document: Document
    abstained: tuple[Abstention, ...]


@dataclass(frozen=True)
class Pipeline:
    """An immutable sequence of filters; every change gives a new pipeline.

    >>> from cleanpress.presets import preset
    >>> line = preset("default").without("ligatures")
    >>> "ligatures" in line.names
    False
    """

    filters: tuple[Filter, ...] = ()

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for one in self.filters:
            if one.name in seen:
                raise ConfigError(f"filter {one.name!r} stands twice in the pipeline")
            seen.add(one.name)
        ordered = tuple(sorted(self.filters, key=lambda one: one.stage))
        object.__setattr__(self, "filters", ordered)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the filters in the order in which they run."""
        return tuple(one.name for one in self.filters)

    # ---- building ----------------------------------------------------------------------------
    def without(self, *names: str) -> Pipeline:
        """The pipeline without the named filters."""
        for name in names:
            self._place(name)
        return replace(self, filters=tuple(f for f in self.filters if f.name not in names))

    def only(self, *names: str) -> Pipeline:
        """The pipeline with the named filters and no others."""
        for name in names:
            self._place(name)
        return replace(self, filters=tuple(f for f in self.filters if f.name in names))

    def before(self, name: str, *filters: Filter) -> Pipeline:
        """The pipeline with ``filters`` put before the named one (within their own stage)."""
        at = self._place(name)
        return replace(self, filters=self.filters[:at] + filters + self.filters[at:])

    def after(self, name: str, *filters: Filter) -> Pipeline:
        """The pipeline with ``filters`` put after the named one (within their own stage)."""
        at = self._place(name) + 1
        return replace(self, filters=self.filters[:at] + filters + self.filters[at:])

    def replace(self, name: str, new: Filter) -> Pipeline:
        """The pipeline with ``new`` where the named filter stood."""
        at = self._place(name)
        return replace(self, filters=(*self.filters[:at], new, *self.filters[at + 1 :]))

    def _place(self, name: str) -> int:
        if name not in self.names:
            from cleanpress.registry import unknown

            raise unknown("filter", name, self.names)
        return self.names.index(name)

    # ---- running -----------------------------------------------------------------------------
    def run(self, doc: Document, *, tick: Callable[[], None] | None = None) -> Outcome:
        """Run every filter, and again over the bare text that is left until nothing changes.

        The second part is what makes cleaning idempotent: the text that goes out is one on which
        the whole pipeline, knowing nothing but that text, has nothing left to do.

        ``tick`` is called between filters, by what they ask of the document and in their long
        loops; the LimitExceeded that it may raise has the document as far as it got as ``partial``.
        """
        if tick is None:
            return self._run(doc, Gate(self.needs))
        gate = Gate(self.needs)
        try:
            outcome = self._run(doc.timed(tick), gate)
        except LimitExceeded as exceeded:
            exceeded.partial = (gate.reached or doc).timed(None)
            raise
        return outcome._replace(document=outcome.document.timed(None))

    def _run(self, doc: Document, gate: Gate) -> Outcome:
        first = doc
        held: dict[str, Abstention] = {}
        doc = self._round(doc, held, gate)
        if doc is first and not (doc.typeset or doc.marks or len(doc.page_starts) > 1):
            return Outcome(doc, tuple(held.values()))
        bare = doc
        for _ in range(MAX_ROUNDS):
            settled, bare = self._settle(doc, bare, gate)
            if settled is doc:
                break
            doc = settled
        return Outcome(doc, tuple(held.values()))

    def once(self, doc: Document) -> Document:
        """The document after one round, without the rounds that settle it."""
        return self._round(doc, {}, Gate(self.needs))

    def trace(self, doc: Document) -> tuple[Step, ...]:
        """The first round step by step: each filter, its edits, the document it looked at."""
        steps, gate = [], Gate(self.needs)
        for group in self.passes:
            found = self._proposals(group, doc, {}, gate)
            edits = {name: tuple(own) for name, own in found}
            steps += [Step(one.name, edits.get(one.name, ()), doc) for one in group]
            doc = doc.apply_all(found)
        return tuple(steps)

    @cached_property
    def needs(self) -> Mapping[str, Needs | None]:
        """What each filter needs to be called at all, by its name."""
        return {one.name: needs_of(one) for one in self.filters}

    @cached_property
    def passes(self) -> tuple[tuple[Filter, ...], ...]:
        """The filters that look at the same version of the document, in the order of the passes.

        Neighbours of the stage PRUNE that say ``together = True`` share a pass.
        """
        out: list[tuple[Filter, ...]] = []
        for one in self.filters:
            before = out[-1][-1] if out else None
            if before and _joins(before, one):
                out[-1] = (*out[-1], one)
            else:
                out.append((one,))
        return tuple(out)

    def _round(self, doc: Document, held: dict[str, Abstention], gate: Gate) -> Document:
        for group in self.passes:
            gate.reached = doc = doc.apply_all(self._proposals(group, doc, held, gate))
        return doc

    def _settle(self, doc: Document, known: Document, gate: Gate) -> tuple[Document, Document]:
        """One more round, the filters seeing the text as if it had just been read.

        ``known`` is a document of the same text; given are both after the round.
        """
        from cleanpress.readers.text import read_text

        bare = known.sharing(read_text(known.text))
        for group in self.passes:
            proposals = self._proposals(group, bare, {}, gate)
            if proposals:
                bare, doc = bare.apply_with(doc, proposals)
                gate.reached = doc
        return doc, bare

    def _proposals(
        self, group: Iterable[Filter], doc: Document, held: dict[str, Abstention], gate: Gate
    ) -> list[Proposal]:
        found = []
        for one in group:
            doc.tick()
            if gate.lets(one, doc):
                edits = self._edits(one, doc, held, gate)
                if edits:
                    found.append(Proposal(one.name, edits))
        return found

    def _edits(
        self, one: Filter, doc: Document, held: dict[str, Abstention], gate: Gate
    ) -> list[Edit]:
        edits = _listed(one, doc)
        if not edits:
            return edits
        check_edits(one, edits, doc.text)
        doc.tick()
        budget: float | None = getattr(one, "budget", None)
        counted = budget is not None or (gate.counts and one.stage <= Stage.PRUNE)
        gone = gone_words(doc, edits) if counted else 0
        if budget is not None and not gate.affords(doc, gone, budget):
            share = gone / (len(doc.text.split()) or 1)
            if share > budget:
                held.setdefault(one.name, Abstention(one.name, round(share, 4), budget))
                return []
        if one.stage <= Stage.PRUNE:
            gate.lose(gone + len(edits))
        else:
            gate.forget()
        return edits


def _listed(one: Filter, doc: Document) -> list[Edit]:
    """A filter's edits; now and then a look at the clock, for there may be one for each letter."""
    if not doc.is_timed:
        return list(one(doc))
    edits: list[Edit] = []
    coming = iter(one(doc))
    while some := list(islice(coming, _SOME)):
        edits += some
        doc.tick()
    return edits


def _joins(before: Filter, one: Filter) -> bool:
    """Only removals may share a version: two of them can be parted, two rewritings cannot."""
    return all(
        each.stage is Stage.PRUNE and getattr(each, "together", False) for each in (before, one)
    )
