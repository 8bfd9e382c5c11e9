# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import csv
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import MentoringPortalCase

HOURS = "/my/mentoring/hours"


@tagged("post_install", "-at_install")
class TestPortalPdLine(MentoringPortalCase):
    """Promises A18 and A27: one's own hours as a page, a PDF and a table."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_pair()
        meeting = cls.env["mentoring.meeting"].create(
            {
                "partnership_id": cls.partnership.id,
                "start": fields.Datetime.now() - timedelta(days=2),
                "duration": 1.5,
            }
        )
        for seat in cls.partnership.participant_ids:
            meeting._confirm(seat)
        cls.line = cls.env["mentoring.pd.line"].search(
            [("partner_id", "=", cls.mentee.partner_id.id)]
        )

    def _correct(self, hours, reason):
        self.env["mentoring.pd.correction"]._correct(self.line, hours, reason)

    def test_page(self):
        self.sign_in(self.mentee)
        text = self.get_text(self.open_page(HOURS))
        self.assertIn("Librarians' Mentoring Scheme, Spring intake, Mentee", text)
        self.assertIn("worth 1.5 PD points 1.50", text)
        # The partner's correction is nobody else's business.
        self._correct(0.5, "Left early")
        self.assertIn("Left early", self.get_text(self.open_page(HOURS)))
        self.sign_in(self.mentor)
        text = self.get_text(self.open_page(HOURS))
        self.assertNotIn("Left early", text)
        self.assertIn("1.50", text)

    def test_nothing_yet(self):
        self.sign_in(self.stranger)
        text = self.get_text(self.open_page(HOURS))
        self.assertIn("No hours count yet", text)
        self.assertNotIn("Download", text)

    def test_table(self):
        """The table says what the page says, and holds no formula."""
        self._correct(0.5, "=HYPERLINK(1)")
        self.sign_in(self.mentee)
        answer = self.url_open(f"{HOURS}/statement.csv")
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        head, *rows = csv.reader(answer.content.decode("utf-8-sig").splitlines())
        self.assertEqual(head[-1], "Hours")
        self.assertEqual(sum(float(row[-1]) for row in rows), 0.5)
        self.assertEqual(len(rows), 3)
        for row in rows:
            for cell in row[:-1]:
                self.assertNotRegex(cell, r"^[=+@\t\r-]")

    def test_pdf(self):
        self.sign_in(self.mentee)
        with self.allow_pdf_render():
            answer = self.url_open(f"{HOURS}/statement.pdf")
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertIn("mentoring-hours.pdf", answer.headers["Content-Disposition"])
