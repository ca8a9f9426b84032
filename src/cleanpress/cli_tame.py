"""Text that a terminal shows and does not obey."""

from __future__ import annotations

import re
from unicodedata import category

UNSAFE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}  # controls, bidi and other formats, lone surrogates


def safe(text: str) -> str:
    r"""Text that can do nothing to a terminal: what is not visible is spelled out.

    >>> safe("a\x1b[31m \N{RIGHT-TO-LEFT OVERRIDE}b")
    'a<U+001B>[31m <U+202E>b'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"<U+{ord(c):04X}>" if category(c) in UNSAFE else c for c in text)


def tame(text: str) -> str:
    r"""A body for a terminal: without control characters, and without what turns its direction.

    Files keep them. Line breaks, tabs and form feeds stay.

    >>> tame("a\x1b[31m \N{RIGHT-TO-LEFT OVERRIDE}b\n")
    'a[31m b\n'
    """
    return _WILD.sub("", text)


# Controls but for tab, line feed and form feed; directional formats; separators of lines that
# are none; lone surrogates. Joiners and soft hyphens do nothing to a terminal.
_WILD = re.compile(
    "[\x00-\x08\x0b\x0d-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
