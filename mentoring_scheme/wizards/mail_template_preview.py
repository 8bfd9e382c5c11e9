# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import re

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# Links in the emails log their readers in, or answer for them.
ADDRESS = re.compile(r"""\b(href|action)=("[^"]*"|'[^']*')""", re.IGNORECASE)


class MailTemplatePreview(models.TransientModel):
    """Preview emails of the schemes without a right to everything that they show."""

    _inherit = "mail.template.preview"

    is_mentoring = fields.Boolean(compute="_compute_is_mentoring")

    @api.depends("mail_template_id")
    def _compute_is_mentoring(self):
        for preview in self:
            preview.is_mentoring = preview.mail_template_id._is_mentoring()

    def _has_readable_model(self):
        self.ensure_one()
        model = self.mail_template_id.sudo().model  # the name of a model only
        return bool(model) and self.env[model].has_access("read")

    @api.depends("model_id")
    def _compute_no_record(self):
        shown = self.filtered(lambda preview: preview._has_readable_model())
        (self - shown).no_record = True
        return super(MailTemplatePreview, shown)._compute_no_record()

    @api.depends("mail_template_id")
    def _compute_resource_ref(self):
        shown = self.filtered(lambda preview: preview._has_readable_model())
        (self - shown).resource_ref = False
        return super(MailTemplatePreview, shown)._compute_resource_ref()

    @api.depends("lang", "resource_ref")
    def _compute_mail_template_fields(self):
        ours = self.filtered("is_mentoring")
        result = super(MailTemplatePreview, self - ours)._compute_mail_template_fields()
        for preview in ours:
            if preview.resource_ref:
                preview.resource_ref.check_access("read")
            # The email is made with the system's rights, as when it is sent.
            super(MailTemplatePreview, preview.sudo())._compute_mail_template_fields()
            preview.body_html = preview._without_links(preview.body_html)
        return result

    @api.model
    def _without_links(self, body):
        """Return a body whose buttons lead nowhere: links are their readers' own."""
        return Markup(ADDRESS.sub(r'\1="#"', str(body or "")))

    def action_mentoring_send_test(self):
        """Send the previewed email to oneself, its links left out.

        :raise UserError: when there is no record to show, or no address to send to
        """
        self.ensure_one()
        if not self.is_mentoring or not self.env.user.has_group(
            "mentoring_scheme.group_mentoring_user"
        ):
            raise AccessError(self.env._("Coordinators test the schemes' emails."))
        if self.error_msg:
            raise UserError(self.error_msg)
        if not self.env.user.email:
            raise UserError(
                self.env._("Enter your own email address in your preferences first.")
            )
        mails = self.env["mail.mail"].sudo()  # the queue is the system's
        mail = mails.create(
            {
                "subject": self.env._("Test: %s", self.subject),
                "body_html": self.body_html,
                "email_from": self.email_from or self.env.company.email_formatted,
                "email_to": self.env.user.email_formatted,
                "auto_delete": False,
            }
        )
        mail.send()
        failure = mail.state == "exception" and (
            mail.failure_reason or mail.failure_type
        )
        mail.unlink()
        if failure:
            raise UserError(self.env._("The email was not sent: %s", failure))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "The test email has been sent to %s. Its buttons lead nowhere.",
                    self.env.user.email,
                ),
            },
        }
