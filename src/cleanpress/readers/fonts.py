"""A font as the reader needs it: what each code says, how wide it is, whether it is bold."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping, Sequence

from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1

from cleanpress.readers.budget import Budget, Forgiving
from cleanpress.readers.cmaps import EmbeddedMap, to_unicode
from cleanpress.readers.font_specs import harmless
from cleanpress.readers.naming import is_bold, is_italic, plain_name

__all__ = ["Face", "Faces"]

# pdfminer warns of every flaw it meets; without a handler Python would print that on stderr.
logging.getLogger("pdfminer").addHandler(logging.NullHandler())

_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]")
_SHORT, _MANY = 8, 4096  # bytes of the strings, and how many of them, that a font remembers
_BOLD_WEIGHT = 600  # FontWeight from which CSS and PDF speak of bold


class Face:
    """One font of a page, with what is known of its codes kept once learnt."""

    def __init__(
        self, font: PDFFont, texts: Mapping[int, str], embedded: EmbeddedMap | None
    ) -> None:
        self.name = plain_name(_text(font.fontname) or _text(getattr(font, "basefont", "")))
        weight = resolve1(font.descriptor.get("FontWeight"))
        heavy = isinstance(weight, (int, float)) and weight >= _BOLD_WEIGHT
        self.bold = heavy or is_bold(self.name, font.flags)
        slant = isinstance(font.italic_angle, (int, float)) and font.italic_angle != 0
        self.italic = slant or is_italic(self.name, font.flags)
        self.vertical = font.is_vertical()
        self.multibyte = font.is_multibyte()
        self.most_bytes = 4 if self.multibyte else 1  # of a code
        # A line's box is one size high and stands on its descent. Descents outside this range are
        # mistakes of the producer; they would tear lines of mixed fonts apart.
        self.descent = 0.5 if self.vertical else min(max(-font.get_descent(), 0.15), 0.35)
        self.known: dict[int, tuple[str, float]] = {}
        self._read: dict[bytes, tuple[Sequence[str], Sequence[float]]] = {}
        self._font = font
        self._texts = texts
        self._embedded = embedded

    def decode(self, shown: bytes) -> Iterable[int]:
        """The codes in a string of a content stream."""
        return (self._embedded or self._font).decode(shown)

    def read(self, shown: bytes) -> tuple[Sequence[str], Sequence[float]]:
        """The texts and the advances in ems of the codes in a string."""
        found = self._read.get(shown)
        if found is None:
            known, learn = self.known, self.learn
            pairs = [known.get(code) or learn(code) for code in self.decode(shown)]
            found = [text for text, _ in pairs], [width for _, width in pairs]
            if len(shown) <= _SHORT and len(self._read) < _MANY:
                self._read[shown] = found
        return found

    def learn(self, code: int) -> tuple[str, float]:
        """The text of a code and its advance in ems; a code without text is ``(cid:N)``."""
        try:
            text = self._texts.get(code) or self._font.to_unichr(code)
        except (PDFUnicodeNotDefined, KeyError, ValueError, TypeError):
            text = f"(cid:{code})"
        glyph = code if self._embedded is None else self._embedded.glyphs.get(code, code)
        try:
            width = float(self._font.char_width(glyph))
        except (PDFUnicodeNotDefined, KeyError, ValueError, TypeError):
            width = 0.0
        # Only the layout may break lines.
        found = self.known[code] = _BREAKS.sub(" ", text), width
        return found


class Faces:
    """The fonts of a document, made once each; a font that cannot be made costs only itself."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._manager = PDFResourceManager()
        self._made: dict[object, Face | None] = {}

    def of(self, resources: Mapping[str, object]) -> dict[str, Face | None]:
        """The fonts a resource dictionary names."""
        named = resolve1(resources.get("Font"))
        if not isinstance(named, dict):
            return {}
        return {str(name): self._face(spec) for name, spec in named.items()}

    def _face(self, spec: object) -> Face | None:
        key = spec.objid if isinstance(spec, PDFObjRef) else id(spec)
        if key not in self._made:
            self._made[key] = self._make(spec)
        return self._made[key]

    def _make(self, spec: object) -> Face | None:
        # Damaged fonts raise nearly anything (struct.error, TypeError, AssertionError); the text
        # of the other fonts on the page must not go with them.
        self._budget.tick()
        with Forgiving():
            found = resolve1(spec)
            if not isinstance(found, dict):
                return None
            encoding = resolve1(found.get("Encoding"))
            embedded = EmbeddedMap(encoding.get_data()) if isinstance(encoding, PDFStream) else None
            texts = resolve1(found.get("ToUnicode"))
            told = isinstance(texts, PDFStream)
            safe = harmless(found, needs_file=not told)
            if not told:
                return Face(self._manager.get_font(None, safe), {}, embedded)
            # An empty map in its place: pdfminer takes a font without one for something else.
            font = self._manager.get_font(None, safe | {"ToUnicode": PDFStream({}, b"")})
            return Face(font, to_unicode(texts.get_data()), embedded)
        return None


def _text(name: object) -> str:
    if isinstance(name, bytes):
        return name.decode("latin-1")
    return name if isinstance(name, str) else ""
