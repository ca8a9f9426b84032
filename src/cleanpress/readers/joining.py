"""Spans that go on where the last one ended become one.

Browsers place kerned text glyph by glyph. What follows looks at every span of a page, so it pays
to have fewer of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleanpress.readers.spans import Span

__all__ = ["joined"]

_TOUCHING = 0.05  # ems between glyphs that were set to touch


def joined(spans: Sequence[Span]) -> list[Span]:
    """The same text in fewer spans; white space that stands alone stays alone."""
    found: list[Span] = []
    group: list[Span] = []
    last: Span | None = None
    for span in spans:
        if (
            last is not None
            and span.base == last.base
            and span.size == last.size
            and span.face is last.face
            and span[9:14] == last[9:14]
            and abs(span.starts[0] - last.ends[-1] - last.track) < _TOUCHING * span.size
            and not span.text.isspace()
        ):
            group.append(span)
        else:
            if group:
                found.append(group[0] if len(group) == 1 else _whole(group))
            group = [span]
        last = None if span.text.isspace() else span
    if group:
        found.append(group[0] if len(group) == 1 else _whole(group))
    return found


def _whole(group: Sequence[Span]) -> Span:
    blanks, at = [], 0
    for span in group:
        blanks += [at + blank for blank in span.blanks]
        at += len(span.text)
    return group[0]._replace(
        text="".join([span.text for span in group]),
        blanks=blanks,
        parts=[part for span in group for part in span.parts],
        starts=[start for span in group for start in span.starts],
        ends=[end for span in group for end in span.ends],
        x1=group[-1].x1,
    )
