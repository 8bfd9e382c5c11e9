# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models


class PortalShare(models.TransientModel):
    _inherit = "portal.share"

    def _send_signup_link(self, partners=None):
        """Put nobody's sign-up link into a record's messages, where colleagues read it.

        Who has no login gets the link to the record, and asks for a login by email.
        """
        if partners is None:
            partners = self.partner_ids.filtered(lambda partner: not partner.user_ids)
        return self._send_public_link(partners)
