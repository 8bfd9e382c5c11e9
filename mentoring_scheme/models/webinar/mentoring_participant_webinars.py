# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models


class MentoringParticipant(models.Model):
    """The webinars of a participant, from the first day to the last."""

    _inherit = "mentoring.participant"

    @api.model_create_multi
    def create(self, vals_list):
        seats = super().create(vals_list)
        seats._follow_webinars()
        return seats

    def _settle_open(self):
        result = super()._settle_open()
        self._follow_webinars()
        return result

    def _follow_webinars(self):
        """Register these people for the webinars of their intakes, or release them."""
        # Coordinators need not be event officers to have members registered.
        self.intake_id.sudo().event_ids._follow_participants(self.partner_id)
