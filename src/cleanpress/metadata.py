"""Metadata from what was removed: the furniture of a page names its title, author, date and URL.

Nothing is guessed from the body, but for the language. Every field says where in the source it
was read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import TypeVar
from urllib.parse import urlsplit

from cleanpress.document import Document
from cleanpress.grammar.bylines import Byline, parse_byline, read_names
from cleanpress.grammar.dates import moment
from cleanpress.grammar.removed import Piece, removed, usual
from cleanpress.grammar.titles import site_of
from cleanpress.phrases import load_phrases

Span = tuple[int, int]
_Found = TypeVar("_Found")

SAMPLE = 40_000  # characters of the body whose words tell the language
MIN_SHARE = 0.08  # of the sample's words; prose of the packs' languages has 0.2 and more
MIN_LEAD = 1.5  # times as many function words as in the second language
_WORD = re.compile(r"[^\W\d_]+")
_OWNER = re.compile(  # "© 2026, The Millbrook Courier", up to a stop or the next sign
    r"\N{COPYRIGHT SIGN}\s*(?:[0-9]{4}(?:\s?[-\N{EN DASH}]\s?[0-9]{4})?,?\s+)?(?:by\s+)?"
    r"([^\W\d_][^.,|;:()\n\N{BULLET}\N{MIDDLE DOT}\N{COPYRIGHT SIGN}]{2,40})(?=[.,|;:\n]|\s*$)"
)
_FIRM = frozenset({"ltd", "llc", "inc", "gmbh", "ag", "kg", "sa", "sarl", "plc", "corp", "co"})
_EXTENSION = re.compile(r"\.(?:docx?|pdf|html?|indd|odt|rtf|txt|pages)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known about an article besides its text; ``None`` or ``()`` where nothing is.

    ``spans`` tells for a field where its source text stands; a field that comes from the file's
    own information, or from the body as a whole, has none.
    """

    title: str | None = None
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    url: str | None = None
    site: str | None = None
    language: str | None = None
    printed_at: datetime | None = None
    spans: Mapping[str, Span] = field(default_factory=lambda: MappingProxyType({}))


def extract(doc: Document) -> Metadata:
    """Read the metadata of a cleaned document from its account.

    >>> from cleanpress.filters.running_heads import RunningHeads
    >>> from cleanpress.readers.text import read_text
    >>> doc = read_text("Written by Ann Lee on May 3, 2021\\n\\nIt left.\\f"
    ...                 "Written by Ann Lee on May 3, 2021\\n\\nIt came back.")
    >>> found = extract(doc.apply(RunningHeads()(doc), RunningHeads.name))
    >>> found.authors, found.published.isoformat(), found.spans["authors"]
    (('Ann Lee',), '2021-05-03', (0, 33))
    """
    spans: dict[str, Span] = {}
    headline = next(iter(removed(doc, "headline")), None)
    printed = usual(removed(doc, "print-title"))
    url = _keep(spans, "url", _url(doc))
    title = _keep(spans, "title", _title(headline, printed)) or _bare(_info(doc, "Title"))
    bylines = _bylines(doc, headline)
    return Metadata(
        title=title,
        standfirst=_keep(spans, "standfirst", _standfirst(doc)),
        authors=_keep(spans, "authors", _authors(bylines)) or _info_authors(doc),
        published=_keep(spans, "published", _published(bylines)),
        url=url,
        site=_site(doc, spans, printed, title, url),
        language=language(doc.text),
        printed_at=_keep(spans, "printed_at", _printed_at(doc)),
        spans=MappingProxyType(spans),
    )


def language(text: str) -> str | None:
    """The language whose function words are most of the text's words, if one clearly leads.

    >>> language("Das ist der Kran, der in der Nacht nicht mehr auf dem Kai und am Wasser stand.")
    'de'
    >>> language("3 + 4") is None
    True
    """
    words = Counter(word.lower() for word in _WORD.findall(text[:SAMPLE]))
    total = sum(words.values())
    scores = sorted(
        (sum(words[word] for word in frozenset(pack.lists.get("stopwords", ()))), pack.language)
        for pack in load_phrases().packs
    )
    best, second = scores[-1], scores[-2]
    if not total or best[0] < MIN_SHARE * total or best[0] < MIN_LEAD * second[0]:
        return None
    return best[1]


