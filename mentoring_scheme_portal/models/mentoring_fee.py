# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.tools import format_amount
from odoo.tools.translate import LazyTranslate

from odoo.addons.mentoring_scheme.dates import format_day

_lt = LazyTranslate(__name__)

SENTENCES = {
    "pending": _lt("Nothing is charged before both sides have signed."),
    "due": _lt("The invoice is on its way."),
    "invoiced": _lt("The invoice is ready."),
    "paid": _lt("Paid. Thank you."),
    "credited": _lt("Credited."),
    "waived": _lt("You don't need to pay anything."),
    "cancelled": _lt("Nothing is charged."),
}


class MentoringFee(models.Model):
    _inherit = "mentoring.fee"

    _page_fields = (
        "amount_total",
        "currency_id",
        "date_due",
        "date_payment_due",
        "is_on_hold",
        "move_id",
        "partner_id",
        "payer_id",
        "state",
    )

    @api.model
    def _domain_for_member(self, partner):
        """Return which fees this person sees: the person's own as mentee."""
        return [("application_id.partner_id", "=", partner.id)]

    def _get_portal_values(self):
        """Return what the mentee owes, and when, in a sentence (promises A6, A9)."""
        self.ensure_one()
        is_own = self.payer_id == self.partner_id
        return {
            "amount": format_amount(self.env, self.amount_total, self.currency_id),
            "sentence": self._get_portal_sentence(is_own),
            # An employer's invoices are the employer's.
            "url": (
                f"/my/invoices/{self.move_id.id}"
                if is_own and self.state in ("invoiced", "paid")
                else ""
            ),
        }

    def _get_portal_sentence(self, is_own):
        """Say what becomes of the fee, to the person whose place it is for.

        :param bool is_own: whether that person pays, rather than an employer
        """
        if self.is_on_hold:
            if is_own:
                return self.env._(
                    "Your place is on hold until the invoice, due on %(day)s, is paid.",
                    day=format_day(self.env, self.date_payment_due),
                )
            return self.env._("Your place is on hold until your employer has paid.")
        if self.state == "paid" and not is_own:
            return self.env._("Paid by your employer.")
        if self.state == "invoiced":
            if not is_own:
                return self.env._("Your employer has the invoice.")
            return self.env._(
                "Please pay the invoice by %(day)s.",
                day=format_day(self.env, self.date_payment_due),
            )
        if self.date_due and self.state in ("pending", "due"):
            day = format_day(self.env, self.date_due)
            if not is_own:
                return self.env._(
                    "The invoice goes to your employer on %(day)s.", day=day
                )
            return self.env._("The invoice comes on %(day)s.", day=day)
        return str(SENTENCES[self.state])
