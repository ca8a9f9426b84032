"""Do the fixtures come out as well when other programs than Chromium print them?

    python -m benchmarks.producers OUT [--backend pdfminer]

Prints the articles of ``fixtures/articles`` into the folder OUT with each of Firefox
(``firefox-esr``, by WebDriver BiDi), wkhtmltopdf and WeasyPrint that is installed, cleans the PDFs
and compares the bodies with the golds: how many are exact, and the lines that differ.
"""

from __future__ import annotations

import argparse
import base64
import difflib
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import websocket

import cleanpress

FIXTURES = Path(__file__).parent.parent / "fixtures"
A4 = {"width": 21.0, "height": 29.7}  # centimetres
PORT, PATIENCE = 9333, 60  # seconds

Print = Callable[[Path, Path], None]


def main() -> None:
    """Print, clean, compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--backend", default="auto")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    articles = sorted((FIXTURES / "articles").glob("*.html"))
    for name in ("firefox-esr", "wkhtmltopdf", "weasyprint"):
        if shutil.which(name) is None:
            print(f"{name}: not installed")
            continue
        with PRINTERS[name]() as printed:
            paths = [args.out / f"{article.stem}.{name}.pdf" for article in articles]
            for article, path in zip(articles, paths, strict=True):
                printed(article, path)
        exact = sum([compared(path, args.backend) for path in paths])
        print(f"{name}: {exact} of {len(paths)} bodies are exact")


def compared(path: Path, backend: str) -> bool:
    """Whether a print comes out exactly; shows what differs."""
    gold = (FIXTURES / "gold" / path.name.partition(".")[0]).with_suffix(".txt")
    want, have = gold.read_text("utf-8"), cleanpress.clean_pdf(path, backend=backend).text
    for line in difflib.unified_diff(want.split("\n"), have.split("\n"), path.name, n=0):
        print(line.rstrip("\n")[:160])
    return want == have


@contextmanager
def firefox() -> Iterator[Print]:
    """Firefox without a window, asked to print what it shows."""
    with tempfile.TemporaryDirectory() as profile:
        command = ["firefox-esr", "--headless", "--remote-debugging-port", str(PORT)]
        with subprocess.Popen(
            [*command, "--profile", profile], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                yield _Session(_connected()).print
            finally:
                process.terminate()


class _Session:
    """A session of WebDriver BiDi with one tab."""

    def __init__(self, socket: websocket.WebSocket) -> None:
        self._socket, self._count = socket, 0
        self._call("session.new", capabilities={})
        tree = self._call("browsingContext.getTree")["contexts"]
        self._tab = tree[0]["context"]

    def print(self, article: Path, path: Path) -> None:
        url = article.resolve().as_uri()
        self._call("browsingContext.navigate", context=self._tab, url=url, wait="complete")
        found = self._call("browsingContext.print", context=self._tab, page=A4)
        path.write_bytes(base64.b64decode(found["data"]))

    def _call(self, method: str, **params: object) -> dict:
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == self._count:
                if "error" in answer:
                    raise SystemExit(f"firefox-esr: {method}: {answer['message']}")
                return answer["result"]


def _connected() -> websocket.WebSocket:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return websocket.create_connection(
                f"ws://127.0.0.1:{PORT}/session", timeout=PATIENCE, suppress_origin=True
            )
        except OSError:
            if time.monotonic() > end:
                raise SystemExit("firefox-esr does not answer") from None
            time.sleep(0.5)


@contextmanager
def wkhtmltopdf() -> Iterator[Print]:
    """Qt's old WebKit, with the page's title and number on every sheet."""
    furniture = ["--header-left", "[title]", "--footer-left", "[webpage]"]
    furniture += ["--footer-right", "[page]/[toPage]", "--enable-local-file-access", "-q"]
    yield lambda article, path: _run(["wkhtmltopdf", *furniture, str(article), str(path)])


@contextmanager
def weasyprint() -> Iterator[Print]:
    """WeasyPrint, which draws floats before the text around them."""
    yield lambda article, path: _run(["weasyprint", "-q", str(article), str(path)])


def _run(command: list[str]) -> None:
    done = subprocess.run(
        command, env={"QT_QPA_PLATFORM": "offscreen", **os.environ}, capture_output=True
    )
    if not Path(command[-1]).exists():
        raise SystemExit(f"{command[0]}: {done.stderr.decode(errors='replace').strip()}")


PRINTERS = {"firefox-esr": firefox, "wkhtmltopdf": wkhtmltopdf, "weasyprint": weasyprint}

if __name__ == "__main__":
    main()
