# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models


class MentoringFeeCorrection(models.TransientModel):
    """Credit the invoice of a fee and invoice it again, in one step."""

    _name = "mentoring.fee.correction"
    _description = "Correct the Invoice of a Mentoring Fee"

    fee_id = fields.Many2one(
        comodel_name="mentoring.fee",
        required=True,
        readonly=True,
        default=lambda self: self._default_fee_id(),
    )
    move_id = fields.Many2one(related="fee_id.move_id")
    payer_id = fields.Many2one(
        comodel_name="res.partner",
        string="Paid by",
        compute="_compute_from_fee",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    purchase_order = fields.Char(
        compute="_compute_from_fee", store=True, readonly=False, precompute=True
    )
    reason = fields.Char(
        required=True, help="Stays in the history of the fee, with your name."
    )

    @api.model
    def _default_fee_id(self):
        if self.env.context.get("active_model") != "mentoring.fee":
            return False
        return self.env.context.get("active_id")

    @api.depends("fee_id")
    def _compute_from_fee(self):
        for wizard in self:
            wizard.payer_id = wizard.fee_id.payer_id
            wizard.purchase_order = wizard.fee_id.purchase_order

    def action_confirm(self):
        """Put the fee and its invoice right, and open the new invoice."""
        self.ensure_one()
        self.fee_id.check_access("read")
        self.env["account.move"].check_access("create")
        # Finance reads fees, and changes them by this step alone.
        invoice = self.fee_id.sudo()._correct(
            self.payer_id, self.purchase_order, self.reason
        )
        if not invoice:
            return True
        return self.fee_id.action_view_invoice()
