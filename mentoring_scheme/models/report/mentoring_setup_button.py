# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import UserError

from .mentoring_setup import ADMINISTRATOR, COORDINATOR, MANAGER


class MentoringSetup(models.AbstractModel):
    """Where the buttons of the set-up lead, and who may press them."""

    _inherit = "mentoring.setup"

    @api.model
    def _get_buttons(self):
        """Return by name: the label, the group that it takes, and the step."""
        scheme = self._get_schemes()[:1]
        return {
            **self._get_language_buttons(),
            "company": (
                self.env._("Edit Association"),
                ADMINISTRATOR,
                lambda: self._open_record(self.env.company),
            ),
            "layout": (
                self.env._("Choose Logo and Colours"),
                ADMINISTRATOR,
                lambda: self._open("web.action_base_document_layout_configurator"),
            ),
            "zone": (
                self.env._("Open Preferences"),
                COORDINATOR,
                lambda: {
                    **self._open("base.action_res_users_my"),
                    "res_id": self.env.uid,
                },
            ),
            "test": (
                self.env._("Send Me a Test Email"),
                COORDINATOR,
                self._step_test_mail,
            ),
            "mail": (
                self.env._("Open Mail Servers"),
                ADMINISTRATOR,
                lambda: self._open("base.action_ir_mail_server_list"),
            ),
            "books": (
                self.env._("Open Accounting Settings"),
                ADMINISTRATOR,
                lambda: self._open("account.action_account_config"),
            ),
            "memberships": (
                self.env._("Open Memberships"),
                "membership.group_membership_manager",
                lambda: self._open("membership.action_membership_products"),
            ),
            "staff": (
                self.env._("Open Users"),
                ADMINISTRATOR,
                lambda: self._open("base.action_res_users"),
            ),
            "logins": (
                self.env._("Open Logins"),
                COORDINATOR,
                lambda: self._open("mentoring_scheme.res_partner_login_action"),
            ),
            "scheme": (
                self.env._("Open Scheme") if scheme else self.env._("Load a Scheme"),
                MANAGER,
                lambda: (
                    self._open_record(scheme)
                    if scheme
                    else self._open("mentoring_scheme.mentoring_scheme_load_action")
                ),
            ),
            "fee": (
                self.env._("Open Fee"),
                MANAGER,
                lambda: (
                    self._open_record(scheme)
                    if scheme
                    else self._open("mentoring_scheme.mentoring_scheme_load_action")
                ),
            ),
            "intake": (
                self.env._("Plan an Intake"),
                COORDINATOR,
                self._step_intake,
            ),
        }

    @api.model
    def _open(self, xmlid):
        """Return a window action without the help that only its own page formats."""
        action = self.env["ir.actions.actions"]._for_xml_id(xmlid)
        action.pop("help", None)
        return action

    @api.model
    def _open_record(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    @api.model
    def _step_test_mail(self):
        """Send an email to the user at once, and say what became of it."""
        address = self.env.user.email
        if not address:
            raise UserError(
                self.env._("Enter your email address in your preferences first.")
            )
        mail = (
            self.env["mail.mail"]
            .sudo()  # to the user's own address alone
            .create(
                {
                    "subject": self.env._("Test email from your mentoring scheme"),
                    "body_html": self.env._(
                        "This is a test. Emails from your mentoring scheme reach you."
                    ),
                    "email_to": address,
                    "email_from": self.env.company.email_formatted
                    or self.env.user.email_formatted,
                    "auto_delete": False,
                }
            )
        )
        mail.send()
        failed = mail.state == "exception"
        note = (
            self.env._(
                "The test email could not be sent: %(reason)s",
                reason=mail.failure_reason or self.env._("no reason was given."),
            )
            if failed
            else self.env._(
                "A test email is on its way to %(address)s.", address=address
            )
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if failed else "success",
                "message": note,
                "sticky": failed,
            },
        }

    @api.model
    def _step_intake(self):
        action = self._open("mentoring_scheme.mentoring_intake_action")
        intakes = self.env["mentoring.intake"].search_count(
            [("company_id", "=", self.env.company.id)], limit=1
        )
        if not intakes:
            action["views"] = [(False, "form")]
        return action
