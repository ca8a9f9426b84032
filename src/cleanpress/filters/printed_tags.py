"""HTML tags that a page prints as if they were its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Document, Edit, Stage
from cleanpress.paragraphs import blocks_with
from cleanpress.standing import removal

_VALUE = r"(?:\"[^\"<>]{0,3000}(?:\"|\Z)|'[^'<>]{0,3000}(?:'|\Z)|[^\s<>\"']{1,500})"
_ATTRIBUTE = rf"\s{{1,20}}[a-z][\w:-]{{0,40}}(?:\s{{0,5}}=\s{{0,5}}{_VALUE})?"
_TAG = re.compile(
    rf"<(?:/[a-z]{{1,12}}|[a-z]{{1,12}}\d?(?:{_ATTRIBUTE}){{0,30}})\s{{0,20}}/?(?:>|\Z)",
    re.IGNORECASE,
)
_ATTRIBUTED = re.compile(r"<[a-z]{1,12}\d?\s{1,20}[a-z][\w:-]{0,40}=[\"']", re.IGNORECASE)
# What WordPress and its like put in place of a button or a caption, where the plugin is gone.
_CODED = re.compile(
    r"\[[a-z][\w-]{1,30}(?:\s{1,5}[a-z][\w-]{0,30}=[\"'“”″][^\[\]\"'“”″]{0,300}[\"'“”″]){1,12}\s{0,5}/?\]"
    r"|\[/[a-z][\w-]{1,30}\]",
    re.IGNORECASE,
)
_TRACKER = re.compile(r"\b(?:width|height)=[\"']1[\"']|display:\s?none", re.IGNORECASE)
_CODE = re.compile("mono|courier|consol|menlo|code", re.IGNORECASE)  # of a font's name


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTags:
    r"""Remove a block that is mostly HTML tags or shortcodes: a tracker's picture, a button.

    What a page holds ready for browsers without scripts is text to a browser that has them, and
    saved pages print it, tags and all. Code that an article shows is set in type of equal widths,
    and stays; so does a tag inside a sentence. Where nothing is known of the type, a block goes
    only if a picture of one pixel or a hidden one is in it: no article shows that.

    >>> from cleanpress.readers.text import read_text
    >>> text = 'It left.\n\n<img width="1" height="1" src="https://ads.example/p?c=1">\n\nGone.'
    >>> doc = read_text(text)
    >>> doc.apply(PrintedTags()(doc), PrintedTags.name).text
    'It left.\n\n\nGone.'
    >>> code = read_text('Write this:\n\n<img src="ferry.jpg" alt="The ferry">')
    >>> code.apply(PrintedTags()(code), PrintedTags.name) is code
    True
    """

    name: ClassVar[str] = "printed-tags"
    stage: ClassVar[Stage] = Stage.PRUNE
    together: ClassVar[bool] = True
    needs_page: ClassVar[bool] = True
    needs_signs: ClassVar[frozenset[str]] = frozenset("<[")
    reasons: ClassVar[Mapping[str, str]] = {
        "printed-tag": "HTML tags that were printed as text",
        "shortcode": "a shortcode, [button link=“…”] and its like, that was printed as text",
    }

    share: float = 0.5  # of a block's characters that tags make; of five in the evidence the
    # lowest has 0.55, and the ones in sentences 0.1
    budget: float = 0.3

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the removal of each block that is mostly tags with attributes."""
        for start, end, first, last in blocks_with(doc, "<["):
            text = doc.text[start:end]
            typeset = doc.set_of(first)
            if typeset is not None and "[" in text and not _CODE.search(typeset.font):
                coded = [code[0] for code in _CODED.finditer(text)]
                if any("=" in code for code in coded):
                    if sum(map(len, coded)) >= self.share * len(text):
                        yield from removal(doc, first, last, "shortcode")
                    continue
            if "<" not in text or _ATTRIBUTED.search(text) is None:
                continue
            told = _TRACKER.search(text) if typeset is None else not _CODE.search(typeset.font)
            if told and sum(len(tag[0]) for tag in _TAG.finditer(text)) >= self.share * len(text):
                yield from removal(doc, first, last, "printed-tag")
