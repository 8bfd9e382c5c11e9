# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringMeeting(MentoringCommon):
    """Promises A16 to A18, A29; invariant 9."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_partnership()
        cls.mentor = cls._get_seat(cls.partnership, "mentor")
        cls.mentee = cls._get_seat(cls.partnership, "mentee")

    def _plan(self, days=7, **values):
        return self.env["mentoring.meeting"].create(
            {
                "partnership_id": self.partnership.id,
                "start": fields.Datetime.now() + timedelta(days=days),
                **values,
            }
        )

    def test_calendar_event(self):
        """A16: in both people's calendars, private and neutrally named, moved along."""
        meeting = self._plan(link="https://meet.example.com/x")
        event = meeting.calendar_event_id.sudo()  # the test looks behind the privacy
        self.assertEqual(event.privacy, "private")
        self.assertEqual(event.name, "Meeting")
        self.assertEqual(event.partner_ids, self.partnership.participant_ids.partner_id)
        self.assertEqual(event.videocall_location, "https://meet.example.com/x")
        # A17: rescheduled.
        meeting.start += timedelta(days=1)
        self.assertEqual(event.start, meeting.start)
        meeting._cancel()
        self.assertFalse(event.exists())

    def test_hours_count_once_both_confirm(self):
        """A18: one side alone is no hour; both are, once."""
        meeting = self._plan(days=-1, duration=1.5)
        meeting._confirm(self.mentee)
        self.assertEqual(self.mentee.hours_confirmed, 0)
        meeting._confirm(self.mentor)
        meeting._confirm(self.mentor)
        self.assertEqual(self.mentee.hours_confirmed, 1.5)
        self.assertEqual(self.mentor.hours_confirmed, 1.5)
        self.assertEqual(self.partnership.hours_held, 1.5)

    def test_wrong_confirmations(self):
        """Not before the meeting, not a cancelled one, not by a stranger."""
        meeting = self._plan()
        with self.assertRaisesRegex(UserError, "still to come"):
            meeting._confirm(self.mentee)
        other = self._create_partnership(mentor="Ann Other", mentee="Bob Other")
        with self.assertRaisesRegex(UserError, "Only those who were invited"):
            meeting._confirm(self._get_seat(other, "mentee"))
        meeting._cancel()
        with freeze_time(fields.Datetime.now() + timedelta(days=30)):
            with self.assertRaisesRegex(UserError, "was cancelled"):
                meeting._confirm(self.mentee)

    def test_duration(self):
        """A meeting of 30 hours, or of none, is refused."""
        for duration in (0, -1, 30):
            with (
                self.assertRaises(CheckViolation),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self._plan(duration=duration)

    def test_points(self):
        """A18: hours become points by the scheme's rule, up to its cap."""
        self.scheme.write({"pd_points_per_hour": 2.0, "pd_points_cap": 5.0})
        for days, points in ((-3, 2.0), (-2, 4.0), (-1, 5.0)):
            meeting = self._plan(days=days)
            meeting._confirm(self.mentee)
            meeting._confirm(self.mentor)
            self.assertEqual(self.mentee._get_points(), points)

    def test_ended_partnership(self):
        """Invariant 9: what lies ahead is cancelled, and nothing new is planned."""
        past, future = self._plan(days=-1), self._plan(days=5)
        past._confirm(self.mentee)
        self.partnership.action_end()
        self.assertEqual(future.state, "cancelled")
        self.assertFalse(future.calendar_event_id)
        self.assertEqual(past.state, "held")
        with self.assertRaisesRegex(UserError, "is over"):
            self._plan()
        self._assert_consistent()
