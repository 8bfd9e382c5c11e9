# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from io import BytesIO

import pikepdf
from lxml import html

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .fee_common import FeeCommon

REPORT = "mentoring_scheme.report_mentoring_fee_quote"


class QuoteCommon(FeeCommon):
    """An employer that pays for the mentee, and the people who print for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.finance = cls._new_finance()
        cls.employer = cls.env["res.partner"].create(
            {
                "name": "Harbour & Sons",
                "is_company": True,
                "street": "5 Wharf Road",
                "city": "Sydney",
                "vat": "12 345 678 901",
            }
        )
        cls.mentee.write({"payer": "employer", "payer_partner_id": cls.employer.id})
        cls.fee.payer_id = cls.employer

    def _print(self, records, user=None, report=REPORT):
        """Return the words of a report as a user's browser would get it."""
        reports = self.env["ir.actions.report"].with_user(user or self.finance)
        content, _kind = reports.with_context(lang="en_US")._render_qweb_html(
            report, records.ids
        )
        words = " ".join(html.fromstring(content).itertext())
        return " ".join(words.replace("\xa0", "").split())

    def _render_pdf(self, records, report=REPORT):
        """Return a report as finance's PDF."""
        reports = self.env["ir.actions.report"].with_user(self.finance)
        with self.allow_pdf_render():
            content, kind = reports.with_context(
                force_report_rendering=True
            )._render_qweb_pdf(report, records.ids)
        self.assertEqual(kind, "pdf")
        return pikepdf.open(BytesIO(content))


