"""The lines and paragraphs of a document that fit phrases, found once for each version of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import compress
from operator import itemgetter, not_
from typing import cast

from cleanpress.document import Document
from cleanpress.paragraphs import paragraphs
from cleanpress.phrase_table import Rule, opening
from cleanpress.phrases import load_phrases

_SOME = 2000  # lines
_FIRST = itemgetter(2)
Tag = tuple[int, Rule]  # an index, and the rule that fits there


def first_words(texts: list[str]) -> list[str]:
    """The first word of each line, as :func:`opening` has it; nothing for a line without any.

    >>> first_words(["The ferry", "", "  Late: again"])
    ['the', '', '?']
    """
    words = list(map(str.lower, [text.partition(" ")[0] for text in texts]))
    for at in compress(range(len(words)), map(not_, map(str.isalpha, words))):
        word = words[at]
        if texts[at]:
            words[at] = "#" if word[:1].isdigit() else opening(word or " ")
    return words


def openings(doc: Document) -> list[str]:
    """The first word of each line of a document, as :func:`first_words` has them."""
    return doc.column(_first_words)


def _first_words(doc: Document, texts: list[str]) -> list[str]:
    """The first words of some lines of a document; a later version may have the same lines."""
    known = cast("dict[str, str]", doc.recall("openings"))
    try:
        return list(map(known.__getitem__, texts))
    except KeyError:
        for at in range(0, len(texts), _SOME):  # those in reach of the processor's cache
            fresh = list(set(texts[at : at + _SOME]).difference(known))
            known.update(zip(fresh, first_words(fresh), strict=True))
        return list(map(known.__getitem__, texts))


def tagged(doc: Document, languages: tuple[str, ...] = ()) -> tuple[Tag, ...]:
    """The lines that fit a phrase: (index into ``doc.lines``, rule), in order of the lines."""
    return doc.derive(("phrases", languages), lambda: tuple(_tag(doc, languages)))


def _tag(doc: Document, languages: tuple[str, ...]) -> Iterator[Tag]:
    openings(doc)  # first, that the table of first words has the lines
    found = doc.column(_fitting(languages))
    for index in compress(range(len(found)), found):
        for rule in found[index] or ():
            yield index, rule


@cache
def _fitting(
    languages: tuple[str, ...],
) -> Callable[[Document, list[str]], list[tuple[Rule, ...] | None]]:
    """What tells which phrases some lines fit; nothing for most lines."""
    table = load_phrases(*languages).lines

    def fitting(doc: Document, texts: list[str]) -> list[tuple[Rule, ...] | None]:
        known = cast("dict[str, tuple[Rule, ...]]", doc.recall(table))
        words = _first_words(doc, texts)
        found: list[tuple[Rule, ...] | None] = [None] * len(texts)
        for at in compress(range(len(texts)), map(table.openings.__contains__, words)):
            text = texts[at]
            rules = known.get(text)
            if rules is None:
                rules = known[text] = table.match(text, words[at])
            found[at] = rules or None
        return found

    return fitting


def topics(doc: Document, languages: tuple[str, ...] = ()) -> dict[str, list[Tag]]:
    """The lines that fit a phrase, as :func:`tagged` has them, by the topic of the phrase."""

    def split() -> dict[str, list[Tag]]:
        found: dict[str, list[Tag]] = {}
        for tag in tagged(doc, languages):
            found.setdefault(tag[1].topic, []).append(tag)
        return found

    return doc.derive(("topics", languages), split)


def told(doc: Document, languages: tuple[str, ...] = ()) -> frozenset[str]:
    """The topics of all phrases that a line or the start of a paragraph fits."""

    def both() -> frozenset[str]:
        begun = started(doc, languages).values()
        return frozenset(topics(doc, languages)).union(
            rule.topic for some in begun for rule in some
        )

    return doc.derive(("told", languages), both)


def started(doc: Document, languages: tuple[str, ...] = ()) -> dict[int, tuple[Rule, ...]]:
    """The paragraphs that start as a phrase of shape ``start`` does: index, rules.

    The lines of a paragraph are read as one.
    """
    return doc.derive(("phrased", languages), lambda: dict(_starts(doc, languages)))


def _starts(doc: Document, languages: tuple[str, ...]) -> Iterator[tuple[int, tuple[Rule, ...]]]:
    table = load_phrases(*languages).starts
    known = cast("dict[str, tuple[Rule, ...]]", doc.recall(table))
    most, words, text, blocks = table.most, openings(doc), doc.text, paragraphs(doc)
    for number in opening_with(doc, table.openings):
        start, end, first, _ = blocks[number]
        if end - start <= most:
            whole = text[start:end]
            rules = known.get(whole)
            if rules is None:
                rules = known[whole] = table.match(whole, words[first])
            if rules:
                yield number, rules


def opening_with(doc: Document, words: frozenset[str]) -> list[int]:
    """The paragraphs whose first word, as :func:`openings` has it, is one of some words."""
    blocks = paragraphs(doc)
    firsts = map(openings(doc).__getitem__, map(_FIRST, blocks))
    return list(compress(range(len(blocks)), map(words.__contains__, firsts)))


def parts(
    doc: Document, number: int, wanted: frozenset[str], languages: tuple[str, ...] = ()
) -> tuple[Rule, ...]:
    """The phrases of some topics that a paragraph starts with or has in it."""
    start, end, _, _ = paragraphs(doc)[number]
    begun = [rule for rule in started(doc, languages).get(number, ()) if rule.topic in wanted]
    return (*begun, *load_phrases(*languages).parts(doc.text[start:end], wanted))


def holding(
    doc: Document, wanted: frozenset[str], reach: int, languages: tuple[str, ...] = ()
) -> Iterator[tuple[int, Rule]]:
    """The paragraphs of up to ``reach`` characters with a ``part`` phrase of some topics.

    Given are the index of each and its first such phrase.
    """
    phrases, text = load_phrases(*languages), doc.text
    words = [word for word, _ in phrases.cues(wanted)]
    blocks = paragraphs(doc)
    long = [block for block in blocks if block[1] - block[0] > reach]
    starts, ends = [0, *[block[1] for block in long]], [block[0] for block in long]
    rest = "\n".join([text[start:end] for start, end in zip(starts, [*ends, None], strict=True)])
    if not any(word[1:] in rest or word.upper() in rest for word in words):
        return  # most texts
    for number, (start, end, _, _) in enumerate(blocks):
        if end - start <= reach:
            for rule in phrases.parts(text[start:end], wanted)[:1]:
                yield number, rule
