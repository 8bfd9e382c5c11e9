# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command, api, fields, models


class MentoringApplicationDecision(models.TransientModel):
    """Asks staff for the words that go to the applicants."""

    _name = "mentoring.application.decision"
    _description = "Decision on mentoring applications"

    decision = fields.Selection(
        selection=[("return", "Return"), ("decline", "Decline")], required=True
    )
    application_ids = fields.Many2many(
        comodel_name="mentoring.application", required=True
    )
    message = fields.Text(
        required=True, help="Goes to the applicants by email, as you write it here."
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "mentoring.application":
            values["application_ids"] = [
                Command.set(self.env.context.get("active_ids", []))
            ]
        return values

    def action_confirm(self):
        """Write the words on the applications, and take the decision."""
        self.ensure_one()
        applications = self.application_ids
        if self.decision == "return":
            applications.return_remarks = self.message
            return applications.action_return()
        applications.decline_reason = self.message
        return applications.action_decline()
