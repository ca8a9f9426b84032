"""A file that PDFium reads, as pdfminer.six sees it: what a page can paint with, which layers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import literal_name

from cleanpress.readers.budget import Budget
from cleanpress.readers.layers import off_names
from cleanpress.readers.objects import LeanDocument
from cleanpress.readers.page_tree import page_list
from cleanpress.readers.paint import is_opaque

__all__ = ["Second", "Used"]

_DEEP = 6  # forms within forms that are looked into
_MANY = 4096  # images and forms of a page that are looked at


class Used(NamedTuple):
    """What the content of a page can paint with."""

    patterns: bool
    opaque: frozenset[tuple[int, int]]
    """Sizes in pixels that only opaque images have."""


class Second:
    """The other library's view of a file; it raises whatever that library raises."""

    def __init__(self, data: bytes, password: str, budget: Budget) -> None:
        self._pdf, self._budget = LeanDocument(data, password, budget), budget
        self._pages: list[PDFPage] = []

    def off(self) -> frozenset[str]:
        """The names of the layers that are switched off."""
        return off_names(self._pdf)

    def used(self, number: int) -> Used | None:
        """What a page, counted from 0, can paint with."""
        self._pages = self._pages or page_list(self._pdf)[0]
        return _used(self._pages[number], self._budget) if number < len(self._pages) else None


def _used(page: PDFPage, budget: Budget) -> Used:
    patterns = False
    sizes: dict[bool, set[tuple[int, int]]] = {True: set(), False: set()}
    for resources in _resources(page.resources, budget):
        patterns = patterns or bool(resolve1(resources.get("Pattern")))
        for image in _streams(resources):
            if literal_name(resolve1(image.get("Subtype"))) == "Image":
                width, height = resolve1(image.get("Width")), resolve1(image.get("Height"))
                sizes[is_opaque(image)].add((width, height))
    return Used(patterns, frozenset(sizes[True] - sizes[False]))


def _resources(first: object, budget: Budget) -> Iterator[Mapping[str, object]]:
    """The resources of a page and of the forms that they name, each once."""
    waiting, seen = [(first, 0)], set[int]()
    while waiting:
        found, depth = waiting.pop()
        known = resolve1(found)
        if not isinstance(known, dict):
            continue
        budget.tick()
        yield known
        for form in _streams(known):
            inner = form.get("Resources")
            if inner is not None and depth < _DEEP and len(seen) < _MANY and id(form) not in seen:
                seen.add(id(form))
                waiting.append((inner, depth + 1))


def _streams(resources: Mapping[str, object]) -> Iterator[PDFStream]:
    forms = resolve1(resources.get("XObject"))
    for number, form in enumerate(forms.values() if isinstance(forms, dict) else ()):
        found = resolve1(form)
        if number < _MANY and isinstance(found, PDFStream):
            yield found
