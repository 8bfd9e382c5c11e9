"""With core's sale, no order gets around the acceptance (invariants 1 and 13)."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mentoring_scheme.tests.fee_common import FeeCommon


@tagged("post_install", "-at_install")
class TestSale(FeeCommon):
    """The fee's product on a sales order, delivered or paid in advance."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref(
            "sales_team.group_sale_manager"
        )

    def _order(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.mentee.partner_id.id,
                "order_line": [Command.create({"product_id": self.fee_product.id})],
            }
        )
        order.action_confirm()
        return order

    def _pay_in_advance(self, order, **values):
        wizard = (
            self.env["sale.advance.payment.inv"]
            .with_context(active_model="sale.order", active_ids=order.ids)
            .create(values)
        )
        wizard.create_invoices()
        return order.invoice_ids

    def _assert_refused(self, invoice):
        self.assertTrue(invoice)
        with self.assertRaisesRegex(UserError, "is the fee of a mentoring scheme"):
            invoice.action_post()
        self.assertEqual(invoice.state, "draft")
        self._assert_consistent()

    def test_down_payment_of_all(self):
        order = self._order()
        invoice = self._pay_in_advance(
            order, advance_payment_method="percentage", amount=100.0
        )
        self._assert_refused(invoice)

    def test_invoice_of_the_order(self):
        self.fee_product.invoice_policy = "order"
        self._assert_refused(self._order()._create_invoices())

    def test_other_orders_are_free(self):
        product = self.env["product.product"].create(
            {"name": "Workbook", "type": "service", "list_price": 20.0}
        )
        order = self.env["sale.order"].create(
            {
                "partner_id": self.mentee.partner_id.id,
                "order_line": [Command.create({"product_id": product.id})],
            }
        )
        order.action_confirm()
        invoice = self._pay_in_advance(
            order, advance_payment_method="percentage", amount=100.0
        )
        invoice.action_post()
        self.assertEqual(invoice.state, "posted")
