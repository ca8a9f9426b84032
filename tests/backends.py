"""Reading with the library whose turn it is: what one backend passes, the other has to pass too.

A module whose tests ask for the fixture ``backend`` runs once with each.
"""

from __future__ import annotations

from cleanpress.document import Document
from cleanpress.readers.pdf import read_pdf

__all__ = ["BACKENDS", "Turn", "opened"]

BACKENDS = ("pdfminer", "pdfium")


class Turn:
    """Whose turn it is."""

    backend = "auto"


def opened(data: bytes, *, password: str = "", backend: str = "") -> Document:
    """The document in a PDF, read by the backend whose turn it is unless another is named."""
    return read_pdf(data, password=password, backend=backend or Turn.backend)
