# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from .account_move import FINANCE


class AccountMove(models.Model):
    """The invoice of a fee that takes the place of one that was credited."""

    _inherit = "account.move"

    mentoring_replaced_id = fields.Many2one(
        comodel_name="account.move",
        string="Takes the Place of",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        groups=FINANCE,
        help="The invoice of the same mentoring fee that was credited before.",
    )

    def _post(self, soft=True):
        """Take the payer over from an invoice that corrects another."""
        self._take_fee_payers_over()
        return super()._post(soft=soft)

    def _take_fee_payers_over(self):
        """Let a fee follow the customer of the invoice that corrects its first one.

        Odoo's own way: credit, change the customer on the new draft, confirm. The price
        and whatever else was signed stay, as on every invoice of a fee.
        """
        # Invoicing staff read fees, and change them by this step alone.
        for move in self.sudo().filtered("mentoring_replaced_id"):
            for fee in move.line_ids.mentoring_fee_id:
                if move.partner_id and move.partner_id != fee.payer_id:
                    fee._change_payer(
                        move.partner_id,
                        self.env._(
                            "Corrected with the invoice that takes the place of %s",
                            move.mentoring_replaced_id.name,
                        ),
                    )
                if move.ref and move.ref != fee.purchase_order:
                    fee.application_id.purchase_order = move.ref

    def _give_place(self):
        """Keep the fee of an invoice that was credited in full as its former one.

        Another invoice may then charge the fee.

        :return: whether the invoice is one that can be replaced
        """
        self.ensure_one()
        # Whoever reverses an invoice needs no access to the fee behind it.
        lines = self.sudo().line_ids.filtered("mentoring_fee_id")
        if not lines or self.sudo()._get_former_fault():
            return False
        for line in lines:
            line.write(
                {
                    "mentoring_former_fee_id": line.mentoring_fee_id.id,
                    "mentoring_fee_id": False,
                }
            )
        lines.flush_recordset()  # before the next line of the fee is entered
        return True
