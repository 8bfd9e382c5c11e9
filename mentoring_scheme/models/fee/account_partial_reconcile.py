# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import UserError

# A change of nothing else can bend what was settled.
MATCH_KEYS = {
    "amount",
    "credit_amount_currency",
    "credit_move_id",
    "debit_amount_currency",
    "debit_move_id",
}


class AccountPartialReconcile(models.Model):
    """An invoice that was invoiced again stays settled by its credit note."""

    _inherit = "account.partial.reconcile"

    def write(self, vals):
        """Keep what settles a replaced invoice."""
        if MATCH_KEYS & vals.keys():
            self._check_kept()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        self._check_kept()

    def _check_kept(self):
        """Refuse to part a replaced invoice from its credit note.

        :raise UserError: naming the invoice
        """
        # Whoever keeps the books needs no access to the fees to be held to them.
        for part in self.sudo():
            invoice = part.debit_move_id.move_id
            credit = part.credit_move_id.move_id
            is_pair = credit.reversed_entry_id == invoice
            if is_pair and invoice.line_ids.mentoring_former_fee_id:
                raise UserError(invoice._explain_replaced())
