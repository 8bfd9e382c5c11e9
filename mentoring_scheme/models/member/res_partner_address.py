# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models
from odoo.tools import email_normalize


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        """Tell the former address of an applicant or participant of a new one."""
        if "email" not in vals:
            return super().write(vals)
        # Whoever may change a contact need not have a right to the schemes.
        people = self.sudo().filtered("mentoring_application_ids")
        former = {person: person.email for person in people}
        result = super().write(vals)
        changes = self.env["mentoring.address.change"].sudo()  # as above
        for person, address in former.items():
            changes._note(person, address, person.email)
        return result

    def _message_receive_bounce(self, email, partner):
        """Note the bounce on the newest mail of ours to this person."""
        result = super()._message_receive_bounce(email, partner)
        register = self.env["mentoring.notification"].sudo()  # the gateway's mail
        for person in self:
            newest = register.search(
                [
                    ("recipient_id", "=", person.id),
                    ("delivery_state", "in", ("sent", "failed")),
                ],
                limit=1,
            )
            if email_normalize(newest.recipient_email) == email_normalize(email):
                newest._note_bounce()
        return result
