# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        """Tell our register how it went, before core deletes the mail.

        Core deletes even a mail that had no valid address, without a word.
        """
        register = self.env["mentoring.notification"].sudo()  # core sends as anyone
        register.search([("mail_id", "in", self.ids)])._note_delivery(
            failure_reason, failure_type
        )
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason, failure_type
        )
