"""Content streams to glyphs: the text a page shows, where it stands and how it is set.

This is an interpreter for the operators that place text and nothing else. The renderer's view of
a page (paths, colours, images) matters only where it can hide text. Text in Form XObjects counts
like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from math import isfinite
from typing import cast

from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import literal_name

from cleanpress.errors import LimitExceeded
from cleanpress.readers.budget import Budget
from cleanpress.readers.content import SHOWS, Operand, matrix_of, moved, operations
from cleanpress.readers.fonts import Faces
from cleanpress.readers.layers import Layers, is_off
from cleanpress.readers.paint import Paint
from cleanpress.readers.spans import Ink, Matrix, Span, product
from cleanpress.readers.tags import Tags
from cleanpress.readers.text_state import PlacedLine, TextState

__all__ = ["Interpreter"]

_LONG = 1 << 18  # bytes of strings that are looked at before they are read
_NOTABLE = 0.12  # ems; a shift of this size between two glyphs may be a word space, less is kerning


class Interpreter(TextState):
    """Runs the content of one page and collects its spans, in the order of the stream."""

    def __init__(
        self, faces: Faces, ctm: Matrix, budget: Budget, off: Layers = frozenset()
    ) -> None:
        super().__init__(ctm, Paint(budget))
        self.spans: list[Span] = []
        self.failure: Exception | None = None  # why a part of what it ran may be missing
        self._faces = faces
        self._budget = budget
        self._left = budget.limits.glyphs  # that the page may still show
        self._off = off
        self._tags = Tags(off)
        self._ink = Ink()
        self._inked: object = None  # the state that this is the ink of
        self._forms: list[int] = []
        self._resources: Mapping[str, object] = {}
        self._acts: dict[bytes, Callable[[list[Operand]], None]] = {
            b"q": self._save, b"Q": self._restore, b"cm": self._concat,
            b"BT": self._begin, b"Tf": self._font, b"Tm": self._matrix,
            b"Td": self._move, b"TD": self._move_lead, b"T*": self._next,
            b"Tj": self._show_one, b"TJ": self._show_all, b"'": self._next_show,
            b'"': self._space_show, b"Tc": self._set("_tc"), b"Tw": self._set("_tw"),
            SHOWS: self._show_moved, b"TL": self._set("_tl"),
            b"Ts": self._set("_rise"), b"Tz": self._stretch,
            b"Tr": self._render, b"Do": self._do, b"BMC": self._tag, b"BDC": self._tag,
            b"EMC": self._untag, **self.paint.acts(lambda: self._ctm, lambda: self._resources),
        }  # fmt: skip

    def run(self, data: bytes, resources: Mapping[str, object]) -> None:
        """Interpret one content stream with its resources."""
        outside = self._resources, self._fonts
        self._resources, self._fonts = resources, self._faces.of(resources)
        acts, budget = self._acts, self._budget
        budget.unpacked(len(data))
        for operator, operands in operations(data, acts, budget.tick):
            try:
                acts[operator](operands)
            except (TypeError, ValueError, IndexError, KeyError, OverflowError):
                continue  # missing or wrong operands: the operation does not count
        self._resources, self._fonts = outside

    # ---- showing text ------------------------------------------------------------------------
    def _show_one(self, operands: list[Operand]) -> None:
        shown = operands[-1]
        if isinstance(shown, bytes):
            self._show_string(shown)

    def _show_all(self, operands: list[Operand]) -> None:
        self._show(cast("list[Operand]", operands[-1]))

    def _show_moved(self, operands: list[Operand]) -> None:
        """Move and show, again and again: what does not change is worked out once."""
        a, b, c, d, e, f = self._tm
        face, shows = self._face, moved(cast("bytes", operands[0]))
        if face is None or self._rise or self._tc or (self._tw and not face.multibyte):
            for x, y, shown in shows:
                e, f = x * a + y * c + e, x * b + y * d + f
                self._tm, self._at = (a, b, c, d, e, f), 0.0
                self._show_string(shown)
            return
        for _, _, shown in shows if len(cast("bytes", operands[0])) > _LONG else ():
            self._weigh(len(shown) // face.most_bytes)
        line = self._placed(face)
        p, q, r, s, t, u = self._ctm
        _, _, ux, uy, _, _, along, wide = self._turned
        scale = self._size * wide * along
        for x, y, shown in shows:
            e, f = x * a + y * c + e, x * b + y * d + f
            right, down = e * p + f * r + t, e * q + f * s + u
            at = right * ux + down * uy
            parts, widths = face.read(shown)
            if len(widths) == 1:
                self._add(line, parts, [at], [at + widths[0] * scale], down * ux - right * uy)
            elif widths:
                starts = list(accumulate([width * scale for width in widths], initial=at))
                ends = starts[1:]
                starts.pop()
                self._add(line, parts, starts, ends, down * ux - right * uy)
        self._tm = a, b, c, d, e, f
        self._at = sum(widths) * self._size * wide

    def _next_show(self, operands: list[Operand]) -> None:
        self._next([])
        self._show(operands[-1:])

    def _space_show(self, operands: list[Operand]) -> None:
        self._tw, self._tc = cast("list[float]", operands[-3:-1])
        self._next_show(operands)

    def _show_string(self, shown: bytes) -> None:
        """Show one string; with plain spacing all places follow from the widths at once."""
        face = self._face
        if face is None or not shown:
            self._faceless(bool(shown))
            return
        if self._tc or (self._tw and not face.multibyte):
            self._show([shown])
            return
        if len(shown) > _LONG:
            self._weigh(len(shown) // face.most_bytes)
        parts, widths = face.read(shown)
        line = self._placed(face)
        em, at = self._size * line.wide, line.origin + self._at * line.along
        if len(widths) == 1:
            starts, ends = [at], [at + widths[0] * em * line.along]
            self._at += widths[0] * em
        else:
            scale = em * line.along
            starts = list(accumulate([width * scale for width in widths], initial=at))
            ends = starts[1:]
            starts.pop()
            self._at += sum(widths) * em
        if parts:
            self._add(line, parts, starts, ends)

    def _show(self, shown: list[Operand]) -> None:
        face = self._face
        if face is None:
            self._faceless(any(isinstance(piece, bytes) for piece in shown))
            return
        line = self._placed(face)
        em, tc = self._size * line.wide, self._tc * line.wide
        tw = 0.0 if face.multibyte else self._tw * line.wide
        known, learn, notable = face.known, face.learn, abs(em) * _NOTABLE
        x, origin, along = self._at, line.origin, line.along
        parts: list[str] = []
        starts: list[float] = []
        ends: list[float] = []
        for piece in shown:
            if isinstance(piece, bytes):
                if len(piece) > _LONG:
                    self._weigh(len(parts) + len(piece) // face.most_bytes)
                for code in face.decode(piece):
                    text, width = known.get(code) or learn(code)
                    parts.append(text)
                    starts.append(origin + x * along)
                    x += width * em
                    ends.append(origin + x * along)
                    x += tc
                    if code == 32:
                        x += tw
            elif isinstance(piece, float):
                shift = piece * 0.001 * em
                if parts and abs(shift) > notable:
                    self._add(line, parts, starts, ends)
                    parts, starts, ends = [], [], []
                x -= shift
        if parts:
            self._add(line, parts, starts, ends)
        self._at = x

    def _add(
        self, line: PlacedLine, parts: Sequence[str], starts: list[float], ends: list[float],
        base: float | None = None,
    ) -> None:  # fmt: skip
        base = line.base if base is None else base
        if not isfinite(base + starts[0] + ends[-1] + line.size):
            return  # numbers beyond any page: there is no place to put this text
        self._left -= len(parts)
        if self._left < 0:
            self._weigh(0)
        first, last = 0, len(parts) - 1
        while first < last and not parts[first].strip():
            first += 1
        while last > first and not parts[last].strip():
            last -= 1
        paint, off = self.paint, self._tags.off
        if paint.state is not self._inked or self._mode != self._ink.mode or off != self._ink.off:
            self._ink, self._inked = paint.ink(self._mode, off=off), paint.state
        self.spans.append(
            Span("".join(parts), parts, starts, ends, starts[first], ends[last], base,
                 line.size, line.face, line.angle, self._tc * line.wide * line.along,
                 self._ink, self._tags.artifact, len(paint.shapes))
        )  # fmt: skip

    def _faceless(self, shows: bool) -> None:
        """Note that text was shown in a font that is not there, or cannot be read."""
        if shows and self.failure is None:
            self.failure = ValueError("the page shows text in a font that cannot be read")

    def _weigh(self, more: int) -> None:
        """Refuse glyphs that are more than a page may show, before they are read."""
        limits = self._budget.limits
        limits.check("glyphs", limits.glyphs - self._left + more)
        self._budget.tick()

    # ---- marked content and forms ------------------------------------------------------------
    def _tag(self, operands: list[Operand]) -> None:
        self._tags.open(operands, self._resources, len(self.spans))

    def _untag(self, _: list[Operand]) -> None:
        self._budget.tick()
        self._tags.close(self.spans)

    def _do(self, operands: list[Operand]) -> None:
        forms = resolve1(self._resources.get("XObject"))
        form = resolve1(forms.get(operands[-1])) if isinstance(forms, dict) else None
        if not isinstance(form, PDFStream):
            return
        off = self._tags.off or is_off(form.get("OC"), self._off)
        if literal_name(resolve1(form.get("Subtype"))) != "Form":
            if not off:
                self.paint.cover(self._ctm, form)
            return
        if id(form) in self._forms:
            return
        self._budget.limits.check("depth", len(self._forms) + 1)
        try:
            data = form.get_data()
        except (LimitExceeded, MemoryError):
            raise
        except Exception as problem:  # the form is lost, the rest of the page is not
            self.failure = problem
            return
        if not getattr(form, "whole", True):
            self.failure = ValueError("a form's content is damaged")
        before, self._tags.off = self._tags.off, off
        self._within(form, data)
        self._tags.off = before

    def _within(self, form: PDFStream, data: bytes) -> None:
        """Run a form's content in a state of its own."""
        matrix, inner = resolve1(form.get("Matrix")), resolve1(form.get("Resources"))
        box = resolve1(form.get("BBox"))
        text, depth, paint = (self._tm, self._at), len(self._saved), self.paint
        group, paint.group, self._inked = paint.group, paint.group | paint.state[3], None
        self._save([])
        self._forms.append(id(form))
        try:
            if isinstance(matrix, list):
                numbers = [resolve1(number) for number in matrix]
                self._ctm = product(matrix_of(numbers), self._ctm)
            if isinstance(box, list) and len(box) == 4:
                sides = cast("list[float]", [resolve1(side) for side in box])
                paint.clip_box(sides, self._ctm)
            self.run(data, inner if isinstance(inner, dict) else self._resources)
        finally:
            self._forms.pop()
            del self._saved[depth + 1 :]
            self._restore([])
            self._tm, self._at = text
            paint.group, self._inked = group, None
