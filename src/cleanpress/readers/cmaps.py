"""Character maps that a PDF brings along: from codes to text, and from bytes to codes.

pdfminer reads the first kind token by token, which on a printed web page takes longer than reading
the pages. The second kind it takes for empty unless it has a registered name, and all text in that
font vanishes; producers such as Prince write such maps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

__all__ = ["EmbeddedMap", "to_unicode"]

_SECTION = re.compile(rb"(begin|end)(codespacerange|cidrange|cidchar|bfrange|bfchar)")
_HEX = rb"<\s*([0-9A-Fa-f]+)\s*>\s*"
_SPACE = re.compile(_HEX + _HEX)
_RANGE = re.compile(_HEX + _HEX + rb"([0-9]+)")
_CHAR = re.compile(_HEX + rb"([0-9]+)")
_TEXT_CHAR = re.compile(_HEX + rb"<([0-9A-Fa-f\s]*)>")
_TEXT_RANGE = re.compile(_HEX + _HEX + rb"(?:<([0-9A-Fa-f\s]*)>|\[([^\[\]]*)\])")
_TEXT = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_MOST = 1 << 20  # entries of all ranges; a real map has been seen with more than 200,000
_SPACES = 128  # ranges of codes of which a map says how many bytes they take


def to_unicode(source: bytes) -> dict[int, str]:
    """The text of each code in a ``ToUnicode`` map.

    >>> to_unicode(b"beginbfchar <01> <00660069> endbfchar")
    {1: 'fi'}
    >>> to_unicode(b"beginbfrange <41> <42> <0061> endbfrange")
    {65: 'a', 66: 'b'}
    """
    texts: dict[int, str] = {}
    left = _MOST
    for kind, body in _sections(source):
        if kind == b"bfchar":
            texts |= {int(code, 16): _utf16(text) for code, text in _TEXT_CHAR.findall(body)}
            continue
        for low, high, text, several in _TEXT_RANGE.findall(body) if kind == b"bfrange" else ():
            first, last = int(low, 16), min(int(high, 16), int(low, 16) + left - 1)
            left -= max(0, last - first) + 1
            if several:
                each = (_utf16(one) for one in _TEXT.findall(several))
                texts |= dict(zip(range(first, last + 1), each, strict=False))
            elif begin := _utf16(text):
                head, tail = begin[:-1], ord(begin[-1])
                texts |= {code: head + chr(min(tail + code - first, 0x10FFFF))
                          for code in range(first, last + 1)}  # fmt: skip
    return texts


def _sections(source: bytes) -> Iterator[tuple[bytes, bytes]]:
    """What stands between a ``begin`` and the ``end`` of its kind; read in one go."""
    kind, start = b"", 0
    for mark in _SECTION.finditer(source):
        if mark[1] == b"begin":
            kind, start = (mark[2], mark.end()) if not kind else (kind, start)
        elif mark[2] == kind:
            yield kind, source[start : mark.start()]
            kind = b""


def _utf16(digits: bytes) -> str:
    text = b"".join(digits.split())
    raw = bytes.fromhex((text + b"0" * (len(text) % 2)).decode("ascii"))
    if len(raw) == 1:  # against the rules, but it can only mean this
        raw = b"\0" + raw
    return raw.decode("utf-16-be", "ignore")


class EmbeddedMap:
    """How the bytes of a string become codes, and codes the glyphs that have the widths."""

    def __init__(self, source: bytes) -> None:
        spaces: list[tuple[int, int, int]] = []
        self.glyphs: dict[int, int] = {}
        self._left = _MOST
        for kind, body in _sections(source):
            if kind == b"codespacerange":
                spaces += ((len(low) // 2, int(low, 16), int(high, 16))
                           for low, high in _SPACE.findall(body))  # fmt: skip
            elif kind == b"cidchar":
                self.glyphs |= {int(code, 16): int(glyph) for code, glyph in _CHAR.findall(body)}
            elif kind == b"cidrange":
                for low, high, glyph in _RANGE.findall(body):
                    self._span(int(low, 16), int(high, 16), int(glyph))
        self._spaces = [
            (length, [(low, high) for _, low, high in group])
            for length, group in groupby(sorted(spaces[:_SPACES]), key=lambda space: space[0])
        ]

    def _span(self, low: int, high: int, glyph: int) -> None:
        high = min(high, low + self._left - 1)
        self._left -= max(0, high - low) + 1
        self.glyphs |= {code: glyph + code - low for code in range(low, high + 1)}

    def decode(self, shown: bytes) -> Iterator[int]:
        """The codes in a string: the shortest that lies in a declared range, each time.

        >>> list(EmbeddedMap(b"begincodespacerange <00> <7f> <8000> <ffff> endcodespacerange")
        ...      .decode(b"A\\x80\\x01"))
        [65, 32769]
        """
        at = 0
        while at < len(shown):
            for length, ranges in self._spaces:
                code = int.from_bytes(shown[at : at + length])
                if any(low <= code <= high for low, high in ranges):
                    yield code
                    break
            else:
                length = 1
            at += length
