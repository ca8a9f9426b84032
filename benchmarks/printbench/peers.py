"""What other PDF tools give for the same prints, for those that are installed."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from pathlib import Path
from shutil import which


def pdfminer(path: Path) -> str:
    """All text of the file by ``extract_text``."""
    from pdfminer.high_level import extract_text

    return str(extract_text(BytesIO(path.read_bytes())))


def pdfium(path: Path) -> str:
    """All text of the pages by ``get_text_range``."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path.read_bytes())
    try:
        return "\n\n".join(page.get_textpage().get_text_range() for page in pdf)
    finally:
        pdf.close()


def pdftotext(path: Path) -> str:
    """All text of the file by Poppler's ``pdftotext``."""
    done = subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True)
    return done.stdout.decode("utf-8", "replace")


def pymupdf4llm(path: Path) -> str:
    """The pages as Markdown, without its signs."""
    import pymupdf4llm as tool

    lines = str(tool.to_markdown(str(path), show_progress=False)).splitlines()
    return "\n".join(line.lstrip("#>-* ").replace("**", "") for line in lines)


def markitdown(path: Path) -> str:
    """The file as Markdown."""
    from markitdown import MarkItDown

    return str(MarkItDown().convert(str(path)).text_content)


_PEERS: dict[str, Callable[[Path], str]] = {
    "pdfminer.six": pdfminer, "pypdfium2": pdfium, "pymupdf4llm": pymupdf4llm,
    "markitdown": markitdown,
}  # fmt: skip


def installed() -> Iterator[tuple[str, Callable[[Path], str]]]:
    """The peers that can be run here, with their versions."""
    for name, read in _PEERS.items():
        try:
            yield f"{name} {version(name)}", read
        except PackageNotFoundError:
            continue
    if which("pdftotext"):
        yield "pdftotext", pdftotext


def texts(read: Callable[[Path], str], paths: list[Path], jobs: int) -> list[str]:
    """What a peer gives for each file; an empty text where it fails."""
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(_or_nothing, [read] * len(paths), paths, chunksize=4))


def _or_nothing(read: Callable[[Path], str], path: Path) -> str:
    try:
        return read(path)
    except Exception:  # a peer's failure is an empty answer
        return ""
