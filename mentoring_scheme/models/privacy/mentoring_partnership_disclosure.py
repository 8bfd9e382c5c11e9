# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models
from odoo.exceptions import UserError

from ...dates import format_day
from .mentoring_disclosure import NOTICE


class MentoringPartnership(models.Model):
    """What was opened of what a partnership wrote, and how its people hear of it."""

    _inherit = "mentoring.partnership"

    may_be_disclosed = fields.Boolean(
        string="Disclosure Possible",
        compute="_compute_may_be_disclosed",
        help="The scheme allows what is written here to be disclosed.",
    )
    disclosure_ids = fields.One2many(
        comodel_name="mentoring.disclosure",
        inverse_name="partnership_id",
        groups="mentoring_scheme.group_mentoring_manager,"
        "mentoring_scheme.group_mentoring_conduct",
    )

    def _compute_may_be_disclosed(self):
        for partnership in self:
            scheme = partnership.sudo().scheme_id  # shown to whoever sees this
            partnership.may_be_disclosed = bool(scheme.disclosure_since)

    def _erase(self):
        """Erase why something was disclosed, too; that it was stays."""
        count = super()._erase()
        self.disclosure_ids._forget_reason()
        return count

    def _get_last_disclosure(self):
        """Return the disclosure that was granted last, or none."""
        self.ensure_one()
        granted = self.disclosure_ids.filtered("date_since")
        return granted.sorted("date_decided", reverse=True)[:1]

    def _tell_of_disclosure(self, disclosure):
        """Tell all who wrote here that it has been opened, also those who have left.

        :raise UserError: when the email for it is missing
        """
        self.ensure_one()
        told = self.env["mentoring.notification"]._send_once(
            NOTICE, self.participant_ids, occasion=f"disclosure {disclosure.id}"
        )
        if len(told) < len(self.participant_ids):
            raise UserError(
                self.env._(
                    "There is no email to tell the participants, so nothing is opened. "
                    "Please ask an administrator to restore the email “Mentoring: "
                    "Disclosure granted”."
                )
            )

    def _get_disclosure_words(self):
        """Return what members are told of disclosures; nothing without any."""
        self.ensure_one()
        since = self.scheme_id.disclosure_since
        if not since:
            return ""
        return self.env._(
            "We can't read any of it, with one exception: if a court orders it, if "
            "someone's safety depends on it, or if one of you asks us to, two of us "
            "can together open what you have written for each other since %(day)s. "
            "You would hear of it straight away. Private notes are never opened.",
            day=format_day(self.env, self.intake_id._local_date(since)),
        )
