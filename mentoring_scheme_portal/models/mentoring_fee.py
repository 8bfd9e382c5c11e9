# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.tools import format_amount

from .portal_dates import format_day


class MentoringFee(models.Model):
    _inherit = "mentoring.fee"

    @api.model
    def _domain_for_member(self, partner):
        """Return which fees this person sees: the person's own as mentee."""
        return [("application_id.partner_id", "=", partner.id)]

    def _get_portal_values(self):
        """Return what the mentee owes, and when, in a sentence (promises A6, A9)."""
        self.ensure_one()
        _ = self.env._
        sentences = {
            "pending": _(
                "Nothing is charged before you and your mentor have both signed."
            ),
            "due": _(
                "The invoice comes on %(day)s.",
                day=format_day(self.env, self.date_due),
            ),
            "invoiced": _("The invoice has been sent."),
            "paid": _("Paid. Thank you."),
            "credited": _("Credited."),
            "waived": _("You need not pay anything."),
            "cancelled": _("Nothing is charged."),
        }
        sentence = sentences[self.state]
        if self.state == "pending" and self.date_due:
            sentence = sentences["due"]
        return {
            "amount": format_amount(self.env, self.amount, self.currency_id),
            "sentence": sentence,
        }
