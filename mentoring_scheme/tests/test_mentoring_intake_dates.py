# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, timedelta

from odoo import Command, fields
from odoo.tests import Form, freeze_time, tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringIntakeDates(MentoringCommon):
    """What depends on a date follows it, unless staff have set it by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-02-01 00:00:00"):
            cls.round = (
                cls.env["mentoring.intake"]
                .sudo()
                .create(
                    {
                        "name": "Intake 2026",
                        "scheme_id": cls.scheme.id,
                        "date_start": date(2026, 4, 1),
                        "phase": "open",
                    }
                )
                .sudo(False)
            )
            cls.partnership = cls._create_partnership(intake=cls.round)
            cls._sign_all(cls.partnership)
            cls.other = cls._create_partnership(
                intake=cls.round, mentor="Meg Mentor", mentee="Max Mentee"
            )
            cls.other.date_end = date(2026, 12, 31)
        cls.round.sudo().phase = "running"

    def _ask(self, day):
        """Let the job ask for the evaluations that are due; return all."""
        with freeze_time(f"{day} 12:00:00"):
            self._run_crons("ir_cron_ask_due")
        return self.env["mentoring.evaluation"].search(
            [("intake_id", "=", self.round.id)]
        )

    def _edit(self, intake=None):
        return Form((intake or self.round).with_user(self.coordinator))

    # ------------------------------------------------------------------
    # Running
    # ------------------------------------------------------------------

    def test_end_and_midway_of_a_running_intake(self):
        """Partnerships and open evaluations follow, by the form and by RPC alike."""
        asked = self._ask("2026-10-01")
        self.assertEqual(len(asked), 4)
        due = self.round.date_midway + timedelta(days=14)
        self.assertEqual(set(asked.mapped("date_due")), {due})
        by_hand = asked.filtered(lambda one: one.partnership_id == self.other)[0]
        by_hand.date_due = date(2026, 11, 30)
        with freeze_time("2026-10-02 00:00:00"), self._edit() as form:
            form.date_end = date(2027, 5, 31)
            form.date_midway = date(2026, 12, 1)
        self.assertEqual(self.partnership.date_end, date(2027, 5, 31))
        self.assertEqual(self.other.date_end, date(2026, 12, 31))
        self.assertEqual(self.partnership.date_midway, date(2026, 12, 1))
        self.assertEqual(by_hand.date_due, date(2026, 11, 30))
        self.assertEqual(
            set((asked - by_hand).mapped("date_due")), {date(2026, 12, 15)}
        )
        self.round.with_user(self.coordinator).write({"date_end": "2027-06-30"})
        self.assertEqual(self.partnership.date_end, date(2027, 6, 30))
        self.assertEqual(self.round.date_midway, date(2026, 12, 1))

    def test_midway_follows_the_end(self):
        """The midway is the middle, until it is set by hand."""
        self.round.date_end = date(2026, 10, 1)
        self.assertEqual(self.round.date_midway, date(2026, 7, 1))
        self.assertEqual(self.other.date_midway, date(2026, 7, 1))

    def test_end_of_one_partnership(self):
        """Its own final evaluation follows, whoever moves the end."""
        asked = self._ask("2026-12-31").filtered(lambda one: one.kind == "final")
        self.assertEqual(asked.partnership_id, self.other)
        self.other.with_user(self.coordinator).date_end = date(2027, 1, 31)
        self.assertEqual(set(asked.mapped("date_due")), {date(2027, 2, 14)})

    def test_what_is_over_stays(self):
        """A completed partnership and an answered evaluation keep their days."""
        asked = self._ask("2026-10-01")
        answered = asked[0]
        self._get_answers(answered).state = "done"
        due = answered.date_due
        self.partnership.action_complete()
        end = self.partnership.date_end
        self.round.date_end = date(2027, 5, 31)
        self.assertEqual(self.partnership.date_end, end)
        self.assertEqual(answered.date_due, due)

    def test_concluding_early_takes_them_along(self):
        with freeze_time("2026-08-05 02:00:00"):
            self.round.action_conclude()
            self.assertEqual(self.partnership.date_end, date(2026, 8, 5))
            self.assertEqual(self.other.date_end, date(2026, 12, 31))

    # ------------------------------------------------------------------
    # Start
    # ------------------------------------------------------------------

    def _create_open(self, **values):
        return (
            self.env["mentoring.intake"]
            .sudo()
            .create(
                {
                    "name": "Intake 2027",
                    "scheme_id": self.scheme.id,
                    "date_start": date(2027, 4, 1),
                    "phase": "open",
                    **values,
                }
            )
            .sudo(False)
        )

    @freeze_time("2027-02-10 00:00:00")
    def test_start_of_an_open_intake(self):
        """Applications that have opened stay open; close, midway and end follow."""
        for door in ("form", "write"):
            intake = self._create_open(name=door)
            self.assertEqual(intake.application_open, date(2027, 2, 1))
            if door == "form":
                with self._edit(intake) as form:
                    form.date_start = date(2027, 6, 1)
                    self.assertEqual(str(form.application_open), "2027-02-01")
                    form.date_start = date(2027, 4, 1)
                    self.assertEqual(str(form.date_end), "2028-03-31")
                    form.date_start = date(2027, 6, 1)
            else:
                intake.date_start = date(2027, 6, 1)
            self.assertRecordValues(
                intake,
                [
                    {
                        "application_open": date(2027, 2, 1),
                        "application_close": date(2027, 5, 25),
                        "date_midway": date(2027, 11, 30),
                        "date_end": date(2028, 5, 31),
                    }
                ],
            )
            self.assertTrue(intake.accepts_applications)

    @freeze_time("2027-02-10 00:00:00")
    def test_start_with_dates_set_by_hand(self):
        for door in ("form", "write"):
            intake = self._create_open(
                name=door,
                phase="draft",
                application_open=date(2027, 3, 1),
                date_end=date(2027, 12, 31),
            )
            if door == "form":
                with self._edit(intake) as form:
                    form.date_start = date(2027, 6, 1)
            else:
                intake.date_start = date(2027, 6, 1)
            self.assertEqual(intake.application_open, date(2027, 3, 1))
            self.assertEqual(intake.application_close, date(2027, 5, 25))
            self.assertEqual(intake.date_end, date(2027, 12, 31))

    @freeze_time("2027-02-10 00:00:00")
    def test_start_of_a_draft(self):
        intake = self._create_open(phase="draft")
        intake.date_start = date(2027, 6, 1)
        self.assertEqual(intake.application_open, date(2027, 4, 1))
        self.assertEqual(intake.date_end, date(2028, 5, 31))

    def test_start_after_applications_have_closed(self):
        """The close that has passed does not come back; partnerships follow."""
        close = self.round.application_close
        self.round.sudo().phase = "matching"
        self.round.date_start = date(2026, 6, 1)
        self.assertEqual(self.round.application_close, close)
        self.assertEqual(self.partnership.date_start, date(2026, 6, 1))
        self.assertEqual(self.partnership.date_end, date(2027, 5, 31))

    # ------------------------------------------------------------------
    # Whom it concerns
    # ------------------------------------------------------------------

    def test_form_says_whom_it_concerns(self):
        """Before saving: people, partnerships, evaluations, and what stays."""
        self._ask("2026-10-01")
        self.round.event_ids = [
            Command.create(
                {
                    "name": "Midway webinar",
                    "date_begin": "2026-10-05 02:00:00",
                    "date_end": "2026-10-05 03:00:00",
                }
            )
        ]
        with freeze_time("2026-10-02 00:00:00"):
            form = self._edit()
            self.assertFalse(form.date_notice)
            form.date_end = date(2027, 5, 31)
            self.assertIn("People concerned: 4", form.date_notice)
            self.assertIn("Partnerships whose dates follow: 2", form.date_notice)
            self.assertIn("Evaluations due on another day: 4", form.date_notice)
            self.assertIn(
                "Agreements that keep the dates as signed: 2", form.date_notice
            )
            self.assertIn("Webinars that keep their date: 1", form.date_notice)
            self.assertEqual(self.round.date_end, date(2027, 3, 31))
            form.date_end = date(2027, 3, 31)
            self.assertFalse(form.date_notice)

    @freeze_time("2027-02-10 00:00:00")
    def test_form_says_that_nobody_can_apply(self):
        intake = self._create_open()
        with self._edit(intake) as form:
            form.application_open = date(2027, 3, 1)
            self.assertIn("No one can apply before 1 March 2027", form.date_notice)

    # ------------------------------------------------------------------
    # Tell them
    # ------------------------------------------------------------------

    def _get_mails(self):
        template = self.env.ref("mentoring_scheme.mail_template_intake_dates")
        return (
            self.env["mentoring.notification"]
            .search([("template_id", "=", template.id)])
            .mail_id
        )

    def test_tell_people(self):
        """Each of them once, with the day before and the day now."""
        intake = self.round.with_user(self.coordinator)
        self.assertFalse(intake.date_news)
        intake.date_midway = date(2026, 12, 1)
        intake.date_end = date(2027, 5, 31)
        self.assertIn("People who do not know yet: 4", intake.date_news)
        intake.action_tell_dates()
        mails = self._get_mails()
        self.assertEqual(len(mails), 4)
        told = mails.filtered(
            lambda mail: "31 May 2027 (before: 31 March 2027)" in mail.body_html
        )
        # The other two have an end of their own.
        self.assertEqual(len(told), 2)
        self.assertTrue(all("1 December 2026" in mail.body_html for mail in mails))
        self.assertFalse(intake.date_news)
        intake.action_tell_dates()
        self.assertEqual(self._get_mails(), mails)

    def test_moved_back_before_anybody_was_told(self):
        end = self.round.date_end
        self.round.date_end = date(2027, 5, 31)
        self.assertTrue(self.round.date_news)
        self.round.date_end = end
        self.assertFalse(self.round.date_news)
        self.round.date_end = date(2027, 5, 31)
        self.round.with_user(self.coordinator).action_leave_untold()
        self.assertFalse(self.round.date_news)
        self.assertFalse(self._get_mails())

    @freeze_time("2027-02-10 00:00:00")
    def test_applicants_are_told_of_a_new_close(self):
        intake = self._create_open()
        application = self._create_application(
            self._create_member("Ann Applicant"), "mentee", intake=intake
        )
        self._create_approved("Bea Approved", "mentor", intake=intake)
        intake.application_close = date(2027, 3, 1)
        self.assertEqual(
            intake._get_concerned({"application_close"}).ids, application.ids
        )
        intake.action_tell_dates()
        self.assertIn("1 March 2027", self._get_mails().body_html)

    def test_draft_has_nobody_to_tell(self):
        today = fields.Date.today()
        draft = self._create_open(phase="draft", date_start=today + timedelta(days=200))
        draft.date_start = today + timedelta(days=300)
        self.assertFalse(draft.told_dates)
        self.assertFalse(draft.date_news)
