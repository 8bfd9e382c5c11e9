# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from odoo.addons.mentoring_scheme.dates import format_day


class MentoringPdLine(models.Model):
    _inherit = "mentoring.pd.line"

    @api.model
    def _domain_for_member(self, partner):
        """Return whose hours this person sees: the person's own."""
        return [("partner_id", "=", partner.id)]

    @api.model
    def _get_portal_statement(self, partner):
        """Return a person's statement as plain values."""
        return [
            {
                "scheme": group["scheme"].name,
                "role": group["role"],
                "period": group["period"],
                "hours": f"{group['hours']:.2f}",
                "points": f"{group['points']:.1f}"
                if group["scheme"].pd_points_per_hour
                else "",
                "lines": [line._get_portal_values() for line in group["lines"]],
            }
            for group in self._get_statement(partner)
        ]

    def _get_portal_values(self):
        self.ensure_one()
        return {
            "day": format_day(self.env, self.date),
            "iso_day": self.date.isoformat(),
            "subject": self.subject,
            "hours": f"{self.hours:.2f}",
        }
