# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from odoo.addons.mentoring_scheme.dates import format_city, format_day, format_moment


class MentoringIntake(models.Model):
    _inherit = "mentoring.intake"

    _page_fields = ("name", "scheme_id", "tz")

    @api.model
    def _domain_for_public(self):
        """Return which intakes everybody sees: the published ones of open schemes."""
        return [
            ("phase", "not in", ("draft", "cancelled")),
            ("scheme_id.active", "=", True),
            ("company_id", "=", self.env.company.id),
        ]

    @api.model
    def _domain_for_applicants(self):
        """Return which intakes may take applications now; their clocks decide."""
        return [
            *self._domain_for_public(),
            ("phase", "in", ("open", "matching", "running")),
        ]

    def _opens_later(self):
        self.ensure_one()
        return bool(self.application_open) and self._today() < self.application_open

    def _get_public_values(self):
        """Return the dates of this intake, in its zone, which is named."""
        self.ensure_one()
        env = self.env
        return {
            "id": self.id,
            "name": self.name,
            "start": format_day(env, self.date_start),
            "end": format_day(env, self.date_end),
            "open": format_day(env, self.application_open),
            "close": format_day(env, self.application_close),
            "zone": format_city(self.tz),
            "is_rolling": self.is_rolling,
            "accepts": self.accepts_applications,
        }

    def _get_portal_webinars(self, partner):
        """Return the webinars of this intake (promises A23, A24).

        The access details are for those who are registered.
        """
        self.ensure_one()
        webinars = []
        events = self.event_ids.sorted("date_begin")
        registrations = self.env["event.registration"].search_fetch(
            [
                ("event_id", "in", events.ids),
                ("partner_id", "=", partner.id),
                ("state", "!=", "cancel"),
            ],
            ["event_id"],
        )
        for event in events:
            registered = event in registrations.event_id
            webinars.append(
                {
                    "name": event.name,
                    "when": format_moment(self.env, event.date_begin, self.tz),
                    "is_over": event.is_finished,
                    "is_registered": registered,
                    "url": event.event_url if registered else "",
                    "venue": event.address_inline or "",
                }
            )
        return webinars
