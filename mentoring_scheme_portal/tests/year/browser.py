# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A browser that is used as a person uses it: real clicks, real keys, real files."""

import base64
import json
import time

from odoo.tests.common import ChromeBrowser, save_test_file

# What a slow machine may take for one step, the building of all assets included.
PATIENCE = 120

# Finds what a person would see and take: visible, enabled, and with this text.
FIND = """
(selector, text, nth) => {
    const clean = (value) => (value || "").replace(/\\s+/g, " ").trim();
    const shown = (node) => node.type === "file" || node.checkVisibility({
        opacityProperty: false, visibilityProperty: true,
    });
    const said = (node) => clean(
        node.innerText || node.value || node.getAttribute("aria-label") || node.title
    );
    const all = [...document.querySelectorAll(selector)].filter(
        (node) => shown(node) && (!text || said(node).includes(text))
    );
    return all[nth < 0 ? all.length + nth : nth] || null;
}
"""
# Where to click; nothing while the page loads or something lies above.
POINT = """
(find, selector, text, nth) => {
    if (document.readyState !== "complete" || document.querySelector(".o_blockUI")) {
        return null;
    }
    const node = find(selector, text, nth);
    if (!node || node.disabled || node.classList.contains("disabled")) {
        return null;
    }
    node.scrollIntoView({block: "center", inline: "nearest", behavior: "instant"});
    const boxes = [...node.getClientRects()].filter((box) => box.width && box.height);
    for (const box of boxes) {
        const x = box.x + box.width / 2;
        const y = box.y + box.height / 2;
        const top = document.elementFromPoint(x, y);
        const label = node.labels && [...node.labels].some((l) => l.contains(top));
        if (top && (node.contains(top) || top.contains(node) && top.tagName === "LABEL"
            || label)) {
            return {x, y};
        }
    }
    return null;
}
"""
# A clock that runs, from another moment; set before the page's own scripts. And no
# worker that outlives its page: its answers would log somebody in who has left.
CLOCK = """
(() => {
    delete window.SharedWorker;
    const Real = window.Date;
    const now = () => Real.now() + %(offset)d;
    window.Date = new Proxy(Real, {
        construct: (target, values, self) =>
            Reflect.construct(target, values.length ? values : [now()], self),
        apply: () => new Real(now()).toString(),
        get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
    });
})();
"""
READY = (
    "document.readyState === 'complete' && (!window.odoo || !odoo.loader || "
    "!document.querySelector('.o_web_client') || "
    "!!document.querySelector('.o_action_manager > *'))"
)
KEYS = {
    "Enter": (13, "\r"),
    "Tab": (9, ""),
    "Escape": (27, ""),
    "ArrowDown": (40, ""),
    "Backspace": (8, ""),
}


