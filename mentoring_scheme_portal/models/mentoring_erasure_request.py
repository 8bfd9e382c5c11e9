# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from odoo.addons.mentoring_scheme.dates import format_moment


class MentoringErasureRequest(models.Model):
    _inherit = "mentoring.erasure.request"

    @api.model
    def _domain_for_member(self, partner):
        """Return which requests this person sees: the person's own in this company."""
        return [
            ("partner_id", "=", partner.id),
            ("company_id", "=", self.env.company.id),
        ]

    @api.model
    def _portal_ask(self):
        """Note that the acting member asks to be erased; twice is as once."""
        return self._ask(self.env.user.partner_id, self.env.company)

    def _get_portal_values(self):
        """Return what the member reads of a request."""
        self.ensure_one()
        labels = dict(self._fields["state"]._description_selection(self.env))
        return {
            "is_open": self.state == "asked",
            "label": labels[self.state],
            "asked_on": format_moment(self.env, self.create_date, self.env.user.tz),
            "answer": self.answer if self.state != "asked" else "",
        }
