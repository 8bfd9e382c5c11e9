# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import UserError

# What core computes from the lines and the customer; it is written by nobody.
FIGURES = {
    "amount_residual",
    "amount_residual_signed",
    "amount_tax",
    "amount_tax_signed",
    "amount_total",
    "amount_total_in_currency_signed",
    "amount_total_signed",
    "amount_untaxed",
    "amount_untaxed_in_currency_signed",
    "amount_untaxed_signed",
    "invoice_partner_display_name",
}


class AccountMove(models.Model):
    """What has been posted for a fee stays as it is.

    Its figures follow from its lines alone. And an invoice that another has taken the
    place of stays with its credit note, whole, posted and reconciled: otherwise the fee
    would be charged twice (invariant 2).
    """

    _inherit = "account.move"

    def write(self, vals):
        """Keep the figures of fees' entries, and the pairs that cancel out."""
        if FIGURES & vals.keys() or "payment_state" in vals:
            self.check_access("write")  # no stranger learns what an entry is for
            self._check_figures(vals)
        if vals.get("state", "posted") != "posted":
            self._check_kept()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        self._check_kept()

    def _check_figures(self, vals):
        """Refuse figures that a client writes past the lines.

        :raise UserError: naming the entry
        """
        # Whoever keeps the books needs no access to the fees to be held to them.
        for move in self.sudo():
            is_fee = move.is_mentoring_fee or move._get_fee_lines()
            if not is_fee and not move._is_fee_credit():
                continue
            if FIGURES & vals.keys() or not move._can_block(vals["payment_state"]):
                raise UserError(
                    self.env._(
                        "%(move)s is about a mentoring fee. Its figures follow from "
                        "its lines and payments, and cannot be written.",
                        move=move.display_name,
                    )
                )

    def _can_block(self, payment_state):
        """Return whether this is core's own step to block a payment, or to free it."""
        self.ensure_one()
        if payment_state == "blocked":
            return self.payment_state not in ("paid", "in_payment")
        return payment_state == "not_paid" and self.payment_state == "blocked"

    def _check_kept(self):
        """Refuse to undo what keeps a fee from being charged twice.

        :raise UserError: naming the invoice that was invoiced again
        """
        # Whoever keeps the books needs no access to the fees to be held to them.
        for move in self.sudo():
            if move.state == "posted" and (invoice := move._get_replaced()):
                raise UserError(invoice._explain_replaced())

    def _get_replaced(self):
        """Return the invoice that has been invoiced again: this one, or its origin."""
        self.ensure_one()
        return (self | self.reversed_entry_id).filtered(
            "line_ids.mentoring_former_fee_id"
        )[:1]
