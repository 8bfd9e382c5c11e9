# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.base.mail_template import MANAGER
from ..models.base.mail_template_text import BrokenText, MailText


class MentoringMailText(models.TransientModel):
    """Write the words of an email; its code stays as it is.

    Each piece of code is a placeholder here. Placeholders can be moved and left out;
    new ones cannot be made.
    """

    _name = "mentoring.mail.text"
    _description = "Words of an Email"

    template_id = fields.Many2one(
        comodel_name="mail.template", required=True, readonly=True, ondelete="cascade"
    )
    description = fields.Text(related="template_id.description")
    subject = fields.Char(required=True)
    body = fields.Html(string="Text", required=True, sanitize_style=True)

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        template = self.env["mail.template"].browse(values.get("template_id"))
        if template:
            template._check_mentoring_group(MANAGER)
            text = self._get_text(template)
            values.update(subject=text.subject, body=Markup(text.body))
        return values

    @api.model
    def _get_expression_labels(self):
        """Return what the expressions in subjects are called."""
        return {
            "object.scheme_id.name": self.env._("name of the scheme"),
            "object.company_id.name": self.env._("name of the association"),
            "object.partner_id.name": self.env._("name of the person"),
            "object.intake_id.name": self.env._("name of the intake"),
        }

    @api.model
    def _get_text(self, template):
        return MailText(
            template.body_html, template.subject, self._get_expression_labels()
        )

    def action_confirm(self):
        """Write the words, with the code put back for its placeholders.

        :raise UserError: naming the placeholder that is broken
        """
        self.ensure_one()
        self.template_id._check_mentoring_group(MANAGER)
        text = self._get_text(self.template_id)
        try:
            values = {
                "subject": text.restore_subject(self.subject),
                "body_html": Markup(text.restore_body(self.body)),
            }
        except BrokenText as error:
            raise UserError(
                self.env._(
                    "This placeholder is not one of this email, or it is incomplete: "
                    "%(placeholder)s. Discard your changes to bring it back, or move "
                    "whole placeholders only.",
                    placeholder=error,
                )
            ) from error
        # Only words have changed: the code is what stood there before.
        self.template_id.sudo().write(values)
        return True
