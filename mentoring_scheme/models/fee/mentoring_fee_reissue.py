# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models
from odoo.exceptions import UserError


class MentoringFee(models.Model):
    """Put an invoice right: credit it, and invoice the fee again.

    Another payer, purchase order or address. The old invoice stays linked to the fee,
    credited in full, and at most one lives (invariant 2).
    """

    _inherit = "mentoring.fee"

    def _correct(self, payer, purchase_order, reason):
        """Have another payer or order on this fee's invoice.

        Before the invoice only the fee changes. An invoice is credited, and what was
        paid on it pays the new one, if the same payer pays.

        :param str reason: stays in the history
        :return: the new invoice, if there was one
        :raise UserError: when the invoice cannot be credited, or the payer not changed
        """
        self.ensure_one()
        if not (reason or "").strip():
            raise UserError(self.env._("Please say why the invoice is corrected."))
        if not self.try_lock_for_update():
            raise UserError(
                self.env._(
                    "This fee is being invoiced at this moment. Please look again in a "
                    "minute."
                )
            )
        self.invalidate_recordset()
        old = self.move_id
        payments = self.env["account.move.line"]
        if old:
            payments = self._credit_for_correction(old, reason)
            old._give_place()
        was = self.payer_id
        if payer != was:
            self._change_payer(payer, reason)
        self.application_id.purchase_order = purchase_order
        if not old:
            self._message_log(body=reason)
            return old
        self._bill()
        self.date_told = False  # the mentee hears of the new one as well
        self._message_log(
            body=self.env._(
                "%(new)s takes the place of %(old)s: %(reason)s",
                new=self.move_id.name,
                old=old.name,
                reason=reason,
            )
        )
        self._use_payments(payments, was)
        return self.move_id

    def _credit_for_correction(self, invoice, reason):
        """Credit what is left of an invoice; return the payments that it had."""
        if invoice.state != "posted":
            raise UserError(
                self.env._(
                    "%(invoice)s is a draft. Delete it, and correct the fee then.",
                    invoice=invoice.display_name,
                )
            )
        credited = invoice.reversal_move_ids.filtered(lambda m: m.state != "cancel")
        if invoice._get_former_fault() is None:
            return self.env["account.move.line"]  # credited in full already
        if credited:
            raise UserError(
                self.env._(
                    "Part of %(invoice)s has been credited. Credit the rest with "
                    "“Credit Note” on the invoice, or cancel that credit note.",
                    invoice=invoice.display_name,
                )
            )
        owed = invoice.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        payments = owed.matched_credit_ids.credit_move_id
        self._in_own_time(invoice)._reverse_moves(
            [
                {
                    "ref": self.env._(
                        "Reversal of: %(invoice)s, %(reason)s",
                        invoice=invoice.name,
                        reason=reason,
                    ),
                    "date": self.intake_id._today(),
                    "invoice_date": self.intake_id._today(),
                }
            ],
            cancel=True,
        )
        return payments

    def _use_payments(self, payments, was):
        """Let what was paid on the old invoice pay the new one, if it may.

        :param was: the payer of the old invoice
        """
        unused = payments.exists().filtered(lambda line: not line.reconciled)
        if not unused:
            return
        if was.commercial_partner_id == self.payer_id.commercial_partner_id:
            (unused | self.move_id._get_open_receivables()).reconcile()
            return
        self._assign_task(
            self._get_finance_user(),
            self.env._("Pay back what the first payer had paid"),
            self.env._(
                "%(payer)s had paid the invoice that was credited. Pay it back, or use "
                "it for another invoice of the same payer.",
                payer=was.display_name,
            ),
        )
