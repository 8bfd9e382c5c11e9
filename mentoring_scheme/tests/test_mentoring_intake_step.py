# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools.safe_eval import safe_eval

from .common import MentoringCommon

NOON = "2026-08-05 02:00:00"  # in Sydney
TODAY = date(2026, 8, 5)


@tagged("post_install", "-at_install")
class TestMentoringIntakeStep(MentoringCommon):
    """Each step does what its button says, or says why not."""

    def _create(self, **values):
        return (
            self.env["mentoring.intake"]
            .sudo()
            .create(
                {
                    "name": "Intake 2026",
                    "scheme_id": self.scheme.id,
                    "date_start": date(2026, 10, 1),
                    "application_open": date(2026, 8, 1),
                    "application_close": date(2026, 9, 20),
                    **values,
                }
            )
            .sudo(False)
        )

    def _assert_stays(self, intake, phase):
        """The calendar does not take the step back within the hour."""
        self._run_crons("ir_cron_update_phase")
        self.assertEqual(intake.phase, phase)

    def test_phase_by_its_steps_alone(self):
        """By RPC, an intake would be open before its scheme may be shown."""
        intakes = self.env["mentoring.intake"].with_user(self.coordinator)
        mine = self.intake.with_user(self.coordinator)
        for phase in ("draft", "running", "closed", "cancelled"):
            with self.assertRaises(AccessError):
                mine.write({"phase": phase})
        vals = {"name": "x", "scheme_id": self.scheme.id}
        with self.assertRaises(AccessError):
            intakes.create({**vals, "phase": "open"})
        with self.assertRaises(AccessError):
            intakes.with_context(default_phase="open").create(vals)
        mine.action_start_matching()
        self.assertEqual(mine.phase, "matching")
        mine.action_cancel()
        mine.action_reinstate()
        self.assertEqual(mine.phase, "open")

    def test_scheme_of_an_intake_with_applications(self):
        other = self._create_scheme(name="Other")
        intake = self._create()
        intake.scheme_id = other  # nobody has applied
        self._create_application(self._create_member("Ann Applicant"), "mentee")
        for record in (self.intake.with_user(self.coordinator), self.intake.sudo()):
            with self.assertRaisesRegex(UserError, "stays with its scheme"):
                record.scheme_id = other

    # ------------------------------------------------------------------
    # Open
    # ------------------------------------------------------------------

    @freeze_time(NOON)
    def test_open_before_its_day(self):
        """The opening becomes today, so members can apply at once."""
        intake = self._create(application_open=date(2026, 8, 20))
        intake.with_user(self.coordinator).action_open()
        self.assertEqual(intake.application_open, TODAY)
        self.assertTrue(intake.accepts_applications)
        self._assert_stays(intake, "open")

    @freeze_time(NOON)
    def test_open_after_the_close(self):
        """Draft or matching: nobody could apply, so the step says which day to move."""
        intake = self._create(application_close=date(2026, 8, 4))
        with self.assertRaisesRegex(UserError, "closed on 4 August 2026.*“Close on”"):
            intake.action_open()
        intake.sudo().phase = "matching"
        with self.assertRaisesRegex(UserError, "“Close on”"):
            intake.action_open()
        intake.application_close = TODAY
        intake.action_open()
        self.assertTrue(intake.accepts_applications)

    @freeze_time(NOON)
    def test_open_rolling_after_its_end(self):
        intake = self._create(
            date_start=date(2026, 1, 1),
            application_open=date(2026, 1, 1),
            application_close=False,
            date_end=date(2026, 8, 4),
        )
        with self.assertRaisesRegex(UserError, "ended on 4 August 2026"):
            intake.action_open()

    # ------------------------------------------------------------------
    # Match, run, conclude
    # ------------------------------------------------------------------

    @freeze_time(NOON)
    def test_start_matching(self):
        intake = self._create(phase="open")
        intake.action_start_matching()
        self.assertFalse(intake.accepts_applications)
        self._assert_stays(intake, "matching")

    @freeze_time(NOON)
    def test_rolling_intake_has_no_matching_phase(self):
        """It would go on taking applications, against what the button says."""
        intake = self._create(application_close=False, phase="open")
        with self.assertRaisesRegex(UserError, "Click “Match”"):
            intake.action_start_matching()

    @freeze_time(NOON)
    def test_back_to_matching(self):
        intake = self._create(phase="running")
        intake.action_start_matching()
        self._assert_stays(intake, "matching")
        started = self._create(
            phase="running", date_start=TODAY, application_close=False
        )
        started.application_close = date(2026, 8, 1)
        with self.assertRaisesRegex(UserError, "started on 5 August 2026"):
            started.action_start_matching()

    @freeze_time(NOON)
    def test_start_before_its_day(self):
        """The start becomes today; the end that was announced stays."""
        intake = self._create(phase="matching")
        end, midway = intake.date_end, intake.date_midway
        intake.with_user(self.coordinator).action_run()
        self.assertEqual(intake.date_start, TODAY)
        self.assertEqual((intake.date_end, intake.date_midway), (end, midway))
        self.assertEqual(intake.application_close, TODAY)
        self._assert_stays(intake, "running")

    @freeze_time(NOON)
    def test_conclude_before_its_day(self):
        intake = self._create(
            phase="running",
            date_start=date(2026, 2, 1),
            application_open=date(2025, 12, 1),
            application_close=date(2026, 1, 20),
        )
        intake.action_conclude()
        self.assertEqual(intake.date_end, TODAY)
        self._assert_stays(intake, "concluding")
        with freeze_time("2026-08-06 02:00:00"):
            with self.assertRaisesRegex(UserError, "“End”"):
                intake.action_run()
            intake.date_end = date(2026, 12, 1)
            intake.action_run()
            self._assert_stays(intake, "running")

    @freeze_time(NOON)
    def test_conclude_before_the_start(self):
        intake = self._create(phase="running")
        with self.assertRaisesRegex(UserError, "starts on 1 October 2026"):
            intake.action_conclude()

    @freeze_time(NOON)
    def test_reopen_evaluations(self):
        values = {
            "phase": "closed",
            "date_start": date(2025, 8, 1),
            "application_open": date(2025, 6, 1),
            "application_close": date(2025, 7, 20),
        }
        recent = self._create(date_end=date(2026, 7, 31), **values)
        recent.action_conclude()
        self.assertEqual(recent.date_end, date(2026, 7, 31))
        self._assert_stays(recent, "concluding")
        old = self._create(date_end=date(2026, 7, 1), **values)
        with self.assertRaisesRegex(UserError, "“Time to Evaluate"):
            old.action_conclude()

    # ------------------------------------------------------------------
    # Back and out
    # ------------------------------------------------------------------

    @freeze_time(NOON)
    def test_back_to_draft(self):
        intake = self._create(phase="open")
        with self.assertRaisesRegex(UserError, "“Open on”"):
            intake.action_draft()
        intake.application_open = date(2026, 8, 6)
        intake.action_draft()
        self._assert_stays(intake, "draft")

    @freeze_time(NOON)
    def test_reinstate(self):
        """A cancellation is undone: the intake continues where its dates say."""
        intake = self._create(phase="open")
        intake.action_cancel()
        self._assert_stays(intake, "cancelled")
        intake.with_user(self.coordinator).action_reinstate()
        self.assertEqual(intake.phase, "open")
        running = self._create(phase="running")
        running.action_reinstate()
        self.assertEqual(running.phase, "running")

    @freeze_time(NOON)
    def test_plan_next(self):
        intake = self._create(phase="closed")
        action = intake.with_user(self.coordinator).action_plan_next()
        planned = self.env["mentoring.intake"].browse(action["res_id"])
        self.assertEqual(planned.date_start, date(2027, 10, 1))
        self.assertEqual(planned.phase, "draft")


