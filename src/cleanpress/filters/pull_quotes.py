"""Sentences of the article that the layout shows a second time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Block, Document, Edit, Stage

_QUOTES = frozenset('“”„‟"‘’«»')
RARE = 6  # words of a passage that are looked for before it is looked for as a whole
_BARE = str.maketrans(dict.fromkeys("“”„‟\"'‘’‚«»‹›.,;:!?…\N{SOFT HYPHEN}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PullQuotes:
    r"""Remove a pull quote: a passage repeated, word for word, in a block of its own.

    Magazines lift a sentence out of the article and set it large beside the text. In print it
    then stands twice. Only a block in quotation marks, or set larger than the body, whose words
    stand in another, longer block as well goes: nothing of the article is lost. The passage in its
    place stays, and so does a short block without quotation marks, which may be a heading.

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
    min_quoted: int = 4  # words; a block in quotation marks is no heading and no name
    max_words: int = 60  # words; a pull quote is a sentence or two
    larger: float = (
        1.15  # times the body's type size; headings and captions stay below or are short
    )

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the blocks that another block holds."""
        short = list(self._candidates(doc))
        if not short:
            return
        # One line a block, words parted and enclosed by single spaces: a passage is found at once.
        whole = "\n".join([f" {' '.join(_words(doc, block))} " for block in doc.blocks])
        for block, words in short:
            if _is_held(whole, words):
                yield _removal(doc, block)

    def _candidates(self, doc: Document) -> Iterator[tuple[Block, list[str]]]:
        """The blocks that may be pull quotes by their look, length and words, with their words."""
        text, lines, flat = doc.text, doc.lines, ""
        large = self.larger * _body_size(doc)
        for block in doc.blocks:
            start, end, first, _ = block
            quoted = text[start] in _QUOTES and text[end - 1] in _QUOTES
            typeset = lines[first].typeset if doc.typeset else None
            if end - start <= 12 * self.max_words and (
                quoted or (typeset is not None and typeset.size >= large)
            ):
                flat = flat or _flat(text)
                if not _comes_again(flat, _flat(text[start:end])):
                    continue
                words = _words(doc, block)
                least = self.min_quoted if quoted else self.min_words
                if least <= len(words) <= self.max_words:
                    yield block, words


def _body_size(doc: Document) -> float:
    """The type size of most characters, in points; 0 without geometry."""

    def most() -> float:
        sizes: Counter[float] = Counter()
        for one in doc.typeset:
            sizes[round(one.size, 1)] += one.end - one.start
        return max(sizes, key=lambda size: sizes[size], default=0.0)

    return doc.derive("body-size", most) if doc.typeset else 0.0


def _words(doc: Document, block: Block) -> list[str]:
    """The words of a block as they compare: lower case, hyphens at line ends joined, no marks."""
    return _flat(doc.text[block.start : block.end].translate(_BARE)).split()


def _flat(text: str) -> str:
    """The text in lower case, hyphens at line ends joined."""
    return text.lower().replace("-\n", "").replace("\N{HYPHEN}\n", "")


def _comes_again(flat: str, passage: str) -> bool:
    """Whether the longest plain words of a passage stand twice in a text; both are flat."""
    longest = sorted(filter(str.isalpha, passage.split()), key=len)[-RARE:]
    again = all(flat.find(word, flat.find(word) + 1) >= 0 for word in longest)
    return again or "\N{SOFT HYPHEN}" in flat


def _is_held(blocks: str, passage: list[str]) -> bool:
    """Whether a block that is clearly longer holds the passage word for word."""
    wanted = f" {' '.join(passage)} "
    at = blocks.find(wanted)
    while at >= 0:
        start, end = blocks.rfind("\n", 0, at) + 1, blocks.find("\n", at)
        end = len(blocks) if end < 0 else end
        if blocks.count(" ", start, end) - 1 >= 1.3 * len(passage):
            return True
        at = blocks.find(wanted, end)
    return False


def _removal(doc: Document, block: Block) -> Edit:
    last = doc.lines[block.last - 1]
    stop = last.end if doc.text[last.end : last.stop] == "\f" else last.stop
    return Edit(block.start, stop, "", "repeated-passage")
