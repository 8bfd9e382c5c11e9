# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.tools import email_normalize

from odoo.addons.auth_signup.models.res_partner import SignupError


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _signup_create_user(self, values):
        """Make no second contact for an address that is somebody's already.

        Whoever reads that mailbox gets the contact's own link instead. Nobody who has
        not shown that the mailbox is theirs is told more than that.
        """
        address = email_normalize(values.get("email") or values.get("login"))
        if "partner_id" not in values and address:
            # Who signs up has no rights yet; only whether there is a contact.
            requests = self.env["mentoring.login.request"].sudo()
            if requests._find_person(address):
                raise SignupError(
                    self.env._("Please ask for a link by email to sign up.")
                )
        return super()._signup_create_user(values)
