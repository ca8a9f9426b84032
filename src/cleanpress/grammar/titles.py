"""Page titles: what of ``Headline - Section | Site`` is the headline, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_WORD = re.compile(r"\w+")
_JOINT = re.compile(
    r"(?<!\s)\s+[^\w\s\"'()&+]{1,3}\s+"
    r"|(?:(?<!\s)\s+)?[|\N{BOX DRAWINGS LIGHT VERTICAL}]\s*|:\s+"
)
_PLAIN = frozenset(chr(code) for code in range(128) if chr(code).isalnum()) | {""}
_CUT = "\N{HORIZONTAL ELLIPSIS}"
MAX_SITE = 6  # words of a site's name
MIN_CUT = 20  # characters from which on a title cut short still tells its headline
MAX_TITLE = 500  # characters of a title that are looked at
MAX_LINES = 6  # of a headline; five are the most in the evidence


class Title(NamedTuple):
    """A page's title and its parts, squashed to bare words."""

    text: str
    forms: frozenset[str]
    heads: tuple[str, ...]  # the beginnings of forms that may be cut short


def squash(text: str) -> str:
    """The words of a text and nothing else, in one case.

    >>> squash("The  last crane: gone?")
    'the last crane gone'
    """
    return " ".join(_WORD.findall(text)).casefold()


def read_title(text: str) -> Title | None:
    """A title with all forms that the headline may have.

    >>> sorted(read_title("The last crane leaves - Gazette").forms)
    ['the last crane leaves', 'the last crane leaves gazette']
    """
    whole = text.strip().removesuffix("...").rstrip(_CUT).rstrip()
    parts = [part for part in _JOINT.split(whole) if part and part.strip()]
    if not squash(whole):
        return None
    longest = max(range(len(parts)), key=lambda at: len(parts[at])) if parts else 0
    forms = {squash(whole)}
    for first in range(longest + 1):
        for last in range(longest + 1, len(parts) + 1):
            forms.add(squash(" ".join(parts[first:last])))
    forms.discard("")
    heads = tuple(squash(" ".join(parts[at:])) for at in range(longest + 1))
    return Title(whole, frozenset(forms), tuple(head for head in heads if len(head) >= MIN_CUT))


def fits(words: str, title: Title) -> bool:
    """Whether squashed words are the title, one of its forms, or the whole of a title cut short."""
    return words in title.forms or any(words.startswith(head) for head in title.heads)


def find_title(lines: Sequence[str], title: Title) -> Iterable[tuple[int, int]]:
    """Where whole lines say the title: half-open indices into ``lines``.

    >>> lines = ["News", "The last crane", "leaves", "It left."]
    >>> list(find_title(lines, read_title("The last crane leaves - Gazette")))
    [(1, 3)]
    """
    firsts = {form.split(" ", 1)[0] for form in (*title.forms, *title.heads)}
    longest = max(map(len, title.forms)) + 80
    initials = {char for first in firsts for char in (first[:1], first[:1].upper())}
    others = _PLAIN - initials
    for at in [at for at, line in enumerate(lines) if line[:1] not in others]:
        line = lines[at]
        match = _WORD.search(line[:200])
        if match is None or match[0].casefold() not in firsts or len(line) > longest:
            continue
        words = ""
        for end in range(at + 1, min(at + MAX_LINES, len(lines)) + 1):
            more = squash(lines[end - 1])
            if not more and end > at + 1:
                break
            words = f"{words} {more}".strip()
            if len(words) > longest:
                break
            if fits(words, title) and not _goes_on(words, lines, end, title):
                yield at, end
                break
            if not any(form.startswith(words) for form in (*title.forms, *title.heads)):
                break


def _goes_on(words: str, lines: Sequence[str], end: int, title: Title) -> bool:
    """Whether a longer form of the title goes on in the next line."""
    more = squash(lines[end]) if end < len(lines) else ""
    longer = f"{words} {more}"
    return bool(more) and (longer in title.forms or any(
        form.startswith(longer + " ") for form in title.forms))  # fmt: skip


def akin(text: str, title: Title) -> bool:
    """Whether a headline of other words can still belong to the title: it shares a long word."""
    known = {word for form in title.forms for word in form.split() if len(word) > 3}
    return len(known) < 2 or not known.isdisjoint(squash(text).split())


def site_of(text: str, headline: str) -> str:
    """The name of the site at the end of a page's title, or ``""``.

    With a headline the title must start with it; without one the last part must be short.

    >>> site_of("The last crane leaves - Harbour | Gazette", "The last crane leaves")
    'Gazette'
    >>> site_of("Cranes: what now", "")
    ''
    """
    joints = [match for match in _JOINT.finditer(text) if ":" not in match[0]]
    if not joints or text.endswith((_CUT, "...")):
        return ""
    name = text[joints[-1].end() :].strip()
    head, words = squash(text[: joints[-1].start()]), squash(headline)
    if not name or len(name.split()) > MAX_SITE:
        return ""
    if words:
        same = head.startswith(words) or head.endswith(words) or words.endswith(head)
        return name if same else ""
    return name if len(head.split()) > len(name.split()) else ""