@tagged("post_install", "-at_install")
class TestPrimaryButtons(MentoringCommon):
    """The button of the next step is the primary one, and the only one."""

    def _get_primary(self, record):
        """Return the primary buttons in the head of a record's form."""
        form = Form(record.with_user(self.coordinator))
        context = form._get_eval_context()
        return [
            button.get("name")
            for button in form._view["tree"].xpath("/form/header/button")
            if "btn-primary" in button.get("class", "")
            and not safe_eval(button.get("invisible", "False"), context)
        ]

    def test_intake(self):
        steps = {
            "draft": "action_open",
            "open": "action_start_matching",
            "matching": "action_view_match_runs",
            "running": "action_conclude",
            "concluding": "action_close",
            "closed": "action_plan_next",
            "cancelled": "action_reinstate",
        }
        phases = dict(self.env["mentoring.intake"]._fields["phase"].selection)
        self.assertEqual(set(steps), set(phases))
        for phase, step in steps.items():
            self.intake.sudo().phase = phase
            with self.subTest(phase=phase):
                self.assertEqual(self._get_primary(self.intake), [step])
        self.intake.sudo().write({"application_close": False, "phase": "open"})
        self.assertEqual(self._get_primary(self.intake), ["action_view_match_runs"])

    def test_intake_with_its_matches_made(self):
        self._create_partnership()
        self.intake.sudo().phase = "matching"
        self.assertEqual(self._get_primary(self.intake), ["action_run"])

    def test_never_two(self):
        """Applications, runs and partnerships: one primary button at most."""
        partnership = self._create_partnership()
        mentor = self._create_approved("Ann Mentor", "mentor")
        mentee = self._create_application(self._create_member("Bea Mentee"), "mentee")
        run = self.env["mentoring.match.run"].create({"intake_id": self.intake.id})
        seen = []
        for record in (partnership, mentor, mentee, run):
            seen.append(self._get_primary(record))
        mentee.action_submit()
        seen.append(self._get_primary(mentee))
        mentee.action_approve()
        run.action_solve()
        seen.append(self._get_primary(run))
        run.action_publish()
        seen.append(self._get_primary(run))
        self._sign_all(partnership)
        seen.append(self._get_primary(partnership))
        partnership.action_complete()
        seen.append(self._get_primary(partnership))
        for names in seen:
            self.assertLessEqual(len(names), 1, seen)
