# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _has_to_be_paid(self):
        """Offer to pay online only where there is a way to.

        Core shows its button in any case, and says on the page after it that no payment
        method is available.
        """
        return super()._has_to_be_paid() and self._can_be_paid_online()

    def _can_be_paid_online(self):
        """Return whether a payment provider takes this customer and currency."""
        self.ensure_one()
        providers = self.env["payment.provider"].sudo()  # payers read no providers
        return bool(
            providers._get_compatible_providers(
                self.company_id.id,
                self.partner_id.id,
                self.amount_residual,
                currency_id=self.currency_id.id,
            )
        )

    def _get_payment_note(self):
        """Return how to pay an invoice that cannot be paid online; nothing if paid.

        :return: dict of the account, its bank and holder, the reference, and whom to
            ask
        """
        self.ensure_one()
        if (
            self.move_type != "out_invoice"
            or self.state != "posted"
            or self.payment_state not in ("not_paid", "partial")
            or self._can_be_paid_online()
        ):
            return {}
        move = self.sudo()  # the payer's own invoice, and the association's account
        account = move.partner_bank_id or move.company_id.bank_ids[:1]
        return {
            "account": account.acc_number or "",
            "bank": account.bank_id.name or "",
            "bic": account.bank_bic or "",
            "holder": account.acc_holder_name or move.company_id.name,
            "reference": move.payment_reference or move.name,
            "email": move.company_id.email or "",
            "phone": move.company_id.phone or "",
        }
