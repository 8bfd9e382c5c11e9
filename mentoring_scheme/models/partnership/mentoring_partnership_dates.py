# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models


class MentoringPartnershipDates(models.Model):
    _inherit = "mentoring.partnership"

    def write(self, vals):
        """Take open evaluations along when a partnership's own dates move."""
        if not vals.keys() & {"date_start", "date_end"}:
            return super().write(vals)
        with self.env["mentoring.evaluation"]._following(self):
            return super().write(vals)

    def _shares_dates(self, changed):
        """Return whether one of these dates of the intake is this partnership's too."""
        self.ensure_one()
        intake = self.intake_id
        if intake.is_rolling:
            return False
        return bool(
            ("date_end" in changed and self.date_end == intake.date_end)
            or ("date_midway" in changed and self.date_midway == intake.date_midway)
            or (
                "date_start" in changed
                and self.date_start == max(self.date_matched, intake.date_start)
            )
        )
