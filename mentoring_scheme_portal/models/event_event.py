# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from odoo.addons.mentoring_scheme.dates import format_moment


class EventEvent(models.Model):
    """A webinar as its intake's participants see it."""

    _inherit = "event.event"

    @api.model
    def _domain_for_member(self, partner):
        """Return which webinars a member may put into a calendar: one's own."""
        registrations = self.env["event.registration"].sudo()  # a mere filter
        own = registrations.search(
            [("partner_id", "=", partner.id), ("state", "!=", "cancel")]
        )
        return [
            ("mentoring_intake_id", "!=", False),
            ("id", "in", own.event_id.ids),
        ]

    def _get_portal_webinar(self, seat, is_registered):
        """Return what a participant sees of a webinar.

        The access details are for those who are registered.
        """
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.name,
            "when": format_moment(self.env, self.date_begin, seat._get_portal_zone()),
            "host": self.user_id.name or "",
            "is_over": self.is_finished,
            "is_registered": is_registered,
            "url": self.event_url if is_registered else "",
            "venue": self.address_inline or "",
        }
