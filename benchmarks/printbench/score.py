"""The figures: how much of the gold body comes back, and how little else.

All figures run from 0 to 1, higher is better. Words are ``\\w+`` runs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import mean

_WORD = re.compile(r"\w+")
_PRINT_LINE = re.compile(r"\b\d{1,2}/\d{1,2}/\d{2}, \d{1,2}:\d\d (AM|PM)|\bPage \d+ of \d+\b")
SHINGLE = 4  # words

Row = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Page:
    """The figures of one page; a figure that does not apply is absent."""

    id: str
    furniture: str
    css: str
    figures: Mapping[str, float]
    lost: tuple[str, ...] = ()
    leaked: tuple[str, ...] = ()
    found: int = 0
    wanted: int = 0
    absent: int = 0
    unwanted: int = 0


@dataclass
class Summary:
    """The figures of a manifest: means over pages, and counts over segments."""

    pages: int = 0
    figures: dict[str, float] = field(default_factory=dict)


def words(text: str) -> list[str]:
    """The words of a text in order."""
    return _WORD.findall(text)


def squash(text: str) -> str:
    """Words only, in one case, one space between them."""
    return " ".join(words(text)).casefold()


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The bag of all runs of four words; a shorter text is one shingle."""
    found = words(text)
    count = max(1, len(found) - SHINGLE + 1) if found else 0
    return Counter(tuple(found[at : at + SHINGLE]) for at in range(count))


def score_page(row: Row, got: str) -> Page:
    """Score one cleaned text against its row of the manifest."""
    figures: dict[str, float] = {}
    if row["furniture"] != "none":
        figures["furniture_free"] = float(not leaks(row, got))
    common = {"id": str(row["id"]), "furniture": str(row["furniture"]), "css": str(row["css"])}
    if row.get("body"):
        body = str(row["body"])
        figures |= _body_figures(body, got)
        lost, leaked = _differences(body, got)
        return Page(**common, figures=figures, lost=lost, leaked=leaked)
    wanted, unwanted = _strings(row.get("with")), _strings(row.get("without"))
    text = squash(got)
    missing = tuple(one for one in wanted if squash(one) not in text)
    left = tuple(one for one in unwanted if squash(one) in text)
    total = len(wanted) + len(unwanted)
    right = total - len(missing) - len(left)
    figures["segments"] = right / total if total else 1.0
    return Page(
        **common, figures=figures, lost=missing, leaked=left,
        found=len(wanted) - len(missing), wanted=len(wanted),
        absent=len(unwanted) - len(left), unwanted=len(unwanted),
    )  # fmt: skip


def _strings(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _body_figures(body: str, got: str) -> dict[str, float]:
    want, have = shingles(body), shingles(got)
    shared = (want & have).total()
    precision = shared / have.total() if have else 0.0
    recall = shared / want.total() if want else 0.0
    parts = [part for part in map(squash, body.split("\n")) if part]
    stock = Counter(squash(part) for part in re.split(r"\n\s*\n", got))
    whole = 0
    for part in parts:
        if stock[part] > 0:
            stock[part] -= 1
            whole += 1
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * shared / (want.total() + have.total()) if shared else 0.0,
        "exact": float(words(body) == words(got)),
        "paragraphs": whole / len(parts) if parts else 1.0,
    }


def _differences(body: str, got: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Paragraphs of the gold of which most words are missing, and the other way round."""
    return _missing(body, shingles(got)), _missing(got, shingles(body))


def _missing(text: str, other: Counter[tuple[str, ...]]) -> tuple[str, ...]:
    parts = []
    for part in filter(None, (line.strip() for line in text.split("\n"))):
        mine = shingles(part)
        if mine and (mine & other).total() < 0.5 * mine.total():
            parts.append(part)
    return tuple(parts)


def leaks(row: Row, got: str) -> bool:
    """Whether a line of the printed page's furniture survives in the cleaned text."""
    if row["furniture"] == "plugin":
        return squash(str(row["header"])) in squash(got)
    url = squash(str(row.get("url") or ""))
    return bool(url and url in squash(got)) or _PRINT_LINE.search(got) is not None


def summarize(pages: Sequence[Page]) -> Summary:
    """Means over pages; F1 from the mean precision and the mean recall; segments over all."""
    summary = Summary(pages=len(pages))
    figures = summary.figures
    for name in ("precision", "recall", "exact", "paragraphs", "furniture_free"):
        values = [page.figures[name] for page in pages if name in page.figures]
        if values:
            figures[name] = mean(values)
    if "precision" in figures:
        both = figures["precision"] + figures["recall"]
        figures["f1"] = 2 * figures["precision"] * figures["recall"] / both if both else 0.0
    wanted = sum(page.wanted for page in pages)
    unwanted = sum(page.unwanted for page in pages)
    if wanted + unwanted:
        found, absent = sum(page.found for page in pages), sum(page.absent for page in pages)
        figures["segments"] = (found + absent) / (wanted + unwanted)
        figures["seg_recall"] = found / max(1, wanted)
        figures["seg_reject"] = absent / max(1, unwanted)
    return summary
