# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.tools import email_normalize

from odoo.addons.auth_signup.models.res_partner import SignupError


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.private
    @api.model
    def signup(self, values, token=None):
        """Sign up with one's own address: whom the link was sent to, logs in with it.

        With another one, the answer would tell whether that is registered.
        """
        if token:
            values = {**values, "login": self._get_login_of_token(token)}
            values.pop("email", None)
            if not values["login"]:
                raise SignupError(
                    self.env._("We have no email address of yours. Please ask us.")
                )
        return super().signup(values, token)

    @api.model
    def _get_login_of_token(self, token):
        """Return with which name the person logs in whom this link was made for."""
        person = self.env["res.partner"]._signup_retrieve_partner(token)
        return person.user_ids[:1].login or email_normalize(person.email) or ""

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
