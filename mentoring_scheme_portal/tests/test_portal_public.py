# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import io

from dateutil.relativedelta import relativedelta
from PIL import Image

from odoo import Command, fields
from odoo.tests import tagged

from ..controllers.mentoring_scheme import get_brand_style
from .common import HOME, MentoringPortalCase


def draw_picture():
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), (31, 95, 107)).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue())


@tagged("post_install", "-at_install")
class TestPortalPublic(MentoringPortalCase):
    """What visitors read of a scheme, in each state that it can be in (A11, B10)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.path = cls.scheme._get_public_url()
        cls.today = cls.intake._today()

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _read(self, path=None):
        page = self.open_page(path or self.path)
        return page, self.get_text(page)

    def _set_days(self, opens, closes, **values):
        """Move the intake's dates, in days from today."""
        self.intake.sudo().write(
            {
                "date_start": self.today + relativedelta(days=closes + 7),
                "application_open": self.today + relativedelta(days=opens),
                "application_close": self.today + relativedelta(days=closes),
                **values,
            }
        )

    def _get_apply_links(self, page):
        return page.xpath("//a[contains(@href, '/apply/')]")

    # ------------------------------------------------------------------
    # States
    # ------------------------------------------------------------------

    def test_open(self):
        self._set_days(-5, 20)
        page, text = self._read()
        self.assertIn("Open for applications", text)
        self.assertIn("in 20 days", text)
        self.assertEqual(len(self._get_apply_links(page)), 2)
        hero = page.xpath("//header[contains(@class, 'o_mentoring_hero')]//a")
        self.assertEqual([link.get("href") for link in hero], ["#apply"])

    def test_last_days(self):
        for days, when in ((7, "in 7 days"), (1, "tomorrow"), (0, "today")):
            self._set_days(-5, days)
            _page, text = self._read()
            self.assertIn("Closing soon", text)
            self.assertIn(f"({when}).", text)

    def test_drafts_are_shown_once_they_are_announced(self):
        self._set_days(10, 40, phase="draft")
        page, text = self._read()
        self.assertNotIn("in 10 days", text)
        self.assertIn("not open at the moment", text)
        self.intake.is_announced = True
        page, text = self._read()
        self.assertIn("Opening soon", text)
        self.assertIn("in 10 days", text)
        self.assertFalse(self._get_apply_links(page))
        self.assertTrue(page.xpath("//header//a[starts-with(@href, 'mailto:')]"))

    def test_closed(self):
        self._set_days(-40, -3, phase="matching")
        page, text = self._read()
        closed = self.intake.application_close
        self.assertIn(
            f"Applications closed on {closed.day} {closed:%B %Y}.",
            text,
        )
        self.assertFalse(self._get_apply_links(page))

    def test_several_intakes(self):
        """The one that closes first is the headline; each can be applied to."""
        self._set_days(-5, 30)
        second = self._create_intake(self.scheme)
        second.write(
            {
                "name": "A second round",
                "date_start": self.today + relativedelta(days=27),
                "application_open": self.today - relativedelta(days=1),
                "application_close": self.today + relativedelta(days=15),
            }
        )
        page, text = self._read()
        self.assertIn("(in 15 days).", text)
        self.assertIn("A second round", text)
        self.assertEqual(len(self._get_apply_links(page)), 4)

    def test_rolling(self):
        self.intake.application_close = False
        _page, text = self._read()
        self.assertIn("Open all year", text)

    def test_free(self):
        self.scheme.fee_product_id = False
        _page, text = self._read()
        self.assertIn("Taking part is free", text)
        self.assertNotIn("150.00", text)

    def test_nothing_published(self):
        self.env["mentoring.scheme"].search([]).active = False
        _page, text = self._read("/mentoring")
        self.assertIn("No mentoring scheme is open", text)

    # ------------------------------------------------------------------
    # Parts
    # ------------------------------------------------------------------

    def test_texts(self):
        self.env.company.name = "Guild of Indexers"
        self.scheme.write(
            {
                "tagline": "A year with the {association}",
                "process": "<ol><li>First you apply</li></ol>",
                "faq_ids": [
                    Command.create(
                        {"name": "Whom can I ask?", "answer": "Write to {contact}."}
                    )
                ],
            }
        )
        page, text = self._read()
        for part in (
            "A year with the Guild of Indexers",
            "First you apply",
            "Whom can I ask?",
            "Write to mentoring@example.com.",
        ):
            self.assertIn(part, text)
        self.assertEqual(len(page.xpath("//h1")), 1)

    def test_documents_name_the_contact(self):
        document = self.scheme._get_document("conduct")
        document.body = "<p>Tell us at {contact}.</p>"
        _page, text = self._read(f"/mentoring/document/{document.id}")
        self.assertIn("Tell us at mentoring@example.com.", text)

    def test_price_of_joining(self):
        self.env["product.product"].search([("membership", "=", True)]).active = False
        self.env["product.product"].create(
            {
                "name": "Indexer membership",
                "membership": True,
                "membership_date_from": self.today.replace(month=1, day=1),
                "membership_date_to": self.today.replace(month=12, day=31),
                "list_price": 77,
                "taxes_id": [Command.clear()],
            }
        )
        _page, text = self._read()
        self.assertIn("Indexer membership: $ 77.00", text.replace("$77", "$ 77"))
        self.scheme.write(
            {"mentor_member_required": False, "mentee_member_required": False}
        )
        _page, text = self._read()
        self.assertNotIn("Indexer membership", text)

    def test_picture(self):
        address = f"/mentoring/picture/{self.scheme.id}"
        self.assertEqual(self.url_open(address).status_code, 404)
        self.assertNotIn(address, self.url_open(self.path).text)
        self.scheme.picture = draw_picture()
        self.assertIn(address, self.url_open(self.path).text)
        response = self.url_open(address)
        self.assertEqual(response.headers["Content-Type"], "image/png")

    def test_colour_of_the_company(self):
        self.env.company.primary_color = "#ffd700"
        self.assertIn("--mentoring-brand: #ffd700", self.url_open(self.path).text)
        self.env.company.primary_color = 'red" onclick="x'
        self.assertNotIn("onclick", self.url_open(self.path).text)

    def test_letters_are_read_on_any_colour(self):
        for colour, letters in (
            ("#ffffff", "#000000"),
            ("#ffd700", "#000000"),
            ("#1f5f6b", "#ffffff"),
            ("#000000", "#ffffff"),
        ):
            self.assertIn(f"on-brand: {letters}", get_brand_style(colour))
        self.assertFalse(get_brand_style("") or get_brand_style("blue"))

    # ------------------------------------------------------------------
    # Not ready
    # ------------------------------------------------------------------

    def test_nothing_is_public_while_a_word_is_missing(self):
        """Neither the page nor what stands below it, nor the way to apply."""
        document = self.scheme._get_document("conduct")
        self.scheme.picture = draw_picture()
        paths = [
            self.path,
            f"/mentoring/document/{document.id}",
            f"/mentoring/picture/{self.scheme.id}",
        ]
        apply = f"{HOME}/apply/{self.intake.id}/mentee"
        for path in paths:
            self.assertEqual(self.url_open(path).status_code, 200, path)
        self.scheme.tagline = "Call us on {phone}"
        for path in paths:
            self.assertEqual(self.url_open(path).status_code, 404, path)
        self.assertNotIn(self.scheme.name, self._read("/mentoring")[1])
        self.sign_in(self.stranger)
        self.assertEqual(self.url_open(apply).status_code, 404)
        self.assertNotIn(apply, self.url_open(HOME).text)
        self.scheme.tagline = "Call us"
        self.assertEqual(self.url_open(apply).status_code, 200)

    def test_setup_notes_that_the_page_was_seen(self):
        setup = self.env["mentoring.setup"].with_user(self.coordinator)

        def get_state():
            self.env.invalidate_all()
            lines = {line["title"]: line for line in setup.get_setup()["lines"]}
            return lines["Public page"]["state"]

        schemes = self.env["mentoring.scheme"].search(
            [("company_id", "=", self.env.company.id)]
        )
        (schemes - self.scheme).active = False
        self.assertEqual(get_state(), "check")
        self.assertEqual(setup.press("page")["url"], "/mentoring")
        self.assertEqual(get_state(), "done")
        self.assertLessEqual(self.scheme.date_page_seen, fields.Datetime.now())
        self.scheme.tagline = "{gap}"
        self.assertEqual(get_state(), "missing")
