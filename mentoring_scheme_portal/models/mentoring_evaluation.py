# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from odoo.addons.mentoring_scheme.dates import format_day


class MentoringEvaluation(models.Model):
    _inherit = "mentoring.evaluation"

    _page_fields = (
        "date_due",
        "kind",
        "outcome",
        "participant_id",
        "partnership_id",
        "state",
        "survey_user_input_id",
    )

    @api.model
    def _domain_for_member(self, partner):
        """Return which evaluations this person answers: the person's own only."""
        return [("participant_id.partner_id", "=", partner.id)]

    def _get_portal_values(self):
        """Return what a page shows of this evaluation; never an answer."""
        self.ensure_one()
        pending = self.state == "pending"
        return {
            "kind": self._get_kind_label(),
            "due": format_day(self.env, self.date_due),
            "is_pending": pending,
            "is_done": self.state == "done",
            "url": self._get_survey_url() if pending else "",
        }
