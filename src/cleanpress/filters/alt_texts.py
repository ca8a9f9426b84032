"""Alternative texts: what a browser prints in place of a picture that was not loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.content.pictures import missing_signs
from cleanpress.document import Document, Edit, Stage
from cleanpress.paragraphs import block_at, paragraphs
from cleanpress.standing import LINKED, SENTENCE_END, STUB, removal, starts_fresh

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class AltTexts:
    r"""Remove the words that stand for a picture, and the caption that says the same again.

    Where a picture was not loaded, browsers print a small square sign and after it the words that
    the page has for those who cannot see it. Often the caption below repeats them. A line with the
    sign goes where it stands by itself: not inside a line of other words, not as the beginning of
    a paragraph, and not as one of a list whose bullets are signs. Without geometry nothing goes.

    >>> from cleanpress.testing import typeset_document
    >>> sign = {"text": "A crane", "box": [86, 72, 130, 84], "picture": [72, 72, 84, 84]}
    >>> doc = typeset_document([sign, {"text": "It left.", "box": [72, 96, 110, 108], "block": 1}])
    >>> doc.apply(AltTexts()(doc), AltTexts.name).text.strip()
    'It left.'
    >>> plain = typeset_document([{"text": "A crane"}, {"text": "It left.", "block": 1}])
    >>> plain.apply(AltTexts()(plain), AltTexts.name) is plain
    True
    """

    name: ClassVar[str] = "alt-texts"
    stage: ClassVar[Stage] = Stage.PRUNE
    together: ClassVar[bool] = True
    needs_page: ClassVar[bool] = True
    reasons: ClassVar[Mapping[str, str]] = {
        "alt-text": "the words for a picture that was not loaded",
        "repeated-alt-text": "a caption that says again what stands for the picture above it",
    }

    budget: float = 0.3  # share of words
    longest: int = 60  # words of a text and its caption; captions in the evidence have up to 50
    sentence: int = (
        8  # words of a sentence that may follow a sign without being an alternative text
    )
    rest: int = 8  # words after the repetition: who made the picture
    deep: int = 4  # lines of an alternative text; pictures are narrow
    row: int = 3  # lines in a row that start with a sign: a list

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the removal of each alternative text, and of its caption."""
        signs = missing_signs(doc) if doc.pictures else {}
        listed, end = _rows([at for at, touching in signs.items() if touching], self.row), 0
        for first, touching in signs.items():
            one = doc.set_of(first)
            if first < end or first in listed or one is None or one.linked >= LINKED:
                continue
            if _is_inside(doc, first):
                continue
            last, stop = self._repeated(doc, first)
            if touching and not stop and self._is_alone(doc, first):
                last = self._stop(doc, first)
            if last:
                yield from removal(doc, first, last, "alt-text", "after the sign of a picture")
                end = last
            if stop:
                yield from removal(doc, last, stop, "repeated-alt-text", "the same words again")
                end = stop

    def _repeated(self, doc: Document, first: int) -> tuple[int, int]:
        """Where the text ends that starts at a line, and where its repetition does; or 0, 0."""
        words: list[str] = []
        for last in range(first + 1, min(first + self.deep, len(doc.lines))):
            words += _words(doc, last - 1)
            again: list[str] = []
            for stop in range(last + 1, min(last + self.deep, len(doc.lines)) + 1):
                again += _words(doc, stop - 1)
                if again[: len(words)] != words[: len(again)] or len(again) > self.longest:
                    break
                if len(again) >= len(words) > 0:
                    more, stop = len(again) - len(words), self._stop(doc, stop - 1)
                    fits = more <= (self.rest if len(words) > 2 else 0) and stop
                    return (last, stop) if fits else (0, 0)
        return 0, 0

    def _is_alone(self, doc: Document, first: int) -> bool:
        """Whether a line is an alternative text by its look, and no beginning of a paragraph."""
        text = doc.texts[first].strip()
        words = text.split()
        if text.endswith(SENTENCE_END) and len(words) > self.sentence:
            return False
        if text[:1].islower() and len(words) > self.sentence:
            return False
        one = doc.set_of(first)
        return one is not None and one.box.x1 < _edge(doc) - 2 * one.size

    def _stop(self, doc: Document, first: int) -> int:
        """Where a text ends that goes on from a line in others of its own block; 0 if far."""
        block = paragraphs(doc)[block_at(doc, first)]
        stop = first + 1
        while stop < block.last and (
            doc.texts[stop].strip()[:1].islower()
            or not (starts_fresh(doc, stop, block) or doc.texts[stop - 1].endswith(SENTENCE_END))
        ):
            stop += 1
        return stop if stop - first < self.deep else 0


def _rows(signs: list[int], least: int) -> set[int]:
    """Those lines of which so many follow one another."""
    found: set[int] = set()
    for at in range(len(signs) - least + 1):
        run = signs[at : at + least]
        if run[-1] - run[0] <= 2 * (least - 1):  # blank lines may stand between
            found.update(run)
    return found


def _is_inside(doc: Document, first: int) -> bool:
    """Whether other words stand at the height of a line: the picture is set within a sentence."""
    one = doc.set_of(first)
    if one is None:
        return True
    for other in doc.lines[max(0, first - 4) : first + 5]:
        near = other.typeset
        if near is None or near is one or near.page != one.page:
            continue
        shared = min(near.box.y1, one.box.y1) - max(near.box.y0, one.box.y0)
        if shared > 0.5 * one.size:
            return True
    return False


def _edge(doc: Document) -> float:
    """How far to the right the long lines reach."""

    def most() -> float:
        ends = sorted(one.box.x1 for one in doc.typeset if one.end - one.start >= STUB)
        return ends[9 * len(ends) // 10] if ends else 1e9

    return doc.derive("right-edge", most)


def _words(doc: Document, line: int) -> list[str]:
    return _WORD.findall(doc.texts[line].casefold())
