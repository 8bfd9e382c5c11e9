# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command, api, fields, models


class MentoringFeeWaiver(models.TransientModel):
    """Ask why fees are waived; the words stay in each fee's history (invariant 11)."""

    _name = "mentoring.fee.waiver"
    _description = "Waive Mentoring Fees"

    fee_ids = fields.Many2many(
        comodel_name="mentoring.fee",
        string="Fees",
        required=True,
        default=lambda self: self._default_fee_ids(),
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
        """Write the reason on the fees, and waive them.

        :raise UserError: naming those that have been invoiced
        """
        self.ensure_one()
        self.fee_ids.check_access("write")
        self.fee_ids.sudo().write(  # a fee takes these words from this window alone
            {"waive_reason": self.reason, "approved_by_id": self.env.uid}
        )
        return self.fee_ids.action_waive()
