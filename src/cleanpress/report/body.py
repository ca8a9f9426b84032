"""The right side: the article in paragraphs, with a mark wherever something changed."""

from __future__ import annotations

from collections.abc import Sequence

from cleanpress.report.escape import shown
from cleanpress.report.pieces import Kind, Piece

__all__ = ["body_html"]


class _Paragraphs:
    """Inline pieces, gathered into paragraphs; two line breaks end one, wherever they come from."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._open: list[str] = []
        self._broken = False  # a line break waits for what follows it

    def add(self, inline: str) -> None:
        if self._broken:
            self._open.append("\n")
        self._broken = False
        self._open.append(inline)

    def notch(self, inline: str) -> None:
        """Add what takes no place in the text."""
        self._open.append(inline)

    def line_break(self) -> None:
        if self._broken:
            self.end()
        else:
            self._broken = True

    def end(self) -> None:
        self._broken = False
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
        if one.kind >= 0 and not one.text.strip("\n"):
            flow.notch(_mark(one, kinds[one.kind], ""))
        for at, line in enumerate(one.text.split("\n")):
            if at:
                flow.line_break()
            if line:
                kept = f'<span data-n="{one.name}">{shown(line)}</span>'
                flow.add(kept if one.kind < 0 else _mark(one, kinds[one.kind], line))
    return flow.html()


def _mark(one: Piece, kind: Kind, text: str) -> str:
    """A change within its paragraph: what stands there now, or a notch where something went."""
    label = shown(f"{one.how}: {kind.by}, {kind.reason}")
    return (
        f'<mark class="{one.how} h{kind.hue} r{one.kind}" data-n="{one.name}" tabindex=-1 '
        f'aria-label="{label}">{shown(text)}</mark>'
    )
