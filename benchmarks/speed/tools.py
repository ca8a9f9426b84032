"""The tools that are timed: a name, what it reads, and how to call it.

Each is imported in a process of its own, for some take seconds and hundreds of megabytes to import.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

Job = Callable[[Path], object]


class Tool(NamedTuple):
    """``reads`` is ``pdf``, ``text`` or ``html``; ``load`` imports the tool and gives the call."""

    name: str
    reads: str
    load: Callable[[], Job]


def _pdfminer() -> Job:
    from pdfminer.high_level import extract_text

    return lambda path: extract_text(BytesIO(path.read_bytes()))


def _read(backend: str) -> Callable[[], Job]:
    def load() -> Job:
        from cleanpress.readers.pdf import check_backend, read_pdf

        check_backend(backend)
        return lambda path: read_pdf(path.read_bytes(), backend=backend)

    return load


def _clean(backend: str) -> Callable[[], Job]:
    def load() -> Job:
        import cleanpress
        from cleanpress.readers.pdf import check_backend

        check_backend(backend)
        # Here, where its time and memory are measured.
        return lambda path: cleanpress.clean_pdf(path, backend=backend, isolate=False).text

    return load


def _pypdfium2() -> Job:
    import pypdfium2

    def job(path: Path) -> list[str]:
        pdf = pypdfium2.PdfDocument(path.read_bytes())
        try:
            return [page.get_textpage().get_text_range() for page in pdf]
        finally:
            pdf.close()

    return job


def _pdftotext() -> Job:
    subprocess.run(["pdftotext", "-v"], check=True, capture_output=True)
    return lambda path: subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True
    )


def _pymupdf4llm() -> Job:
    import pymupdf4llm

    getattr(pymupdf4llm, "use_layout", bool)(False)
    return lambda path: pymupdf4llm.to_markdown(str(path))


def _pymupdf4llm_layout() -> Job:
    import pymupdf.layout  # what is imported after it asks its model where blocks are

    pymupdf.layout.activate()
    import pymupdf4llm

    return lambda path: pymupdf4llm.to_markdown(str(path))


def _markitdown() -> Job:
    from markitdown import MarkItDown

    converter = MarkItDown()
    return lambda path: converter.convert(str(path)).text_content


def _kreuzberg() -> Job:
    from kreuzberg import extract_file_sync

    return lambda path: extract_file_sync(str(path))


def _clean_text() -> Job:
    import cleanpress

    return lambda path: cleanpress.clean(path.read_bytes()).text


def _ftfy() -> Job:
    import ftfy

    return lambda path: ftfy.fix_text(path.read_text("utf-8", "replace"))


def _unstructured() -> Job:
    from unstructured.cleaners.core import (
        clean,
        group_broken_paragraphs,
        replace_unicode_quotes,
    )

    def job(path: Path) -> str:
        text = group_broken_paragraphs(path.read_text("utf-8", "replace"))
        return str(clean(replace_unicode_quotes(text), extra_whitespace=True, bullets=True))

    return job


def _datatrove() -> Job:
    from datatrove.data import Document
    from datatrove.pipeline.filters import C4QualityFilter, GopherQualityFilter

    filters = [C4QualityFilter(), GopherQualityFilter()]

    def job(path: Path) -> list[object]:
        doc = Document(text=path.read_text("utf-8", "replace"), id=path.stem)
        return [one.filter(doc) for one in filters]

    return job


def _trafilatura() -> Job:
    import trafilatura

    return lambda path: trafilatura.extract(path.read_text("utf-8"))


TOOLS = (
    Tool("pdfminer.six extract_text", "pdf", _pdfminer),
    Tool("cleanpress, pdfminer, reading alone", "pdf", _read("pdfminer")),
    Tool("cleanpress, pdfminer", "pdf", _clean("pdfminer")),
    Tool("cleanpress, pdfium, reading alone", "pdf", _read("pdfium")),
    Tool("cleanpress, pdfium", "pdf", _clean("pdfium")),
    Tool("pypdfium2 get_text_range", "pdf", _pypdfium2),
    Tool("pdftotext -layout", "pdf", _pdftotext),
    Tool("pymupdf4llm without layout", "pdf", _pymupdf4llm),
    Tool("pymupdf4llm with layout", "pdf", _pymupdf4llm_layout),
    Tool("markitdown", "pdf", _markitdown),
    Tool("kreuzberg", "pdf", _kreuzberg),
    Tool("cleanpress", "text", _clean_text),
    Tool("ftfy fix_text", "text", _ftfy),
    Tool("unstructured cleaners", "text", _unstructured),
    Tool("datatrove C4 and Gopher quality", "text", _datatrove),
    Tool("trafilatura extract", "html", _trafilatura),
)
