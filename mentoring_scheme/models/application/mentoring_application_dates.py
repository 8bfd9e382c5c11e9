# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models


class MentoringApplicationDates(models.Model):
    _inherit = "mentoring.application"

    def _describe_date_changes(self):
        """Return for the email what moved for this person, a line for each date."""
        self.ensure_one()
        intake = self.intake_id
        changes = intake._get_date_changes()
        if self.state in ("approved", "waitlisted", "matched"):
            changes.pop("application_open", None)
            changes.pop("application_close", None)
        seats = self.participant_ids.filtered(lambda seat: seat.state == "current")
        if seats and any(
            partnership.date_end != intake.date_end
            for partnership in seats.partnership_id
        ):
            changes.pop("date_end", None)
        return intake._describe_changes(changes)
