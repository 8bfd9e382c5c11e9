# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.tools import format_amount
from odoo.tools.translate import LazyTranslate

from .portal_dates import format_day

_lt = LazyTranslate(__name__)

SENTENCES = {
    "pending": _lt("Nothing is charged before you and your mentor have both signed."),
    "due": _lt("The invoice is on its way."),
    "invoiced": _lt("The invoice has been sent."),
    "paid": _lt("Paid. Thank you."),
    "credited": _lt("Credited."),
    "waived": _lt("You need not pay anything."),
    "cancelled": _lt("Nothing is charged."),
}


class MentoringFee(models.Model):
    _inherit = "mentoring.fee"

    @api.model
    def _domain_for_member(self, partner):
        """Return which fees this person sees: the person's own as mentee."""
        return [("application_id.partner_id", "=", partner.id)]

    def _get_portal_values(self):
        """Return what the mentee owes, and when, in a sentence (promises A6, A9)."""
        self.ensure_one()
        if self.date_due and self.state in ("pending", "due"):
            sentence = self.env._(
                "The invoice comes on %(day)s.", day=format_day(self.env, self.date_due)
            )
        else:
            sentence = str(SENTENCES[self.state])
        return {
            "amount": format_amount(self.env, self.amount, self.currency_id),
            "sentence": sentence,
        }
