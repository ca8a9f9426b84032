"""The article stays, and what the page prints around it goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, compress, repeat
from operator import not_
from typing import ClassVar

from cleanpress.content.judge import judge
from cleanpress.content.outcome import outcome_of
from cleanpress.document import Document, Edit, Stage
from cleanpress.evidence import is_page
from cleanpress.sites.sparing import spared
from cleanpress.standing import removal

_edit = partial(tuple.__new__, Edit)  # half the cost of calling a NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class MainContent:
    r"""Remove the blocks that are not the article: navigation, teasers, comments, forms, notices.

    A printed page carries more than its article. Each block is judged by itself, by its words, its
    setting, its links and its place; then again in the light of the others, by where it stands to
    the bulk of what looks like the article; and neighbours lend each other some weight. The weights
    are data, made from labelled pages by ``training/main_content.py``.

    Where no article shows (a listing, a form) the filter proposes to remove everything, which is
    over its budget: the pipeline holds it back, and ``article.status`` says ``no-article``. From a
    plain text that is all article nothing goes: there must be enough that is plainly none. Where a
    site profile has taken the site's frame, short lines set as the article's paragraphs stay.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("The ferry left the harbour at noon, and nobody on the quay saw it go.")
    >>> doc.apply(MainContent()(doc), MainContent.name) is doc
    True
    """

    name: ClassVar[str] = "main-content"
    stage: ClassVar[Stage] = Stage.PRUNE
    needs_page: ClassVar[bool] = True
    reasons: ClassVar[Mapping[str, str]] = {
        "page-top": "what the page prints before its article",
        "page-end": "what the page prints after its article",
        "page-aside": "what the page prints inside its article",
    }

    languages: tuple[str, ...] = ()  # whose phrases show that a plain text comes from a page

    # Share of the words. Of 146 pages the one with the most around its article has 91 of 100 words
    # there. Where no article shows, all of the page would go, and so nothing does.
    budget: float = 0.97

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the removal of each block that is not the article."""
        if not is_page(doc, self.languages) or (outcome := outcome_of(doc)) == "whole":
            return
        verdict = judge(doc)
        units, keeps = verdict.units, verdict.keeps.copy()
        if outcome != "article":
            keeps = [False] * len(units)
        if doc.typeset:
            known = {index for index, keep in enumerate(keeps) if keep}
            for index in spared(doc, list(zip(units.firsts, units.lasts, strict=True)), known):
                keeps[index] = True
        gone = list(map(not_, keeps))
        lines = zip(compress(units.firsts, gone), compress(units.lasts, gone), strict=True)
        told = zip(lines, _reasons(keeps), verdict.why_not(gone), strict=True)
        text, starts = doc.text, [*doc.starts, len(doc.text)]
        for (first, last), reason, note in told:
            start, stop = starts[first], starts[last]
            if text.find("\f", start, stop) < 0:
                yield _edit((start, stop, "", reason, note))
            else:
                yield from removal(doc, first, last, reason, note)


def _reasons(keeps: Sequence[bool]) -> Iterator[str]:
    """Why each unit goes that does: by whether it stands above, below or amid those that stay."""
    if True not in keeps:
        return repeat("page-top", len(keeps))
    top, end = keeps.index(True), len(keeps) - keeps[::-1].index(True)
    amid = end - top - sum(keeps)
    return chain(
        repeat("page-top", top), repeat("page-aside", amid), repeat("page-end", len(keeps) - end)
    )
