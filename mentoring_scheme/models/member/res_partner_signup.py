# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.private
    def signup_get_auth_param(self):
        """Give nobody's sign-up link or login name to a colleague.

        Whoever has the link chooses the password, and reads that person's pages as
        them. Core gives it to every employee; its own mails ask as the system.
        """
        people = self if self.env.is_system() else self.browse()
        return super(ResPartner, people).signup_get_auth_param()
