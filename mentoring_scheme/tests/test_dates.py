# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import re
from datetime import date, datetime

from lxml import etree

from odoo.tests import tagged
from odoo.tools import html2plaintext

from .. import dates
from .access_common import AccessCommon

# 2027-06-26, 06/26/2027, 26.06.27, and the name of a zone in the database.
AMBIGUOUS = re.compile(
    r"\d{4}-\d\d-\d\d|\b\d{1,2}/\d{1,2}/\d{2,4}\b|\b\d{1,2}\.\d{1,2}\.\d{2,4}\b"
    r"|\b(Australia|America|Asia|Europe|Pacific)/[A-Z]\w+"
)
REPORTS = {
    "report_mentoring_agreement": "mentoring.agreement",
    "report_mentoring_certificate": "mentoring.certificate",
    "report_mentoring_appreciation": "mentoring.certificate",
    "report_mentoring_outcome": "mentoring.outcome",
    "report_mentoring_pd_statement": "res.partner",
    "report_mentoring_fee_quote": "mentoring.fee",
    "report_mentoring_fee_statement": "res.partner",
}

QUOTABLE = [("state", "in", ("pending", "due")), ("move_id", "=", False)]
# Which records of a kind are written about.
DOMAINS = {
    "mentoring.fee": [("move_id", "!=", False)],
    "event.registration": [("event_id.mentoring_intake_id", "!=", False)],
}


@tagged("post_install", "-at_install")
class TestDates(AccessCommon):
    """One way to write a date for a reader: in words, with the zone named."""

    def _assert_clear(self, html):
        text = html2plaintext(str(html), include_references=False)
        self.assertIsNone(AMBIGUOUS.search(text), text)

    def test_helper(self):
        self.env["res.lang"]._activate_lang("de_DE")
        moment = datetime(2027, 6, 25, 14, 30)
        zone = "Australia/Sydney"
        german = self.env(context={"lang": "de_DE"})
        for env, day, then in (
            (self.env, "26 June 2027", "Saturday 26 June 2027, 12:30 AM (Sydney time)"),
            (german, "26. Juni 2027", "Samstag, 26. Juni 2027, 00:30 (Sydney time)"),
        ):
            self.assertEqual(dates.format_day(env, date(2027, 6, 26)), day)
            self.assertEqual(dates.format_moment(env, moment, zone), then)
        self.assertEqual(dates.format_day(self.env, False), "")
        self.assertEqual(
            dates.format_zone(self.env, "America/New_York"), "New York time"
        )
        self.assertEqual(dates.format_zone(self.env, False), "UTC time")

    def test_emails(self):
        """Every email of ours, on a record of its kind."""
        data = self.env["ir.model.data"].search(
            [("module", "=", "mentoring_scheme"), ("model", "=", "mail.template")]
        )
        templates = self.env["mail.template"].sudo().browse(data.mapped("res_id"))
        self.assertGreater(len(templates), 40)
        self.intake.sudo().told_dates = {"date_end": "2027-01-31"}
        self.env["mentoring.login.request"].sudo().create(  # a visitor's
            {"email": "ann@example.com"}
        )
        self.env["event.event"].create(
            {
                "name": "Setting goals",
                "date_begin": "2040-03-01 03:00:00",
                "date_end": "2040-03-01 04:00:00",
                "mentoring_intake_id": self.intake.id,
            }
        )
        for template in templates:
            records = (
                self.env[template.model].sudo().search(DOMAINS.get(template.model, []))
            )
            with self.subTest(template=template.name):
                self.assertTrue(records)
                for record in records[:3] + records[-3:]:
                    values = template._generate_template(
                        [record.id], ["subject", "body_html"]
                    )[record.id]
                    self._assert_clear(values["subject"])
                    self._assert_clear(values["body_html"])

    def test_documents(self):
        """Agreements, certificates, statements and reports."""
        reports = self.env["ir.actions.report"].sudo()
        ours = reports.search([("report_name", "=like", "mentoring_scheme.%")])
        # A preview is the document itself, before there is one.
        ours = ours.filtered(lambda report: not self.env[report.model]._transient)
        self.assertEqual(
            set(ours.mapped("report_name")),
            {f"mentoring_scheme.{name}" for name in REPORTS},
        )
        seats = self.env["mentoring.participant"].search([])
        for name, model in REPORTS.items():
            records = (
                seats.partner_id
                if model == "res.partner"
                else self.env[model].search(
                    QUOTABLE if model == "mentoring.fee" else []
                )
            )
            with self.subTest(report=name):
                self.assertTrue(records)
                html, _kind = reports._render_qweb_html(
                    f"mentoring_scheme.{name}", records.ids
                )
                self._assert_clear(html.decode())

    def test_what_is_signed(self):
        """The text that two people sign, whatever the language's own short form."""
        self.scheme.agreement_template_ids.body = "<p>From {start} to {end}.</p>"
        partnership = self._create_partnership()
        self._sign_all(partnership)
        start = dates.format_day(self.env, partnership.date_start)
        for agreement in partnership.agreement_ids:
            self.assertIn(start, agreement.body)
            self._assert_clear(agreement.body)

    def test_lists(self):
        """Dates in a list look alike: no column counts days or writes figures."""
        views = self.env["ir.ui.view"].search(
            [("model", "=like", "mentoring.%"), ("type", "=", "list")]
        )
        self.assertGreater(len(views), 20)
        for view in views:
            for node in etree.fromstring(view.arch).iter("field"):
                with self.subTest(view=view.name, field=node.get("name")):
                    self.assertNotEqual(node.get("widget"), "remaining_days")
                    self.assertNotIn("numeric", node.get("options", ""))
