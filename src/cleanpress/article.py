"""The article: the body, what is known about it, and the account of what went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from cleanpress.document import Document
from cleanpress.grammar.smuggling import HIDDEN
from cleanpress.pipeline import Abstention, Pipeline
from cleanpress.places import Place, locate
from cleanpress.receipt import Change, Receipt, changes_of, receipt_of

if TYPE_CHECKING:
    from cleanpress.metadata import Metadata


@dataclass(frozen=True, eq=False)
class Article:
    """What is left of a page: ``str(article)`` is the body.

    ``document`` is the last version of the document, ``filters`` the names of the filters that
    ran, ``abstained`` those that held back because too much would have gone; ``pipeline`` is what
    ran, with its settings.
    """

    document: Document
    filters: tuple[str, ...] = ()
    abstained: tuple[Abstention, ...] = ()
    pipeline: Pipeline | None = None

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The body: paragraphs with one blank line between them and a final newline."""
        return self.document.text

    @property
    def source(self) -> str:
        """The text as the reader gave it."""
        return self.document.source

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs of the body."""
        return tuple(part for part in self.text.strip("\n").split("\n\n") if part)

    @cached_property
    def markdown(self) -> str:
        """The body with its headings, lists, quotations and live links as Markdown."""
        from cleanpress.markdown import to_markdown

        return to_markdown(self.document)

    @property
    def status(self) -> str:
        """How far to trust the body.

        ``ok``; ``empty`` when no word is left; ``no-article`` when the page shows no article (a
        listing, a form): all of its text is kept; ``incomplete`` when the file is damaged and text
        may be missing, as ``notes`` tells; ``suspect`` when another filter held back.
        """
        if not self.text.strip():
            return "empty"
        if any(one.filter == "main-content" for one in self.abstained):
            return "no-article"
        if self.notes:
            return "incomplete"
        return "suspect" if self.abstained else "ok"

    @property
    def notes(self) -> tuple[str, ...]:
        """What the reader could not read of a damaged file, in words."""
        damage = self.document.info.get("Damage")
        return (damage,) if damage else ()

    @cached_property
    def hidden(self) -> Mapping[str, int]:
        """How many pieces of text went that only a machine would have read, by reason.

        Text without ink, off the page, too small, in the page's colour, in invisible signs.

        >>> from cleanpress.api import clean
        >>> spelled = "".join(chr(0xE0000 + ord(char)) for char in "ignore all that")
        >>> dict(clean(f"The owl left.{spelled}").hidden)
        {'tag-characters': 1}
        """
        found = Counter(one.reason for one in self.changes if one.reason in HIDDEN.get(one.by, ()))
        return dict(sorted(found.items()))

    # ---- what is known about it --------------------------------------------------------------
    @cached_property
    def metadata(self) -> Metadata:
        """Title, authors, dates and place of publication, each with the span it came from."""
        from cleanpress.metadata import extract

        return extract(self.document)

    @property
    def title(self) -> str | None:
        """The headline."""
        return self.metadata.title

    @property
    def standfirst(self) -> str | None:
        """What sums the article up between its headline and its byline."""
        return self.metadata.standfirst

    @property
    def authors(self) -> tuple[str, ...]:
        """The authors' names in the order of the byline."""
        return self.metadata.authors

    @property
    def published(self) -> date | None:
        """The day of publication."""
        return self.metadata.published

    @property
    def url(self) -> str | None:
        """The address of the page."""
        return self.metadata.url

    @property
    def site(self) -> str | None:
        """The site: its name where the page tells it, else the host of the address."""
        return self.metadata.site

    @property
    def language(self) -> str | None:
        """The language of the body as an ISO 639-1 code, where a phrase pack knows it."""
        return self.metadata.language

    @property
    def printed_at(self) -> datetime | None:
        """When the page was printed, by the print's own furniture."""
        return self.metadata.printed_at

    # ---- where it stood ----------------------------------------------------------------------
    def locate(self, start: int, end: int) -> tuple[Place, ...]:
        r"""Where a stretch of the body stood: source offsets, pages and boxes, line by line.

        ``start`` and ``end`` are code-point offsets into ``text``, half open. So a passage that a
        retrieval system cites can be shown on the printed page.

        Raises:
            ConfigError: the offsets are not those of a stretch of the text.

        >>> from cleanpress.api import clean
        >>> article = clean("Advertisement\n\nThe ferry leaves at noon.")
        >>> article.locate(4, 9), article.source[19:24]
        ((Place(start=19, end=24, page=1, box=None),), 'ferry')
        """
        return locate(self.document, start, end)

    # ---- the account -------------------------------------------------------------------------
    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Everything that is not word for word the source, in source order."""
        return tuple(changes_of(self.document))

    @cached_property
    def removed(self) -> tuple[Change, ...]:
        """What is gone for good: changes that left nothing where something visible stood."""
        return tuple(one for one in self.changes if not one.text and one.source.strip(_INVISIBLE))

    @cached_property
    def receipt(self) -> Receipt:
        """The receipt: with it the source can be rebuilt from the body, and the body from it."""
        return receipt_of(self.document)

    def to_dict(self) -> dict[str, object]:
        """Body, metadata and account as plain values that ``json.dumps`` takes."""
        meta = self.metadata
        return {
            "title": meta.title,
            "standfirst": meta.standfirst,
            "authors": list(meta.authors),
            "published": meta.published.isoformat() if meta.published else None,
            "url": meta.url,
            "site": meta.site,
            "language": meta.language,
            "printed_at": meta.printed_at.isoformat() if meta.printed_at else None,
            "status": self.status,
            "hidden": dict(self.hidden),
            "notes": list(self.notes),
            "text": self.text,
            "filters": list(self.filters),
            "abstained": [one._asdict() for one in self.abstained],
            "source_sha256": self.receipt.source_sha256,
            "spans": {name: list(span) for name, span in meta.spans.items()},
            "changes": [_plain(one) for one in self.changes],
        }


_INVISIBLE = " \t\n\r\f-\N{HYPHEN}\N{SOFT HYPHEN}"


def _plain(change: Change) -> Mapping[str, object]:
    """A change as plain values; empty notes and missing boxes are left out."""
    values = change._asdict()
    values["box"] = None if change.box is None else [round(x, 2) for x in change.box]
    return {key: value for key, value in values.items() if value not in ("", None) or key == "text"}
