"""Text of others inside a page of ours: nothing in it is markup, nothing in it is unseen."""

from __future__ import annotations

import json
import re
from html import escape
from unicodedata import category

__all__ = ["as_data", "shown", "spelled"]

# Controls, formats (bidi overrides, tags, soft hyphens), lone surrogates, private use, separators.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
HARMLESS = frozenset("\n\t\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")
_PLAIN = re.compile(r"[\n\t\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u05ff\u0900-\u0dff]*")


def spelled(text: str) -> str:
    r"""The text with what cannot be seen spelled out.

    >>> spelled("a\x1b[31m \N{RIGHT-TO-LEFT OVERRIDE}b\n")
    'a<U+001B>[31m <U+202E>b\n'
    """
    if _PLAIN.fullmatch(text):
        return text
    return "".join(f"<U+{ord(char):04X}>" if _unseen(char) else char for char in text)


def shown(text: str) -> str:
    r"""The text as HTML, fit for content and for a quoted attribute.

    >>> shown('<b onload="x">\N{SOFT HYPHEN}')
    '&lt;b onload=&quot;x&quot;&gt;&lt;U+00AD&gt;'
    """
    return escape(spelled(text), quote=True)


def _unseen(char: str) -> bool:
    return char not in HARMLESS and category(char) in UNSEEN


def as_data(value: object) -> str:
    """JSON that may stand in a script element of any page.

    >>> as_data("</script>")
    '"\\\\u003c/script\\\\u003e"'
    """
    told = json.dumps(value, separators=(",", ":"))
    return told.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
