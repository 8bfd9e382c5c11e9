# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.mentoring_scheme.dates import format_day


class MentoringApplication(models.Model):
    """A new code of conduct, for those who agreed to an earlier one (A34)."""

    _inherit = "mentoring.application"

    def _get_portal_values(self):
        return {
            **super()._get_portal_values(),
            "new_conduct": self._get_portal_new_conduct(),
        }

    def _get_portal_new_conduct(self):
        """Return what a page says of the code of conduct that is to be agreed to."""
        self.ensure_one()
        document = self._get_new_conduct()
        if not document:
            return {}
        values = document._get_portal_values()
        return {
            **values,
            "href": values["page"] or values["file"] or values["link"],
            "scheme": self.scheme_id.name,
            "changes": document.changes or "",
            "day": format_day(self.env, document.accept_by),
            "action": f"/my/mentoring/application/{self.id}/conduct",
        }

    def _portal_agree_to_conduct(self, document_id, is_agreed):
        """Record that the acting member agrees to the new code of conduct.

        :param int document_id: the version that the member's page has shown
        :raise UserError: when the box is not ticked, or the version is not the newest
        """
        self.ensure_one()
        document = self._get_new_conduct()
        if not document:
            raise UserError(
                self.env._("You have already agreed to the code of conduct.")
            )
        if document.id != document_id:
            raise UserError(
                self.env._(
                    "This text has changed since you opened the page. Please read it "
                    "again."
                )
            )
        if not is_agreed:
            raise UserError(
                self.env._("Please tick the box to agree to the code of conduct.")
            )
        self._accept_conduct()
        self._message_log(
            body=self.env._(
                "%(name)s agreed to %(conduct)s.",
                name=self.partner_id.name,
                conduct=document.display_name,
            )
        )
