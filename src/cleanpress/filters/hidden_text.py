"""Text that no reader of the page could see goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Document, Edit, Stage
from cleanpress.grammar.edges import whole


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenText:
    r"""Remove lines of a PDF that nobody who looks at the page can see.

    Pages carry text for machines and for other media: labels for screen readers, watermarks,
    search words, orders to language models. It is set without ink, beside the page, too small, in
    the colour of its ground, behind a picture or a shape, cut away, or in a layer that is off. The
    reader of the PDF tells how each line is hidden; this filter only acts on it.
    Text without geometry is never hidden, and the text layer of a scan is not called invisible.

    >>> from cleanpress.document import Box, Document, Typeset
    >>> at = Box(72, 72, 300, 84)
    >>> doc = Document("It left.\nbuy buy", typeset=(
    ...     Typeset(0, 8, 1, at, 12.0), Typeset(9, 16, 1, at, 12.0, hidden="white")))
    >>> doc.apply(HiddenText()(doc), HiddenText.name).text
    'It left.\n'
    >>> plain = Document("It left.")
    >>> plain.apply(HiddenText()(plain), HiddenText.name) is plain
    True
    """

    name: ClassVar[str] = "hidden-text"
    stage: ClassVar[Stage] = Stage.PRUNE
    reasons: ClassVar[Mapping[str, str]] = {
        "invisible": "set without ink",
        "off-page": "set outside the page",
        "tiny": "set too small to read",
        "white": "set in the colour of the page",
        "camouflaged": "set in the colour of the shape it stands on",
        "covered": "under a picture or a shape that was painted over all of it",
        "clipped": "cut away by the edge of what is shown",
        "layer-off": "in a layer that is switched off",
    }

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the removal of each hidden line."""
        if not any(one.hidden for one in doc.typeset):
            return
        for at, one in enumerate(doc.placed.sets):
            if one and one.hidden in self.reasons and doc.texts[at]:
                start, end = whole(doc, doc.lines[at])
                yield Edit(start, end, "", one.hidden)
