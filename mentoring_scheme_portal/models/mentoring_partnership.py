# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import UserError


class MentoringPartnership(models.Model):
    _inherit = "mentoring.partnership"

    @api.model
    def _domain_for_member(self, partner):
        """Return in which partnerships this person has, or had, a seat."""
        return [
            ("participant_ids", "any", [("application_id.partner_id", "=", partner.id)])
        ]

    def _get_acting_seat(self):
        """Return the seat of the acting member, the actor of all that follows."""
        self.ensure_one()
        return self._get_seat(self.env.user.partner_id)[:1]

    def _portal_plan_meeting(self, values):
        """Plan a meeting for all who take part (promises A16, A17, B4).

        :param dict values: start in UTC, minutes, mode and link, as the form has read
            them
        :raise UserError: when the acting member does not take part any more
        """
        self.ensure_one()
        seat = self._get_acting_seat()
        if not seat or not seat._is_active_seat():
            raise UserError(
                self.env._("This partnership is over; it has no more meetings.")
            )
        if self.is_paused:
            raise UserError(
                self.env._(
                    "The office has asked you to wait with meetings. It will be in "
                    "touch with you."
                )
            )
        meeting = self.env["mentoring.meeting"].create(
            {
                "partnership_id": self.id,
                "start": values["start"],
                "duration": values["minutes"] / 60,
                "mode": values["mode"],
                "link": values.get("link") or False,
            }
        )
        if not meeting._is_past():
            meeting._announce("planned")
        return meeting

    def _portal_raise_concern(self, values, upload=None):
        """Receive a concern of the acting member's, in confidence (A37, A39).

        Whoever has left may still raise one.

        :raise ValidationError: when a file cannot be taken
        """
        self.ensure_one()
        return self.env["mentoring.concern"]._portal_report(self, values, upload)

    def _portal_request_withdrawal(self, values):
        """Ask the office to let the acting member go (promise A38).

        :raise UserError: when the acting member does not take part any more
        """
        self.ensure_one()
        seat = self._get_acting_seat()
        if not seat or not seat._is_active_seat():
            raise UserError(
                self.env._("This partnership is over, so there is nothing to leave.")
            )
        return self.env["mentoring.withdrawal"]._request(seat, values)
