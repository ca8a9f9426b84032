"""The right side: the article in paragraphs, with a mark wherever something changed."""

from __future__ import annotations

from collections.abc import Sequence

from cleanpress.report.escape import shown
from cleanpress.report.pieces import Kind, Piece

__all__ = ["body_html"]

BREAK = "\n\n"


class _Paragraphs:
    """Inline pieces, gathered into paragraphs."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._open: list[str] = []

    def add(self, inline: str) -> None:
        self._open.append(inline)

    def end(self) -> None:
        if self._open:
            self._done.append(f"<p dir=auto>{''.join(self._open)}</p>")
            self._open = []

    def html(self) -> str:
        self.end()
        return "\n".join(self._done)


def body_html(pieces: Sequence[Piece], kinds: Sequence[Kind]) -> str:
    """The body as paragraphs; what was removed is a mark at its place."""
    flow = _Paragraphs()
    for one in pieces:
        parts = one.text.split(BREAK)
        for at, part in enumerate(parts):
            if at:
                flow.end()
            if one.how == "kept":
                if part:
                    flow.add(f'<span data-n="{one.name}">{shown(part)}</span>')
            elif at == 0 or part.strip("\n"):
                flow.add(_mark(one, kinds[one.kind], part))
    return flow.html()


def _mark(one: Piece, kind: Kind, text: str) -> str:
    """A change within its paragraph: what stands there now, or a notch where something went."""
    label = shown(f"{one.how}: {kind.by}, {kind.reason}")
    return (
        f'<mark class="{one.how} h{kind.hue} r{one.kind}" data-n="{one.name}" tabindex=-1 '
        f'aria-label="{label}">{shown(text)}</mark>'
    )
