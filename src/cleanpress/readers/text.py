"""Text, bytes and files become documents: Markdown marks, page starts, nothing removed."""

from __future__ import annotations

from cleanpress.document import Document
from cleanpress.readers.markdown import markdown_marks
from cleanpress.readers.page_marks import page_marks


def read_text(text: str) -> Document:
    """A document from text; Markdown syntax and page marks are told, nothing is taken away.

    >>> read_text("One page.\\fThe next.").page_starts
    (0, 10)
    """
    starts, rules = page_marks(text)
    marks = markdown_marks(text, rules)
    return Document(source=text, marks=marks, page_starts=starts)
