# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringCheckin(MentoringCommon):
    """Promises A28, A33 and A37: in touch, and a good fit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_partnership()
        cls.mentor = cls._get_seat(cls.partnership, "mentor")
        cls.mentee = cls._get_seat(cls.partnership, "mentee")

    def _run(self, days=0):
        with freeze_time(fields.Datetime.now() + timedelta(days=days)):
            self._run_crons("ir_cron_ask_checkin_due")
        return self.env["mentoring.checkin"].search(
            [("partnership_id", "=", self.partnership.id)]
        )

    def _hold_first_meeting(self):
        meeting = self.env["mentoring.meeting"].create(
            {
                "partnership_id": self.partnership.id,
                "start": fields.Datetime.now() - timedelta(days=2),
            }
        )
        meeting._confirm(self.mentee)

    def _get_checkin(self, seat, kind):
        checkins = self.env["mentoring.checkin"].sudo()  # made by the system alone
        return checkins.create({"participant_id": seat.id, "kind": kind})

    def _count_mails(self, kind):
        template = self.env.ref(f"mentoring_scheme.mail_template_checkin_{kind}")
        return self.env["mentoring.notification"].search_count(
            [("template_id", "=", template.id)]
        )

    def test_asked_once_when_no_meeting_is_on_record(self):
        """A28: both are asked two weeks after the match, and reminded once."""
        self.assertFalse(self._run(days=13))
        checkins = self._run(days=15)
        self.assertEqual(checkins.participant_id, self.partnership.participant_ids)
        self.assertEqual(set(checkins.mapped("kind")), {"contact"})
        self.assertEqual(self._run(days=16), checkins)
        self.assertEqual(self._count_mails("contact"), 2)
        self._run(days=60)
        self._run(days=90)
        self.assertEqual(self._count_mails("contact"), 4)

    def test_who_has_planned_a_meeting_is_not_asked(self):
        self.env["mentoring.meeting"].create(
            {
                "partnership_id": self.partnership.id,
                "start": fields.Datetime.now() + timedelta(days=20),
            }
        )
        self.assertFalse(self._run(days=15))

    def test_fit_is_asked_after_the_first_meeting(self):
        """A33: from both sides."""
        self._hold_first_meeting()
        checkins = self._run()
        self.assertEqual(checkins.mapped("kind"), ["fit", "fit"])

    def test_nobody_is_asked_by_setting_or_when_it_is_over(self):
        self.scheme.checkin_days = 0
        self.assertFalse(self._run(days=15))
        self.scheme.checkin_days = 14
        self.partnership.action_end()
        self.assertFalse(self._run(days=15))

    def test_no_contact_is_a_task_and_shows_in_the_health(self):
        self.scheme.coordinator_id = self.env.user
        checkin = self._get_checkin(self.mentee, "contact")
        checkin._answer("checkin", "no")
        self.assertEqual(checkin.activity_ids.user_id, self.env.user)
        self.assertEqual(self.partnership.health, "action")
        self.assertIn("not been in touch", self.partnership.health_cause)
        checkin.action_settle()
        self.assertFalse(checkin.activity_ids)
        self.assertEqual(self.partnership.health, "good")
        self.assertEqual(checkin.answer, "no")

    def test_staff_never_change_an_answer(self):
        """Invariant 8: not even by a call that passes the screens by."""
        checkin = self._get_checkin(self.mentee, "contact")
        checkin._answer("checkin", "no")
        for vals in ({"answer": "yes"}, {"kind": "fit"}, {"date_answered": False}):
            with self.assertRaisesRegex(UserError, "stays as it was given"):
                checkin.sudo(False).write(vals)
        self.assertEqual(checkin.answer, "no")

    def test_good_answers_ask_for_nothing(self):
        for kind, answer in (("contact", "yes"), ("fit", "good")):
            checkin = self._get_checkin(self.mentor, kind)
            checkin._answer("checkin", answer)
            self.assertFalse(checkin.is_worrying)
            self.assertFalse(checkin.activity_ids)

    def test_not_a_fit_opens_the_rematch(self):
        """A37: a request for a new partner, for the office to approve."""
        checkin = self._get_checkin(self.mentee, "fit")
        thanks = checkin._answer("checkin", "bad")
        self.assertIn("has not been told", thanks)
        [withdrawal] = self.mentee.withdrawal_ids
        self.assertTrue(withdrawal.wants_rematch)
        self.assertEqual(withdrawal.state, "requested")
        withdrawal.action_approve()
        self.assertEqual(self.mentee.application_id.state, "approved")

    def test_answers_that_are_refused(self):
        checkin = self._get_checkin(self.mentee, "contact")
        with self.assertRaisesRegex(UserError, "choose one"):
            checkin._answer("checkin", "good")
        checkin._answer("checkin", "yes")
        with self.assertRaisesRegex(UserError, "already answered this"):
            checkin._answer("checkin", "no")
        late = self._get_checkin(self.mentor, "contact")
        self.partnership.action_end()
        with self.assertRaisesRegex(UserError, "is over"):
            late._answer("checkin", "no")
