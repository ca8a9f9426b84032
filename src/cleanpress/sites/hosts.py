"""The host that a printed page names in its furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from cleanpress.document import Document

NEAR = 3  # lines from the edge of a page that print furniture can have
_HOST = re.compile(r"\bhttps?://(?:www\.)?([\w.-]+\.[^\W\d_]{2,24})(?=[:/?#\s]|$)", re.IGNORECASE)


def host_of(doc: Document) -> str:
    """The host of the URL that print furniture tells, or ``""``.

    Furniture stands at the edges of pages, or has been removed as ``print-url`` before.

    >>> host_of(Document("https://www.gull.example/a/1\\n\\nThe ferry left."))
    'gull.example'
    """
    hosts = Counter(
        found[1].lower() for text in _edges(doc) if (found := _HOST.match(text.strip()))
    )
    return hosts.most_common(1)[0][0] if hosts else ""


def _edges(doc: Document) -> Iterator[str]:
    told = [doc.source[run.start : run.end] for run in doc.runs if run.reason == "print-url"]
    yield from told
    if told:
        return
    for lines in doc.pages:
        seen = [line.text for line in lines if line.text.strip()]
        yield from seen[:NEAR]
        yield from seen[NEAR:][-NEAR:]
