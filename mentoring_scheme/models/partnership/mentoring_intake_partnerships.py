# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class MentoringIntake(models.Model):
    """The partnerships of an intake."""

    _inherit = "mentoring.intake"

    partnership_ids = fields.One2many(
        comodel_name="mentoring.partnership", inverse_name="intake_id"
    )
    partnership_count = fields.Integer(compute="_compute_partnership_count")

    def _compute_partnership_count(self):
        counts = dict(
            self.env["mentoring.partnership"]._read_group(
                [("intake_id", "in", self.ids)], ["intake_id"], ["__count"]
            )
        )
        for intake in self:
            intake.partnership_count = counts.get(intake, 0)
