# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError

from .mentoring_intake_dates import DATES

# Days are counted from these: a year before and after them still exists.
FIRST_YEAR, LAST_YEAR = 1900, 2200


def _is_sensible(day):
    return FIRST_YEAR <= day.year <= LAST_YEAR


class MentoringIntakeSensible(models.Model):
    """Days that can be counted with, and a time zone that exists.

    What is proposed from a start, and the moment of a deadline, are worked out before
    anything is saved. So a mistyped year is refused first, in words.
    """

    _inherit = "mentoring.intake"

    @api.model_create_multi
    def create(self, vals_list):
        defaults = self.default_get([*DATES, "tz"])
        for vals in vals_list:
            self._check_sensible({**defaults, **vals})
        return super().create(vals_list)

    def write(self, vals):
        self._check_sensible(vals)
        return super().write(vals)

    def _propose(self, name):
        """Propose nothing from a mistyped year; saving says what is wrong."""
        if self.date_start and not _is_sensible(self.date_start):
            return self[name]
        return super()._propose(name)

    @api.depends("application_close", "tz")
    def _compute_application_close_at(self):
        """Close at once in the form what closes in a mistyped year."""
        mistyped = self.filtered(
            lambda intake: (
                intake.application_close and not _is_sensible(intake.application_close)
            )
        )
        mistyped.application_close_at = fields.Datetime.now()
        return super(
            MentoringIntakeSensible, self - mistyped
        )._compute_application_close_at()

    @api.model
    def _check_sensible(self, vals):
        """Refuse days and zones that nothing can be worked out from.

        :raise UserError: naming the field
        """
        if "date_start" in vals and not vals["date_start"]:
            raise UserError(self.env._("Please choose the day in “Start”."))
        self._check_sensible_days(vals)
        zone = vals.get("tz")
        if zone and zone not in pytz.all_timezones_set:
            raise UserError(
                self.env._("There is no time zone “%(zone)s”.", zone=str(zone))
            )

    @api.model
    def _check_sensible_days(self, vals):
        for name in vals.keys() & set(DATES):
            try:
                day = fields.Date.to_date(vals[name])
            except (TypeError, ValueError):
                day = None
            if vals[name] and not (day and _is_sensible(day)):
                raise UserError(
                    self.env._(
                        "Please choose a day between the years %(first)s and %(last)s "
                        "in “%(field)s”.",
                        first=FIRST_YEAR,
                        last=LAST_YEAR,
                        field=self._fields[name]._description_string(self.env),
                    )
                )
