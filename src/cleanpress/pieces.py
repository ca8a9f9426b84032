"""A long text in pieces cut between lines, for what looks through the text line by line.

One character beyond Latin-1 makes every character of a text two or four bytes wide, and a book is
wider than a processor's cache: pieces are as narrow as their own characters, and are read sooner.
"""

from __future__ import annotations

from cleanpress.document import Document

PIECE = 1 << 16  # characters, and the rest of the line


def pieces(doc: Document) -> tuple[tuple[int, str], ...]:
    """The text in pieces that end with a line break, but for the last; where each starts.

    >>> pieces(Document("One.\\nTwo."))
    ((0, 'One.\\nTwo.'),)
    """
    text = doc.text
    if len(text) <= 2 * PIECE:
        return ((0, text),)
    return doc.derive("pieces", lambda: tuple(_cut(text)))


def _cut(text: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    at, size = 0, len(text)
    while at < size:
        stop = text.find("\n", at + PIECE) + 1 or size
        found.append((at, text[at:stop]))
        at = stop
    return found
