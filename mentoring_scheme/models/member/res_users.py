# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import ValidationError


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.constrains("partner_id")
    def _check_mentoring_person(self):
        """A participant has one login: a second one would read what the pair writes.

        Invariant 7. Core lets administrators give several logins to one contact.
        """
        for user in self:
            others = self.with_context(active_test=False).search_count(
                [("partner_id", "=", user.partner_id.id), ("id", "!=", user.id)],
                limit=1,
            )
            # Whoever looks after logins may have no access to the schemes.
            if others and user.sudo().partner_id.mentoring_participant_ids:
                raise ValidationError(
                    self.env._(
                        "%(name)s takes part in a mentoring scheme and has a login. "
                        "What a pair writes is sealed, so there is no second one.",
                        name=user.partner_id.name,
                    )
                )

    def _check_mentoring_contact_stays(self, vals):
        """Refuse to let a login stand for someone else, where one of them takes part.

        Whoever swaps the contacts of two logins would read what a pair writes.
        Merging contacts is another matter: it has rules of its own.

        :raise ValidationError:
        """
        if "partner_id" not in vals:
            return
        # Whoever looks after logins may have no access to the schemes.
        contacts = self.sudo().with_context(active_test=False).partner_id
        contact = contacts.browse(vals["partner_id"])
        changed = contacts - contact
        if not changed:
            return
        for person in changed | contact:
            if person.mentoring_participant_ids or person.mentoring_application_ids:
                raise ValidationError(
                    self.env._(
                        "%(name)s has a part in a mentoring scheme, and what a pair "
                        "writes is sealed. So no login is moved to or from this "
                        "contact. If someone is there twice, merge the contacts.",
                        name=person.name,
                    )
                )

    def write(self, vals):
        """Tell an applicant or participant that another name logs in as them."""
        self._check_mentoring_contact_stays(vals)
        if "login" not in vals:
            return super().write(vals)
        # Whoever looks after logins need not have a right to the schemes.
        people = self.sudo().filtered("partner_id.mentoring_application_ids")
        former = {user: user.login for user in people}
        result = super().write(vals)
        changes = self.env["mentoring.address.change"].sudo()  # as above
        for user, login in former.items():
            # With a new address, that one is noted.
            if "email" not in vals:
                changes._note(user.partner_id, login, user.login)
        return result
