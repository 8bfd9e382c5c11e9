# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, datetime

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringIntake(MentoringCommon):
    """Promises A2, A3, A4, A40, B11; invariant 10."""

    def _create(self, **values):
        return (
            self.env["mentoring.intake"]
            .sudo()
            .create(
                {
                    "name": "Intake 2020",
                    "scheme_id": self.scheme.id,
                    "date_start": date(2020, 7, 3),
                    **values,
                }
            )
            .sudo(False)
        )

    def test_dates_are_proposed(self):
        """A2, A3: twelve months, open two months and closed one week before."""
        with Form(self.env["mentoring.intake"]) as form:
            form.name = "Intake 2020"
            form.scheme_id = self.scheme
            form.date_start = date(2020, 7, 3)
            self.assertEqual(form.application_open, date(2020, 5, 3))
            self.assertEqual(form.application_close, date(2020, 6, 26))
            self.assertEqual(form.date_end, date(2021, 7, 2))
            form.application_open = date(2020, 5, 1)
        self.assertEqual(form.record.application_open, date(2020, 5, 1))

    def test_close_across_daylight_saving(self):
        """Invariant 10: the close is the end of the day there, in either half-year."""
        winter = self._create()
        self.assertEqual(winter.application_close_at, datetime(2020, 6, 26, 14, 0))
        # Clocks go forward in Sydney on 4 October 2020 at 2:00.
        spring = self._create(
            date_start=date(2020, 10, 20), application_close=date(2020, 10, 4)
        )
        self.assertEqual(spring.application_close_at, datetime(2020, 10, 4, 13, 0))
        perth = self._create(tz="Australia/Perth")
        self.assertEqual(perth.application_close_at, datetime(2020, 6, 26, 16, 0))

    def test_phases_follow_the_calendar(self):
        """A3, A40: each phase at its hour in the intake's zone; twice is safe."""
        with freeze_time("2020-04-01 00:00:00"):
            intake = self._create()
        for moment, phase in [
            ("2020-05-02 13:59:59", "draft"),
            ("2020-05-02 14:00:00", "open"),
            ("2020-06-26 13:59:59", "open"),
            ("2020-06-26 14:00:00", "matching"),
            ("2020-07-02 14:00:00", "running"),
            ("2021-07-02 13:59:59", "running"),
            ("2021-07-02 14:00:00", "concluding"),
            ("2021-07-16 13:59:59", "concluding"),
            ("2021-07-16 14:00:00", "closed"),
        ]:
            for _again in range(2):
                with freeze_time(moment):
                    self._run_crons("ir_cron_update_phase")
            self.assertEqual(intake.phase, phase, moment)

    def test_gap_is_caught_up(self):
        """A job that did not run for months goes straight to today's phase."""
        with freeze_time("2020-04-01 00:00:00"):
            intake = self._create()
        with freeze_time("2021-07-05 00:00:00"):
            self._run_crons("ir_cron_update_phase")
        self.assertEqual(intake.phase, "concluding")

    def test_staff_may_be_ahead(self):
        """What staff decide early is not taken back by the calendar."""
        with freeze_time("2020-06-01 00:00:00"):
            intake = self._create(phase="open")
            intake.action_start_matching()
            self._run_crons("ir_cron_update_phase")
            self.assertEqual(intake.phase, "matching")
            intake.action_open()
        self.assertEqual(intake.phase, "open")
        with self.assertRaisesRegex(UserError, "open cannot become closed"):
            intake.action_close()

    def test_rolling(self):
        """B11: an intake without a close stays open to members."""
        with freeze_time("2020-07-03 00:00:00"):
            intake = self._create(application_close=False, date_end=False)
            self._run_crons("ir_cron_update_phase")
        with freeze_time("2022-01-01 00:00:00"):
            self._run_crons("ir_cron_update_phase")
            self.assertEqual(intake.phase, "open")
            self.assertTrue(intake.accepts_applications)

    def test_wrong_dates(self):
        """A close after the start is refused with a sentence."""
        with self.assertRaisesRegex(ValidationError, "Choose an earlier close"):
            self._create(application_close=date(2020, 7, 9))

    def test_cancel(self):
        """An intake with partnerships cannot be cancelled; another can."""
        empty = self._create(phase="open")
        empty.action_cancel()
        self.assertEqual(empty.phase, "cancelled")
        self._create_partnership()
        with self.assertRaisesRegex(UserError, "partnerships have been made"):
            self.intake.action_cancel()