class PersonBrowser(ChromeBrowser):
    """One window, in which one person after another works.

    It counts the clicks, and keeps what the console complains of.
    """

    def __init__(self, test_case):
        self.clicks = 0
        self.complaints = []
        self._clock = None
        super().__init__(test_case)
        self._handlers["Page.javascriptDialogOpening"] = self._handle_dialog
        self._websocket_request(
            "Emulation.setTimezoneOverride", params={"timezoneId": "Australia/Sydney"}
        )

    # ------------------------------------------------------------------
    # What the page complains of
    # ------------------------------------------------------------------

    # pylint: disable=redefined-builtin
    def _handle_console(self, type, args=None, stackTrace=None, **kw):
        if type == "error":
            words = [str(self._from_remoteobject(arg)) for arg in args or ()]
            self.complaints.append(" ".join(words)[:1500])

    def _handle_exception(self, exceptionDetails, timestamp):
        thrown = exceptionDetails.get("exception")
        words = self._from_remoteobject(thrown) if thrown else ""
        self.complaints.append(f"{exceptionDetails['text']} {words}"[:1500])

    def _handle_dialog(self, **_dialog):
        """Leave a page although something on it is not saved."""
        self._websocket_send("Page.handleJavaScriptDialog", params={"accept": True})

    # ------------------------------------------------------------------
    # The window
    # ------------------------------------------------------------------

    def set_clock(self, offset):
        """Have the pages' clock run ahead by so many seconds."""
        if self._clock:
            self._websocket_request(
                "Page.removeScriptToEvaluateOnNewDocument", params=self._clock
            )
        self._clock = self._websocket_request(
            "Page.addScriptToEvaluateOnNewDocument",
            params={"source": CLOCK % {"offset": offset * 1000}},
        )

    def set_size(self, width, height):
        self._websocket_request(
            "Emulation.setDeviceMetricsOverride",
            params={
                "mobile": False,
                "width": width,
                "height": height,
                "deviceScaleFactor": 1,
            },
        )
        # In the background nothing is drawn, and what waits for a frame never comes.
        self._websocket_request("Page.bringToFront")

    def leave(self):
        """Close the page, so that nothing is asked for any more."""
        self._websocket_request("Page.navigate", params={"url": "about:blank"})

    def forget(self):
        """Let nothing of this person stay in the browser."""
        self._websocket_request("Network.clearBrowserCookies")
        self._websocket_request(
            "Storage.clearDataForOrigin",
            params={
                "origin": self.test_case.base_url(),
                "storageTypes": "local_storage",
            },
        )

    def go(self, url):
        """Enter an address."""
        if url.startswith("/"):
            url = self.test_case.base_url() + url
        self._websocket_request("Page.navigate", params={"url": url}, timeout=PATIENCE)
        self.wait_until(READY, f"{url} is not shown")

    def picture(self, name="year"):
        """Keep a picture of what the person sees; return its data."""
        shot = self._websocket_request("Page.captureScreenshot", timeout=PATIENCE)
        data = base64.b64decode(shot["data"])
        save_test_file(type(self.test_case).__name__, data, f"{name}_")
        return data

    # ------------------------------------------------------------------
    # Looking
    # ------------------------------------------------------------------

    def evaluate(self, expression):
        """Return the value of an expression on the page, None if it cannot be had."""
        answer = self._websocket_request(
            "Runtime.evaluate",
            params={"expression": expression, "returnByValue": True},
            timeout=PATIENCE,  # while a page is asked for, it does not answer
        )
        return answer["result"].get("value")

    def wait_for(self, script, patience=300):
        """Run a script that takes its time; return what it answers."""
        answer = self._websocket_request(
            "Runtime.evaluate",
            params={
                "expression": script,
                "returnByValue": True,
                "awaitPromise": True,
            },
            timeout=patience,
        )
        if "exceptionDetails" in answer:
            self._fail(str(answer["exceptionDetails"])[:1500])
        return answer["result"].get("value")

    def wait_until(self, expression, otherwise, patience=PATIENCE):
        """Wait for an expression to have a value, and return that."""
        start = time.time()
        while time.time() - start < patience:
            value = self.evaluate(expression)
            if value:
                return value
            time.sleep(0.05)
        self._fail(otherwise)

    def see(self, selector, text="", patience=PATIENCE):
        """Wait for something to be seen."""
        found = f"!!({FIND})({self._arguments(selector, text, 0)})"
        self.wait_until(found, f"Not seen: {selector} {text!r}", patience)

    def sees(self, selector, text=""):
        """Tell whether something is seen on the page, once that is there in full."""
        found = f"({FIND})({self._arguments(selector, text, 0)})"
        answer = self.wait_until(
            f"document.readyState === 'complete' && ({found} ? 'yes' : 'no')",
            "The page is not there",
        )
        return answer == "yes"

    def see_no(self, selector, text=""):
        """Wait for something to be gone."""
        gone = f"!({FIND})({self._arguments(selector, text, 0)})"
        self.wait_until(gone, f"Still seen: {selector} {text!r}")

    def read_text(self, selector, text="", nth=0):
        """Return the text of the first such thing that is seen."""
        self.see(selector, text)
        found = f"({FIND})({self._arguments(selector, text, nth)})"
        return self.evaluate(f"(node => node.innerText || node.value)({found})")

    def read_value(self, selector):
        """Return what stands in a field."""
        self.see(selector)
        return self.evaluate(f"({FIND})({self._arguments(selector, '', 0)}).value")

    def count(self, selector):
        return self.evaluate(
            f"[...document.querySelectorAll({json.dumps(selector)})]"
            ".filter(node => node.checkVisibility()).length"
        )

    @staticmethod
    def _arguments(selector, text, nth):
        return ", ".join(map(json.dumps, (selector, text, nth)))

    def _fail(self, words):
        self.picture("failed")
        place = self.evaluate("location.href")
        shown = " ".join((self.evaluate("document.body.innerText") or "").split())
        raise AssertionError(
            f"{words} at {place}\nComplaints: {self.complaints}\n{shown[:3000]}"
        )

    # ------------------------------------------------------------------
    # Hands
    # ------------------------------------------------------------------

    def click(self, selector, text="", nth=0, counted=True):
        """Click on the middle of something, once nothing lies above it."""
        arguments = self._arguments(selector, text, nth)
        point = f"({POINT})({FIND}, {arguments})"
        otherwise = f"Cannot be clicked: {selector} {text!r}"
        place = self.wait_until(point, otherwise)
        # What still moves is not hit: it has to be there twice.
        for _again in range(20):
            last, place = place, self.wait_until(point, otherwise)
            if last == place:
                break
        self._press_at(place)
        self.clicks += counted

    def follow(self, selector, text="", nth=0):
        """Click on what leads to another page, and wait for that page."""
        self.evaluate("window.isPageBefore = true")
        self.click(selector, text, nth)
        self.wait_until(
            "!window.isPageBefore && document.readyState === 'complete'",
            f"No other page comes after {selector} {text!r}",
        )

    def _press_at(self, place):
        self._mouse("mouseMoved", place)
        self._mouse("mousePressed", place)
        self._mouse("mouseReleased", place)

    def _mouse(self, kind, place):
        self._websocket_request(
            "Input.dispatchMouseEvent",
            params={"type": kind, **place, "button": "left", "clickCount": 1},
            timeout=PATIENCE,
        )

    def press(self, key, modifiers=0):
        """Press one key."""
        code, text = KEYS[key]
        for kind in ("keyDown", "keyUp"):
            self._websocket_request(
                "Input.dispatchKeyEvent",
                params={
                    "type": kind,
                    "key": key,
                    "code": key,
                    "windowsVirtualKeyCode": code,
                    "modifiers": modifiers,
                    **({"text": text} if text and kind == "keyDown" else {}),
                },
                timeout=PATIENCE,
            )

    def type(self, text):
        """Type letter by letter into what has the focus."""
        for letter in text:
            for kind in ("keyDown", "keyUp"):
                self._websocket_request(
                    "Input.dispatchKeyEvent",
                    params={
                        "type": kind,
                        "key": letter,
                        **({"text": letter} if kind == "keyDown" else {}),
                    },
                    timeout=PATIENCE,
                )

    def fill(self, selector, text, nth=0):
        """Click into a field, and write over what stands there."""
        self.click(selector, nth=nth)
        self._websocket_request(
            "Input.dispatchKeyEvent",
            params={
                "type": "keyDown",
                "key": "a",
                "code": "KeyA",
                "windowsVirtualKeyCode": 65,
                "modifiers": 2,
                "commands": ["selectAll"],
            },
        )
        self._websocket_request("Input.insertText", params={"text": text})

    def open_date(self, field):
        """Have a day that is shown as text become a field."""
        if not self.sees(f"{field} input"):
            self.click(f"{field} button, {field} span")

    def fill_date(self, selector, day):
        """Type a day into the browser's own date field."""
        self.click(selector)
        order = self.evaluate(
            "new Intl.DateTimeFormat(navigator.language).formatToParts(new Date())"
            ".map(part => part.type).filter(kind => kind !== 'literal').join()"
        )
        parts = {"day": f"{day:%d}", "month": f"{day:%m}", "year": f"{day:%Y}"}
        self.focus(selector)
        self.type("".join(parts[part] for part in order.split(",")))

    def settle(self):
        """Wait until the back office has drawn what it was asked for."""
        self.wait_for(
            """
            (async () => {
                const {App} = odoo.loader.modules.get("@odoo/owl");
                const busy = () =>
                    [...App.apps].some((app) => app.scheduler.tasks.size);
                for (let quiet = 0; quiet < 10; ) {
                    await new Promise((resolve) => setTimeout(resolve, 30));
                    quiet = busy() ? 0 : quiet + 1;
                }
            })()
            """
        )

    def focus(self, selector):
        """Come to a field with the keyboard."""
        self.see(selector)
        self.evaluate(f"({FIND})({self._arguments(selector, '', 0)}).focus()")

    def choose(self, selector, label):
        """Choose from a list by the first letters, on the keyboard."""
        self.focus(selector)
        self.clicks += 1
        self.type(label)
        chosen = (
            f"(node => node.options[node.selectedIndex].label.includes("
            f"{json.dumps(label)}))(({FIND})({self._arguments(selector, '', 0)}))"
        )
        self.wait_until(chosen, f"Not chosen: {label} in {selector}")

    def has_option(self, selector, label):
        """Tell whether a list has an entry that begins so."""
        return self.evaluate(
            f"[...document.querySelector({json.dumps(selector)}).options]"
            f".some(option => option.label.startsWith({json.dumps(label)}))"
        )

    def choose_any(self, selector):
        """Choose the first entry of a list that is not the empty one."""
        self.focus(selector)
        self.clicks += 1
        self.press("ArrowDown")
        self.wait_until(
            f"document.querySelector({json.dumps(selector)}).value",
            f"Nothing chosen in {selector}",
        )

    def fill_time(self, selector, hour):
        """Type a full hour of the morning into the browser's own time field."""
        self.click(selector)
        self.focus(selector)
        self.type(f"{hour:02}00AM")

    def attach(self, selector, path):
        """Choose a file in the window that a file field opens."""
        self.see(selector)
        found = self._websocket_request(
            "Runtime.evaluate",
            params={
                "expression": f"({FIND})({self._arguments(selector, '', 0)})",
            },
        )
        self._websocket_request(
            "DOM.setFileInputFiles",
            params={"files": [path], "objectId": found["result"]["objectId"]},
            timeout=PATIENCE,
        )
        self.clicks += 1
