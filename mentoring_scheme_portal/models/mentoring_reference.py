# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models


class MentoringReference(models.Model):
    _inherit = "mentoring.reference"

    def _get_portal_values(self):
        """Return what the referee sees of the application: who applies, and to what."""
        self.ensure_one()
        application = self.application_id
        return {
            "applicant": application.partner_id.name,
            "role": application._get_role_label(),
            "scheme": application.scheme_id.name,
            "intake": application.intake_id.name,
            "referee": self.referee_name,
            "last_day": self._get_last_day() if self.date_expiry else "",
            "contact_email": application.scheme_id._get_contact_email(),
        }

    def _get_applicant_values(self):
        """Return what the applicant sees: whether it has come, and what is shared."""
        labels = dict(self._fields["recommendation"]._description_selection(self.env))
        return [
            {
                "referee": reference.referee_name,
                "is_received": reference.state == "received",
                "recommendation": labels[reference.recommendation]
                if reference.may_share and reference.recommendation
                else "",
                "text": (reference.text or "") if reference.may_share else "",
            }
            for reference in self
            if reference.state in ("asked", "received")
        ]
