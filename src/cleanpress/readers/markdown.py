"""Markdown syntax read as what it is: marks for headings, lists, links, emphasis, escapes.

This is no renderer: it tells which characters of a scrape are syntax and what they stood for.
Only line-anchored or bounded patterns are used, so the time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from cleanpress.document import Mark

_HEADING = re.compile(  # word by word, so that a line of spaces is read once
    r"^ {0,3}(#{1,6})[ \t]++(?=\S)([^ \t\n\f]++(?:[ \t]++(?!#*+[ \t]*+$)[^ \t\n\f]++)*+)"
    r"([ \t]++#++)?[ \t]*+$",
    re.M,
)
_SETEXT = re.compile(r"(?:\A|\n[ \t]*\n)([^\n\f]{1,200})\n(={3,}|-{3,})[ \t]*(?=\n|\Z)")
_BULLET = re.compile(r"^([ \t]*[-*+•][ \t]+)(?=[^\s\-*+])", re.M)
_SURE_BULLET = re.compile(r"([•●○▪■◦‣⁃✓✔])[ \t]+(?=\S)")
_SIGNS = "•●○▪■◦‣⁃✓✔"
_NUMBER = re.compile(r"^[ \t]*(\d{1,3}[.)])[ \t]+(?=\S)", re.M)
_QUOTE = re.compile(r"^([ \t]{0,3}(?:>[ \t]?)+)(?=[^\n]*)", re.M)
_RULE = re.compile(r"^[ \t]{0,3}(?:-[ \t]*){3,50}$|^[ \t]{0,3}(?:\*[ \t]*){3,50}$", re.M)
_FENCE = re.compile(r"^[ \t]{0,3}(```+|~~~+)[^\n`]{0,40}$", re.M)
_TABLE_RULE = re.compile(
    r"^[ \t]*+\|?(?:[ \t]*+:?-{1,50}+:?[ \t]*+\|){1,50}+(?:[ \t]*+:?-++:?)?[ \t]*+$", re.M
)
_TABLE_ROW = re.compile(r"^[ \t]*\|[^\n]*$", re.M)
_TARGET = r"[^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,500})?"
_TITLE = r"(?:[ \t]+\"[^\"\n]{0,300}\")?"
_IMAGE = re.compile(rf"!\[([^\[\]\n]{{0,500}})\]\(({_TARGET}){_TITLE}\)")
_LINK = re.compile(rf"\[([^\[\]]{{0,1000}})\]\(({_TARGET}){_TITLE}\)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\n]{1,500})>")
_STRONG = re.compile(r"(?<![*\\])(\*\*\*|\*\*)(?=[^\s*])[^*\n]{0,600}?(?<=[^\s*\\])\1(?!\*)")
_EMPHASIS = re.compile(r"(?<![*\\\w])(\*)(?=[^\s*])[^*\n]{0,400}?(?<=[^\s*\\])\1(?![*\w])")
_UNDER = re.compile(r"(?<![\w_\\])(___|__|_)(?=[^\s_])[^\n]{0,400}?(?<=[^\s\\])\1(?![\w_])")
_CODE = re.compile(r"(?<!`)(`{1,2})(?=[^`\s])[^`\n]{1,300}\1(?!`)")
_STRIKE = re.compile(r"(?<!~)(~~)(?=[^\s~])[^~\n]{1,400}~~(?!~)")
_ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+\-.!<>|~])")
_BREAK = re.compile(r"<br[ \t]*/?>", re.I)
# What shows Markdown; each starts with one sign, so that a search passes all other text by.
_AT_START = "|".join(rf"(?<={edge} {{{size}}}#)" for edge in (r"\n", r"\A") for size in range(4))
_SHOWN_HEADING = re.compile(rf"#(?:{_AT_START})#{{0,5}}[ \t]+\S")
_SHOWN_LINK = re.compile(r"\]\((?:#|/|https?:|mailto:)")
_SHOWN_STRONG = re.compile(r"\*\*(?<![\w*]\*\*)[^\s*][^*\n]{0,300}\*\*")


def is_markdown(text: str) -> bool:
    """Whether a text shows Markdown at all: a heading, a link or strong words.

    >>> is_markdown("## Harbour news"), is_markdown("Call #5 and 3 * 4 * 5")
    (True, False)
    """
    if "]" in text and _SHOWN_LINK.search(text):
        return True
    if "*" in text and _SHOWN_STRONG.search(text):
        return True
    return "#" in text and _SHOWN_HEADING.search(text) is not None


def markdown_marks(text: str, page_rules: Iterable[tuple[int, int]] = ()) -> tuple[Mark, ...]:
    """The marks of a Markdown text in source order; for other text its page rules and bullets."""
    marks = [Mark(start, end, "syntax", "page-rule") for start, end in page_rules]
    marks += bullet_marks(text)
    if is_markdown(text):
        marks += _links(text)
        masked = _mask(text, marks)
        marks += _block_marks(masked)
        marks += _inline_marks(masked)
    return tuple(sorted(marks))


def bullet_marks(text: str) -> list[Mark]:
    """List items told by signs that stand nowhere but before list items."""
    if text.isascii() or not any(sign in text for sign in _SIGNS):
        return []
    marks, last = [], 0
    for match in _SURE_BULLET.finditer(text):
        start, end = text.rfind("\n", last, match.start()) + 1, match.end()
        first = start > 0 or last == 0  # on its line
        last = end
        if first and not text[start : match.start()].strip(" \t"):
            marks.append(Mark(end, _line_end(text, end), "item", match[1]))
            marks.append(Mark(start, end, "syntax", "list-marker"))
    return marks


def _links(text: str) -> list[Mark]:
    """Images whole; of links the brackets and the target are syntax, the words are linked."""
    marks: list[Mark] = []
    if "](" in text:
        for match in _IMAGE.finditer(text):
            marks.append(Mark(*match.span(), "image", match[2]))
            marks.append(Mark(*match.span(), "syntax", "image"))
        plain = _mask(text, marks)
        for match in _LINK.finditer(plain):
            if (match.start() and plain[match.start() - 1] == "\\") or "\n\n" in match[1]:
                continue
            start, end = match.span(1)
            kind = "link-target" if _is_live(match[2]) else "dead-link"
            marks.append(Mark(start, end, "link", match[2]))
            marks.append(Mark(match.start(), start, "syntax", kind))
            marks.append(Mark(end, match.end(), "syntax", kind))
    for match in _AUTOLINK.finditer(text) if "<" in text else ():
        start, end = match.span(1)
        marks.append(Mark(start, end, "link", match[1]))
        marks.append(Mark(start - 1, start, "syntax", "autolink"))
        marks.append(Mark(end, end + 1, "syntax", "autolink"))
    return marks


def _is_live(target: str) -> bool:
    return target.startswith(("http://", "https://", "mailto:", "/"))


def _mask(text: str, marks: list[Mark]) -> str:
    """The text with links' syntax blanked out, so that a URL's underscores are no emphasis."""
    parts, at = [], 0
    for mark in sorted(marks):
        if mark.kind == "syntax" and mark.start >= at:
            parts += [text[at : mark.start], "\0" * (mark.end - mark.start)]
            at = mark.end
    return "".join([*parts, text[at:]]) if parts else text


def _block_marks(text: str) -> Iterator[Mark]:
    for match in _on_lines(_HEADING, text, "#"):
        yield Mark(*match.span(2), "heading", str(len(match[1])))
        yield Mark(match.start(), match.start(2), "syntax", "heading-marker")
        if match[3]:
            yield Mark(*match.span(3), "syntax", "heading-marker")
    for match in _SETEXT.finditer(text):
        yield Mark(*match.span(1), "heading", "1" if match[2][0] == "=" else "2")
        yield Mark(*match.span(2), "syntax", "heading-marker")
    for match in _BULLET.finditer(text):
        end = _line_end(text, match.end())
        yield Mark(match.end(), end, "item", match[1].strip())
        yield Mark(*match.span(1), "syntax", "list-marker")
    for match in _NUMBER.finditer(text):
        yield Mark(match.start(1), _line_end(text, match.end()), "item", match[1])
    for match in _on_lines(_QUOTE, text, ">"):
        yield Mark(match.end(), max(_line_end(text, match.end()), match.end()), "quote")
        yield Mark(*match.span(1), "syntax", "quote-marker")
    for match in _RULE.finditer(text):
        yield Mark(*match.span(), "rule")
        yield Mark(*match.span(), "syntax", "thematic-break")
    fences = chain(_on_lines(_FENCE, text, "```"), _on_lines(_FENCE, text, "~~~"))
    for span in {match.span() for match in fences}:
        yield Mark(*span, "syntax", "code-fence")
    if "|" in text:
        yield from _tables(text)


def _tables(text: str) -> Iterator[Mark]:
    rules = {match.start(): match.end() for match in _on_lines(_TABLE_RULE, text, "|")}
    yield from (Mark(start, end, "syntax", "table-rule") for start, end in rules.items())
    for match in _on_lines(_TABLE_ROW, text, "|"):
        start, end = match.span()
        if start in rules:
            continue
        bars = [start + at for at, char in enumerate(text[start:end]) if char == "|"]
        if len(bars) > 1:
            yield Mark(start, end, "row")
            yield from (Mark(bar, bar + 1, "gap", "table-bar") for bar in bars)


def _inline_marks(text: str) -> Iterator[Mark]:
    pairs = ((_STRONG, "strong", "**"), (_EMPHASIS, "emphasis", "*"), (_UNDER, "emphasis", "_"),
             (_CODE, "code", "`"), (_STRIKE, "strike", "~~"))  # fmt: skip
    for pattern, kind, sign in pairs:
        if sign in text:
            for match in _at_signs(pattern, text, sign[0]):
                width = len(match[1])
                start, end = match.span()
                yield Mark(start + width, end - width, kind)
                yield Mark(start, start + width, "syntax", f"{kind}-marker")
                yield Mark(end - width, end, "syntax", f"{kind}-marker")
    if "\\" in text:
        for match in _ESCAPE.finditer(text):
            yield Mark(*match.span(), "syntax", "escape")
    if "<" in text:
        for match in _BREAK.finditer(text):
            yield Mark(*match.span(), "gap", "line-break")


def _on_lines(pattern: re.Pattern[str], text: str, sign: str) -> Iterator[re.Match[str]]:
    """Where the lines fit that have a sign, without which none does."""
    at = text.find(sign)
    while at >= 0:
        if match := pattern.match(text, text.rfind("\n", 0, at) + 1):
            yield match
        end = text.find("\n", at)
        at = text.find(sign, end) if end >= 0 else -1


def _at_signs(pattern: re.Pattern[str], text: str, sign: str) -> Iterator[re.Match[str]]:
    """What a pattern finds that begins with a sign, as ``finditer``, but passing other text by."""
    at = text.find(sign)
    while at >= 0:
        match = pattern.match(text, at)
        if match:
            yield match
        at = text.find(sign, match.end() if match else at + 1)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
