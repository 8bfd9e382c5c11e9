# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class MentoringPdReversal(models.TransientModel):
    """Ask which hours count instead, and why (promise A18)."""

    _name = "mentoring.pd.reversal"
    _description = "Correct Professional Development Hours"

    line_id = fields.Many2one(
        comodel_name="mentoring.pd.line", string="Hours of", required=True
    )
    partner_id = fields.Many2one(related="line_id.partner_id")
    hours_counted = fields.Float(
        string="Hours Counted Now", compute="_compute_hours_counted"
    )
    hours = fields.Float(
        string="Hours That Count Instead", help="Zero takes them off altogether."
    )
    reason = fields.Char(required=True, help="The member reads it in the statement.")

    @api.depends("line_id")
    def _compute_hours_counted(self):
        for wizard in self:
            line = wizard.line_id
            field = "attendance_id" if line.attendance_id else "registration_id"
            lines = line.search([(field, "=", line[field].id)]) if line else line
            wizard.hours_counted = sum(lines.mapped("hours"))

    def action_confirm(self):
        """Write the correction.

        :raise UserError: on hours that cannot be, or that count already
        """
        self.ensure_one()
        if not 0 <= self.hours <= 24:
            raise UserError(self.env._("Enter hours from 0 to 24."))
        if self.hours == self.hours_counted:
            raise UserError(
                self.env._("These hours already count. Nothing is corrected.")
            )
        self.env["mentoring.pd.correction"]._correct(
            self.line_id, self.hours, self.reason
        )
        return True
