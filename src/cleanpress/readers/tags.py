"""Marked content: what a page says of its own glyphs (artifacts, the text they stand for)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pdfminer.pdftypes import resolve1

from cleanpress.readers.content import Operand
from cleanpress.readers.layers import Layers, is_off
from cleanpress.readers.strings import text_string

if TYPE_CHECKING:
    from cleanpress.readers.spans import Span

__all__ = ["Tags"]

# What a glyph's own text may be when it says nothing of use: unmapped, NUL, private use.
_LOST = re.compile(r"\(cid:\d+\)|[\x00\ufffd\ue000-\uf8ff]")
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]")
_NESTED = 4096  # sequences within sequences; what is opened beyond is not counted


class Tags:
    """The stack of marked content that is open at one point of a page."""

    def __init__(self, off: Layers = frozenset()) -> None:
        self.artifact = self.off = False
        self._off = off
        self._open: list[tuple[bool, bool, str, int]] = []

    def open(self, operands: list[Operand], resources: Mapping[str, object], spans: int) -> None:
        """Begin a sequence: remember what it said and how many spans came before it."""
        actual = _actual_text(operands[1], resources) if len(operands) > 1 else ""
        if len(self._open) < _NESTED:
            self._open.append((self.artifact, self.off, actual, spans))
        self.artifact = self.artifact or (bool(operands) and operands[0] == "Artifact")
        if self._off and len(operands) > 1 and operands[0] == "OC":
            named = resolve1(resources.get("Properties"))
            layer = named.get(operands[1]) if isinstance(named, dict) else None
            self.off = self.off or is_off(layer, self._off)

    def close(self, spans: list[Span]) -> None:
        """End a sequence: where its glyphs lost their text, put what they stand for."""
        if not self._open:
            return
        self.artifact, self.off, actual, first = self._open.pop()
        if actual and first < len(spans) and _loses("".join(s.text for s in spans[first:]), actual):
            for at in range(first, len(spans)):
                span, said = spans[at], actual if at == first else ""
                parts = [said] + [""] * (len(span.parts) - 1)
                spans[at] = span._replace(text=said, parts=parts)


def _actual_text(properties: Operand, resources: Mapping[str, object]) -> str:
    if isinstance(properties, str):
        named = resolve1(resources.get("Properties"))
        found = resolve1(named.get(properties)) if isinstance(named, dict) else None
    else:
        found = properties
    actual = resolve1(found.get("ActualText")) if isinstance(found, dict) else None
    return _BREAKS.sub(" ", text_string(actual)) if isinstance(actual, bytes) else ""


def _loses(shown: str, actual: str) -> bool:
    """Whether the glyphs' own text has less to say than the text they stand for."""
    return shown != actual and (
        bool(_LOST.search(shown)) or _letters(shown) < _letters(actual)
        or unicodedata.normalize("NFKC", shown) == actual
    )  # fmt: skip


def _letters(text: str) -> int:
    return sum(1 for char in text if unicodedata.category(char)[0] in "LMN")
