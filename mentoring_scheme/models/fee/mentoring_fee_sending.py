# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

FAILED = ("exception", "bounce")


class MentoringFee(models.Model):
    """What becomes of a fee's invoice on its way to the payer."""

    _inherit = "mentoring.fee"

    sending_error = fields.Char(
        string="Not Sent Because",
        readonly=True,
        copy=False,
        help="Why the invoice has not reached the payer.",
    )
    date_told = fields.Date(
        string="Mentee Told on",
        readonly=True,
        copy=False,
        help="When the mentee heard of the invoice as it is now.",
    )
    is_sent = fields.Boolean(
        string="Sent", related="move_id.is_move_sent", related_sudo=True
    )

    def _queue_invoices(self):
        """Hand the invoices to Odoo's own queue, if the scheme has them sent."""
        sent = self.filtered(
            lambda fee: fee.application_id.scheme_id.invoice_sending == "send"
        )
        reachable = sent.filtered("payer_id.email")
        for fee in sent - reachable:
            fee._report_unsent(self.env._("The payer has no email address."))
        if reachable:
            reachable.move_id.sending_data = {
                "author_user_id": self.env.uid,
                "author_partner_id": self.env.user.partner_id.id,
            }
            # The queue is the system's; billing needs no right on it.
            self.env.ref("account.ir_cron_account_move_send").sudo()._trigger()

    def _tell_accepted(self):
        """Tell mentees what they have accepted, once everyone has signed; once."""
        for fee in self.filtered("date_accepted"):
            self.env["mentoring.notification"]._send_once(
                "mentoring_scheme.mail_template_fee_accepted",
                fee,
                occasion=f"seat {fee.offer_seat_id.id}",
            )

    def _tell_billed(self):
        """Tell a mentee that the fee was invoiced, whoever pays it; once an invoice.

        A payer to whom the scheme sends the invoice itself hears of it by that.
        """
        self.ensure_one()
        is_sent = self.application_id.scheme_id.invoice_sending == "send"
        if not is_sent or self.payer_id != self.partner_id:
            self.env["mentoring.notification"]._send_once(
                "mentoring_scheme.mail_template_fee_billed",
                self,
                occasion=f"invoice {self.move_id.id}",
            )
        self.date_told = self.intake_id._today()

    def _report_unsent(self, error):
        """Say on these fees why their invoice was not sent, and give a task, once."""
        for fee in self:
            sentence = error[:500]
            if fee.sending_error == sentence:
                continue
            fee.sending_error = sentence
            fee._assign_task(
                fee._get_finance_user(),
                self.env._("Send this invoice: it has not reached the payer"),
                sentence,
            )

    def _report_sent(self):
        """Forget why the invoices of these fees had not been sent."""
        failed = self.filtered("sending_error")
        failed.sending_error = False
        failed._drop_tasks()

    def _has_reached_payer(self):
        """Return whether the payer can be reminded of this invoice.

        Where the scheme sends its invoices, one that was not sent is nobody's fault but
        ours. Where finance sends them otherwise, Odoo does not know, and the invoice is
        taken as sent.
        """
        self.ensure_one()
        if self.sending_error:
            return False
        # Finance reads fees alone, not schemes.
        scheme = self.sudo().application_id.scheme_id
        return scheme.invoice_sending != "send" or bool(self.move_id.is_move_sent)

    @api.model
    def _find_bounced(self):
        """Say on fees that the email with their invoice failed on its way."""
        fees = self.search(
            [
                ("state", "=", "invoiced"),
                ("sending_error", "=", False),
                ("move_id.is_move_sent", "=", True),
            ]
        )
        if not fees:
            return
        notices = self.env["mail.notification"].search(
            [
                ("notification_status", "in", FAILED),
                ("notification_type", "=", "email"),
                ("mail_message_id.model", "=", "account.move"),
                ("mail_message_id.res_id", "in", fees.move_id.ids),
            ]
        )
        failed = {notice.mail_message_id.res_id: notice for notice in notices}
        for fee in fees.filtered(lambda fee: fee.move_id.id in failed):
            notice = failed[fee.move_id.id]
            later = fee.move_id.message_ids.filtered(
                lambda message, notice=notice: (
                    message.id > notice.mail_message_id.id and message.notification_ids
                )
            )
            if not later:  # it has not been sent again since
                fee._report_unsent(
                    notice.failure_reason
                    or self.env._("The email to the payer could not be delivered.")
                )
