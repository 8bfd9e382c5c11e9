# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models


class MentoringParticipantContact(models.Model):
    """What participants see of each other, beside name and email address."""

    _inherit = "mentoring.participant"

    def _get_shared(self, kind):
        """Return what this person lets partners see, or nothing.

        :param str kind: ``phone``, ``employer``, ``location`` or ``photo``
        :return: text, or the photo in base64
        """
        self.ensure_one()
        partner = self.partner_id
        if not self.env["mentoring.profile"]._shares(partner, self.company_id, kind):
            return ""
        application = self.application_id
        shown = {
            "phone": lambda: partner.phone,
            "employer": lambda: application.employer,
            "location": lambda: application.location,
            "photo": lambda: partner.with_context(bin_size=False).image_128,
        }
        return shown[kind]() or ""
