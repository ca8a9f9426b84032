"""Over many documents: what each filter removes, and where one does what it usually does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean, median, quantiles
from typing import NamedTuple

from cleanpress.article import Article
from cleanpress.report.plain import Plain, Record
from cleanpress.report.record import counts, words
from cleanpress.report.survival import RULES, c4_words_kept, fails

__all__ = [
    "Outlier",
    "Row",
    "Told",
    "outliers",
    "rows",
    "survival_of",
    "survival_rows",
    "told_in",
    "told_of",
]

FEW = 5  # documents; fewer do not tell what is usual
FAR = 3.0  # spreads between the quartiles above the upper one; Tukey's "far out"
LEAST = 0.10  # of a document's words; less is no outlier, whatever is usual
ALWAYS = 0.50  # of a document's words; more is always worth a look
LEAST_OF_FEW = 0.25  # the same where nothing tells what is usual
LEAST_WORDS = 20  # removed; a short document is soon half gone


class Survival(NamedTuple):
    """What the large corpora's filters say of a text: the rules it fails, each with its figure.

    ``c4_words`` is the share of its words on the lines that C4 keeps.
    """

    fails: dict[str, float]
    c4_words: float


class Told(NamedTuple):
    """One document: words before and after; by filter the pieces and the words that went.

    ``before`` and ``after`` tell whether it would survive, where its texts are at hand.
    """

    file: str
    status: str
    source_words: int
    text_words: int
    pieces: dict[str, int]
    words: dict[str, int]
    before: Survival | None = None
    after: Survival | None = None

    def share(self, by: str) -> float:
        """The share of the document's words that a filter removed."""
        return self.words.get(by, 0) / self.source_words if self.source_words else 0.0


class Row(NamedTuple):
    """One filter over all documents; ``median`` and ``most`` are shares of a document's words."""

    filter: str
    documents: int
    pieces: int
    words: int
    share: float
    median: float
    most: float


class Outlier(NamedTuple):
    """A document of which a filter removed far more than it usually does; shares of its words."""

    file: str
    filter: str
    share: float
    words: int
    usual: float


# ---- one document --------------------------------------------------------------------------------
def told_of(file: str, article: Article) -> Told:
    """What there is to count of an article."""
    pieces, gone = _by_filter(counts(article.receipt.changes))
    return Told(
        file, article.status, words(article.source), words(article.text), pieces, gone,
        survival_of(article.source), survival_of(article.text),
    )  # fmt: skip


def told_in(record: Record) -> Told:
    """The same from a report, whose texts are not at hand."""
    found = record.get("counts")
    pieces, gone = _by_filter(found if isinstance(found, dict) else {})
    source, text = (_number(record.get(side), "words") for side in ("source", "text"))
    return Told(str(record.get("file")), str(record.get("status")), source, text, pieces, gone)


def _by_filter(found: dict[str, Plain]) -> tuple[dict[str, int], dict[str, int]]:
    pieces: dict[str, int] = {}
    gone: dict[str, int] = {}
    for by, reasons in found.items():
        for count in reasons.values() if isinstance(reasons, dict) else ():
            pieces[by] = pieces.get(by, 0) + _number(count, "runs")
            gone[by] = gone.get(by, 0) + _number(count, "words")
    return pieces, gone


def _number(table: Plain, name: str) -> int:
    found = table.get(name) if isinstance(table, dict) else 0
    return found if isinstance(found, int) else 0


def survival_of(text: str) -> Survival:
    """Whether a text would survive, and by which figures it would not."""
    return Survival({one.rule: round(one.value, 4) for one in fails(text)}, c4_words_kept(text))


# ---- all documents -------------------------------------------------------------------------------
def rows(told: Sequence[Told], order: Sequence[str]) -> list[Row]:
    """The table: the filters in their order, then those that are not in it."""
    found = {by for one in told for by in one.pieces}
    names = [by for by in order if by in found] + sorted(found - set(order))
    total = sum(one.source_words for one in told)
    made = []
    for by in names:
        acted = [one for one in told if one.pieces.get(by)]
        gone = sum(one.words.get(by, 0) for one in acted)
        shares = [one.share(by) for one in acted]
        pieces = sum(one.pieces[by] for one in acted)
        share = gone / total if total else 0.0
        made.append(Row(by, len(acted), pieces, gone, share, median(shares), max(shares)))
    return made


def outliers(told: Sequence[Told]) -> list[Outlier]:
    """The documents that a filter treats unlike others, the worst first.

    >>> usual = [Told(f"{n}", "ok", 100, 98, {"promos": 1}, {"promos": 2}) for n in range(9)]
    >>> outliers([*usual, Told("odd", "ok", 100, 40, {"promos": 1}, {"promos": 60})])
    [Outlier(file='odd', filter='promos', share=0.6, words=60, usual=0.02)]
    """
    found: list[Outlier] = []
    for by in sorted({by for one in told for by in one.words}):
        acted = [one for one in told if one.words.get(by)]
        shares = [one.share(by) for one in acted]
        bound = _bound(shares)
        found += [
            Outlier(one.file, by, one.share(by), one.words[by], median(shares))
            for one in acted
            if one.share(by) > bound and one.words[by] >= LEAST_WORDS
        ]
    return sorted(found, key=lambda one: (-one.share, one.file, one.filter))


def _bound(shares: Sequence[float]) -> float:
    """The share of a document's words above which a removal is far out."""
    if len(shares) < FEW:
        return LEAST_OF_FEW
    low, _, high = quantiles(shares, n=4, method="inclusive")
    return min(max(LEAST, high + FAR * (high - low)), ALWAYS)


def survival_rows(told: Sequence[Told]) -> Iterator[tuple[str, float, float]]:
    """Each rule with the share of documents that pass it before and after.

    Then all rules of each corpus and of all three, and C4's share of kept words.
    """
    pairs = [(one.before, one.after) for one in told if one.before and one.after]
    if not pairs:
        return
    names = [rule.name for rule in RULES]
    groups = {name: [name] for name in names}
    for family in ("c4", "gopher", "fineweb"):
        groups[f"all of {family}"] = [one for one in names if one.startswith(family)]
    groups["all rules"] = names
    for name, rules in groups.items():
        yield (
            name,
            _passing([one for one, _ in pairs], rules),
            _passing([o for _, o in pairs], rules),
        )
    before, after = zip(*((one.c4_words, other.c4_words) for one, other in pairs), strict=True)
    yield "words that c4 keeps", fmean(before), fmean(after)


def _passing(found: Sequence[Survival], rules: Sequence[str]) -> float:
    return fmean(not any(rule in one.fails for rule in rules) for one in found)
