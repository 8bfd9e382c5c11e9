# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import freeze_time, tagged

from .fee_common import FeeCommon


@tagged("post_install", "-at_install")
class TestMentoringFeeSending(FeeCommon):
    """An invoice is sent, or the fee says why it is not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme.invoice_sending = "send"
        with freeze_time("2020-07-20 00:00:00"):
            cls.other = cls._create_partnership(cls.intake, "Ann Mentor", "Otto Other")
        with freeze_time("2020-08-01 02:00:00"):
            cls._sign_all(cls.partnership | cls.other)
        cls.fees = cls.fee | cls.other.participant_ids.application_id.fee_ids

    def _send(self):
        """Send what waits as Odoo's own job does, with real PDF files."""
        waiting = self.fees.move_id.filtered("sending_data")
        self.assertEqual(waiting, self.fees.move_id)
        with self.allow_pdf_render():
            sender = self.env["account.move.send"].sudo()  # as the scheduled job
            sender.with_context(
                force_report_rendering=True
            )._generate_and_send_invoices(waiting, from_cron=True)
        self.env.invalidate_all()

    def test_two_fees_billed_together(self):
        """The unpatched wkhtmltopdf prints one document at a time: so are they."""
        with freeze_time("2020-09-20 00:00:00"):
            self._run_crons("ir_cron_bill_due")
            self.assertFalse(any(self.fees.mapped("is_sent")))
            self._send()
        self.assertRecordValues(
            self.fees, [{"is_sent": True, "sending_error": False}] * 2
        )
        for move in self.fees.move_id:
            self.assertTrue(move.invoice_pdf_report_id.raw.startswith(b"%PDF"))
            mail = move.message_ids.filtered(
                lambda m, move=move: move.partner_id in m.partner_ids
            )
            self.assertIn("application/pdf", mail.attachment_ids.mapped("mimetype"))

    def test_not_sent_is_not_overdue(self):
        """Nobody is reminded of, or held for, an invoice that was not sent."""
        self.scheme.write({"overdue_remind_days": 1, "overdue_hold_days": 1})
        self.fee.payer_id.email = False
        with freeze_time("2020-09-20 00:00:00"):
            self._run_crons("ir_cron_bill_due")
        self.assertEqual(self.fee.sending_error, "The payer has no email address.")
        self.assertEqual(
            self.fee.activity_ids.summary,
            "Send this invoice: it has not reached the payer",
        )
        with freeze_time("2020-12-01 00:00:00"):
            self._run_crons("ir_cron_follow_overdue")
            self.assertFalse(any(self.fees.mapped("date_reminded")))
            self.assertFalse(any(self.fees.mapped("is_on_hold")))
            # Sent by hand at last.
            self.fee.payer_id.email = "mel@example.com"
            with self.allow_pdf_render():
                self.env["account.move.send"]._generate_and_send_invoices(
                    self.fee.move_id, sending_methods=["email"]
                )
        self.assertRecordValues(
            self.fee, [{"is_sent": True, "sending_error": False, "activity_ids": []}]
        )
        with freeze_time("2020-12-02 00:00:00"):
            self._run_crons("ir_cron_follow_overdue")
        self.assertTrue(self.fee.is_on_hold)

    def test_bounced(self):
        """An email that comes back is a task, once."""
        with freeze_time("2020-09-20 00:00:00"):
            self._run_crons("ir_cron_bill_due")
            self._send()
            message = self.fee.move_id.message_ids.filtered("notification_ids")[:1]
            notice = message.notification_ids.sudo()  # as the mail gateway does
            notice.write(
                {"notification_status": "bounce", "failure_reason": "Mailbox full"}
            )
            self._run_crons("ir_cron_follow_overdue")
            self._run_crons("ir_cron_follow_overdue")
        self.assertEqual(self.fee.sending_error, "Mailbox full")
        self.assertEqual(len(self.fee.activity_ids), 1)
