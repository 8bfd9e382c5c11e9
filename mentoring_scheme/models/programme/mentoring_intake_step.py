# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ...dates import format_day

# Which phases a step by staff may come from.
PHASE_SOURCES = {
    "draft": ("open", "cancelled"),
    "open": ("draft", "matching"),
    "matching": ("open", "running"),
    "running": ("open", "matching", "concluding"),
    "concluding": ("open", "running", "closed"),
    "closed": ("concluding",),
    "cancelled": ("draft", "open", "matching"),
}
# Nothing goes on in these.
OVER = ("closed", "cancelled")


class MentoringIntakeStep(models.Model):
    """The steps that staff take from one phase to the next, and back.

    A step brings the dates along that would gainsay it: who opens an intake today
    finds it open today. A step that the calendar would undo within the hour is
    refused, with the date to change first.
    """

    _inherit = "mentoring.intake"

    def write(self, vals):
        """Who has applied to a scheme has read what it asks for, and what it costs."""
        if "scheme_id" in vals:
            moved = self.filtered(
                lambda intake: (
                    intake.scheme_id.id != vals["scheme_id"] and intake.application_ids
                )
            )
            if moved:
                raise UserError(
                    self.env._(
                        "%(intakes)s: members have applied, so the intake stays with "
                        "its scheme.",
                        intakes=", ".join(moved.mapped("name")),
                    )
                )
        ending = self.filtered(lambda intake: intake.phase not in OVER)
        result = super().write(vals)
        if vals.get("phase") in OVER:
            ending._settle_end()
        return result

    def _settle_end(self):
        """Bring everything to an end in intakes that are over, and tell everybody.

        Whoever ends them: staff, the calendar, or an import. Each room ends its own.
        """
        return True

    # ------------------------------------------------------------------
    # Forward
    # ------------------------------------------------------------------

    def action_open(self):
        """Take applications from today on."""
        movable = self._check_step("open")
        for intake in movable:
            intake._check_still_open()
            if intake.application_open and intake.application_open > intake._today():
                intake.application_open = intake._today()
        return movable._enter("open")

    def _check_still_open(self):
        """Refuse to open what the closing date, or the end, keeps closed.

        :raise UserError: naming the date to change
        """
        self.ensure_one()
        closed_at = self.application_close_at
        if closed_at and closed_at <= fields.Datetime.now():
            raise UserError(
                self.env._(
                    "No one could apply to %(intake)s, because applications closed on "
                    "%(day)s. Choose a later day in “Close on” first.",
                    intake=self.name,
                    day=format_day(self.env, self.application_close),
                )
            )
        self._check_not_over()

    def _check_not_over(self):
        self.ensure_one()
        if self.date_end and self.date_end < self._today():
            raise UserError(
                self.env._(
                    "%(intake)s ended on %(day)s. Choose a later day in “End” first.",
                    intake=self.name,
                    day=format_day(self.env, self.date_end),
                )
            )

    def action_start_matching(self):
        """Close applications before their date, or go back to matching."""
        movable = self._check_step("matching")
        for intake in movable:
            if intake.is_rolling:
                raise UserError(
                    self.env._(
                        "%(intake)s takes applications all year and is matched while "
                        "it is open. Click “Match”.",
                        intake=intake.name,
                    )
                )
            if intake.phase == "running" and intake.date_start <= intake._today():
                raise UserError(
                    self.env._(
                        "Mentoring in %(intake)s started on %(day)s. You can match "
                        "people while it is running: click “Match”. To go back, choose "
                        "a later day in “Start” first.",
                        intake=intake.name,
                        day=format_day(self.env, intake.date_start),
                    )
                )
        return movable._enter("matching")

    def action_run(self):
        """Start the mentoring period today if its day has not come, or resume it."""
        movable = self._check_step("running")
        for intake in movable:
            intake._check_not_over()
            intake._start_today_at_the_latest()
        return movable._enter("running")

    def _start_today_at_the_latest(self):
        """Bring the start forward to today; the end that was announced stays."""
        self.ensure_one()
        today = self._today()
        if self.date_start <= today:
            return
        vals = {
            "date_start": today,
            "date_midway": self.date_midway,
            "date_end": self.date_end,
        }
        for name in ("application_open", "application_close"):
            vals[name] = self[name] and min(self[name], today)
        self.write(vals)

    def action_conclude(self):
        """End the mentoring period today if its day has not come, or reopen its end."""
        movable = self._check_step("concluding")
        for intake in movable:
            intake._check_can_conclude()
            if not intake.date_end or intake.date_end > intake._today():
                intake.date_end = intake._today()
        return movable._enter("concluding")

    def _check_can_conclude(self):
        """Refuse to end what has not started, or what the calendar closes again.

        :raise UserError: naming the date or the setting to change
        """
        self.ensure_one()
        today = self._today()
        if self.date_start >= today:
            raise UserError(
                self.env._(
                    "%(intake)s starts on %(day)s, so it cannot end yet. Cancel it, or "
                    "choose an earlier day in “Start” first.",
                    intake=self.name,
                    day=format_day(self.env, self.date_start),
                )
            )
        days = self.scheme_id.evaluation_days
        if self.phase == "closed" and self.date_end + timedelta(days=days) < today:
            raise UserError(
                self.env._(
                    "The time to evaluate %(intake)s is over (days: %(days)s). First "
                    "give more in “Time to Evaluate (days)” of the scheme.",
                    days=days,
                    intake=self.name,
                )
            )

    def action_close(self):
        """Close the intake."""
        return self._check_step("closed")._enter("closed")

    # ------------------------------------------------------------------
    # Back and out
    # ------------------------------------------------------------------

    def action_cancel(self):
        """Cancel an intake in which nobody has been matched."""
        matched = self.filtered("partnership_ids")
        if matched:
            raise UserError(
                self.env._(
                    "%(intakes)s: partnerships have been made. End them first, or "
                    "conclude the intake.",
                    intakes=", ".join(matched.mapped("name")),
                )
            )
        return self._check_step("cancelled")._enter("cancelled")

    def action_draft(self):
        """Take the intake back to draft, before its applications open."""
        movable = self._check_step("draft")
        for intake in movable:
            opening = intake.application_open
            if opening and opening > intake._today():
                continue
            raise UserError(
                self.env._(
                    "Applications for %(intake)s would open again within the hour. "
                    "Choose a day after today in “Open on” first.",
                    intake=intake.name,
                )
            )
        return movable._enter("draft")

    def action_reinstate(self):
        """Undo a cancellation: the intake is where its calendar asks for."""
        self.check_access("write")
        cancelled = self.filtered(lambda intake: intake.phase == "cancelled")
        for intake in cancelled.sudo():  # by this step alone
            intake.phase = intake._get_phase_due()
        return True

    def action_plan_next(self):
        """Plan next year's intake, and open it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.copy().id,
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    def _check_step(self, phase):
        """Return the intakes that are not in a phase yet.

        :raise UserError: naming those that cannot take this step
        """
        movable = self.filtered(lambda intake: intake.phase != phase)
        wrong = movable.filtered(
            lambda intake: intake.phase not in PHASE_SOURCES[phase]
        )
        if wrong:
            labels = dict(self._fields["phase"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(intakes)s: an intake that is %(current)s cannot become "
                    "%(target)s.",
                    intakes=", ".join(wrong.mapped("name")),
                    current=labels[wrong[0].phase].lower(),
                    target=labels[phase].lower(),
                )
            )
        return movable

    def _enter(self, phase):
        self.check_access("write")
        self.sudo().phase = phase  # by this step alone
        return True
