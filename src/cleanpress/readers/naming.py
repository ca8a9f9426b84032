"""What the names and flags of fonts say of their letters."""

from __future__ import annotations

import re

__all__ = ["is_bold", "is_italic", "plain_name"]

_SUBSET = re.compile(r"[A-Z]{6}\+")
_BOLD = re.compile(r"bold|black|heavy|semibold|demi(?!light)|[-_,.](?:bd|b|sb|eb|blk)\b", re.I)
_ITALIC = re.compile(r"ital|obli|slanted|[-_,.](?:it|i|bi|obl)\b", re.I)
_FORCE_BOLD, _ITALIC_FLAG = 1 << 18, 1 << 6


def plain_name(name: str) -> str:
    """The name without the six letters that mark a subset.

    >>> plain_name("ABCDEF+Vollkorn-Bold")
    'Vollkorn-Bold'
    """
    return _SUBSET.sub("", name)


def is_bold(name: str, flags: int) -> bool:
    """Whether a font's name or its descriptor's flags speak of bold letters.

    >>> is_bold("Vollkorn-Bold", 0), is_bold("NotoSans-DemiLight", 0)
    (True, False)
    """
    return bool(flags & _FORCE_BOLD or _BOLD.search(name))


def is_italic(name: str, flags: int) -> bool:
    """Whether a font's name or its descriptor's flags speak of slanted letters.

    >>> is_italic("Courier-Oblique", 0), is_italic("Courier-Bold", 0)
    (True, False)
    """
    return bool(flags & _ITALIC_FLAG or _ITALIC.search(name))
