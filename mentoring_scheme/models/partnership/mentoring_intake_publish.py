# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class MentoringIntake(models.Model):
    _inherit = "mentoring.intake"

    is_announced = fields.Boolean(
        string="Announce the Dates",
        tracking=True,
        copy=False,
        help="Show the dates of this intake on the public page before it opens.",
    )
    scheme_missing_note = fields.Text(related="scheme_id.missing_note")

    def action_open(self):
        """Open the intake, once the scheme's public page has all that it names."""
        self.scheme_id._check_ready_for_public()
        return super().action_open()
