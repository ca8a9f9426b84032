"""The table of built-in filters, and the door for those of plugins."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from importlib import import_module

from cleanpress.document import Filter
from cleanpress.errors import ConfigError

ENTRY_POINTS = "cleanpress.filters"

BUILTIN: dict[str, str] = {
    # REPAIR
    "mojibake": "cleanpress.filters.mojibake:Mojibake",
    "cid-glyphs": "cleanpress.filters.cid_glyphs:CidGlyphs",
    "ligatures": "cleanpress.filters.ligatures:Ligatures",
    "soft-hyphens": "cleanpress.filters.soft_hyphens:SoftHyphens",
    "markup-gaps": "cleanpress.filters.markup_gaps:MarkupGaps",
    "invisibles": "cleanpress.filters.invisibles:Invisibles",
    # PRUNE
    "hidden-text": "cleanpress.filters.hidden_text:HiddenText",
    "markup": "cleanpress.filters.markup:Markup",
    "print-furniture": "cleanpress.filters.print_furniture:PrintFurniture",
    "running-heads": "cleanpress.filters.running_heads:RunningHeads",
    "folios": "cleanpress.filters.folios:Folios",
    "navigation": "cleanpress.filters.navigation:Navigation",
    "headline": "cleanpress.filters.headline:Headline",
    "bylines": "cleanpress.filters.bylines:Bylines",
    "alt-texts": "cleanpress.filters.alt_texts:AltTexts",
    "image-credits": "cleanpress.filters.image_credits:ImageCredits",
    "embeds": "cleanpress.filters.embeds:Embeds",
    "printed-links": "cleanpress.filters.printed_links:PrintedLinks",
    "printed-tags": "cleanpress.filters.printed_tags:PrintedTags",
    "pull-quotes": "cleanpress.filters.pull_quotes:PullQuotes",
    "advertisements": "cleanpress.filters.advertisements:Advertisements",
    "share-bars": "cleanpress.filters.share_bars:ShareBars",
    "related-links": "cleanpress.filters.related_links:RelatedLinks",
    "jump-lines": "cleanpress.filters.jump_lines:JumpLines",
    "cookie-notices": "cleanpress.filters.cookie_notices:CookieNotices",
    "promos": "cleanpress.filters.promos:Promos",
    "comments": "cleanpress.filters.comments:Comments",
    "legal-lines": "cleanpress.filters.legal_lines:LegalLines",
    "standfirsts": "cleanpress.filters.standfirsts:Standfirsts",
    "author-notes": "cleanpress.filters.author_notes:AuthorNotes",
    "site-profile": "cleanpress.filters.site_profile:SiteProfile",
    "main-content": "cleanpress.filters.main_content:MainContent",
    # REFLOW
    "table-rows": "cleanpress.filters.table_rows:TableRows",
    "drop-caps": "cleanpress.filters.drop_caps:DropCaps",
    "unwrapping": "cleanpress.filters.unwrapping:Unwrapping",
    "page-joins": "cleanpress.filters.page_joins:PageJoins",
    "dehyphenation": "cleanpress.filters.dehyphenation:Dehyphenation",
    # POLISH
    "spacing": "cleanpress.filters.spacing:Spacing",
    "embed-quotes": "cleanpress.filters.embed_quotes:EmbedQuotes",
    "straight-quotes": "cleanpress.filters.straight_quotes:StraightQuotes",
    "blank-lines": "cleanpress.filters.blank_lines:BlankLines",
}


def filter_names() -> tuple[str, ...]:
    """The names of the built-in filters in the order of the table."""
    return tuple(BUILTIN)


def filter_type(name: str) -> type[Filter]:
    """The filter class of that name: built in, or a plugin's entry point.

    Raises:
        ConfigError: no such filter; the message names the nearest one.
    """
    if name in BUILTIN:
        module, _, attribute = BUILTIN[name].partition(":")
        found: type[Filter] = getattr(import_module(module), attribute)
        return found
    from importlib.metadata import entry_points

    for point in entry_points(group=ENTRY_POINTS, name=name):
        plugin: type[Filter] = point.load()
        return plugin
    raise unknown("filter", name, BUILTIN)


def unknown(kind: str, name: str, known: Iterable[str]) -> ConfigError:
    """The error for a name that does not exist, with the nearest one that does."""
    names = list(known)
    close = get_close_matches(name, names, n=1)
    hint = f"did you mean {close[0]!r}?" if close else "known: " + ", ".join(names)
    return ConfigError(f"unknown {kind} {name!r}; {hint}")
