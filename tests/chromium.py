"""A real Chromium for tests, spoken to in the DevTools protocol; it hears all that a page does."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import websocket

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--remote-debugging-port=0", "--remote-allow-origins=*",
)  # fmt: skip
REQUIRED = "CLEANPRESS_CHROMIUM_REQUIRED"  # set by the gate: there a missing browser is a failure


class Tab:
    """One tab; ``heard`` are the events since it last opened a page."""

    def __init__(self, address: str) -> None:
        self._socket = websocket.create_connection(address, timeout=60)
        self._last = 0
        self.heard: list[dict[str, Any]] = []
        for domain in ("Page", "Runtime", "Network", "Log", "DOM"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setFocusEmulationEnabled", enabled=True)

    def close(self) -> None:
        self._socket.close()

    def call(self, method: str, **params: object) -> dict[str, Any]:
        self._last += 1
        self._socket.send(json.dumps({"id": self._last, "method": method, "params": params}))
        while (message := json.loads(self._socket.recv())).get("id") != self._last:
            self.heard.append(message)
        assert "error" not in message, f"{method}: {message['error']}"
        return message["result"]

    def run(self, script: str) -> Any:
        """The value of a script in the page; an exception in it is one here."""
        answer = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def open(
        self, path: Path, *, theme: str = "light", size: tuple[int, int] = (1400, 900)
    ) -> None:
        self.call("Page.navigate", url="about:blank")
        self.heard.clear()
        self.call("Emulation.setDeviceMetricsOverride", width=size[0], height=size[1],
                  deviceScaleFactor=1, mobile=False)  # fmt: skip
        features = [{"name": "prefers-color-scheme", "value": theme},
                    {"name": "prefers-reduced-motion", "value": "reduce"}]  # fmt: skip
        self.call("Emulation.setEmulatedMedia", media="", features=features)
        self.call("Page.navigate", url=path.as_uri())
        deadline = time.monotonic() + 30
        while self.run("document.readyState + location.pathname") != f"complete{path}":
            assert time.monotonic() < deadline, "the page never came to its end"
            time.sleep(0.02)

    def key(self, key: str) -> None:
        text = "\r" if key == "Enter" else key if len(key) == 1 else ""
        code = {"Tab": 9, "Enter": 13, "Escape": 27}.get(key, 0)
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, text=text,
                      windowsVirtualKeyCode=code)  # fmt: skip

    def point(self, selector: str, *, click: bool = False) -> None:
        """Move the pointer onto the middle of an element that is brought into view."""
        self.run(f"document.querySelector({selector!r}).scrollIntoView({{block: 'center'}})")
        x, y = self.run(
            f"(() => {{ const one = document.querySelector({selector!r}).getClientRects()[0];"
            "return [one.x + one.width / 2, one.y + one.height / 2]; })()"
        )
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        if click:
            for kind in ("mousePressed", "mouseReleased"):
                self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left",
                          clickCount=1)  # fmt: skip

    def printed(self) -> bytes:
        return base64.b64decode(self.call("Page.printToPDF", printBackground=True)["data"])

    def complaints(self) -> list[str]:
        """What the page complained about, and every request that was not for itself."""
        told = []
        page = self.run("location.href")
        for one in self.heard:
            method, params = one.get("method"), one.get("params", {})
            if method in ("Runtime.exceptionThrown", "Log.entryAdded") or (
                method == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning")
            ):
                told.append(json.dumps(params))
            elif method == "Network.requestWillBeSent":
                url = params["request"]["url"]
                if url != page and not url.startswith("data:image/"):
                    told.append(f"request: {url}")
        return told


@contextmanager
def browser() -> Iterator[Tab]:
    """A Chromium with a fresh profile."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        if os.environ.get(REQUIRED):
            pytest.fail(f"no Chromium, and {REQUIRED} is set (Debian: apt-get install chromium)")
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
        quiet = subprocess.DEVNULL
        with subprocess.Popen(command, stdout=quiet, stderr=quiet) as process:
            try:
                with closing(Tab(_address(Path(profile) / "DevToolsActivePort"))) as tab:
                    yield tab
            finally:
                process.terminate()
                process.wait(timeout=20)


def _address(port_file: Path) -> str:
    """Wait until the browser has written its port, then ask it for its tab."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if port_file.exists() and (lines := port_file.read_text().split()):
            listing = f"http://127.0.0.1:{lines[0]}/json/list"
            with urllib.request.urlopen(listing) as answer:
                for tab in json.load(answer):
                    if tab["type"] == "page":
                        return str(tab["webSocketDebuggerUrl"])
        time.sleep(0.1)
    pytest.fail("Chromium did not open a debugging port within 60 s")
