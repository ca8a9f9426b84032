# /// script
# requires-python = ">=3.11"
# dependencies = ["cleanpress[report]", "websocket-client"]
# ///
"""Makes report.webp, the picture of the report page in report.md, with Chromium.

uv run docs/screenshot.py
"""

from __future__ import annotations

import base64
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image

from cleanpress import clean_pdf
from cleanpress.report.images import pictures
from cleanpress.report.page import page_of

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from chromium import Tab, browser  # noqa: E402

PRINT = ROOT / "fixtures" / "pdf" / "harbour-crane.pdf"
SIZE = 1400, 860
POINTED = "[...document.querySelectorAll('.over .c.gone')].find(o => /credit/.test(o.ariaLabel))"


def main() -> None:
    """Take the page in light and in dark, and put the two halves side by side."""
    data = PRINT.read_bytes()
    page = page_of(clean_pdf(data), name=PRINT.name, pictures=list(pictures(data)))
    with tempfile.TemporaryDirectory() as folder, browser() as tab:
        place = Path(folder) / "page.html"
        place.write_text(page, encoding="utf-8")
        light, dark = (taken(tab, place, theme) for theme in ("light", "dark"))
        left = int(tab.run("document.getElementById('cleaned').getBoundingClientRect().x"))
    light.paste(dark.crop((left, 0, *light.size)), (left, 0))
    light.save(Path(__file__).parent / "report.webp", quality=80, method=6)


def taken(tab: Tab, place: Path, theme: str) -> Image.Image:
    """The page in one theme, with a credit pointed at."""
    tab.open(place, theme=theme, size=SIZE)
    tab.run(f"{POINTED}.focus()")
    shot = tab.call("Page.captureScreenshot", format="png")["data"]
    return Image.open(BytesIO(base64.b64decode(shot))).convert("RGB")


if __name__ == "__main__":
    main()
