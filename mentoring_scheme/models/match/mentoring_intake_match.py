# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class MentoringIntake(models.Model):
    """How an intake is matched."""

    _inherit = "mentoring.intake"

    # matching
    self_selection = fields.Boolean(
        string="Mentees Choose",
        tracking=True,
        help="Mentees see on their pages the approved mentors who agreed to it, and "
        "rank up to five until the match begins. The ranks count by the criterion of "
        "the mentee's ranked choice; no contact details are shown.",
    )
    match_run_count = fields.Integer(compute="_compute_match_run_count")

    def _compute_match_run_count(self):
        counts = dict(
            self.env["mentoring.match.run"]._read_group(
                [("intake_id", "in", self.ids)], ["intake_id"], ["__count"]
            )
        )
        for intake in self:
            intake.match_run_count = counts.get(intake, 0)
