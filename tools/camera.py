"""Take pictures with Chromium, told over its DevTools protocol.

Run by `make screenshots` with the project's Python, which has websocket-client and
Pillow: `python tools/camera.py ADDRESS IDS_AS_JSON BROWSER`.
"""

import base64
import contextlib
import html
import io
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import websocket
from PIL import Image

from pictures import BANNERS, ICONS, PICTURES

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 90  # seconds: the first page builds Odoo's assets
SETTLED = """
    document.readyState === "complete"
    && !document.querySelector(".o_loading_indicator, .o_blockUI")
    && [...document.images].every((image) => image.complete)
    && document.fonts.status === "loaded"
"""
OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--force-color-profile=srgb",
    "--remote-debugging-port=0",
    "--remote-allow-origins=*",
)


class Camera:
    """A browser with one page."""

    def __init__(self, browser: str, folder: str):
        self._process = subprocess.Popen(
            [browser, *OPTIONS, f"--user-data-dir={folder}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        port_file = Path(folder) / "DevToolsActivePort"
        self._until("the browser", lambda: port_file.exists() and port_file.read_text())
        port = port_file.read_text().split()[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list") as answer:
            [page] = [one for one in json.load(answer) if one["type"] == "page"]
        self._socket = websocket.create_connection(
            page["webSocketDebuggerUrl"], timeout=PATIENCE
        )
        self._number = 0
        self._call("Page.enable")

    def close(self) -> None:
        with contextlib.suppress(OSError, websocket.WebSocketException):
            self._call("Browser.close")
        self._process.wait(timeout=10)

    def _call(self, method: str, **params):
        """Send one command and return what it answers; events are passed over."""
        self._number += 1
        self._socket.send(
            json.dumps({"id": self._number, "method": method, "params": params})
        )
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def evaluate(self, code: str):
        answer = self._call("Runtime.evaluate", expression=code, returnByValue=True)
        return answer["result"].get("value")

    def _until(self, what: str, condition) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise RuntimeError(f"{what} did not come within {PATIENCE} seconds")
            time.sleep(0.1)

    def wait_for(self, selector: str) -> None:
        """Wait until something is on the page, and the page at rest."""
        there = f"!!document.querySelector({json.dumps(selector)}) && ({SETTLED})"
        self._until(selector, lambda: self.evaluate(there))
        time.sleep(0.7)  # what fades in or is drawn after the last answer

    def size(self, width: int, height: int) -> None:
        self._call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )

    def go(self, address: str) -> None:
        self._call("Page.navigate", url=address)
        self._until(address, lambda: self.evaluate("document.readyState") == "complete")

    def log_in(self, base: str, login: str | None) -> None:
        """Start afresh as somebody whose password is the login, or as a visitor."""
        self._call("Network.clearBrowserCookies")
        if not login:
            return
        # A late answer may bring the session before again: then the form is refused.
        for _attempt in range(3):
            self.go("about:blank")
            self._call("Network.clearBrowserCookies")
            self.go(f"{base}/web/login")
            self._send_login(login)
            if not self.evaluate("location.pathname").startswith("/web/login"):
                return
        raise RuntimeError(f"{login} cannot log in")

    def _send_login(self, login: str) -> None:
        self.wait_for("form.oe_login_form")
        self.evaluate(
            "window.isBefore = true;"
            "const form = document.querySelector('form.oe_login_form');"
            f"form.login.value = form.password.value = {json.dumps(login)};"
            "form.submit();"
        )
        self._until(
            f"an answer to {login}",
            lambda: self.evaluate(
                "document.readyState === 'complete' && !window.isBefore"
            ),
        )

    def click(self, selector: str) -> None:
        self.wait_for(selector)
        self.evaluate(f"document.querySelector({json.dumps(selector)}).click()")

    def height(self) -> int:
        return self.evaluate("document.documentElement.scrollHeight")

    def take(self) -> bytes:
        """Return what the window shows, as PNG of 256 colours."""
        shot = self._call("Page.captureScreenshot", format="png")["data"]
        image = Image.open(io.BytesIO(base64.b64decode(shot))).convert("RGB")
        small = io.BytesIO()
        image.quantize(256).save(small, "PNG", optimize=True)
        return small.getvalue()

    def draw(self, page: str, width: int, height: int, *, clear: bool = False) -> bytes:
        """Return a page of our own as PNG."""
        self.size(width, height)
        self._call("Page.navigate", url="about:blank")
        frame = self._call("Page.getFrameTree")["frameTree"]["frame"]["id"]
        self._call("Page.setDocumentContent", frameId=frame, html=page)
        self.wait_for("body")
        if not clear:
            return self.take()
        transparent = {"r": 0, "g": 0, "b": 0, "a": 0}
        self._call("Emulation.setDefaultBackgroundColorOverride", color=transparent)
        shot = self._call("Page.captureScreenshot", format="png")["data"]
        self._call("Emulation.setDefaultBackgroundColorOverride")
        return base64.b64decode(shot)


def take_pictures(camera: Camera, base: str, ids: dict[str, int]) -> None:
    """Take every picture, those of one person after each other."""
    for login in dict.fromkeys(picture.login for picture in PICTURES):
        camera.size(1280, 900)
        camera.log_in(base, login)
        for picture in PICTURES:
            if picture.login == login:
                _take_one(camera, base, ids, picture)


def _take_one(camera, base, ids, picture) -> None:
    camera.size(*picture.size)
    camera.go(base + picture.address.format(**ids))
    if picture.click:
        camera.click(picture.click)
    camera.wait_for(picture.shows)
    if picture.is_whole:
        width, height = picture.size
        whole = max(height, camera.height())
        camera.size(width, min(whole, picture.height or whole))
        camera.wait_for(picture.shows)
    shot = camera.take()
    for file in picture.files:
        _write(file, shot)


def draw_icons(camera: Camera) -> None:
    for file, source in ICONS.items():
        drawing = (ROOT / source).read_text(encoding="utf-8")
        page = f"<!doctype html><style>body {{margin: 0}}</style>{drawing}"
        _write(file, camera.draw(page, 128, 128, clear=True))


def draw_banners(camera: Camera) -> None:
    page = (ROOT / "tools/banner.html").read_text(encoding="utf-8")
    for file, (title, tagline, shot) in BANNERS.items():
        picture = base64.b64encode((ROOT / shot).read_bytes()).decode()
        icon = (ROOT / next(iter(ICONS.values()))).read_text(encoding="utf-8")
        filled = (
            page.replace("{title}", html.escape(title))
            .replace("{tagline}", html.escape(tagline))
            .replace("{icon}", icon)
            .replace("{picture}", f"data:image/png;base64,{picture}")
        )
        _write(file, camera.draw(filled, 1120, 560))


def _write(file: str, content: bytes) -> None:
    path = ROOT / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    print(f"  {file} ({len(content) // 1024} KB)", flush=True)


def main() -> None:
    base, ids, browser = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        camera = Camera(browser, folder)
        try:
            take_pictures(camera, base, json.loads(ids))
            draw_icons(camera)
            draw_banners(camera)
        finally:
            camera.close()


if __name__ == "__main__":
    main()
