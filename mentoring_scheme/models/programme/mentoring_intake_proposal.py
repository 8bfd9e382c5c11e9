# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import re

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class MentoringIntakeProposal(models.Model):
    """What a new intake proposes: scheme, start, name and time zone."""

    _inherit = "mentoring.intake"

    scheme_id = fields.Many2one(default=lambda self: self._default_scheme())
    date_start = fields.Date(
        compute="_compute_date_start",
        store=True,
        readonly=False,
        precompute=True,
    )
    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, precompute=True
    )

    @api.model
    def _default_scheme(self):
        """Return the scheme to choose if there is only one; none otherwise."""
        schemes = self.env["mentoring.scheme"].search(
            [("company_id", "=", self.env.company.id)], limit=2
        )
        return schemes if len(schemes) == 1 else schemes.browse()

    @api.depends("scheme_id")
    def _compute_date_start(self):
        """Propose a start while there is none; one that is set is never changed."""
        for intake in self:
            intake.date_start = intake.date_start or intake._propose_start()

    def _propose_start(self):
        """Return a year after the scheme's latest intake, or the earliest month.

        A first intake starts on the first of a month, as early as members have all
        the time to apply that the scheme gives them.
        """
        self.ensure_one()
        scheme = self.scheme_id
        if not scheme:
            return False
        today = self._today()
        if scheme.is_rolling:
            return today
        latest = self.search(
            [("scheme_id", "=", scheme.id), ("phase", "!=", "cancelled")], limit=1
        )
        if latest:
            return self._move_years(latest.date_start, latest._get_years_to_next())
        earliest = today + relativedelta(months=scheme.apply_lead_months)
        if earliest.day == 1:
            return earliest
        return earliest + relativedelta(months=1, day=1)

    @api.depends("date_start", "scheme_id")
    def _compute_name(self):
        """Name a draft after its start, until someone has given it another name."""
        for intake in self:
            if intake._has_proposed_name():
                intake.name = intake._propose_name()
            else:
                intake.name = intake.name

    def _has_proposed_name(self):
        """Return whether the name may follow the start: empty, or proposed before."""
        self.ensure_one()
        if not self.name:
            return True
        year = re.search(r"\d{4}", self.name)
        if self.phase != "draft" or not year:
            return False
        year = int(year[0])
        months = [
            fields.Date.to_date(f"{year}-{month:02}-01") for month in range(1, 13)
        ]
        names = {self._get_year_name(months[0]), *map(self._get_month_name, months)}
        return self.name in names

    def _propose_name(self):
        """Return a name such as Intake 2027 that no other intake of the scheme has."""
        self.ensure_one()
        if not self.date_start:
            return False
        name = self._get_year_name(self.date_start)
        taken = self.search_count(
            [
                ("scheme_id", "=", self.scheme_id.id),
                ("name", "=", name),
                ("id", "!=", self._origin.id),
            ],
            limit=1,
        )
        return self._get_month_name(self.date_start) if taken else name

    def _get_year_name(self, day):
        return self.env._("Intake %(year)s", year=day.year)

    def _get_month_name(self, day):
        return self.env._(
            "Intake of %(month)s",
            month=format_date(self.env, day, date_format="MMMM y"),
        )

    # ------------------------------------------------------------------
    # Next year
    # ------------------------------------------------------------------

    @api.model
    def _move_years(self, day, years):
        try:
            return day and day + relativedelta(years=years)
        except (OverflowError, ValueError) as error:
            raise UserError(
                self.env._(
                    "There is no year after %(day)s. Please choose another day first.",
                    day=day,
                )
            ) from error

    def _get_years_to_next(self):
        """Return how many years ahead the next intake like this one starts."""
        self.ensure_one()
        years = 1
        while self._move_years(self.date_start, years) <= self._today():
            years += 1
        return years

    def copy_data(self, default=None):
        """A copy is the next year's intake: all days move, and no people come along."""
        default = dict(default or {})
        moved = {
            "date_start",
            "date_end",
            "date_midway",
            "application_open",
            "application_close",
            "billing_date",
        }
        vals_list = super().copy_data(default=default)
        for intake, vals in zip(self, vals_list, strict=True):
            years = intake._get_years_to_next()
            for name in (moved & vals.keys()) - default.keys():
                vals[name] = self._move_years(intake[name], years)
            if "name" not in default:
                vals["name"] = intake._get_next_name(years, vals["date_start"])
        return vals_list

    def _get_next_name(self, years, start):
        """Return the name with its years moved, or else one after the start."""
        self.ensure_one()
        name = re.sub(
            r"\b(20\d\d)(?:(?<=\d)([/–-])(\d\d))?\b",
            lambda found: (
                f"{int(found[1]) + years}"
                + (f"{found[2]}{(int(found[3]) + years) % 100:02}" if found[2] else "")
            ),
            self.name,
        )
        if name != self.name:
            return name
        return self.env._(
            "%(name)s, %(year)s", name=self.name, year=fields.Date.to_date(start).year
        )

    def copy(self, default=None):
        """Plan the webinars of the next intake too, on the same days of the week."""
        copies = super().copy(default=default)
        for intake, copied in zip(self, copies, strict=True):
            intake._copy_webinars(copied)
        return copies

    def _copy_webinars(self, copied):
        """Copy the webinars that the user may read, as far from the start as here."""
        self.ensure_one()
        Event = self.env["event.event"]
        if not Event.has_access("create"):
            return
        weeks = round((copied.date_start - self.date_start).days / 7)
        for event in Event.search([("mentoring_intake_id", "=", self.id)]):
            webinar = event.copy(
                {
                    "mentoring_intake_id": copied.id,
                    "date_begin": event.date_begin + relativedelta(weeks=weeks),
                    "date_end": event.date_end + relativedelta(weeks=weeks),
                }
            )
            webinar.name = event.name  # core adds "(copy)"
