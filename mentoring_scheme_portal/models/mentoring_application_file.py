# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models


class MentoringApplicationFile(models.Model):
    _inherit = "mentoring.application.file"

    @api.model
    def _domain_for_member(self, partner):
        """Return which files this person sees: those of own applications."""
        return [("application_id.partner_id", "=", partner.id)]
