# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, ValidationError

_logger = logging.getLogger(__name__)

STAFF = "mentoring_scheme.group_mentoring_user"
MANAGER = "mentoring_scheme.group_mentoring_manager"


class MailTemplate(models.Model):
    """Emails of the schemes, for staff who are no administrators.

    A template holds code that reads the whole database, so that Odoo's right to edit
    templates is none for them: they write the words, and the code stays as it is.
    """

    _inherit = "mail.template"

    mentoring_off_ids = fields.Many2many(
        comodel_name="mentoring.scheme",
        relation="mentoring_scheme_template_off_rel",
        column1="template_id",
        column2="scheme_id",
        string="Switched off for",
        readonly=True,
        groups=STAFF,
    )
    mentoring_is_changed = fields.Boolean(
        string="Changed by Staff",
        compute="_compute_mentoring_is_changed",
        groups=STAFF,
    )
    mentoring_sample = fields.Html(
        string="Text",
        compute="_compute_mentoring_sample",
        sanitize=False,
        groups=STAFF,
    )

    @api.depends("write_uid")
    def _compute_mentoring_is_changed(self):
        system = self.env.ref("base.user_root")
        for template in self:
            template.mentoring_is_changed = template.write_uid != system

    @api.depends("body_html", "subject")
    def _compute_mentoring_sample(self):
        texts = self.env["mentoring.mail.text"]
        for template in self:
            template.mentoring_sample = texts._get_text(template).body

    def _is_mentoring(self):
        """Return whether all of these are emails of the schemes."""
        return all((template.model or "").startswith("mentoring.") for template in self)

    def _check_mentoring_group(self, group):
        """Refuse other people, and other templates.

        :raise AccessError:
        """
        if not self.env.user.has_group(group) or not self._is_mentoring():
            raise AccessError(
                self.env._(
                    "Managers change the emails of the schemes, and coordinators look "
                    "at them."
                )
            )

    @api.model
    def _mentoring_reload(self, names):
        """Bring emails up to date that a version rewords, unless staff changed them.

        :param names: external ids, without what all begin with
        """
        for name in names:
            template = self.env.ref(
                f"mentoring_scheme.mail_template_{name}", raise_if_not_found=False
            )
            # What staff write bears their name; what was loaded, the system's.
            if not template or template.write_uid.id != SUPERUSER_ID:
                continue
            try:
                with self.env.cr.savepoint():
                    template.reset_template()
            except ValidationError:
                _logger.warning("The email %s keeps its former text.", name)

    def action_mentoring_preview(self):
        """Show the email as a member gets it, on a record that one may read."""
        self.ensure_one()
        self._check_mentoring_group(STAFF)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mail.mail_template_preview_action"
        )
        return {
            **action,
            "name": self.env._("Preview: %s", self.name),
            "context": {"default_mail_template_id": self.id},
        }

    def action_mentoring_edit(self):
        """Open the window in which managers write the words of an email."""
        self.ensure_one()
        self._check_mentoring_group(MANAGER)
        return {
            "name": self.env._("Edit Text: %s", self.name),
            "type": "ir.actions.act_window",
            "res_model": "mentoring.mail.text",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_template_id": self.id, "dialog_size": "large"},
        }

    def action_mentoring_reset(self):
        """Bring the delivered text back, by core's own means."""
        self._check_mentoring_group(MANAGER)
        self.sudo().reset_template()  # it puts back what came with the addon
        return True
