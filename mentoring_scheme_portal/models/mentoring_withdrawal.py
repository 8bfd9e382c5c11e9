# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.mentoring_scheme.dates import format_day


class MentoringWithdrawal(models.Model):
    _inherit = "mentoring.withdrawal"

    @api.model
    def _domain_for_member(self, partner):
        """Return which withdrawals this person sees: the person's own only."""
        return [("application_id.partner_id", "=", partner.id)]

    def _portal_cancel(self):
        """Take the request back before the office has decided."""
        self.ensure_one()
        if self != self.participant_id._get_own_request():
            raise UserError(
                self.env._("There is no request of yours that could be cancelled.")
            )
        self.action_cancel()

    def _get_portal_values(self):
        self.ensure_one()
        return {
            "id": self.id,
            "reason": self.reason_id.name or "",
            "wants_rematch": self.wants_rematch,
            "asked_on": format_day(self.env, self.create_date.date()),
        }
