"""Bylines over two lines: "By" above the name, names above their date."""

from __future__ import annotations

from cleanpress.document import Document, Line
from cleanpress.grammar.bylines import Byline, is_by, names_alone, read_names


def split_byline(lines: tuple[Line, ...]) -> list[Byline | None]:
    """A block of two lines, "By" and the name."""
    if len(lines) == 2 and is_by(lines[0].text):
        authors = read_names(lines[1].text.strip())
        if authors:
            return [Byline(authors, None, "by"), Byline(authors, None, "by")]
    return [None] * len(lines)


def names_beside(doc: Document, line: Line, after: list[Byline | None]) -> bool:
    """Whether a line of names stands right over a date: linked, or below a known headline."""
    if not after or after[0] is None or after[0].date is None or after[0].authors:
        return False
    text = line.text.strip()
    if not names_alone(text):
        return False
    if (line.typeset and line.typeset.linked > 0.9) or any(
        run.reason == "headline" and doc.to_text(run.start) <= line.start for run in doc.runs
    ):
        return True
    links = doc.marked("link")
    return any(one.start <= line.start + 1 and one.end >= line.end - 1 for one in links)
