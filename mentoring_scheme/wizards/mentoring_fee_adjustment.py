# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..models.fee.mentoring_fee_offer import ADJUSTMENTS


class MentoringFeeAdjustment(models.TransientModel):
    """Grant a scholarship or set another price, with a reason (invariant 11)."""

    _name = "mentoring.fee.adjustment"
    _description = "Change the Price of Mentoring Fees"

    fee_ids = fields.Many2many(
        comodel_name="mentoring.fee",
        relation="mentoring_fee_adjustment_rel",
        string="Fees",
        required=True,
        default=lambda self: self._default_fee_ids(),
    )
    adjustment = fields.Selection(
        selection=[*ADJUSTMENTS, ("none", "Back to the list price")],
        string="Change",
        default="percent",
        required=True,
    )
    value = fields.Float(
        string="Amount or Percentage",
        help="Before tax, as the product has its price; or a percentage.",
    )
    reason = fields.Char(
        required=True, help="Stays in the history of the fee, with your name."
    )

    @api.model
    def _default_fee_ids(self):
        if self.env.context.get("active_model") != "mentoring.fee":
            return []
        return [Command.set(self.env.context.get("active_ids", []))]

    def action_confirm(self):
        """Write the change on the fees.

        :raise UserError: naming those that have been invoiced, or on a wrong figure
        """
        self.ensure_one()
        if not (self.reason or "").strip():
            raise UserError(self.env._("Please say why the price is changed."))
        invoiced = self.fee_ids.filtered("move_id")
        if invoiced:
            raise UserError(
                self.env._(
                    "%(fees)s: invoiced already. Credit the invoice in part instead.",
                    fees=", ".join(invoiced.mapped("display_name")),
                )
            )
        if self.value < 0 or (self.adjustment == "percent" and self.value > 100):
            raise UserError(
                self.env._(
                    "A price or a scholarship is not below zero, and a percentage not "
                    "above 100."
                )
            )
        is_reset = self.adjustment == "none"
        self._check_never_more()
        self.fee_ids.check_access("write")
        # A fee takes these figures from this window alone, which checks them.
        self.fee_ids.sudo().write(
            {
                "adjustment": False if is_reset else self.adjustment,
                "adjustment_value": 0.0 if is_reset else self.value,
                "adjust_reason": self.reason,
                "approved_by_id": self.env.uid,
            }
        )
        # What the scheme leaves to be decided has been decided by this.
        asked = self.fee_ids.filtered(lambda fee: fee.refund_kind == "ask")
        asked.sudo().refund_kind = "none"  # as above
        return True

    def _check_never_more(self):
        """Refuse a price above the one that somebody has signed for.

        :raise UserError: naming the fees
        """
        if self.adjustment != "price":
            return
        signed = self.fee_ids.filtered(
            lambda fee: (
                fee.date_offered
                and fee._is_offer_fixed()
                and fee.currency_id.compare_amounts(self.value, fee.price_offered) > 0
            )
        )
        if signed:
            raise UserError(
                self.env._(
                    "%(fees)s: the signed acceptance states a lower price. Enter that "
                    "price or less; for more, a new acceptance has to be signed.",
                    fees=", ".join(signed.mapped("display_name")),
                )
            )
