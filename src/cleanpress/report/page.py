"""One self-contained page that shows an article next to what it was cleaned from.

It loads nothing, sends nothing, and everything of the document in it is escaped: a content
security policy lets run the one script that is ours, by its hash, and nothing else.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.resources import files
from string import Template

from cleanpress.article import Article
from cleanpress.report.body import body_html
from cleanpress.report.escape import as_data, shown, spelled
from cleanpress.report.images import Picture
from cleanpress.report.pieces import Account, Kind, Piece, account_of
from cleanpress.report.printed import printed_html
from cleanpress.report.record import versions, words
from cleanpress.report.survival import RULES, figures

__all__ = ["page_of"]

TOLD = 600  # characters of a piece that the panel shows
IN_A_ROW = 300  # characters of a piece in the table of what went
LABELS = {
    "authors": "Authors", "published": "Published", "url": "Address",
    "site": "Site", "language": "Language", "printed_at": "Printed", "standfirst": "Standfirst",
}  # fmt: skip
STAGES = {"REPAIR": "Repaired", "PRUNE": "Removed", "REFLOW": "Reflowed", "POLISH": "Polished"}


def page_of(article: Article, *, name: str = "", pictures: Sequence[Picture | None] = ()) -> str:
    """The page of an article.

    ``name`` is what the document is called; ``pictures`` are its pages, where they could be drawn.
    Without them a PDF's lines are set again at their places.

    >>> from cleanpress.api import clean
    >>> page = page_of(clean("Advertisement\\n\\nBread & butter."), name="a.md")
    >>> page.startswith("<!doctype html>"), "Bread &amp; butter" in page
    (True, True)
    """
    account = account_of(article)
    style, script = _style(account), _data("inspect.js")
    return Template(_data("inspect.html")).substitute(
        policy=_policy(style, script),
        style=style,
        script=script,
        language=shown(article.language or ""),
        title=shown(article.title or name or "Untitled"),
        title_from=_linked(article, account, "title"),
        name=shown(name),
        status=shown(article.status),
        summary=_summary(article, account),
        metadata="\n".join(_metadata(article, account)),
        warnings="".join(_warnings(article)),
        legend="\n".join(_legend(account)),
        printed=printed_html(article.document, account.pieces, account.kinds, pictures),
        printed_name="The printed pages" if article.document.page_sizes else "The source",
        body=body_html(account.pieces, account.kinds),
        account="\n".join(_rows(account, article)),
        made="\n".join(_made(article)),
        survival="\n".join(_survival(article)),
        told=as_data(_told(account, article)),
    )


def _data(name: str) -> str:
    return (files("cleanpress") / "data" / "report" / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


def _style(account: Account) -> str:
    """The style sheet with a colour for each filter: turns of the golden angle are far apart."""
    hues = sorted({one.hue for one in account.kinds})
    rules = [f".h{hue}{{--hue:{(25 + hue * 137.508) % 360:.0f}}}" for hue in hues]
    return _data("inspect.css") + "\n".join(rules) + "\n"


# ---- the head ------------------------------------------------------------------------------------
def _summary(article: Article, account: Account) -> str:
    gone = [one for one in account.pieces if one.how == "gone"]
    lost = sum(words(article.source[one.start : one.end]) for one in gone)
    before, after = words(article.source), words(article.text)
    share = f"{after / before:.0%}" if before else "0%"
    pages = len(article.document.page_starts)
    told = [
        (f"{after:,}", f"of {before:,} words kept ({share})"),
        (f"{len(gone):,}", f"pieces removed, {lost:,} words"),
        (f"{sum(one.how == 'new' for one in account.pieces):,}", "pieces rewritten"),
        (f"{pages:,}", "page" if pages == 1 else "pages"),
    ]
    return "".join(f"<li><b>{number}</b> {what}</li>" for number, what in told)


def _metadata(article: Article, account: Account) -> Iterator[str]:
    for field in LABELS:
        value = getattr(article.metadata, field)
        if value in (None, ()):
            continue
        linked = _linked(article, account, field)
        told = ", ".join(value) if isinstance(value, tuple) else str(value)
        if field == "printed_at":
            told = f"{value:%Y-%m-%d %H:%M}"
        where = "" if linked or field == "language" else " <small>from the file</small>"
        yield f"<div><dt>{LABELS[field]}</dt><dd{linked}>{shown(told)}{where}</dd></div>"


def _linked(article: Article, account: Account, field: str) -> str:
    """The attributes that tie a field to the pieces it was read in, if there are any."""
    span = article.metadata.spans.get(field)
    names = _names_in(account, *span) if span else ""
    return f' class="from" tabindex="0" data-n="{names}"' if names else ""


def _names_in(account: Account, start: int, end: int) -> str:
    return " ".join(
        one.name
        for one in account.pieces
        if one.start < end and one.end > start and one.how != "space"
    )


def _warnings(article: Article) -> Iterator[str]:
    for one in article.abstained:
        yield (
            f"<p class=warning><b>{shown(one.filter)}</b> held back: it would have removed "
            f"{one.share:.0%} of the words; its budget is {one.budget:.0%}.</p>"
        )


# ---- the legend ----------------------------------------------------------------------------------
def _legend(account: Account) -> Iterator[str]:
    """Stage by stage, filter by filter, reason by reason: a box to tick, and how many."""
    counts = Counter(one.kind for one in account.pieces if one.kind >= 0)
    stage = ""
    for hue in sorted({one.hue for one in account.kinds}):
        kinds = [(at, one) for at, one in enumerate(account.kinds) if one.hue == hue]
        if kinds[0][1].stage != stage:
            stage = kinds[0][1].stage
            yield f"<h3>{shown(STAGES.get(stage, stage))}</h3>"
        total = sum(counts[at] for at, _ in kinds)
        numbers = " ".join(str(at) for at, _ in kinds)
        yield (
            f'<details class="filter h{hue}"><summary><input type=checkbox checked '
            f'data-kinds="{numbers}" aria-label="Show {shown(kinds[0][1].by)}"><i class=swatch></i>'
            f"<span>{shown(kinds[0][1].by)}</span><b>{total:,}</b></summary>"
        )
        for at, one in kinds:
            yield _reason(at, one, counts[at])
        yield "</details>"


def _reason(at: int, kind: Kind, count: int) -> str:
    return (
        f'<label title="{shown(kind.meaning)}"><input type=checkbox checked data-kinds="{at}">'
        f"<span>{shown(kind.reason)}</span><b>{count:,}</b>"
        f"<small>{shown(kind.meaning)}</small></label>"
    )


# ---- the account ---------------------------------------------------------------------------------
def _rows(account: Account, article: Article) -> Iterator[str]:
    """What went, row by row, for reading without a pointer and on paper."""
    for one in account.pieces:
        if one.how in ("gone", "new"):
            kind = account.kinds[one.kind]
            source = shown(_cut(article.source[one.start : one.end]))
            new = f" <ins>{shown(_cut(one.text))}</ins>" if one.text.strip() else ""
            page = article.document.page_at(one.start)
            yield (
                f'<tr class="h{kind.hue} r{one.kind}" data-n="{one.name}" tabindex=-1>'
                f"<td>{page}<td><i class=swatch></i>{shown(kind.by)}<br><small>{shown(kind.reason)}"
                f"</small><td><del dir=auto>{source}</del>{new}<td>{shown(one.note)}"
            )


def _cut(text: str) -> str:
    flat = " ".join(text[: 2 * IN_A_ROW].split()) or text[:8]
    return flat if len(flat) <= IN_A_ROW else f"{flat[:IN_A_ROW]}…"


def _told(account: Account, article: Article) -> dict[str, object]:
    """What the panel says of a piece, by its name."""
    doc = article.document
    return {
        "kinds": [[one.by, one.reason, one.meaning] for one in account.kinds],
        "pieces": {one.name: _words_of(one, doc.source, doc.page_at(one.start))
                   for one in account.pieces if one.kind >= 0},
    }  # fmt: skip


def _words_of(one: Piece, source: str, page: int) -> list[object]:
    before, after = source[one.start : one.end][:TOLD], one.text[:TOLD]
    told = (
        spelled(text.strip("\n\f")).replace("\n", "\N{RETURN SYMBOL}")
        for text in (before, after, one.note)
    )
    return [one.kind, one.how, page, *told]


def _survival(article: Article) -> Iterator[str]:
    """The published rules of large corpora, with the figures before and after."""
    for rule, before, after in zip(
        RULES, figures(article.source), figures(article.text), strict=True
    ):
        cells = "".join(
            f'<td class="{"pass" if one.passes else "fail"}">{one.value:.3g}'
            for one in (before, after)
        )
        yield f"<tr><td>{rule.name}<br><small>{rule.about}</small>{cells}<td>{shown(rule.bound)}"


def _made(article: Article) -> Iterator[str]:
    """Versions, sums and settings, for whoever wants to do it again."""
    for name, version in versions():
        yield f"<div><dt>{shown(name)}</dt><dd>{shown(version)}</dd></div>"
    receipt = article.receipt
    for name, sha in (("source", receipt.source_sha256), ("body", receipt.text_sha256)):
        yield f"<div><dt>SHA-256 of the {name}</dt><dd><code>{sha}</code></dd></div>"
    if article.pipeline is not None:
        told = "\n".join(repr(one) for one in article.pipeline.filters)
        yield f"<div class=wide><dt>Filters</dt><dd><pre>{shown(told)}</pre></dd></div>"
