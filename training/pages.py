"""Labelled pages for training: the manifest's rows, their documents, and which units are gold.

A manifest has one JSON object a line with ``id``, ``url`` and either ``body`` (the article) or
``with``/``without`` (segments that are in it or not). The pages stand beside it: ``pdf/{id}.pdf``,
``markdown/{id}.md``, ``text/{id}.txt``.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from difflib import SequenceMatcher
from functools import partial
from hashlib import md5
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from cleanpress.content.facts import Row, facts_of
from cleanpress.content.setting import styles_of
from cleanpress.content.units import Unit, units_of
from cleanpress.content.vocabulary import vocabulary_of
from cleanpress.document import Document, Stage
from cleanpress.pipeline import Pipeline
from cleanpress.presets import preset
from cleanpress.readers.pdf import read_pdf
from cleanpress.readers.text import read_text

ENDINGS = {"pdf": "pdf", "markdown": "md", "text": "txt"}
BARE, GOLD = "/bare", "/gold"  # marks of a page's text and of its gold body, read by themselves
FULL = "/full"  # the mark of a page with what some filters take still on it
# Filters whose work the model learns to do as well, so that it knows more of captions and teasers.
SPARED = ("alt-texts", "related-links")
RUN = 3  # words in a row that make a match with the gold body a match
_WORD = re.compile(r"\w+")
_SHARED = ("fakehost", "archive.org")  # hosts that say nothing about the site


class Page(NamedTuple):
    """One page with its labels: 1 of the article, 0 not, -1 unknown."""

    id: str
    site: str
    whole: bool  # labelled by a body, not by segments
    units: tuple[Unit, ...]
    rows: list[Row]
    words: list[int]
    styles: list[tuple[float, str, int]]
    labels: list[int]
    vocabulary: list[frozenset[str]]


def read_manifests(manifests: list[Path], view: str, jobs: int = 2) -> list[Page]:
    """All pages of a view, in the order of the manifests; for text also the gold bodies alone."""
    tasks = [(manifest.parent, json.loads(line)) for manifest in manifests
             for line in manifest.read_text(encoding="utf-8").splitlines()]  # fmt: skip
    with ProcessPoolExecutor(jobs) as pool:
        return list(chain.from_iterable(pool.map(partial(_pages, view), tasks, chunksize=4)))


def _pages(view: str, task: tuple[Path, dict[str, Any]]) -> list[Page]:
    folder, row = task
    data = (folder / view / f"{row['id']}.{ENDINGS[view]}").read_bytes()
    doc = (
        read_pdf(data, backend="pdfminer")
        if view == "pdf"
        else read_text(data.decode("utf-8", "replace"))
    )
    pages = pages_of(row, view, before_content().once(doc))
    if view == "pdf":
        full = before_content(SPARED).once(doc)
        if [page.words for page in pages] != [[len(u.text.split()) for u in units_of(full)]]:
            pages += pages_of({**row, "id": row["id"] + FULL}, view, full)
    return pages


def pages_of(row: dict[str, Any], view: str, doc: Document) -> list[Page]:
    """The page of a row, and for text what else is learned from it."""
    units = units_of(doc)
    pages = [_page(row, view, doc, _labels(row, doc, units))]
    if view == "text":
        # As somebody might paste it: no pages, no traces of a print, a line a paragraph. Without
        # these the model takes any text without form feeds for a clean article.
        paragraphs = [" ".join(unit.text.split()) for unit in units]
        bare = read_text("\n\n".join(paragraphs))
        if len(units_of(bare)) == len(units):
            pages.append(_page({**row, "id": row["id"] + BARE}, view, bare, pages[0].labels))
    if view == "text" and row.get("body"):
        clean = before_content().once(read_text(row["body"]))
        labels = [1] * len(units_of(clean))
        pages.append(_page({**row, "id": row["id"] + GOLD}, view, clean, labels))
    return [page for page in pages if page.units]


def before_content(spared: Sequence[str] = ()) -> Pipeline:
    """What the document goes through, once, before the filter sees it, without some filters."""
    filters = preset("default").without(*spared).filters
    names = [one.name for one in filters]
    last = names.index("main-content") if "main-content" in names else len(names)
    return Pipeline(tuple(one for one in filters[:last] if one.stage <= Stage.PRUNE))


def _page(row: dict[str, Any], view: str, doc: Document, labels: list[int]) -> Page:
    units = units_of(doc)
    return Page(
        row["id"], _site(row), "body" in row, tuple(units), facts_of(doc, units, view),
        [len(unit.text.split()) for unit in units], styles_of(doc, units), labels,
        [vocabulary_of(unit.text) for unit in units],
    )  # fmt: skip


def _site(row: dict[str, Any]) -> str:
    """What pages must share to stay in one fold: their host, or the beginning of their body."""
    host = urlsplit(row.get("url") or "").hostname or ""
    if host and not host.endswith(_SHARED):
        return host
    return squash(row.get("body", row["id"]))[:40]


def fold_of(page: Page, folds: int) -> int:
    """The fold of a page: the same on every run, and for all pages of a site."""
    return int(md5(page.site.encode(), usedforsecurity=False).hexdigest(), 16) % folds


def squash(text: str) -> str:
    """The words of a text and nothing else, in one case."""
    return " ".join(_WORD.findall(text)).casefold()


def _labels(row: dict[str, Any], doc: Document, units: Sequence[Unit]) -> list[int]:
    return list(_by_body(row["body"], doc, units)) if row.get("body") else _by_segments(row, units)


def _by_body(body: str, doc: Document, units: Sequence[Unit]) -> Iterator[int]:
    """A unit is of the article when most of its words are in the gold body, in order."""
    words = [(match.start(), match[0]) for match in _WORD.finditer(doc.text)]
    gold = _WORD.findall(body)
    hit = [0] * len(words)
    matcher = SequenceMatcher(None, [word for _, word in words], gold, autojunk=False)
    for at, _, size in matcher.get_matching_blocks():
        if size >= RUN or len(gold) < 20:
            hit[at : at + size] = [1] * size
    starts = [start for start, _ in words]
    for unit in units:
        first, last = bisect_left(starts, unit.start), bisect_left(starts, unit.end)
        yield -1 if first == last else int(sum(hit[first:last]) * 2 > last - first)


def _by_segments(row: dict[str, Any], units: Sequence[Unit]) -> list[int]:
    """Units with a segment are labelled, the others are not known."""
    texts = [squash(unit.text) for unit in units]
    labels = [-1] * len(units)
    for segment in row.get("with", []):
        probe = squash(segment)
        found = [at for at, text in enumerate(texts) if probe and probe in text]
        if len(found) == 1:
            labels[found[0]] = 1
    for segment in row.get("without", []):
        probe = squash(segment)
        for at, text in enumerate(texts):
            if probe and probe in text and labels[at] != 1:
                labels[at] = 0
    return labels
