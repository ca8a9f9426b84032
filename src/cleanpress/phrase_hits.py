"""Phrases with the support they need: the lines that a filter which goes by words may take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleanpress.document import Document
from cleanpress.phrases import Rule, tagged, tagged_blocks
from cleanpress.standing import block_at, is_linked, stands_alone

NEAR = 3  # lines; how far a line of a cluster may stand from the line that supports it
QUOTES = ("“", "„", "«", "»", "\"", "‘", "‚")


class Hit(NamedTuple):
    """The lines ``first`` to ``last`` (half open) and the rule that they fit."""

    first: int
    last: int
    rule: Rule


def hits(
    doc: Document, topics: frozenset[str], languages: tuple[str, ...], *, reach: int = 240,
    run: int = 2,
) -> list[Hit]:  # fmt: skip
    """The lines and paragraphs of some topics that stand as furniture stands, in order, disjoint.

    ``reach`` is how many characters a paragraph may have that goes because of its start; ``run``
    is how many lines of shape ``cluster`` in a row support each other.
    """
    found: dict[int, Hit] = {}
    loose: dict[int, Rule] = {}
    like = doc.derive(("like", languages), lambda: {index for index, _ in tagged(doc, languages)})
    for index, rule in tagged(doc, languages):
        if rule.topic not in topics or index in found:
            continue
        if rule.shape == "cluster":
            loose.setdefault(index, rule)
        elif rule.shape != "start":
            if stands_alone(doc, index, like) and not _is_sentence(doc, index):
                found[index] = Hit(index, index + 1, rule)
        elif (hit := _started(doc, index, rule, reach)) is not None:
            found.update((line, hit) for line in range(hit.first, hit.last))
    for number, rules in tagged_blocks(doc, languages).items():
        block = doc.blocks[number]
        if block.first not in found and block.end - block.start <= reach:
            for rule in rules:
                if rule.topic in topics and rule.shape == "start":
                    hit = Hit(block.first, block.last, rule)
                    found.update((line, hit) for line in range(hit.first, hit.last))
                    break
    _grow(doc, found, loose, run)
    return sorted(set(found.values()))


def _is_sentence(doc: Document, index: int) -> bool:
    """One word with a full stop inside a paragraph ends a sentence: "Er erstattete / Anzeige."."""
    block = doc.blocks[block_at(doc, index)]
    text = doc.lines[index].text.strip()
    return block.last - block.first > 1 and text.endswith(".") and " " not in text


def _started(doc: Document, index: int, rule: Rule, reach: int) -> Hit | None:
    block = doc.blocks[block_at(doc, index)]
    if index == block.first and block.end - block.start <= reach:
        alone = block.last - block.first == 1 or not _is_list(doc, block.first, block.last)
        return Hit(index, block.last if alone else index + 1, rule)
    if is_linked(doc, index) or stands_alone(doc, index):
        return Hit(index, index + 1, rule)
    return None


def _is_list(doc: Document, first: int, last: int) -> bool:
    """Whether the lines are each for itself: none but the last is near the margin of the longest."""
    lengths = [len(line.text) for line in doc.lines[first:last]]
    return min(lengths[:-1]) < 0.6 * max(lengths)


def _grow(doc: Document, found: dict[int, Hit], loose: dict[int, Rule], run: int) -> None:
    """Lines of clusters join what is near; enough of them in a row need nobody else."""
    for chain in _chains(doc, loose):
        near = any(
            line in found
            for edge in (chain[0], chain[-1])
            for line in range(edge - NEAR, edge + NEAR + 1)
        )
        texts = {doc.lines[line].text for line in chain}
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


def cues(doc: Document, block: int, topics: frozenset[str], languages: tuple[str, ...]) -> int:
    """How many different cues of some topics a block has: its start, and parts by their phrase."""
    rules = tagged_blocks(doc, languages).get(block, ())
    return len({rule.match for rule in rules if rule.topic in topics})


def is_quoted(doc: Document, block: int) -> bool:
    """Whether somebody speaks in a block."""
    text = doc.text[doc.blocks[block].start : doc.blocks[block].end]
    return any(mark in text for mark in QUOTES)
