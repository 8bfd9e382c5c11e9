# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from contextlib import contextmanager
from datetime import timedelta

from odoo import api, models

from ..programme.mentoring_intake_step import OVER

# From how many days on an evaluation is asked late; a job may miss a night or two.
LATE_DAYS = 3
# After how many days somebody is reminded.
REMINDER_DAYS = (7, 14, 21)


class MentoringEvaluationDates(models.Model):
    """The due date of an open evaluation follows the midway or the end it is about."""

    _inherit = "mentoring.evaluation"

    def _get_base_name(self):
        """Return the partnership's date that an evaluation begins on."""
        self.ensure_one()
        return "date_midway" if self.kind == "midway" else "date_end"

    def _get_begin(self):
        """Return the first day of the time to answer; none if it is open.

        The partnership's date, or the day on which the person was asked if that is
        later: after a late match, a pause, or a gap of the jobs.
        """
        self.ensure_one()
        base = self.partnership_id._get_evaluation_date(self.kind)
        return self._choose_begin(base, self.date_asked)

    @api.model
    def _choose_begin(self, base, asked):
        """Return the first day of the time to answer.

        :param date base: the partnership's date; none if it is open
        :param date asked: the day on which the person was asked
        """
        is_late = base and (asked - base).days > LATE_DAYS
        return asked if is_late else base

    def _get_proposed_due(self):
        """Return the due date as the partnership's dates propose it; none if open."""
        self.ensure_one()
        begin = self._get_begin()
        days = self.partnership_id.scheme_id.evaluation_days
        return begin and begin + timedelta(days=days)

    def _get_reminder_day(self):
        """Return after how many days the latest reminder is due; None if none is.

        Nobody is reminded after the last day, nor once the intake is over.
        """
        self.ensure_one()
        begin = self._get_begin()
        today = self.intake_id._today()
        if not begin or today > self.date_due or self.intake_id.phase in OVER:
            return None
        waited = (today - begin).days
        return max((day for day in REMINDER_DAYS if day <= waited), default=None)

    def _follows_partnership(self):
        """Return whether nobody has set another due date by hand."""
        self.ensure_one()
        return self.date_due == self._get_proposed_due()

    @api.model
    @contextmanager
    def _following(self, partnerships):
        """Move what is still to be answered with the dates of these partnerships."""
        following = partnerships.evaluation_ids.filtered(
            lambda evaluation: (
                evaluation.state == "pending" and evaluation._follows_partnership()
            )
        )
        yield
        for evaluation in following:
            if due := evaluation._get_proposed_due():
                evaluation.date_due = due
