# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from .account_move import FINANCE

# A change of nothing else can bend what a line says of a fee.
LINE_KEYS = {
    "amount_currency",
    "balance",
    "company_id",
    "credit",
    "currency_id",
    "debit",
    "discount",
    "display_type",
    "mentoring_fee_id",
    "mentoring_former_fee_id",
    "move_id",
    "partner_id",
    "price_subtotal",
    "price_total",
    "price_unit",
    "product_id",
    "quantity",
    "sale_line_ids",
    "tax_ids",
}
# Core computes these from the move and its payments; they are written by nobody.
LINE_FIGURES = {
    "amount_residual",
    "amount_residual_currency",
    "parent_state",
    "reconciled",
}
# Core hands a customer's lines on when contacts are merged.
KEPT_KEYS = LINE_KEYS - {"partner_id"} | {"account_id"}


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    mentoring_fee_id = fields.Many2one(
        comodel_name="mentoring.fee",
        ondelete="restrict",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups=FINANCE,
    )

    mentoring_former_fee_id = fields.Many2one(
        comodel_name="mentoring.fee",
        string="Mentoring Fee Invoiced Again",
        ondelete="restrict",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups=FINANCE,
        help="The fee that this line charged before it was credited and another "
        "invoice took its place.",
    )

    # At most one live invoice per fee, whoever asks (invariant 2).
    _mentoring_fee_once = models.UniqueIndex(
        "(mentoring_fee_id) WHERE mentoring_fee_id IS NOT NULL"
        " AND parent_state <> 'cancel'",
        "This mentoring fee has already been invoiced. Please open its invoice.",
    )

    @api.constrains("move_id")
    def _check_fee_rule(self):
        """Ask the rule of a posted entry that gets another line."""
        self.move_id._check_kept()
        self.move_id._check_fee_rule()

    @api.model_create_multi
    def create(self, vals_list):
        """Charge no fee on a posted entry that the scheme does not allow yet."""
        for vals in vals_list:
            if fee_id := vals.get("mentoring_fee_id"):
                move = self.env["account.move"].browse(vals.get("move_id"))
                self._check_takes_fee(move, fee_id)
        return super().create(vals_list)

    def write(self, vals):
        """Ask the rule of a posted entry whose lines change."""
        if fee_id := vals.get("mentoring_fee_id"):
            others = self.sudo().filtered(lambda li: li.mentoring_fee_id.id != fee_id)
            self._check_takes_fee(others.move_id, fee_id)
        if LINE_FIGURES & vals.keys():
            self.move_id._check_figures({"amount_residual": None})
        if KEPT_KEYS & vals.keys():
            self.move_id._check_kept()
        asks = bool(LINE_KEYS & vals.keys())
        moves = self.move_id if asks else self.env["account.move"]
        result = super().write(vals)
        (moves | self.move_id if asks else moves)._check_fee_rule()
        return result

    @api.model
    def _check_takes_fee(self, moves, fee_id):
        """Refuse to charge a fee on what is posted already before it may be billed.

        Asked before, when the fee has no invoice yet.

        :raise UserError: with the obstacles, one line each
        """
        # Invoicing staff need no access to the scheme to be told why.
        if "posted" in moves.sudo().mapped("state"):
            fee = self.env["mentoring.fee"].sudo().browse(fee_id)
            if obstacles := fee._get_rule_obstacles():
                raise UserError("\n".join(obstacles))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted_fee(self):
        """Keep the line of a fee on what is posted, whatever a client's context says.

        :raise UserError: naming the entry
        """
        self.move_id._check_kept()
        # Whoever keeps the books needs no access to the fees to be held to them.
        for line in self.sudo():
            if line.move_id.is_mentoring_fee and line.parent_state == "posted":
                raise UserError(
                    self.env._(
                        "%(move)s is the invoice of a mentoring fee and has been "
                        "posted. Credit it instead.",
                        move=line.move_id.display_name,
                    )
                )

    def _get_settled_fees(self):
        """Return the mentoring fees that this payment's line settled, or in part."""
        entries = self.matched_debit_ids.debit_move_id.move_id
        return entries.line_ids.mentoring_fee_id

    def _copy_data_extend_business_fields(self, values):
        """Hand the fee on to the invoice that takes the place of this one."""
        result = super()._copy_data_extend_business_fields(values)
        # A credit note is copied from its invoice as well, and charges nothing.
        if "move_reverse_cancel" not in self.env.context:
            # Whoever reverses an invoice needs no access to the fee behind it.
            values["mentoring_fee_id"] = self.sudo().mentoring_former_fee_id.id
        return result
