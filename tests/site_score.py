"""How much of what a site prints around its articles goes, and how much of the articles is lost."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from cleanpress.document import Document

_WORD = re.compile(r"\w+")


class Score(NamedTuple):
    """Lines of the site's on the pages and those of them that are gone; words of the bodies."""

    lines: int
    gone: int
    words: int
    lost: int
    left: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def __add__(self, other: object) -> Score:
        assert isinstance(other, Score)
        return Score(*(one + two for one, two in zip(self, other, strict=True)))


def score(doc: Document, blocks: list[tuple[str, str]]) -> Score:
    """Compare a cleaned document with the blocks of its page, each a kind and its words.

    A line of the source is the site's if most of its words are those of boilerplate blocks, or of
    none at all (print furniture); it is gone if none of its words is left.
    """
    gold = [(word, kind) for kind, words in blocks for word in _WORD.findall(words)]
    found = list(_WORD.finditer(doc.source))
    matcher = SequenceMatcher(
        None, [one[0] for one in found], [word for word, _ in gold], autojunk=False
    )
    kinds = ["boilerplate"] * len(found)
    for start, other, size in matcher.get_matching_blocks():
        for step in range(size):
            kinds[start + step] = gold[other + step][1]
    kept = [False] * len(doc.source)
    for run in doc.runs:
        if run.text:
            kept[run.start : run.end] = [True] * (run.end - run.start)
    body = [one for one, kind in zip(found, kinds, strict=True) if kind == "body"]
    lost = [one[0] for one in body if not kept[one.start()]]
    lost += ["?"] * (sum(kind == "body" for _, kind in gold) - len(body))
    lines: dict[int, list[int]] = {}
    for index, one in enumerate(found):
        lines.setdefault(
            doc.source.count("\n", 0, one.start()) + doc.source.count("\f", 0, one.start()), []
        ).append(index)
    left, count = [], 0
    for own in lines.values():
        if 2 * sum(kinds[index] == "boilerplate" for index in own) > len(own):
            count += 1
            if any(kept[found[index].start()] for index in own):
                left.append(" ".join(found[index][0] for index in own))
    return Score(
        count,
        count - len(left),
        sum(kind == "body" for _, kind in gold),
        len(lost),
        tuple(left),
        tuple(lost),
    )
