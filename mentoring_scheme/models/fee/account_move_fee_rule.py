# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_list

from .account_move import FINANCE

# A change of nothing else can bend what an entry says of a fee.
MOVE_KEYS = {
    "company_id",
    "currency_id",
    "invoice_cash_rounding_id",
    "invoice_line_ids",
    "is_mentoring_fee",
    "line_ids",
    "move_type",
    "partner_id",
    "reversed_entry_id",
    "state",
    "tax_totals",
}


class AccountMove(models.Model):
    """What is posted for a fee says what the fee says (invariant 13).

    A posted line of a fee has the fee's payer, product, amount, tax, currency and
    company, once; nothing else stands on its invoice; and a fee's product stands on no
    other posted line. Asked after every change of an entry or of its lines, whoever
    makes it and however: then no door is forgotten. Core guards a posted entry against
    commands on its lines, but not against lines that are written or created on their
    own, and a client's context switches its guards off.
    """

    _inherit = "account.move"

    is_mentoring_fee = fields.Boolean(
        string="Invoice of a Mentoring Fee",
        readonly=True,
        copy=False,
        groups=FINANCE,
        help="This entry has once been posted for a mentoring fee, and is so for good.",
    )

    def write(self, vals):
        """Ask the rule after every change that leaves an entry posted."""
        if "is_mentoring_fee" in vals and not vals["is_mentoring_fee"]:
            self.check_access("write")  # no stranger learns what an entry is for
            self._check_forgets_no_fee()
        if vals.get("state") == "posted":
            # Before, too: a caller that goes on after a refusal finds a draft.
            self.filtered(lambda move: move.state != "posted")._refuse_fee_faults()
        asks = bool(MOVE_KEYS & vals.keys())
        originals = self.sudo().reversed_entry_id if asks else self.browse()
        result = super().write(vals)
        if asks:
            self._check_fee_rule()
            # An invoice that another has taken the place of stays credited.
            credited = originals | self.sudo().reversed_entry_id
            credited.filtered("line_ids.mentoring_former_fee_id")._check_fee_rule()
        return result

    def _check_forgets_no_fee(self):
        """Refuse to take an invoice for another once it was a fee's."""
        if was := self.sudo().filtered("is_mentoring_fee"):  # as below
            raise UserError(was._explain_lost_line())

    def _check_fee_rule(self):
        """Refuse a posted entry that says something else than its fees.

        :raise UserError: on the first fault, with what sets it right
        """
        # Whoever keeps the books needs no access to the fees to be held to them.
        posted = self.sudo().filtered(lambda move: move.state == "posted")
        posted._refuse_fee_faults()
        for move in posted:
            if not move.is_mentoring_fee and move._get_fee_lines():
                move.is_mentoring_fee = True

    def _refuse_fee_faults(self):
        if not self:
            return
        products = self.env["mentoring.scheme"]._get_fee_products()
        for move in self.sudo():  # as above
            if fault := move._get_fee_fault(products):
                raise UserError(fault)

    def _get_fee_lines(self):
        """Return the lines that charge a fee, or charged it before another did."""
        return self.line_ids.filtered(
            lambda line: line.mentoring_fee_id or line.mentoring_former_fee_id
        )

    def _get_fee_fault(self, products):
        """Return in a sentence what is wrong with this entry, or nothing.

        :param products: the products that are the fee of any scheme
        """
        self.ensure_one()
        fee_lines = self._get_fee_lines()
        strays = self.line_ids.filtered(lambda li: li.product_id in products)
        if fee_lines:
            return self._get_fee_invoice_fault(fee_lines)
        if self.is_mentoring_fee:
            return self._explain_lost_line()
        if self.reversed_entry_id.is_mentoring_fee:
            return self._get_fee_credit_fault()
        # A mentor's honorarium is a bill like any other, also for the same product.
        # Not so a vendor's credit note, which asks for money as an invoice does.
        if self.move_type in ("in_invoice", "in_receipt"):
            return None
        sold = strays.product_id or self._get_fee_down_payments(products)
        return self._explain_stray(sold) if sold else None

    def _explain_lost_line(self):
        return self.env._(
            "%(move)s was the invoice of a mentoring fee, so the line of that fee must "
            "stay on it. Cancel the invoice, or credit it, instead.",
            move=self[:1].display_name,
        )

    def _explain_stray(self, products):
        return self.env._(
            "%(product)s is the fee of a mentoring scheme. It is invoiced from the "
            "mentee's fee, under Mentoring, once the acceptance has been signed.",
            product=products[:1].display_name,
        )

    def _get_fee_down_payments(self, products):
        """Return the fees' products that a sales order would have paid in advance."""
        lines = self.line_ids
        if not products or "sale_line_ids" not in lines._fields:
            return self.env["product.product"]
        paid = lines.filtered("is_downpayment").sale_line_ids.order_id.order_line
        return paid.product_id & products

    def _get_fee_invoice_fault(self, fee_lines):
        """Return what this invoice of a fee says otherwise than the fee, or nothing."""
        others = self.line_ids.filtered(lambda li: li.display_type == "product")
        if len(fee_lines) > 1 or others - fee_lines:
            return self.env._(
                "%(move)s is the invoice of a mentoring fee, so nothing else is "
                "invoiced with it. Invoice the rest on its own.",
                move=self.display_name,
            )
        if fee_lines.mentoring_former_fee_id:
            return self._get_former_fault()
        fee = fee_lines.mentoring_fee_id
        if names := self._get_fee_differences(fee_lines, fee):
            return self.env._(
                "%(move)s is the invoice of a mentoring fee and must say what the fee "
                "says: %(payer)s pays %(amount)s. Set right: %(names)s. To invoice "
                "someone else, use “Correct Invoice…” on the fee.",
                move=self.display_name,
                payer=fee.payer_id.display_name,
                amount=format_amount(self.env, fee.amount_total, fee.currency_id),
                names=format_list(self.env, names),
            )
        # However the line came onto an entry that is posted.
        if fee.is_waived or not fee.date_accepted:
            return "\n".join(fee._get_rule_obstacles())
        return None

    def _get_fee_differences(self, line, fee):
        """Return the names of what a fee's line, or its entry, says otherwise."""
        self.ensure_one()
        payer = fee.payer_id.commercial_partner_id
        receivable = self.line_ids.filtered(
            lambda li: li.account_type == "asset_receivable"
        )
        is_same = fee.currency_id.compare_amounts
        same = {
            self.env._("the kind of document"): self.move_type == "out_invoice",
            self.env._("the customer"): self.partner_id == fee.payer_id
            and (line | receivable).partner_id.commercial_partner_id == payer,
            self.env._("the product"): line.product_id == fee.product_id,
            self.env._("the quantity"): line.quantity == 1,
            self.env._("the discount"): not line.discount,
            self.env._("the company"): self.company_id == fee.company_id,
            self.env._("the currency"): self.currency_id
            == line.currency_id
            == fee.currency_id,
            self.env._("the tax"): line.tax_ids == fee.tax_ids,
            self.env._("the price"): not is_same(line.price_unit, fee.amount)
            and not is_same(line.price_total, fee.amount_total)
            and not is_same(-line.balance, line.price_subtotal),
            self.env._("the total"): not is_same(self.amount_total, fee.amount_total)
            and not is_same(sum(receivable.mapped("balance")), fee.amount_total),
        }
        return [name for name, holds in same.items() if not holds]

    def _get_former_fault(self):
        """Return why this invoice is not credited although another took its place."""
        credited = sum(self._get_fee_credits().mapped("amount_total"))
        if self.currency_id.compare_amounts(credited, self.amount_total):
            return self._explain_replaced()
        return None

    def _explain_replaced(self):
        return self.env._(
            "%(move)s has been invoiced again, so its credit note must stay, over the "
            "same amount.",
            move=self.display_name,
        )

    def _get_fee_credits(self):
        """Return the posted credit notes of these invoices."""
        return self.reversal_move_ids.filtered(
            lambda move: move.state == "posted" and move.move_type == "out_refund"
        )

    def _get_fee_credit_fault(self):
        """Return what is wrong with what reverses the invoice of a fee, or nothing."""
        self.ensure_one()
        invoice = self.reversed_entry_id
        if self.move_type != "out_refund":
            products = invoice._get_fee_lines().product_id
            return self._explain_stray(products)
        total = sum(invoice._get_fee_credits().mapped("amount_total"))
        if (
            self.partner_id == invoice.partner_id
            and self.currency_id == invoice.currency_id
            and self.currency_id.compare_amounts(total, invoice.amount_total) <= 0
        ):
            return None
        return self.env._(
            "%(move)s credits the mentoring fee of %(invoice)s, so it has the same "
            "customer and currency, and comes to no more than was invoiced.",
            move=self.display_name,
            invoice=invoice.display_name,
        )
