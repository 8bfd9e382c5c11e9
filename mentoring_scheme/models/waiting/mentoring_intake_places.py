# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models


class MentoringIntake(models.Model):
    """The coordinator's task to offer free places, as long as there are any."""

    _name = "mentoring.intake"
    _inherit = ["mentoring.intake", "mentoring.task"]

    def _get_task_causes(self):
        causes = super()._get_task_causes()
        return {**causes, "places": (["phase"], "_filter_with_places")}

    def _filter_with_places(self):
        """Return the intakes in which somebody waits for a place that is free."""
        applications = self.env["mentoring.application"].sudo()  # members act, too
        return self.filtered(
            lambda intake: (
                intake.phase in ("open", "matching", "running")
                and applications._get_next_to_offer(intake)
            )
        )

    def _close_idle_offers(self):
        """Close the task where the last free place was offered, or nobody waits."""
        self._close_idle_tasks({"phase"})