def _keep(spans: dict[str, Span], name: str, found: tuple[_Found, Piece] | None) -> _Found | None:
    """The value found, its span noted."""
    if found is None:
        return None
    value, piece = found
    spans[name] = (piece.start, piece.end)
    return value


def _url(doc: Document) -> tuple[str, Piece] | None:
    pieces: list[Piece] = []
    for piece in removed(doc, "print-url"):
        if pieces and ":" not in piece.text:  # the second line of a URL, apart from the first
            pieces[-1] = pieces[-1]._replace(end=piece.end, text=f"{pieces[-1].text}\n{piece.text}")
        else:
            pieces.append(piece)
    found = usual(pieces)
    return ("".join(found.text.split()), found) if found else None


def _standfirst(doc: Document) -> tuple[str, Piece] | None:
    piece = next(iter(removed(doc, "standfirst")), None)
    return (piece.flat, piece) if piece else None


def _title(headline: Piece | None, printed: Piece | None) -> tuple[str, Piece] | None:
    if headline:
        return headline.flat, headline
    return (_bare(printed.flat) or printed.flat, printed) if printed else None


def _bare(title: str | None) -> str | None:
    """A page's title without the name of its site."""
    site = site_of(title, "") if title else ""
    return (
        title.removesuffix(site).rstrip(" -|:\N{EN DASH}\N{EM DASH}") if title and site else title
    )


def _info(doc: Document, key: str) -> str | None:
    """A field of the PDF's own information, if it says something."""
    value = " ".join(doc.info.get(key, "").split())
    if len(value) < 3 or _EXTENSION.search(value) or value.lower() in ("untitled", "unknown"):
        return None
    return value


def _info_authors(doc: Document) -> tuple[str, ...]:
    return read_names((_info(doc, "Author") or "").replace(";", ","))


def _bylines(doc: Document, headline: Piece | None) -> list[tuple[Byline, Piece]]:
    """All bylines and dates that went: running ones first, then those next to the headline."""
    pieces = removed(doc, "running-byline", "byline", "published")
    start = headline.start if headline else 0
    running = [one for one in pieces if one.reason == "running-byline"]
    others = [one for one in pieces if one.reason != "running-byline"]
    others.sort(key=lambda one: (one.start < start, abs(one.start - start)))
    found = []
    for piece in (*running, *others):
        for text in (piece.flat, *piece.text.split("\n")):
            byline = parse_byline(text)
            if byline is None and (names := read_names(text)):
                byline = Byline(names)
            if byline:
                found.append((byline, piece))
                if text == piece.flat:
                    break
    return found


def _authors(bylines: list[tuple[Byline, Piece]]) -> tuple[tuple[str, ...], Piece] | None:
    named = [(byline.authors, piece) for byline, piece in bylines if byline.authors]
    return named[0] if named else None


def _published(bylines: list[tuple[Byline, Piece]]) -> tuple[date, Piece] | None:
    dated = [(byline.date.date, piece) for byline, piece in bylines if byline.date]
    return dated[0] if dated else None


def _printed_at(doc: Document) -> tuple[datetime, Piece] | None:
    piece = usual(removed(doc, "print-time"))
    found = moment(piece.flat) if piece else None
    return (found.datetime, piece) if piece and found and found.datetime else None


def _site(
    doc: Document, spans: dict[str, Span], printed: Piece | None, title: str | None,
    url: str | None,
) -> str | None:  # fmt: skip
    """The name after the headline in the page's title, in its copyright line, or the host."""
    info = _info(doc, "Title")
    cut = printed and info and info != printed.flat and info.startswith(printed.flat)
    if printed and not cut and (name := site_of(printed.flat, title or "")):
        spans["site"] = (printed.end - len(name), printed.end)
        return name
    if info and (name := site_of(info, title or "")):
        return name
    host = _host(url or "")
    for run in doc.runs:
        if run.by == "legal-lines" and (owner := _OWNER.search(doc.source, run.start, run.end)):
            parts = owner[1].lower().split()
            near = not host or any(len(word) > 3 and word in host for word in parts)
            if near and _FIRM.isdisjoint(parts):
                spans["site"] = owner.span(1)
                return owner[1]
    if host:
        spans["site"] = spans["url"]
    return host or None


def _host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # a URL cut short in the middle of its host
        return ""
    return host.removeprefix("www.") if "." in host else ""
