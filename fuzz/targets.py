"""What is fuzzed: each target takes bytes, and whatever it raises is a bug."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from cleanpress.api import run
from cleanpress.document import Document
from cleanpress.errors import ConfigError, ReadError
from cleanpress.filters.site_profile import SiteProfile
from cleanpress.pipeline import Pipeline
from cleanpress.presets import preset
from cleanpress.readers.encoding import decode
from cleanpress.readers.pdf import read_pdf
from cleanpress.readers.text import read_text
from cleanpress.receipt import replay, restore
from cleanpress.sites.outline import Look
from cleanpress.sites.profile import Entry, Profile
from cleanpress.sites.templates import LONGEST as LONGEST_LINE
from cleanpress.testing import typeset_document
from fuzz.pdf_mutation import mutated, unpacked

FIXTURES = Path(__file__).parent.parent / "fixtures"
LONGEST = 1 << 16  # bytes of an input; a longer one only takes longer
PRESET: list[Pipeline] = []
PAGES: list[Document] = []


class Target(NamedTuple):
    """One thing that is fuzzed, what it starts from, and how its inputs are changed."""

    run: Callable[[bytes], None]
    seeds: Callable[[], Iterator[bytes]]
    mutate: Callable[[bytes, int, int], bytes] | None = None


def text_reader(data: bytes) -> None:
    """Bytes become a text and its marks, which lie inside it."""
    doc = read_text(decode(data))
    size = len(doc.source)
    assert all(0 <= mark.start <= mark.end <= size for mark in doc.marks)
    assert list(doc.page_starts) == sorted(set(doc.page_starts))


def pdf_reader(data: bytes, backend: str = "pdfminer") -> None:
    """A PDF is read, or there is one named error."""
    try:
        doc = read_pdf(data, backend=backend)
    except ReadError:
        return
    assert all(0 <= one.start <= one.end <= len(doc.source) for one in doc.typeset)
    assert len(doc.page_sizes) == len(doc.page_starts)


def pdfium_reader(data: bytes) -> None:
    """The same with PDFium, which may end the process: for runs by hand."""
    pdf_reader(data, "pdfium")


def pipeline(data: bytes) -> None:
    """Any text, and any text with geometry, is cleaned, told of and put back."""
    if not PRESET:
        PRESET.append(preset("default"))
    way, text = data[:1], decode(data[1:])
    doc = typeset(text, way[0]) if way and way[0] % 4 == 0 else read_text(text)
    article = run(doc, PRESET[0])
    _ = article.metadata, article.markdown, article.to_dict()
    assert restore(article.text, article.receipt) == doc.source
    assert replay(doc.source, article.receipt) == article.text


def profile(data: bytes) -> None:
    """A site profile is loaded and works on a page, or there is one named error."""
    try:
        loaded = Profile.loads(decode(data))
    except ConfigError:
        return
    assert Profile.loads(loaded.dumps()) == loaded
    site = SiteProfile(profiles=(loaded,))
    for doc in PAGES or fill_pages():
        doc.apply(site(doc), site.name)


def fill_pages() -> list[Document]:
    """Pages that profiles are tried on: two of the scraped fixtures."""
    some = [(FIXTURES / "text" / name).read_text(encoding="utf-8")
            for name in ("harbour-crane.txt", "river-gauge.txt")]  # fmt: skip
    PAGES.extend(map(read_text, some))
    return PAGES


def typeset(text: str, seed: int) -> Document:
    """A text as if it had been printed: lines with boxes, sizes, blocks and pages by chance."""
    chance, lines, page, block, y = Random(seed), [], 1, 0, 60.0
    size, x = 10.0, 72.0
    for line in text.split("\n")[:400]:
        if not line.strip() or "\f" in line:
            block += 1
            y += 10
            size = chance.choice((10.0, 10.0, 10.0, 8.0, 14.0, 24.0))
            x = chance.choice((72.0, 72.0, 72.0, 330.0, 90.0))
            if "\f" in line or y > 740:
                page, y = page + 1, chance.choice((20.0, 60.0))
            continue
        y += 1.2 * size
        wide = min(0.5 * size * len(line), 500)
        one: dict[str, object] = {
            "text": line, "page": page, "block": block, "size": size,
            "box": [x, y, x + wide, y + size], "linked": chance.choice((0.0, 0.0, 0.0, 1.0)),
            "bold": chance.choice((0.0, 0.0, 1.0)),
            "hidden": chance.choice(("",) * 12 + ("white", "tiny")),
        }  # fmt: skip
        lines.append(one)
    return typeset_document(lines) if lines else read_text(text)


# ---- where inputs come from --------------------------------------------------------------------
def pdfs() -> Iterator[bytes]:
    """The printed fixtures, as they are and unpacked."""
    for path in sorted([*FIXTURES.glob("pdf/*.pdf"), *FIXTURES.glob("hidden/*.pdf")]):
        data = path.read_bytes()
        if len(data) <= 4 * LONGEST:
            yield data
            yield unpacked(data)


def texts() -> Iterator[bytes]:
    """The scraped fixtures and the texts of all cases."""
    for path in sorted((FIXTURES / "text").iterdir()):
        yield path.read_bytes()
    for path in sorted((FIXTURES / "cases").glob("*.toml")):
        yield path.read_bytes()


def profiles() -> Iterator[bytes]:
    """Profiles of what the scraped fixtures print, in every zone and with every kind of look."""
    zones, looks = ("top", "inside", "end"), (None, Look(1.0, False, False), Look(0.8, True, True))
    for path in sorted((FIXTURES / "text").iterdir()):
        lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        entries = tuple(
            Entry(line[:LONGEST_LINE], 3 + at, (zones[at % 3],), at % 4, looks[at % 3])
            for at, line in enumerate(lines[:40])
        )
        yield Profile(path.stem, 60, (f"{path.stem}.example",), entries).dumps().encode()


def led(seeds: Callable[[], Iterator[bytes]]) -> Callable[[], Iterator[bytes]]:
    """Seeds behind the byte that says whether a text is printed."""

    def both() -> Iterator[bytes]:
        for seed in seeds():
            yield b"\1" + seed
            yield b"\0" + seed

    return both


TARGETS = {
    "text": Target(text_reader, texts),
    "pipeline": Target(pipeline, led(texts)),
    "profile": Target(profile, profiles),
    "pdf": Target(pdf_reader, pdfs, mutated),
    "pdfium": Target(pdfium_reader, pdfs, mutated),
}
