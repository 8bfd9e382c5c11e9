# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import freeze_time, tagged

from odoo.addons.mentoring_scheme.tests.fee_common import FeeCommon


@tagged("post_install", "-at_install")
class TestPortalFee(FeeCommon):
    """What a mentee reads of the fee, whoever pays (promises A6, A8, A9)."""

    def _get_sentence(self):
        return self.fee._get_portal_values()["sentence"]

    def _pay_fee(self):
        with freeze_time("2020-12-01 00:00:00"):
            self._pay(self.fee.move_id)

    def test_own_fee(self):
        self.assertIn("Nothing is charged before", self._get_sentence())
        self._bill()
        values = self.fee._get_portal_values()
        self.assertIn("Please pay the invoice by", values["sentence"])
        self.assertEqual(values["url"], f"/my/invoices/{self.fee.move_id.id}")
        self._pay_fee()
        self.assertEqual(self._get_sentence(), "Paid. Thank you.")

    def test_employer_pays(self):
        """The mentee reads who pays, and is not led to the employer's invoices."""
        self.fee.payer_id = self._create_member("Example Library", membership=None)
        self._bill()
        self.assertEqual(self._get_sentence(), "Your employer has the invoice.")
        self._pay_fee()
        values = self.fee._get_portal_values()
        self.assertEqual(values["sentence"], "Paid by your employer.")
        self.assertFalse(values["url"])

    def test_on_hold(self):
        self.scheme.overdue_hold_days = 7
        self._bill()
        with freeze_time("2020-12-01 00:00:00"):
            self._run_crons("ir_cron_follow_overdue")
            self.assertIn("on hold until the invoice", self._get_sentence())

    def test_public_sentence(self):
        """The public page says who pays what."""
        self.assertIn("mentors pay nothing", self.scheme._get_fee_sentence())
        self.scheme.mentor_fee_product_id = self.env["product.product"].create(
            {"name": "Fee of mentors", "type": "service", "list_price": 200.0}
        )
        sentence = self.scheme._get_fee_sentence()
        self.assertNotIn("mentors pay nothing", sentence)
        self.assertIn("230.00 including tax", sentence)
