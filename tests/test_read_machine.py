"""Any PDF, any limits: a document, or one named error with what was read before it."""

from __future__ import annotations

import pickle
import random
from contextlib import suppress

from benchmarks.survey import MUTATIONS
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cleanpress import Document, LimitExceeded, Limits, NoTextLayer, ReadError
from cleanpress.readers.pdf import read_pdf
from pdf_writer import PdfPage, lines, write_pdf

PAGES = [PdfPage(lines([f"Page {number} of the ferry's log.", "It was late again."]))
         for number in range(1, 7)]  # fmt: skip
LIMITED = {
    "input_bytes": st.integers(0, 6000), "stream_bytes": st.integers(0, 200),
    "decoded_bytes": st.integers(0, 1500), "pages": st.integers(0, 7),
    "glyphs": st.integers(0, 60), "boxes": st.integers(0, 3), "depth": st.integers(0, 4),
}  # fmt: skip


class Reading(RuleBasedStateMachine):
    """A file that is broken step by step, read under limits that are drawn tighter or wider."""

    @initialize(count=st.integers(0, 6), squeezed=st.booleans())
    def write(self, count: int, squeezed: bool) -> None:
        self.whole = self.data = write_pdf(*PAGES[:count], squeezed=squeezed)
        self.count = count
        self.limits = Limits()
        self.read()

    @rule(kind=st.sampled_from(sorted(MUTATIONS)), seed=st.integers(0, 1000))
    def damage(self, kind: str, seed: int) -> None:
        with suppress(IndexError, ValueError):  # too little is left to break it in this way
            self.data = MUTATIONS[kind](self.data, random.Random(seed))
        self.read()

    @rule(share=st.integers(0, 100))
    def cut(self, share: int) -> None:
        self.data = self.data[: len(self.data) * share // 100]
        self.read()

    @rule()
    def mend(self) -> None:
        self.data = self.whole
        self.read()

    @rule(data=st.data(), kind=st.sampled_from(sorted(LIMITED)))
    def limit(self, data: st.DataObject, kind: str) -> None:
        known = {name: getattr(self.limits, name) for name in LIMITED}
        self.limits = Limits(**{**known, kind: data.draw(LIMITED[kind])})
        self.read()

    @rule()
    def free(self) -> None:
        self.limits = Limits()
        self.read()

    def read(self) -> None:
        """Read what is there; anything but a document or an error of ours fails the test."""
        self.document: Document | None = None
        self.error: ReadError | None = None
        try:
            self.document = read_pdf(
                self.data, backend="pdfminer", limits=self.limits, keep_going=True
            )
        except ReadError as error:
            self.error = error

    # ---- what always holds ---------------------------------------------------------------------
    @invariant()
    def it_is_one_or_the_other(self) -> None:
        assert (self.document is None) != (self.error is None)
        assert self.document is None or self.document.source.strip()

    @invariant()
    def a_limit_says_what_was_over_it(self) -> None:
        if isinstance(self.error, LimitExceeded):
            assert self.error.limit == getattr(self.limits, self.error.kind)
            assert self.error.seen >= self.error.limit

    @invariant()
    def what_is_whole_is_read_whole(self) -> None:
        if self.data is self.whole and self.limits == Limits() and self.count:
            assert self.document is not None
            assert "Damage" not in self.document.info
            assert self.document.source.count("late again") == self.count

    @invariant()
    def tighter_limits_change_nothing_but_whether_it_is_read(self) -> None:
        if self.document is not None and self.limits != Limits():
            free = read_pdf(self.data, backend="pdfminer")
            assert free.source == self.document.source

    @precondition(lambda self: self.error is not None)
    @invariant()
    def what_was_read_before_an_error_is_the_beginning(self) -> None:
        error = self.error
        assert error is not None
        again = pickle.loads(pickle.dumps(error))
        assert (str(again), again.page) == (str(error), error.page)
        if error.partial is None or isinstance(error, NoTextLayer):
            return
        assert isinstance(error, LimitExceeded)
        assert isinstance(error.partial, Document)
        assert again.partial.source == error.partial.source
        if self.data is self.whole:
            free = read_pdf(self.data, backend="pdfminer")
            assert free.source.startswith(error.partial.source)


TestReading = Reading.TestCase
TestReading.settings = settings(max_examples=60, stateful_step_count=12, deadline=None)
