"""Notes about the author at the very end of an article."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Block, Document, Edit, Stage
from cleanpress.paragraphs import paragraphs
from cleanpress.phrase_hits import Hit, hits, is_quoted
from cleanpress.phrases import Phrases, load_phrases
from cleanpress.standing import is_text, removal

_TOPICS = frozenset({"author"})
MAX_NOTE = 450  # characters; longer biographies are portraits
TAIL = 4  # blocks at the end of the document in which a note may stand
REST = 30  # words behind a name that are looked at
NAME = 5  # words of the longest name that is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorNotes:
    """Remove the note on the author, such as "Jane Doe covers energy for the Gazette".

    Papers close an article with a line on who wrote it and how to reach them. A note goes only
    among the last blocks, if it is short, starts with a name that nothing in the article has
    mentioned, goes on as such notes do and names a trade of the press. Somebody whom the article
    is about is named before its last paragraph, so that paragraph stays.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("The ferry is late.\\n\\nJane Doe covers energy for the Gazette.")
    >>> doc.apply(AuthorNotes()(doc), AuthorNotes.name).text.strip()
    'The ferry is late.'
    >>> near = read_text("The ferry carried Jane Doe.\\n\\nJane Doe is a writer.")
    >>> near.apply(AuthorNotes()(near), AuthorNotes.name) is near
    True
    """

    name: ClassVar[str] = "author-notes"
    stage: ClassVar[Stage] = Stage.PRUNE
    together: ClassVar[bool] = True
    needs_page: ClassVar[bool] = True
    reasons: ClassVar[Mapping[str, str]] = {
        "author-note": "who wrote the article",
        "author-contact": "how to reach its author, or who else worked on it",
    }
    languages: tuple[str, ...] = ()
    budget: float = 0.3

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the removal of each note."""
        blocks, phrases = paragraphs(doc), load_phrases(*self.languages)
        if len(blocks) < 2:
            return
        tail = range(max(1, len(blocks) - TAIL), len(blocks))
        first = blocks[tail[0]].first
        found = {hit.first: hit for hit in hits(doc, _TOPICS, self.languages) if hit.first >= first}
        notes: dict[int, int] = {}
        for number in tail:
            block = blocks[number]
            if block.end - block.start > MAX_NOTE:
                continue
            if block.end - block.start < MAX_NOTE // 2:
                for rule in phrases.parts(doc.text[block.start : block.end], _TOPICS):
                    found.setdefault(block.first, Hit(block.first, block.last, rule))
            if self._is_note(doc, block, phrases) and not is_quoted(doc, number):
                notes[block.first] = block.last
        end = 0
        for line in sorted({*found, *notes}):
            if line < end:
                continue
            end = notes.get(line) or found[line].last
            if line in notes:
                yield from removal(doc, line, notes[line], "author-note", "a name nobody mentions")
            else:
                hit = found[line]
                yield from removal(doc, hit.first, hit.last, "author-contact", hit.rule.note)

    def _is_note(self, doc: Document, block: Block, phrases: Phrases) -> bool:
        text = doc.text[block.start : block.end]
        if not all(word[0].isupper() for word in text.split(None, 2)[:2]):
            return False  # most blocks
        words = text.split(None, NAME + REST)[: NAME + REST]
        verbs, low = phrases.words("author_is"), " ".join(words).lower().split(" ")
        for size in range(2, min(NAME, len(words)) + 1):
            if not words[size - 1][0].isupper():
                return False
            verb = _start(low[size : size + 3], verbs)
            if verb:
                trade = {word.strip(".,;:()") for word in low[size : size + 24]}
                known = not trade.isdisjoint(phrases.words("author_roles"))
                clear = known or verb in phrases.words("author_does")
                return clear and not _is_mentioned(doc, block, words[size - 1])
        return False


def _start(words: Sequence[str], known: Container[str]) -> str:
    """What some words start with that is known: the first two of them, all three, or the first."""
    return next((start for n in (2, 3, 1) if (start := " ".join(words[:n])) in known), "")


def _is_mentioned(doc: Document, note: Block, surname: str) -> bool:
    """Whether a paragraph of the article names the person."""
    return any(
        surname in doc.text[block.start : block.end]
        for block in paragraphs(doc)
        if block.end < note.start and is_text(doc, block)
    )
