# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import contextlib
import json
import os
import tempfile
import time

from odoo.tests import tagged
from odoo.tests.common import ChromeBrowser

from .common import HOME, PDF, MentoringPortalCase

# Of one wait for a page, in seconds; a busy machine takes its time.
PATIENCE = 60
# Stops on one page at most, so that a trap for the focus ends the test.
STOPS = 150
KEYS = {
    "Tab": {"windowsVirtualKeyCode": 9},
    "Enter": {"windowsVirtualKeyCode": 13, "text": "\r"},
    " ": {"windowsVirtualKeyCode": 32, "text": " "},
}

# Whether the focus has reached an element, and what is wrong with where it is.
FOCUS = """
(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) {
        return JSON.stringify([false, ""]);
    }
    const style = getComputedStyle(focused);
    // Of a date, the browser itself marks day, month, year and the calendar's button.
    const isMarked =
        focused.type === "date" ||
        (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) ||
        style.boxShadow !== "none";
    const name = `${focused.tagName} ${focused.id} ${focused.innerText || ""}`;
    let problem = "";
    if (!focused.checkVisibility()) {
        problem = `${name}: has the focus and cannot be seen`;
    } else if (!isMarked) {
        problem = `${name}: nothing marks that it has the focus`;
    }
    return JSON.stringify([focused.matches(%s), problem]);
})()
"""


@tagged("post_install", "-at_install")
class TestPortalKeyboard(MentoringPortalCase):
    """A whole application with a keyboard alone (issue 3; promises A19, B6)."""

    def _evaluate(self, expression, **options):
        answer = self.browser._websocket_request(
            "Runtime.evaluate",
            params={"expression": expression, "returnByValue": True, **options},
            timeout=PATIENCE,
        )
        return answer["result"]

    def _wait_for(self, expression):
        """Wait until the page says so; between two pages there is none to ask."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self._evaluate(f"Boolean({expression})").get("value"):
                return
            time.sleep(0.1)
        self.browser.take_screenshot()
        self.fail(f"The page never came to: {expression}")

    def _press(self, key, **options):
        """Press and let go one key, as a keyboard does; nothing else is ever sent."""
        event = {"key": key, **KEYS.get(key, {"text": key}), **options}
        for kind in ("keyDown", "keyUp"):
            self.browser._websocket_request(
                "Input.dispatchKeyEvent",
                params={
                    "type": kind,
                    **{
                        name: event[name]
                        for name in event
                        if kind == "keyDown" or name != "text"
                    },
                },
                timeout=PATIENCE,
            )

    def _type(self, text):
        for letter in text:
            self._press(letter)

    def _tab_to(self, selector):
        """Go there by the Tab key; each stop on the way can be seen, and is marked."""
        for _stop in range(STOPS):
            self._press("Tab")
            reached, problem = json.loads(
                self._evaluate(FOCUS % json.dumps(selector))["value"]
            )
            self.assertFalse(problem)
            if reached:
                return
        self.browser.take_screenshot()
        self.fail(f"The Tab key does not lead to {selector}")

    def _follow(self, selector, arrived):
        """Press Enter on a link or a button, and wait for what comes."""
        self._tab_to(selector)
        self._evaluate("document.body.dataset.left = '1'")
        self._press("Enter")
        self._wait_for(
            "document.readyState === 'complete' && document.body"
            f" && !document.body.dataset.left && ({arrived})"
        )

    def _go_on(self, title):
        self._follow(
            "button.btn-primary[value=next]",
            f"document.querySelector('#step_title')?.innerText.includes('{title}')",
        )

    def _choose_file(self, selector):
        """Press the button of a file input; the dialogue is the computer's own."""
        self._tab_to(selector)
        handle, path = tempfile.mkstemp(suffix=".pdf")
        self.addCleanup(os.unlink, path)
        with os.fdopen(handle, "wb") as file:
            file.write(PDF)
        focused = self._evaluate("document.activeElement", returnByValue=False)
        self.browser._websocket_request(
            "DOM.setFileInputFiles",
            params={"files": [path], "objectId": focused["objectId"]},
        )

    def test_apply(self):
        with contextlib.ExitStack() as until_the_end:
            until_the_end.callback(self._wait_remaining_requests)
            browser = ChromeBrowser(self, headless=True, success_signal="never")
            until_the_end.enter_context(self.allow_requests(browser=browser))
            until_the_end.callback(browser.stop)
            self.browser = browser
            self.authenticate(self.mentor.login, self.mentor.login * 2, browser=browser)
            self.env.cr.flush()
            self.env.cr.clear()
            browser.navigate_to(self.base_url() + HOME)
            self._wait_for("document.querySelector(\"a.btn[href$='/mentor']\")")
            self._walk()
        self.env.invalidate_all()
        application = self.env["mentoring.application"].search(
            [("partner_id", "=", self.mentor.partner_id.id)]
        )
        self.assertRecordValues(
            application,
            [
                {
                    "state": "submitted",
                    "current_role": "Head of reference",
                    "years_experience": 15,
                    "topic_ids": self.topics[:1].ids,
                    "capacity": 2,
                    "is_honest": True,
                }
            ],
        )
        self.assertEqual(len(application.file_ids), 1)

    def _walk(self):
        """From the first page to the last, through a mistake and its explanation."""
        self._follow(
            "a.btn[href$='/mentor']",
            "document.querySelector(\"form[action*='/apply/'] button\")",
        )
        self._follow(
            "form[action*='/apply/'] button", "document.querySelector('#step_title')"
        )
        self._tab_to("#field_current_role")
        self._type("Head of reference")
        self._tab_to("#field_years_experience")
        self._type("15")
        self._go_on("What you offer")
        self._tick(f"#field_topic_ids input[value='{self.topics[0].id}']")
        self._go_on("How you would like to meet")
        self._go_on("Places and preferences")
        self._tab_to("#field_capacity")
        self._press("a", modifiers=2, text="", commands=["selectAll"])
        self._type("2")
        self._go_on("What you hope for")
        self._go_on("Your résumé")
        self._choose_file("#field_resume")
        self._go_on("Your declarations")
        for name in ("is_committed", "accept_conduct"):
            self._tick(f"#field_{name}")
        self._go_on("Review and submit")
        submit = "button.btn-primary[value=submit]"
        self._follow(submit, "document.querySelector('#summary[role=alert]')")
        self._follow(
            "#summary a[href*='is_honest']",
            "document.querySelector('#field_is_honest')",
        )
        self._tick("#field_is_honest")
        self._go_on("Review and submit")
        self._follow(
            submit,
            "document.querySelector('[role=status]')?.innerText"
            ".includes('has arrived')",
        )

    def _tick(self, selector):
        self._tab_to(selector)
        self._press(" ")
        self.assertTrue(self._evaluate("document.activeElement.checked")["value"])
