# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from ..base.mentoring_notification_delivery import UNDELIVERED
from ..member.res_partner_login import STATES_TO_INVITE

STAFF = "mentoring_scheme.group_mentoring_user"


class MentoringToday(models.AbstractModel):
    """What waits about emails, logins and memberships to be paid."""

    _inherit = "mentoring.today"

    @api.model
    def _get_contact_items(self):
        return [
            self._prepare_item(
                "mentoring.notification",
                self.env._("Undelivered emails"),
                [("delivery_state", "in", UNDELIVERED), ("is_dismissed", "=", False)],
                self.env._("Correct the address and send them again, or call."),
                late=[("create_date", "<", "today -2d")],
            ),
            self._prepare_item(
                "mentoring.address.change",
                self.env._("Changed email addresses to check"),
                [("is_checked", "=", False), ("is_own", "=", False)],
                self.env._("Someone else changed a member's address."),
                late=[("create_date", "<", "today -2d")],
            ),
            self._prepare_item(
                "res.partner",
                self.env._("Participants without a login"),
                self._domain_for_missing_logins(),
                self.env._("Send them an invitation, or correct their address first."),
                group=STAFF,
                action="mentoring_scheme.res_partner_login_action",
            ),
        ]

    @api.model
    def _domain_for_missing_logins(self):
        if not self.env.user.has_group(STAFF):
            return []
        return [
            ("is_company", "=", False),
            ("mentoring_login_state", "=", "none"),
            (
                "mentoring_application_ids",
                "any",
                [
                    ("state", "in", STATES_TO_INVITE),
                    ("intake_id.phase", "not in", ("closed", "cancelled")),
                ],
            ),
        ]

    @api.model
    def _get_fee_items(self):
        """Show finance the memberships without which an application cannot go on."""
        return [
            *super()._get_fee_items(),
            self._prepare_item(
                "account.move",
                self.env._("Membership invoices that an application waits for"),
                [("mentoring_is_awaited", "=", True)],
                self.env._("Register the payment, and the application is submitted."),
                late=[("invoice_date_due", "<", "today")],
                group="account.group_account_invoice",
                action="account.action_move_out_invoice_type",
            ),
        ]
