"""The pages of a PDF in order, from a tree that may be broken, or a circle, or endless."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pdfminer.pdfdocument import PDFBaseXRef, PDFXRefStream
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfminer.psparser import PSLiteral, literal_name

from cleanpress.readers.budget import Forgiving
from cleanpress.readers.objects import LeanDocument

__all__ = ["page_list"]

_INHERITED = ("Resources", "MediaBox", "CropBox", "Rotate")


def page_list(pdf: LeanDocument) -> tuple[list[PDFPage], bool]:
    """All pages, and whether the tree of them is whole.

    A node that cannot be read costs what hangs on it and no more.

    Raises:
        LimitExceeded: there are more than may be.
    """
    found: list[PDFPage] = []
    lost: list[object] = []
    for number, attributes in _in_tree(pdf, lost):
        _add(pdf, found, number, attributes)
    if not found:
        for number in _numbers(pdf):
            attributes = _node(pdf, number)
            if _type(attributes) == "Page":
                _add(pdf, found, number, attributes)
    return found, not lost


def _add(
    pdf: LeanDocument, found: list[PDFPage], number: int, attributes: Mapping[str, object]
) -> None:
    with Forgiving():
        found.append(PDFPage(pdf, number, attributes, None))
        pdf.budget.limits.check("pages", len(found))


def _in_tree(pdf: LeanDocument, lost: list[object]) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The pages below the root, depth first; every node counts once."""
    root = pdf.catalog.get("Pages")
    above = {name: pdf.catalog[name] for name in _INHERITED if name in pdf.catalog}
    waiting: list[tuple[object, Mapping[str, object]]] = [(root, above)]
    seen: set[int] = set()
    while waiting:
        pdf.budget.tick()
        kid, inherited = waiting.pop()
        number = kid.objid if isinstance(kid, PDFObjRef) else id(kid)
        if number in seen:
            continue
        seen.add(number)
        own = _node(pdf, number) if isinstance(kid, PDFObjRef) else kid
        if not isinstance(own, dict) or not own:
            lost.append(kid)
            continue
        node = {**inherited, **own}
        kind = _type(node)
        if kind == "Page" or (not kind and "Contents" in node):
            yield number, node
        elif kind != "Page":
            kids = _resolved(node.get("Kids"))
            below = {name: node[name] for name in _INHERITED if name in node}
            if isinstance(kids, list):
                waiting += [(one, below) for one in reversed(kids)]


def _node(pdf: LeanDocument, number: int) -> Mapping[str, object]:
    with Forgiving():
        found = pdf.getobj(number)
        if isinstance(found, dict):
            return found
    return {}


def _type(node: Mapping[str, object]) -> str:
    found = _resolved(node.get("Type", node.get("type")))
    return literal_name(found) if isinstance(found, PSLiteral) else ""


def _resolved(value: object) -> object:
    with Forgiving():
        return resolve1(value)
    return None


def _numbers(pdf: LeanDocument) -> Iterator[int]:
    """The numbers of all objects that the tables list."""
    for xref in pdf.xrefs:
        with Forgiving():
            yield from _listed(xref)


def _listed(xref: PDFBaseXRef) -> Iterator[int]:
    # Four thousand million objects are listed in twenty bytes; a row for each is what counts.
    if not isinstance(xref, PDFXRefStream):
        yield from list(xref.get_objids())
        return
    rows = len(xref.data or b"") // (xref.entlen or 1)
    for start, count in xref.ranges:
        yield from range(start, start + min(count, rows))
