"""Sentences of the article that the layout shows a second time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Block, Document, Edit, Stage, Typeset
from cleanpress.grammar.edges import body_size
from cleanpress.grammar.passages import come_twice, flat, held, rare_pieces, rough, unmarked

_QUOTES = frozenset('“”„‟"‘’«»')
FEW = 24  # candidates; more are looked for all at once
_BOLD = 0.8  # share of a line's characters


@dataclass(frozen=True, slots=True, kw_only=True)
class PullQuotes:
    r"""Remove a pull quote: a passage repeated, word for word, in a block of its own.

    Magazines lift a sentence out of the article and set it large beside the text. In print it
    then stands twice. Only a block in quotation marks, or set larger than the body, whose words
    stand in another, longer block as well goes: nothing of the article is lost. The passage in its
    place stays, and so do a heading, large and bold, and a short block without quotation marks,
    which may be one; what somebody says twice in a few words stays where it is set as the body.

    >>> from cleanpress.readers.text import read_text
    >>> body = "She waited. “No boat ever came back for us,” she said, and left the pier."
    >>> doc = read_text(body + "\n\n“No boat ever came back for us”\n\nThe pier was closed.")
    >>> doc.apply(PullQuotes()(doc), PullQuotes.name).text == body + "\n\n\nThe pier was closed."
    True
    >>> doc = read_text(body + "\n\nNo boat ever came\n\nThe pier was closed.")
    >>> doc.apply(PullQuotes()(doc), PullQuotes.name) is doc
    True
    """

    name: ClassVar[str] = "pull-quotes"
    stage: ClassVar[Stage] = Stage.PRUNE
    together: ClassVar[bool] = True
    needs_page: ClassVar[bool] = True
    reasons: ClassVar[Mapping[str, str]] = {
        "repeated-passage": "a block whose words stand in a longer block of the article too",
    }

    min_words: int = 6  # words; shorter repeats are headings, names, refrains
    min_quoted: int = 5  # words in quotation marks; headings that quote have up to four
    min_spoken: int = 8  # words in quotation marks set as the body is; shorter ones may be speech
    max_words: int = 60  # words; a pull quote is a sentence or two
    larger: float = 1.15  # times the body's type; captions stay below

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the blocks that another block holds."""
        if not doc.typeset and _QUOTES.isdisjoint(doc.signs):
            return
        passages = list(self._passages(doc))
        if passages:
            again = held(doc, [words for _, words, _ in passages], [rare for *_, rare in passages])
            spoken = Counter(tuple(each) for at, each, _ in passages if doc.text[at[0]] in _QUOTES)
            for block, words, _ in passages:
                if tuple(words) in again and spoken[tuple(words)] < 2:  # else somebody says it
                    yield _removal(doc, block)

    def _passages(self, doc: Document) -> Iterator[tuple[Block, list[str], list[bytes]]]:
        """The candidates that have the words for it; of a few, those whose words come again.

        Given are the block, its words, and the rare pieces of some.
        """
        found = list(self._candidates(doc))
        raw = rough(doc.text) if 0 < len(found) <= FEW else b""
        for block, least in found:
            passage = flat(doc.text[block.start : block.end])
            rare = rare_pieces(passage)
            if not raw or come_twice(raw, rare):
                words = unmarked(passage).split()
                if least <= len(words) <= self.max_words:
                    yield block, words, rare

    def _candidates(self, doc: Document) -> Iterator[tuple[Block, int]]:
        """The blocks that may be pull quotes by their look, and the words they must have."""
        text, size = doc.text, body_size(doc)
        for block in doc.blocks:
            start, end, first, _ = block
            quoted = text[start] in _QUOTES and text[end - 1] in _QUOTES
            if not (quoted or doc.typeset) or end - start > 12 * self.max_words:
                continue
            doc.tick()
            how = doc.set_of(first)
            large = how is not None and how.size >= self.larger * size
            if large and how and how.bold >= _BOLD:
                continue  # the heading of a section, whose words stand in the section too
            if quoted:
                plain = how is not None and _is_plain(how, size)
                yield block, self.min_spoken if plain else self.min_quoted
            elif large:
                yield block, self.min_words


def _is_plain(how: Typeset, size: float) -> bool:
    """Whether a line is set as the body is, upright and of its size."""
    return abs(how.size - size) < 0.05 * size and how.bold < _BOLD and how.italic < _BOLD


def _removal(doc: Document, block: Block) -> Edit:
    last = doc.lines[block.last - 1]
    stop = last.end if doc.text[last.end : last.stop] == "\f" else last.stop
    return Edit(block.start, stop, "", "repeated-passage")
