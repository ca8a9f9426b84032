"""Link annotations: which places of a page lead where."""

from __future__ import annotations

from pdfminer.pdftypes import resolve1
from pdfminer.psparser import literal_name

from cleanpress.readers.budget import Budget, Forgiving
from cleanpress.readers.spans import Link, Matrix
from cleanpress.readers.strings import text_string
from cleanpress.values import Box

__all__ = ["read_links"]


def read_links(annotations: object, ctm: Matrix, budget: Budget) -> list[Link]:
    """The links of a page; broken annotations are passed over."""
    found = resolve1(annotations)
    links: list[Link] = []
    for one in found if isinstance(found, list) else ():
        budget.tick()
        with Forgiving():  # nothing an annotation can get wrong is worth the page's text
            link = _link(resolve1(one), ctm)
            if link is not None:
                links.append(link)
                budget.limits.check("boxes", len(links))
    return links


def _link(annotation: object, ctm: Matrix) -> Link | None:
    if not isinstance(annotation, dict):
        return None
    if literal_name(resolve1(annotation.get("Subtype"))) != "Link":
        return None
    action = resolve1(annotation.get("A"))
    uri = resolve1(action.get("URI")) if isinstance(action, dict) else None
    target = text_string(uri).strip() if isinstance(uri, bytes) else ""
    quads = _floats(annotation.get("QuadPoints"))
    if quads and len(quads) % 8 == 0:
        corners = [quads[at : at + 8] for at in range(0, len(quads), 8)]
    else:
        x0, y0, x1, y1 = _floats(annotation.get("Rect"))
        corners = [[x0, y0, x1, y1]]
    return Link(tuple(_around(points, ctm) for points in corners), target)


def _floats(numbers: object) -> list[float]:
    found = resolve1(numbers)
    return [float(resolve1(number)) for number in found] if isinstance(found, list) else []


def _around(points: list[float], ctm: Matrix) -> Box:
    a, b, c, d, e, f = ctm
    placed = [
        (a * x + c * y + e, b * x + d * y + f)
        for x, y in zip(points[::2], points[1::2], strict=True)
    ]
    xs, ys = zip(*placed, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))
