"""A text costs no more than its length says, whatever it is made of. Counted, not timed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import cleanpress

FIXTURES = Path(__file__).parent.parent / "fixtures"
PAGE = (FIXTURES / "text" / "harbour-crane.txt").read_text(encoding="utf-8")  # opens all filters

PIECES = {
    "spaces": " ", "brackets": "(", "addresses": "http://", "hyphens": "-\n", "bylines": "By A ",
    "quotes": '"', "links": "[", "images": "![", "stars": "*", "underscores": "_", "nests": "> ",
    "form feeds": "\f", "empty lines": "\n", "digits": "1", "folios": "1\n", "credits": "Photo: A ",
    "counters": "Page 1 of 9\n\f", "headings": "# a\n", "rules": "a\n---\n", "zero-width": "\u200b",
    "mojibake": "â€", "entities": "&a", "items": "* a\n", "teasers": "Read more: a b\n", "dates":
    "January 1, ", "shares": "Share\n", "heads": "The Gull 1/9\n\n",
}  # fmt: skip
SHORT, LONG = 8_000, 32_000


def steps(text: str) -> int:
    """How many lines of Python run to clean a text."""
    count = 0

    def line(*_: object) -> object:
        nonlocal count
        count += 1
        return line

    sys.settrace(line)
    try:
        article = cleanpress.clean(text)
        _ = article.metadata, article.markdown
    finally:
        sys.settrace(None)
    return count


@pytest.mark.parametrize("kind", PIECES)
def test_four_times_the_text_is_four_times_the_work(kind: str) -> None:
    piece = PIECES[kind]
    cleanpress.clean(PAGE)  # loads what is loaded once
    base, short, long = (
        steps(f"{PAGE}\n\n{piece * (size // len(piece))}\n\n{PAGE}") for size in (0, SHORT, LONG)
    )
    assert long - base < 6 * max(short - base, base)
