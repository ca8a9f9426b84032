"""Jump lines: where a printed article goes on, or came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Document, Edit, Stage
from cleanpress.paragraphs import block_at, paragraphs
from cleanpress.phrases import Rule, fold, load_phrases
from cleanpress.standing import breaks_off, removal, stands_alone
from cleanpress.tagging import topics

_DIGITS = frozenset("0123456789")
MAX_JUMP = 60  # characters; a jump line is set in one short line of one column


@dataclass(frozen=True, slots=True, kw_only=True)
class JumpLines:
    """Remove jump lines: "Continued on A6", "See CRANE on Page 3", "(Continued from page 1)".

    A printed page has no room for the whole article, so a line sends the reader on, and another
    one says where the text came from. The line must be whole, short, and name a page (a number or
    the word). References to pages within a sentence stay.

    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("The crane was sold to\\nContinued on A6\\na yard in Gdansk last week.")
    >>> doc.apply(JumpLines()(doc), JumpLines.name).text
    'The crane was sold to\\na yard in Gdansk last week.'
    >>> near = read_text("Continued on foot, the journey took nine days.")
    >>> near.apply(JumpLines()(near), JumpLines.name) is near
    True
    """

    name: ClassVar[str] = "jump-lines"
    stage: ClassVar[Stage] = Stage.PRUNE
    together: ClassVar[bool] = True
    needs_page: ClassVar[bool] = True
    reasons: ClassVar[Mapping[str, str]] = {
        "jump-line": "a line that sends the reader to or from another page",
    }
    languages: tuple[str, ...] = ()

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the removal of each jump line."""
        last = -1
        found = [*topics(doc, self.languages).get("jump", ()), *self._slugged(doc)]
        for index, rule in sorted(found):
            text = doc.texts[index]
            if index == last or len(text) > MAX_JUMP:
                continue
            block = paragraphs(doc)[block_at(doc, index)]
            if self._names_page(text) and (
                stands_alone(doc, index) or breaks_off(doc, index, block)
            ):
                last = index
                yield from removal(doc, index, index + 1, "jump-line", rule.note)

    def _slugged(self, doc: Document) -> Iterator[tuple[int, Rule]]:
        """Jump lines behind the one word that names the article: "CRANE: From Page A1"."""
        phrases = load_phrases(*self.languages)
        numbered = [index for index, text in enumerate(doc.texts) if text and text[-1] in _DIGITS]
        for index in numbered:
            text = doc.texts[index]
            if 8 < len(text) <= MAX_JUMP and text[:3].isupper():
                slug, _, rest = text.partition(" ")
                named = slug.isupper() and slug.strip(":,/").isalpha()
                rules = phrases.match(rest) if named else ()
                yield from ((index, rule) for rule in rules if rule.topic == "jump")

    def _names_page(self, text: str) -> bool:
        words = fold(text).split()
        pages = load_phrases(*self.languages).words("page")
        bare = len(words) == 1 and text.strip()[0] in "(["
        return bare or any(word in pages or word[-1:].isdigit() for word in words)