@tagged("post_install", "-at_install")
class TestMentoringFeeQuote(QuoteCommon):
    """A price in writing for an employer that orders before it is invoiced."""

    def test_what_it_says(self):
        words = self._print(self.fee)
        partnership = self.partnership
        mentor = self._get_seat(partnership, "mentor").partner_id
        for said in (
            "Quote",
            "Harbour & Sons",
            "5 Wharf Road",
            "12 345 678 901",
            f"For {self.mentee.partner_id.name}",
            self.intake.name,
            "Amount (USD)",
            "Total $150.00",
            "20 September 2020, or when the mentor and the mentee have both signed",
            "This is today's price.",
            "This is a quote and not a tax invoice. No payment is due yet.",
        ):
            self.assertIn(said, words)
        self.assertNotIn(mentor.name, words)
        self.assertNotIn("Tax (", words)
        self.assertNotIn("Purchase order", words)

    def test_order_and_tax(self):
        """GST of 10 % on top: 150 and 15 are 165."""
        self.mentee.purchase_order = "PO-77"
        self.fee_product.taxes_id = self.company_data["default_tax_sale"].copy(
            {"name": "GST", "amount": 10.0, "price_include_override": "tax_excluded"}
        )
        words = self._print(self.fee)
        self.assertIn("Purchase order: PO-77", words)
        self.assertIn("$150.00 Tax (GST) $15.00 Total $165.00", words)

    def test_signed_price(self):
        """What was signed is what is quoted, on the day it will be invoiced."""
        with freeze_time("2020-08-01 02:00:00"):
            self._sign_all(self.partnership)
        self.fee_product.list_price = 180.0
        with freeze_time("2020-08-03 02:00:00"):
            words = self._print(self.fee)
        self.assertIn("Total $150.00", words)
        self.assertIn("fixed on 1 August 2020 and will not increase", words)
        self.assertIn("Invoiced on: 20 September 2020 This price", words)
        with freeze_time("2020-09-22 02:00:00"):
            words = self._print(self.fee)
        self.assertIn("Invoiced on: 22 September 2020 This price", words)

    def test_no_entry(self):
        """Nothing comes of it: no entry, no other status."""
        self.env.flush_all()
        self.env.cr.execute("SELECT count(*) FROM account_move")
        before = self.env.cr.fetchall()
        state = self.fee.state
        action = self.fee.with_user(self.finance).action_print_quote()
        self.assertEqual(action["report_name"], REPORT)
        self._print(self.fee)
        self.env.flush_all()
        self.env.cr.execute("SELECT count(*) FROM account_move")
        self.assertEqual(self.env.cr.fetchall(), before)
        self.assertEqual(self.fee.state, state)

    def test_one_page_each(self):
        """Several at once, with the wkhtmltopdf that prints one document alone."""
        with freeze_time("2020-07-20 00:00:00"):
            other = self._create_partnership(self.intake)
        seats = (self.partnership | other).participant_ids
        fees = seats.application_id.fee_ids
        self.assertEqual(len(fees), 2)
        self.assertEqual(len(self._render_pdf(self.fee).pages), 1)
        self.assertEqual(len(self._render_pdf(fees).pages), 2)

    def test_coordinator_prints_it(self):
        """Who reads a fee may quote it, taxes and all."""
        self.fee.with_user(self.coordinator).action_print_quote()
        self.assertIn("Total $150.00", self._print(self.fee, self.coordinator))

    def _assert_refused(self, sentence):
        """Refused with a sentence by the button, and past the button."""
        for user in (self.finance, self.coordinator):
            with self.assertRaisesRegex(UserError, sentence):
                self.fee.with_user(user).action_print_quote()
            with self.assertRaisesRegex(UserError, sentence):
                self._print(self.fee, user)

    def test_not_once_invoiced(self):
        self._bill()
        self._assert_refused("has already been invoiced")
        self.fee.move_id.button_draft()
        self._assert_refused("has already been invoiced")

    def test_not_what_is_waived(self):
        self.fee.waive_reason = "Hardship"
        self.fee.action_waive()
        self._assert_refused("has been waived")

    def test_not_what_is_cancelled(self):
        self._withdraw()
        self.assertEqual(self.fee.state, "cancelled")
        self._assert_refused("has been cancelled")

    def test_not_over_nothing(self):
        self.fee_product.list_price = 0.0
        self._assert_refused("the price is zero")

    def test_not_for_none(self):
        with self.assertRaisesRegex(UserError, "at least one fee"):
            self._print(self.fee.browse())

    def test_not_by_members(self):
        """A member reads no fee, not even the own one."""
        member = new_test_user(
            self.env,
            "quote_member",
            "base.group_portal",
            partner_id=self.mentee.partner_id.id,
        )
        with self.assertRaises(AccessError):
            self._print(self.fee, member)
        with self.assertRaises(AccessError):
            self.fee.with_user(member).action_print_quote()

    def test_not_from_another_company(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            "quote_stranger",
            "account.group_account_invoice",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        with self.assertRaises(AccessError):
            self._print(self.fee, stranger)

    def test_payers_language(self):
        """Dates and figures as the payer's language has them."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.employer.lang = "fr_FR"
        words = self._print(self.fee)
        self.assertIn("20 septembre 2020", words)
        self.assertIn("150,00", words)


@tagged("post_install", "-at_install", "security")
class TestMentoringFeeQuotePage(QuoteCommon, HttpCase):
    """The address of a report is known to everyone with a login."""

    def test_page(self):
        address = f"/report/html/{REPORT}/{self.fee.id}"
        new_test_user(
            self.env, "quote_portal", "base.group_portal", password="quote_p1"
        )
        self.finance.password = "mentoring_finance"
        for login, password, shown in (
            ("quote_portal", "quote_p1", False),
            ("mentoring_finance", "mentoring_finance", True),
        ):
            self.authenticate(login, password)
            with mute_logger("odoo.http", "odoo.addons.base.models.ir_model"):
                page = self.url_open(address)
            self.assertEqual("This is a quote" in page.text, shown, login)
            self.assertEqual("Harbour" in page.text, shown, login)
        self.fee.waive_reason = "Hardship"
        self.fee.action_waive()
        with mute_logger("odoo.http"):
            page = self.url_open(address)
        self.assertNotIn("This is a quote", page.text)
        self.assertGreaterEqual(page.status_code, 400)
