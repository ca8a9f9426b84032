"""Phrases with the support they need: the lines that a filter which goes by words may take."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cleanpress.document import Block, Document
from cleanpress.paragraphs import block_at, paragraphs
from cleanpress.phrases import Rule, load_phrases
from cleanpress.standing import SENTENCE_END, breaks_off, is_linked, is_remainder, stands_alone
from cleanpress.tagging import parts, started, tagged, told, topics

REST = 12  # words below a promo's sentence that make another paragraph of them
FAR = 1000  # characters of a block in which a speaker is looked for
NEAR = 3  # lines; how far a line of a cluster may stand from the line that supports it
# A title in quotes is shorter.
_OPENING = frozenset('“„«‘‚"»')
_SPEECH = re.compile(rf"[{''.join(sorted(_OPENING))}](?<![^\s(\[].)(?=\S)[^“”„«»\"]{{30}}")


class Hit(NamedTuple):
    """The lines ``first`` to ``last`` (half open) and the rule that they fit."""

    first: int
    last: int
    rule: Rule


def hits(
    doc: Document, wanted: frozenset[str], languages: tuple[str, ...], *, reach: int = 240,
    run: int = 2,
) -> list[Hit]:  # fmt: skip
    """The lines and paragraphs of some topics that stand as furniture stands, in order, disjoint.

    ``reach`` is how many characters a paragraph may have that goes because of its start; ``run``
    is how many lines of shape ``cluster`` in a row support each other.
    """
    if wanted.isdisjoint(told(doc, languages)):
        return []
    begun = started(doc, languages)
    found: dict[int, Hit] = {}
    loose: dict[int, Rule] = {}
    like = doc.derive(("like", languages), lambda: {index for index, _ in tagged(doc, languages)})
    for index, rule in _of(doc, wanted, languages):
        if index in found:
            continue
        if rule.shape == "cluster":
            loose.setdefault(index, rule)
        elif rule.shape != "start":
            if stands_alone(doc, index, like) and not _is_sentence(doc, index):
                found[index] = Hit(index, index + 1, rule)
        elif (hit := _started(doc, index, rule, reach, languages)) is not None:
            found.update((line, hit) for line in range(hit.first, hit.last))
    for number, rules in begun.items():
        block = paragraphs(doc)[number]
        if block.first not in found and block.end - block.start <= reach:
            for rule in rules:
                if rule.topic in wanted:
                    if is_told(doc, number, languages):
                        break
                    hit = Hit(block.first, _stop(doc, block, languages), rule)
                    found.update((line, hit) for line in range(hit.first, hit.last))
                    break
    _grow(doc, found, loose, run)
    return disjoint(found.values())


def _of(
    doc: Document, wanted: frozenset[str], languages: tuple[str, ...]
) -> list[tuple[int, Rule]]:
    """The lines that fit a phrase of some topics, in order."""
    known = topics(doc, languages)
    if len(wanted) == 1:
        return known.get(next(iter(wanted)), [])
    if wanted.isdisjoint(known):
        return []
    return [one for one in tagged(doc, languages) if one[1].topic in wanted]


def disjoint(found: Iterable[Hit]) -> list[Hit]:
    """The hits in order; one that reaches into the one before it loses those lines."""
    out: list[Hit] = []
    end = 0
    for hit in sorted(found):
        if hit.last > end:
            out.append(hit._replace(first=max(hit.first, end)))
            end = hit.last
    return out


def _is_sentence(doc: Document, index: int) -> bool:
    """One word with a full stop inside a paragraph ends a sentence: "Er erstattete / Anzeige.".

    So does a line at the head of a page, or several: "the end of the / conversation."
    """
    block = paragraphs(doc)[block_at(doc, index)]
    text = doc.bare[index]
    if index == block.first and text[:1].islower() and is_remainder(doc, block):
        return True
    if block.last - block.first == 1:
        return False
    ends = text.endswith(".") or (text[:1].islower() and text.endswith(SENTENCE_END))
    return ends and " " not in text


def _started(
    doc: Document, index: int, rule: Rule, reach: int, languages: tuple[str, ...]
) -> Hit | None:
    number = block_at(doc, index)
    block = paragraphs(doc)[number]
    label = rule.topic == "related" and block.last - block.first == 1  # a title, which may quote
    if not label and is_told(doc, number, languages):
        return None
    if index == block.first and block.end - block.start <= reach:
        return Hit(index, _stop(doc, block, languages), rule)
    if is_linked(doc, index) or stands_alone(doc, index):
        return Hit(index, index + 1, rule)
    return None


def _stop(doc: Document, block: Block, languages: tuple[str, ...]) -> int:
    """Where a paragraph that starts with a phrase ends, if other lines are glued to it.

    It ends where a line was broken off or ends a sentence, and the rest is long, starts afresh
    and does not speak to the reader.
    """
    you = load_phrases(*languages).words("you")
    for line in range(block.first, block.last - 1):
        text = doc.texts[line].rstrip()
        if not (text.endswith(SENTENCE_END) or breaks_off(doc, line, block)):
            continue
        rest = doc.text[doc.starts[line + 1] : block.end].lower().split()
        fresh = doc.texts[line + 1].lstrip()[:1].isupper()
        if fresh and len(rest) >= REST and you.isdisjoint(rest):
            return line + 1
    return block.last


def _grow(doc: Document, found: dict[int, Hit], loose: dict[int, Rule], run: int) -> None:
    """Lines of clusters join what is near; enough of them in a row need nobody else."""
    for chain in _chains(doc, loose):
        around = [range(edge - NEAR, edge + NEAR + 1) for edge in (chain[0], chain[-1])]
        near = not all(map(found.keys().isdisjoint, around))
        texts = {doc.texts[line] for line in chain}
        if near or len(texts) >= run:
            for line in chain:
                if line not in found and stands_alone(doc, line, loose):
                    found[line] = Hit(line, line + 1, loose[line])


def _chains(doc: Document, loose: dict[int, Rule]) -> Iterator[list[int]]:
    """Lines of clusters with at most a blank line between them."""
    chain: list[int] = []
    for line in loose:
        if chain and line - chain[-1] > 2:
            yield chain
            chain = []
        chain.append(line)
    if chain:
        yield chain


def cues(doc: Document, block: int, wanted: frozenset[str], languages: tuple[str, ...]) -> int:
    """How many different cues of some topics a block has: its start, and parts by their phrase."""
    return len({rule.match for rule in parts(doc, block, wanted, languages)})


def is_quoted(doc: Document, block: int) -> bool:
    """Whether a block holds a quotation, longer than titles are."""
    start, end, _, _ = paragraphs(doc)[block]
    end, text = min(end, start + FAR), doc.text
    marks = [at for mark in _OPENING & doc.signs if (at := text.find(mark, start, end)) >= 0]
    return bool(marks) and _SPEECH.search(text, min(marks), end) is not None


def is_told(doc: Document, block: int, languages: tuple[str, ...]) -> bool:
    """Whether somebody speaks in a block: "We use cookies, a programmer wrote, …"."""
    known = doc.derive(("spoken", languages), lambda: dict[int, bool]())
    if block not in known:
        here = paragraphs(doc)[block]
        words = doc.text[here.start : min(here.end, here.start + FAR)].lower().split()
        said = load_phrases(*languages).words("says")
        known[block] = is_quoted(doc, block) or not said.isdisjoint(words)
    return known[block]
