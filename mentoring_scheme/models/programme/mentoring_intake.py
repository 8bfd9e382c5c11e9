# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.base.models.res_partner import _tz_get

from ...dates import format_day, format_zone

PHASES = [
    ("draft", "Draft"),
    ("open", "Open"),
    ("matching", "Matching"),
    ("running", "Running"),
    ("concluding", "Concluding"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]


class MentoringIntake(models.Model):
    """A yearly round of a scheme, or a rolling one that never closes (promise B11)."""

    _name = "mentoring.intake"
    _inherit = ["mentoring.staff.thread"]
    _description = "Mentoring Intake"
    _order = "date_start desc, id desc"

    name = fields.Char(required=True, tracking=True)
    scheme_id = fields.Many2one(
        comodel_name="mentoring.scheme",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="scheme_id.company_id", store=True, index=True)
    coordinator_id = fields.Many2one(related="scheme_id.coordinator_id")
    tz = fields.Selection(
        selection=_tz_get,
        string="Time Zone",
        compute="_compute_tz",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Deadlines end with the day in this time zone.",
    )
    phase = fields.Selection(
        selection=PHASES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    is_rolling = fields.Boolean(
        string="Rolling",
        compute="_compute_is_rolling",
        store=True,
        help="Members may join at any time; there is no close of applications.",
    )
    date_start = fields.Date(string="Start", required=True, tracking=True)
    date_end = fields.Date(
        string="End",
        compute="_compute_date_end",
        store=True,
        readonly=False,
        tracking=True,
        precompute=True,
    )
    application_open = fields.Date(
        string="Applications Open",
        compute="_compute_application_dates",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    application_close = fields.Date(
        string="Applications Close",
        compute="_compute_application_dates",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="The last day to apply, until midnight in the intake's time zone. "
        "Empty: members may join at any time.",
    )
    application_close_at = fields.Datetime(
        string="Applications Close at",
        compute="_compute_application_close_at",
        store=True,
        help="The first moment at which no application is accepted any more.",
    )
    accepts_applications = fields.Boolean(compute="_compute_accepts_applications")
    date_midway = fields.Date(
        string="Midway Review",
        compute="_compute_date_midway",
        store=True,
        readonly=False,
        precompute=True,
    )

    _check_company_auto = True
    _dates_in_order = models.Constraint(
        "CHECK((date_end IS NULL OR date_end > date_start)"
        " AND (application_close IS NULL OR application_open IS NULL"
        " OR application_close >= application_open))",
        "An intake ends after it starts, and applications close after they open.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("scheme_id")
    def _compute_tz(self):
        for intake in self:
            intake.tz = (
                intake.scheme_id.tz or intake.tz or intake.scheme_id._default_tz()
            )

    @api.depends("application_close")
    def _compute_is_rolling(self):
        for intake in self:
            intake.is_rolling = not intake.application_close

    @api.depends("application_close", "tz")
    def _compute_application_close_at(self):
        for intake in self:
            intake.application_close_at = intake.application_close and (
                intake._start_of_day(intake.application_close + timedelta(days=1))
            )

    @api.depends("phase", "application_open", "application_close_at")
    def _compute_accepts_applications(self):
        now = fields.Datetime.now()
        for intake in self:
            if intake.is_rolling:
                in_time = intake.phase in ("open", "matching", "running")
            else:
                in_time = intake.phase == "open" and now < intake.application_close_at
            started = (
                not intake.application_open
                or intake.application_open <= intake._today()
            )
            intake.accepts_applications = in_time and started

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------

    @api.constrains("application_close", "date_start")
    def _check_application_close(self):
        for intake in self:
            close = intake.application_close
            if close and close > intake.date_start:
                raise ValidationError(
                    self.env._(
                        "%(intake)s: applications close on %(close)s, after the start "
                        "on %(start)s. Choose an earlier close or a later start.",
                        intake=intake.name,
                        close=format_day(self.env, close),
                        start=format_day(self.env, intake.date_start),
                    )
                )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_view_waiting_list(self):
        """Open the waiting list of this intake."""
        action = self._get_related_action("mentoring_waiting_list_action")
        action["domain"] = [("state", "=", "waitlisted"), *action["domain"]]
        return action

    def action_view_partnerships(self):
        """Open the partnerships of this intake."""
        return self._get_related_action("mentoring_partnership_action")

    def action_view_fees(self):
        """Open the fees of this intake."""
        return self._get_related_action("mentoring_fee_action")

    def action_view_supply(self):
        """Open which topics are sought and offered in this intake."""
        action = self._get_related_action("mentoring_topic_supply_action")
        action["context"] = {"search_default_sought": 1}
        return action

    def action_view_outcome(self):
        """Open what came of this intake, beside the one before."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Outcomes"),
            "res_model": "mentoring.outcome",
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def action_view_match_runs(self):
        """Open the match runs of this intake."""
        return self._get_related_action("mentoring_match_run_action")

    def _get_related_action(self, xmlid):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"mentoring_scheme.{xmlid}"
        )
        action["domain"] = [("intake_id", "=", self.id)]
        action["context"] = {"default_intake_id": self.id}
        return action

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    def _today(self):
        """Return today's date where the intake is (invariant 10)."""
        self.ensure_one()
        return self._local_date(fields.Datetime.now())

    def _local_date(self, moment):
        """Return the date of a UTC moment in the intake's time zone."""
        self.ensure_one()
        zone = pytz.timezone(self.tz or "UTC")
        return pytz.utc.localize(moment).astimezone(zone).date()

    def _describe_deadline(self, date):
        """Return a last day in words, with the zone that it ends in (invariant 10)."""
        self.ensure_one()
        return self.env._(
            "%(day)s, end of the day (%(zone)s)",
            day=format_day(self.env, date),
            zone=format_zone(self.env, self.tz),
        )

    def _start_of_day(self, date):
        """Return the first moment of a day of the intake, in UTC without zone."""
        self.ensure_one()
        midnight = datetime.combine(date, time.min)
        zone = pytz.timezone(self.tz or "UTC")
        return zone.localize(midnight).astimezone(pytz.utc).replace(tzinfo=None)

    def _get_phase_due(self):
        """Return the phase that the calendar asks for today.

        A rolling intake stays open until its end.
        """
        self.ensure_one()
        today = self._today()
        closing = self.scheme_id.evaluation_days
        if self.date_end and today > self.date_end + timedelta(days=closing):
            return "closed"
        if self.date_end and today > self.date_end:
            return "concluding"
        if self.application_open and today < self.application_open:
            return "draft"
        if self.is_rolling:
            return "open"
        if today >= self.date_start:
            return "running"
        if fields.Datetime.now() >= self.application_close_at:
            return "matching"
        return "open"

    @api.model
    def _get_inconsistencies(self):
        """Return a sentence for each deadline that is not its zone's (invariant 10)."""
        intakes = self.search([("application_close", "!=", False)])
        return [
            self.env._(
                "%(intake)s does not close with the day in its zone.",
                intake=intake.name,
            )
            for intake in intakes
            if intake.application_close_at
            != intake._start_of_day(intake.application_close + timedelta(days=1))
        ]

    @api.model
    def _cron_update_phase(self):
        """Move every intake forward to the phase of its calendar, one by one.

        Never backward: staff may be ahead of the calendar.
        """
        order = [phase for phase, _label in PHASES]
        intakes = self.search([("phase", "not in", ("closed", "cancelled"))])
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(intakes))
        for intake_id in intakes.ids:
            intake = self.browse(intake_id).try_lock_for_update()
            if intake:
                due = intake._get_phase_due()
                if order.index(due) > order.index(intake.phase):
                    intake.phase = due
            if not Cron._commit_progress(1):
                break
