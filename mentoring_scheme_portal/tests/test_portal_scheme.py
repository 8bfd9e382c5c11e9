# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import tagged

from .common import HOME, MentoringPortalCase


@tagged("post_install", "-at_install")
class TestPortalScheme(MentoringPortalCase):
    """The public pages and the card at home (promises A1, A8, A11, A13, B9, B10)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme.write(
            {
                "description": "<p>We pair people.</p>",
                "who_should_apply": "<p>Whoever is curious.</p>",
                "mentee_responsibilities": "<p>Prepare.</p>",
                "mentor_responsibilities": "<p>Listen.</p>",
            }
        )
        cls.path = cls.scheme._get_public_url()

    def test_scheme(self):
        """Everybody reads what the scheme is, costs and asks, and where to apply."""
        self.authenticate(None, None)
        page = self.open_page(self.path)
        text = self.get_text(page)
        close = self.intake.application_close
        for part in (
            "We pair people.",
            "Whoever is curious.",
            "Prepare.",
            "Listen.",
            "150.00",
            "mentors pay nothing",
            "Without a suitable match, nothing is charged",
            "Keep confidences.",
            "Guidelines",
            "mentoring@example.com",
            f"{close.day} {close:%B %Y}",
            "Sydney time",
        ):
            self.assertIn(part, text)
        self.assertNotIn("For mentors only", text)
        self.assertEqual(page.get("lang"), "en-US")
        self.assertEqual(len(page.xpath("//h1")), 1)
        links = [
            link.get("href")
            for link in page.xpath("//*[@id='apply']/..//a[contains(@href, '/apply/')]")
        ]
        self.assertEqual(
            links,
            [
                f"{HOME}/apply/{self.intake.id}/mentee",
                f"{HOME}/apply/{self.intake.id}/mentor",
            ],
        )
        response = self.url_open(links[0], allow_redirects=False)
        self.assertIn("/web/login?redirect=", response.headers["Location"])

    def test_schemes(self):
        """Several schemes are listed; archived ones and other companies' are not."""
        self._create_scheme("Canary archived scheme", active=False)
        company = self.env["res.company"].create({"name": "Another association"})
        self._create_scheme(
            "Canary foreign scheme",
            company_id=company.id,
            fee_product_id=False,
        )
        self._create_scheme("Secretaries' Mentoring Scheme")
        self.authenticate(None, None)
        page = self.open_page("/mentoring")
        text = self.get_text(page)
        self.assertIn("Secretaries' Mentoring Scheme", text)
        self.assertIn("Librarians' Mentoring Scheme", text)
        self.assertNotIn("Canary", text)

    def test_hidden_schemes(self):
        """What is not public is answered as what does not exist."""
        foreign = self.env["res.company"].create({"name": "Another association"})
        hidden = self._create_scheme(
            "Canary", company_id=foreign.id, fee_product_id=False
        )
        archived = self._create_scheme("Canary", active=False)
        workbook = self.scheme.document_ids.filtered(lambda d: d.audience == "mentor")
        self.authenticate(None, None)
        paths = [
            hidden._get_public_url(),
            archived._get_public_url(),
            f"/mentoring/document/{workbook.id}",
            f"/mentoring/document/{workbook.id}/file",
            f"/mentoring/document/{hidden.document_ids[0].id}",
            "/mentoring/nothing-987654",
            "/mentoring/nothing",
            "/mentoring/-1",
            "/mentoring/x-99999999999999999999999",
            "/mentoring/document/987654",
            "/mentoring/a%00b-1%00",
        ]
        for path in paths:
            response = self.url_open(path)
            self.assertEqual(response.status_code, 404, path)
            self.assertNotIn(b"Canary", response.content)

    def test_not_open_yet(self):
        """An intake that opens later says when; nothing can be applied for yet."""
        today = fields.Date.today()
        self.intake.write(
            {
                "application_open": today + relativedelta(days=5),
                "application_close": today + relativedelta(days=25),
            }
        )
        self.authenticate(None, None)
        page = self.open_page(self.path)
        self.assertIn("Applications open on", self.get_text(page))
        self.assertFalse(page.xpath("//a[contains(@href, '/apply/')]"))

    def test_rolling(self):
        """A rolling intake can be joined at any time (B11)."""
        self.intake.application_close = False
        self.authenticate(None, None)
        page = self.open_page(self.path)
        self.assertIn("You can join at any time", self.get_text(page))
        self.assertTrue(page.xpath("//a[contains(@href, '/apply/')]"))

    def test_documents(self):
        """Documents for everyone are read and downloaded without signing in (A10)."""
        self.authenticate(None, None)
        documents = {record.name: record for record in self.scheme.document_ids}
        conduct = f"/mentoring/document/{documents['Code of Conduct'].id}"
        self.assertIn("Keep confidences", self.get_text(self.open_page(conduct)))
        response = self.url_open(f"{conduct}/file")
        self.assertEqual(response.status_code, 404)
        guidelines = f"/mentoring/document/{documents['Guidelines'].id}/file"
        response = self.url_open(guidelines)
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")

    def test_newest_document(self):
        """Of a text in several versions, the newest is offered (A34)."""
        conduct = self.scheme._get_document("conduct")
        conduct.copy({"body": "<p>The second code.</p>"})
        text = self.get_text(self.open_page(self.path))
        self.assertIn("The second code.", text)
        self.assertNotIn("Keep confidences.", text)

    def test_home_card(self):
        """The card counts what is open and what is the member's own."""
        self.sign_in(self.stranger)
        self.assertIn("/my/mentoring", self.url_open("/my").text)

        def count():
            return self.make_jsonrpc_request(
                "/my/counters", {"counters": ["mentoring_count"]}
            )["mentoring_count"]

        self.intake.sudo().phase = "closed"
        base = count()
        self.intake.sudo().phase = "open"
        self.assertEqual(count(), base + 1)
        self._create_approved(self.mentee, "mentee")
        self.assertEqual(count(), base + 1, "another's application")
        self._create_approved(self.stranger, "mentee")
        self.assertEqual(count(), base + 2)

    def test_empty_home(self):
        """Whoever takes part in nothing finds where to begin."""
        self.sign_in(self.stranger)
        page = self.open_page(HOME)
        self.assertIn("Apply as mentor", self.get_text(page))
        self.assertFalse(
            page.xpath(
                "//*[@id='partnerships' or @id='applications' or @id='certificates']"
            )
        )
        self.env["mentoring.intake"].search([]).sudo().phase = "closed"
        self.assertIn("Nothing is open", self.get_text(self.open_page(HOME)))
