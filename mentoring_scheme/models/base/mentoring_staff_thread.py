# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.http import request


class MentoringStaffThread(models.AbstractModel):
    """Chatter for staff only: no member can ever become a follower.

    A follower reads the messages that he is notified of without any right to the
    record, so followers are restricted to internal users (design section 4).
    """

    _name = "mentoring.staff.thread"
    _inherit = ["mail.thread", "mail.activity.mixin", "mentoring.derived"]
    _description = "Mentoring record discussed by staff"

    @api.model_create_multi
    def create(self, vals_list):
        tracked = self._tracked()
        return super(MentoringStaffThread, tracked).create(vals_list)

    def write(self, vals):
        tracked = self._tracked()
        return super(MentoringStaffThread, tracked).write(vals)

    def _tracked(self):
        """Return the records with their history on, whatever a client asks for.

        Invariant 11: core leaves the history out for whoever says so in the context.
        """
        silent = {"tracking_disable", "mail_notrack", "mail_create_nolog"}
        asked = {name for name in silent if self.env.context.get(name)}
        if not asked or self.env.su or not request:  # none of a client's
            return self
        return self.with_context(**dict.fromkeys(asked, False))

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        """Keep internal users only among those to subscribe."""
        staff = (
            self.env["res.partner"]
            .sudo()  # the acting member may not read other people's users
            .browse(partner_ids or [])
            .filtered(lambda partner: any(not user.share for user in partner.user_ids))
        )
        if not staff:
            return True
        return super()._message_subscribe(
            partner_ids=staff.ids, subtype_ids=subtype_ids, customer_ids=customer_ids
        )

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Members who may read a scheme or an intake never read what staff log on it.

        Core gives the log to whoever reads the record, by message id.
        """
        operations = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        if self.env.user.share and message_operation == "read":
            return dict.fromkeys(operations, "write")
        return operations

    @api.model
    def _get_inconsistencies(self):
        """Return a sentence for each member who follows a record (invariant 7)."""
        followers = self.env["mail.followers"].search(
            [
                ("res_model", "=like", "mentoring.%"),
                ("partner_id.partner_share", "=", True),
            ]
        )
        return [
            self.env._(
                "%(name)s follows %(model)s %(id)s.",
                name=follower.partner_id.name,
                model=follower.res_model,
                id=follower.res_id,
            )
            for follower in followers
        ]
