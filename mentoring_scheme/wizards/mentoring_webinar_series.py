# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

MOST_WEBINARS = 24


class MentoringWebinarSeries(models.TransientModel):
    """Plan the monthly webinars of an intake in one step (promise A23)."""

    _name = "mentoring.webinar.series"
    _description = "Plan Webinars"

    intake_id = fields.Many2one(
        comodel_name="mentoring.intake", required=True, readonly=True
    )
    date_first = fields.Datetime(string="First Webinar", required=True)
    duration = fields.Float(
        string="Length (hours)", required=True, default=1.0, help="Of each webinar."
    )
    topics = fields.Text(
        required=True,
        help="One line for each webinar, which is a month after the one before.",
    )
    host_id = fields.Many2one(
        comodel_name="res.users", default=lambda self: self.env.user
    )
    url = fields.Char(
        string="Joining Link", help="Where people who are registered join in."
    )
    audience = fields.Selection(
        selection=lambda self: (
            self.env["event.event"]
            ._fields["mentoring_audience"]
            ._description_selection(self.env)
        ),
        string="Who Is Registered",
        required=True,
        default="all",
    )

    @api.constrains("duration")
    def _check_duration(self):
        for series in self:
            if not 0 < series.duration <= 24:
                raise ValidationError(
                    self.env._(
                        "A webinar is longer than nothing and at most 24 hours long."
                    )
                )

    def action_plan(self):
        """Create one webinar for each line, a month apart, at the same local hour.

        :return: the list of the intake's webinars
        :raise UserError: without a topic, with too many, or after the intake's end
        """
        self.ensure_one()
        intake = self.intake_id
        intake.check_access("write")
        names = [name for line in self.topics.splitlines() if (name := line.strip())]
        if not names or len(names) > MOST_WEBINARS:
            raise UserError(
                self.env._(
                    "Write one line for each webinar, and at most %(most)s lines.",
                    most=MOST_WEBINARS,
                )
            )
        webinars = self.env["event.event"].create(
            [
                self._prepare_webinar(name, start)
                for name, start in zip(names, self._get_starts(len(names)), strict=True)
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_scheme.mentoring_event_action"
        )
        return self.env["mentoring.step.notice"]._show(
            self.env._("1 webinar planned")
            if len(webinars) == 1
            else self.env._("%(count)s webinars planned", count=len(webinars)),
            self.env._(
                "Everyone in the intake whom they are for is registered, and gets an "
                "email."
            ),
            opens={**action, "domain": [("mentoring_intake_id", "=", intake.id)]},
            label=self.env._("Open Webinars"),
        )

    def _get_starts(self, count):
        """Return the UTC moments of so many webinars, a month apart on the clock."""
        zone = pytz.timezone(self.intake_id.tz or "UTC")
        first = pytz.utc.localize(self.date_first).astimezone(zone).replace(tzinfo=None)
        return [
            zone.localize(first + relativedelta(months=month))
            .astimezone(pytz.utc)
            .replace(tzinfo=None)
            for month in range(count)
        ]

    def _prepare_webinar(self, name, start):
        return {
            "name": name,
            "mentoring_intake_id": self.intake_id.id,
            "mentoring_audience": self.audience,
            "company_id": self.intake_id.company_id.id,
            "date_begin": start,
            "date_end": start + timedelta(hours=self.duration),
            "date_tz": self.intake_id.tz,
            "user_id": self.host_id.id,
            "event_url": self.url or False,
            "address_id": False,
        }
