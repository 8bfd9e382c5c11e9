# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class MentoringIntake(models.Model):
    """The partnerships of an intake."""

    _inherit = "mentoring.intake"

    partnership_ids = fields.One2many(
        comodel_name="mentoring.partnership", inverse_name="intake_id"
    )
    partnership_count = fields.Integer(
        string="Number of Partnerships", compute="_compute_partnership_count"
    )

    def _settle_end(self):
        """End what never began, and tell those who were matched in it."""
        result = super()._settle_end()
        # An intake is also closed by its calendar, for which nobody has rights.
        unsigned = self.sudo().partnership_ids.filtered(
            lambda partnership: partnership.state == "matched"
        )
        seats = unsigned.participant_ids.filtered(lambda seat: seat.state == "current")
        for partnership in unsigned:
            partnership.end_reason = self.env._(
                "Not signed by everyone before the intake was over"
            )
        unsigned.action_end()
        self.env["mentoring.notification"]._send_once(
            "mentoring_scheme.mail_template_participant_not_signed", seats, by_day=True
        )
        return result

    def _compute_partnership_count(self):
        counts = dict(
            self.env["mentoring.partnership"]._read_group(
                [("intake_id", "in", self.ids)], ["intake_id"], ["__count"]
            )
        )
        for intake in self:
            intake.partnership_count = counts.get(intake, 0)
