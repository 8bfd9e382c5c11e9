# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from odoo.addons.mentoring_scheme.dates import (
    describe_days,
    format_city,
    format_day,
)


class MentoringIntake(models.Model):
    _inherit = "mentoring.intake"

    _page_fields = ("name", "scheme_id", "tz")

    @api.model
    def _domain_for_public(self):
        """Return which intakes everyone sees: the published ones of public schemes."""
        schemes = self.env["mentoring.scheme"]
        public = schemes.sudo().search(schemes._domain_for_public())  # a mere filter
        return [
            ("phase", "not in", ("draft", "cancelled")),
            ("scheme_id", "in", public.ids),
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

    def _is_shown(self):
        """Return whether the public page names this intake; drafts once announced."""
        self.ensure_one()
        if self.phase == "draft":
            return self.is_announced
        return self.phase not in ("cancelled", "closed")

    def _get_public_days(self):
        """Return the days that are still to come, in order, with how far they are."""
        self.ensure_one()
        today = self._today()
        days = [
            (self.application_open, self.env._("Applications open")),
            (self.application_close, self.env._("Applications close")),
            (self.date_start, self.env._("Mentoring starts")),
            (self.date_end, self.env._("Mentoring ends")),
        ]
        return [
            {
                "label": label,
                "date": format_day(self.env, day),
                # Of a day a year ahead nobody counts the days.
                "when": describe_days(self.env, (day - today).days)
                if (day - today).days <= 90
                else "",
            }
            for day, label in days
            if day and day >= today
        ]

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
            "days": self._get_public_days(),
        }

    def _get_portal_webinars(self, seat):
        """Return the webinars of this intake for a participant (promises A23, A24).

        :param seat: the member's ``mentoring.participant``
        """
        self.ensure_one()
        events = self.event_ids.filtered(
            lambda event: event.mentoring_audience in ("all", seat.role)
        )
        registrations = self.env["event.registration"].search_fetch(
            [
                ("event_id", "in", events.ids),
                ("partner_id", "=", seat.partner_id.id),
                ("state", "!=", "cancel"),
            ],
            ["event_id"],
        )
        return [
            event._get_portal_webinar(seat, event in registrations.event_id)
            for event in events.sorted("date_begin")
        ]
