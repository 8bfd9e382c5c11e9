# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The world in which a year is played: its clock, mail, browser and jobs."""

import re
import tempfile
import threading
import time
from base64 import b64decode
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

from odoo.sql_db import BaseCursor
from odoo.tests import freeze_time

from odoo.addons.base.models.ir_mail_server import IrMail_Server
from odoo.addons.mentoring_scheme.tests.tour_common import BackOfficeTourCase

from ..common import PDF, draw_signature
from .browser import PersonBrowser

PHONE = (390, 844)
DESK = (1280, 800)
# What a browser says of pages that it leaves while they still ask for something.
HARMLESS = re.compile(r"Failed to fetch|NetworkError|ConnectionLost|aborted", re.I)


class YearCase(BackOfficeTourCase):
    """A database without demo data, in which people do everything by hand.

    The test itself moves the clock, runs the scheduled jobs and carries the mail.
    """

    start = "2027-01-18 23:00:00"
    # A page asks for much at once, and each question waits for those before it.
    test_cursor_lock_timeout = 240
    real_time = staticmethod(time.time)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        build = cls.env["ir.qweb"]._get_asset_bundle
        for bundle in ("web.assets_frontend_minimal", "web.assets_frontend_lazy"):
            build(bundle, css=False, js=True).js()
        build("web.assets_frontend", css=True, js=False).css()
        cls.menus = {
            xmlid: cls._get_path(xmlid)
            for xmlid in cls.env["ir.ui.menu"]
            .with_context(**{"ir.ui.menu.full_list": True})
            .search([])
            .get_external_id()
            .values()
            if xmlid
        }

    @classmethod
    def _get_path(cls, xmlid):
        """Return the menus to go through, the app first."""
        menu = cls.env.ref(xmlid)
        path = []
        while menu:
            path.insert(0, menu.get_external_id()[menu.id])
            menu = menu.parent_id
        return path

    def setUp(self):
        super().setUp()
        self.clicks = {}
        self.mails = []
        if self.start:
            freezer = freeze_time(self.start, tick=True)
            self.clock = freezer.__enter__()
            self.addCleanup(freezer.__exit__, None, None, None)
        self.startPatcher(
            patch.object(BaseCursor, "now", lambda cursor: datetime.now())
        )
        self._open_mailbox()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.resume_path = str(Path(folder.name, "resume.pdf"))
        Path(self.resume_path).write_bytes(PDF)
        self.logo_path = str(Path(folder.name, "logo.png"))
        Path(self.logo_path).write_bytes(b64decode(draw_signature()))
        self.browser = PersonBrowser(self)
        self.addCleanup(self.browser.stop)
        self._set_browser_clock()

    # ------------------------------------------------------------------
    # Time
    # ------------------------------------------------------------------

    def move_to(self, moment):
        """Move the clock of server and browser; then do what the server does by itself.

        :param moment: in UTC, ``YYYY-MM-DD HH:MM:SS``
        """
        self.clock.move_to(datetime.fromisoformat(moment))
        self._set_browser_clock()
        self.run_jobs()

    @property
    def today(self):
        """The day on the test's clock, in Sydney."""
        return datetime.now(ZoneInfo("Australia/Sydney")).date()

    def _set_browser_clock(self):
        fake = datetime.now().replace(tzinfo=timezone.utc).timestamp()
        self.browser.set_clock(round(fake - self._get_real_time()))

    @staticmethod
    def _get_real_time():
        # `time.clock_gettime` is the one clock that stays real.
        return time.clock_gettime(time.CLOCK_REALTIME)

    def run_jobs(self):
        """Run all our scheduled jobs as the server does, the mail queue last."""
        self.env.invalidate_all()
        known = self.env["ir.model.data"].search(
            [("model", "=", "ir.cron"), ("module", "in", self.ADDONS)], order="id"
        )
        jobs = self.env["ir.cron"].sudo().browse(known.mapped("res_id"))
        for job in jobs | self.env.ref("mail.ir_cron_mail_scheduler_action").sudo():
            self.assertIs(job.method_direct_trigger(), True, job.name)
        self.env.flush_all()
        self.env.invalidate_all()

    ADDONS = ("mentoring_scheme", "mentoring_scheme_portal")

    # ------------------------------------------------------------------
    # Mail
    # ------------------------------------------------------------------

    def _open_mailbox(self):
        """Carry what Odoo would give to a mail server into `mails`."""
        mailbox = self.mails

        def send_email(_self, message, *_args, **_kwargs):
            mailbox.append(message)
            return message["Message-Id"]

        for name, instead in (
            ("_disable_send", lambda _self: False),
            ("_connect__", lambda _self, *_args, **_kwargs: None),
            ("send_email", send_email),
        ):
            self.startPatcher(patch.object(IrMail_Server, name, instead))

    def get_mail(self, address, subject=""):
        """Return the text of the last mail to somebody, as HTML."""
        return self.get_message(address, subject).get_body(("html",)).get_content()

    def get_message(self, address, subject=""):
        """Return the last mail to somebody."""
        self.run_jobs()
        for message in reversed(self.mails):
            if address in message["To"] and subject in str(message["Subject"]):
                return message
        self.fail(
            f"No mail to {address} with {subject!r}: "
            f"{[(m['To'], str(m['Subject'])) for m in self.mails]}"
        )

    def get_link(self, address, part, subject=""):
        """Return the first link with this part, of the last mail to somebody."""
        body = self.get_mail(address, subject)
        links = re.findall(r'href="([^"]+)"', body)
        for link in links:
            if part in link:
                return link.replace("&amp;", "&")
        self.fail(f"No link with {part!r} in the mail: {links}")

    # ------------------------------------------------------------------
    # People
    # ------------------------------------------------------------------

    @contextmanager
    def at(self, way, size=DESK):
        """Sit down at an empty browser; stand up again when the way is gone.

        :param way: what is done; the most clicks that it took are kept under this name
        """
        self.env.flush_all()
        self.browser.set_size(*size)
        self.browser.complaints.clear()
        before = self.browser.clicks
        with self.allow_requests(browser=self.browser):
            try:
                yield self.browser
            except Exception:
                self.browser.picture("failed")
                raise
            finally:
                self.browser.leave()
                # The last answers bring the cookie of the session again, and what was
                # asked may not have arrived yet.
                for _turn in range(2):
                    self._wait_remaining_requests()
                    self._pause(0.25)
                self.browser.forget()
        self.env.invalidate_all()
        taken = self.browser.clicks - before
        self.clicks[way] = max(self.clicks.get(way, 0), taken)
        complaints = [
            words for words in self.browser.complaints if not HARMLESS.search(words)
        ]
        self.assertFalse(complaints, way)

    @staticmethod
    def _pause(seconds):
        threading.Event().wait(seconds)

    @contextmanager
    def signed_in(self, way, login, size=DESK, path="/odoo"):
        """Log in with login and password, both typed."""
        with self.at(way, size) as page:
            self._log_in(page, login, path)
            if page.sees("body", "Session expired"):
                page.clicks -= 3
                self._log_in(page, login, path)
            yield page

    def _log_in(self, page, login, path):
        page.go(f"/web/login?redirect={path}")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", self.get_password(login))
        page.follow(".oe_login_buttons button[type=submit]")

    @staticmethod
    def get_password(login):
        return "admin" if login == "admin" else f"{login} has a Long 1 password"

    def open_menu(self, page, xmlid):
        """Go through the menus: the app, its section, the entry."""
        app, *path = self.menus[xmlid]
        page.click(".o_navbar_apps_menu button")
        page.click(
            f".o-app-menu-list [data-menu-xmlid='{app}'], "
            f".o_app[data-menu-xmlid='{app}']"
        )
        for name in path:
            page.click(f"[data-menu-xmlid='{name}']")

    def pick(self, page, field, text, scope=".o_form_view"):
        """Write into a many2one field and take what is offered."""
        page.fill(f"{scope} [name={field}] input", text)
        page.click(".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option)", text)

    def fill_day(self, page, field, day, scope=".o_form_view"):
        """Write a day as this person's language has it."""
        written = page.evaluate(
            f"luxon.DateTime.fromISO('{day}').toFormat(odoo.loader.modules"
            ".get('@web/core/l10n/localization').localization.dateFormat)"
        )
        page.open_date(f"{scope} [name={field}]")
        page.fill(f"{scope} [name={field}] input", written)
        page.press("Tab")

    def confirm(self, page):
        """Say yes to the question that came up."""
        page.click(".modal-footer .btn-primary")
        page.see_no(".modal")

    def assert_fits(self, page):
        """Nothing stands beyond the side of the window."""
        page.wait_until(
            "document.documentElement.scrollWidth <= window.innerWidth",
            "The page is wider than the window",
        )

    def save(self, page):
        page.click(".o_form_button_save")
        page.see_no(".o_form_status_indicator_buttons:not(.invisible)")

    @contextmanager
    def chapter(self, name):
        """Play a part of the year, after which everything has to hold."""
        start = time.clock_gettime(time.CLOCK_REALTIME)
        yield
        taken = time.clock_gettime(time.CLOCK_REALTIME) - start
        self._logger.info("%s: %.0f s, clicks %s", name, taken, self.clicks)
        self.assert_consistent()

    def assert_clicks(self, way, most):
        """Fail if the way to something has become longer."""
        self.assertLessEqual(self.clicks[way], most, f"clicks: {way}")

    def assert_consistent(self):
        self.env.flush_all()
        self.assertEqual(self.env["mentoring.scheme"].sudo()._check_consistency(), [])
