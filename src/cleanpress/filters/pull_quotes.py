"""Sentences of the article that the layout shows a second time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Block, Document, Edit, Stage
from cleanpress.phrases import fold

_QUOTES = "“”„‟\"‘’«»"
_MARKS = "“”„‟\"'‘’‚«»‹› .,;:!?…"


@dataclass(frozen=True, slots=True, kw_only=True)
class PullQuotes:
    r"""Remove a pull quote: a passage repeated, word for word, in a block of its own.

    Magazines lift a sentence out of the article and set it large beside the text. In print it
    then stands twice. Only a block whose words stand in another, longer block as well goes, so
    nothing of the article is lost; the passage in its place stays, and so does a block of less
    than ``min_words`` words, which may be a heading or a refrain.

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
    reasons: ClassVar[Mapping[str, str]] = {
        "repeated-passage": "a block whose words stand in a longer block of the article too",
    }

    min_words: int = 6  # words; shorter repeats are headings, names, refrains
    min_quoted: int = 4  # words; a block in quotation marks is no heading and no name
    max_words: int = 60  # words; a pull quote is a sentence or two

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the blocks that another block holds."""
        blocks = [(block, _words(doc, block)) for block in doc.blocks]
        seen: dict[tuple[str, ...], list[int]] = {}
        short = [at for at, (block, words) in enumerate(blocks) if self._fits(doc, block, words)]
        size = self.min_quoted
        openings = {tuple(blocks[at][1][:size]) for at in short}
        if not openings:
            return
        for at, (_, words) in enumerate(blocks):
            for opening in zip(*(words[place:] for place in range(size)), strict=False):
                if opening in openings and (not seen.get(opening) or seen[opening][-1] != at):
                    seen.setdefault(opening, []).append(at)
        for at in short:
            block, words = blocks[at]
            others = seen.get(tuple(words[:size]), [])
            if any(_holds(blocks[other][1], words) for other in others if other != at):
                yield _removal(doc, block)

    def _fits(self, doc: Document, block: Block, words: list[str]) -> bool:
        if not self.min_quoted <= len(words) <= self.max_words:
            return False
        text = doc.text[block.start : block.end].strip()
        return len(words) >= self.min_words or (text[0] in _QUOTES and text[-1] in _QUOTES)


def _words(doc: Document, block: Block) -> list[str]:
    """The words of a block as they compare: folded, hyphens at line ends joined, no marks."""
    text = doc.text[block.start : block.end].replace("-\n", "").replace("\N{HYPHEN}\n", "")
    return [word for word in (one.strip(_MARKS) for one in fold(text).split()) if word]


def _holds(longer: list[str], passage: list[str]) -> bool:
    """Whether a block that is clearly longer holds the passage word for word."""
    if len(longer) < 1.3 * len(passage):
        return False
    size = len(passage)
    return any(
        longer[at] == passage[0] and longer[at : at + size] == passage
        for at in range(len(longer) - size + 1)
    )


def _removal(doc: Document, block: Block) -> Edit:
    last = doc.lines[block.last - 1]
    stop = last.end if doc.text[last.end : last.stop] == "\f" else last.stop
    return Edit(block.start, stop, "", "repeated-passage")
