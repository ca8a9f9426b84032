"""What is the article's on a page of a known site, once the site's own lines are gone."""

from __future__ import annotations

from cleanpress.document import Document
from cleanpress.sites.outline import find_body, outline_of

LEAST = 5  # lines of the site that must be gone; on a page of another site hardly one is
_REASONS = frozenset({"site-line", "site-teaser"})


def article_lines(doc: Document) -> frozenset[int]:
    """The lines between the first and the last paragraph that are set as the body or as headings.

    Empty where no site profile has taken the lines of the site away: then nobody knows.

    >>> article_lines(Document("The ferry left the harbour at noon and nobody saw it go."))
    frozenset()
    """
    if sum(run.reason in _REASONS and not run.text for run in doc.runs) < LEAST:
        return frozenset()
    rows, lines = outline_of(doc)
    body = find_body(rows, lambda _: False)
    looks = ((at, body.look(rows[at])) for at in range(body.first, body.last + 1))
    return frozenset(
        lines[at] for at, look in looks if look is None or look.as_body or look.as_heading
    )
