# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, new_test_user, tagged
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
        with self.assertRaisesRegex(UserError, "Only people who were invited"):
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

    # ------------------------------------------------------------------
    # Mails
    # ------------------------------------------------------------------

    def _get_mails(self, what):
        template = self.env.ref(f"mentoring_scheme.mail_template_meeting_{what}")
        notifications = self.env["mentoring.notification"].search(
            [("template_id", "=", template.id)]
        )
        return notifications.sudo().mail_id  # the queue is the system's

    def test_invitation(self):
        """A16, A17: planned, moved, cancelled: each told once to each, with a file."""
        self.mentor.partner_id.tz = "Australia/Perth"
        self.mentee.partner_id.tz = "Australia/Sydney"
        with freeze_time("2027-03-01 00:00:00"):
            meeting = self._plan(start="2027-03-10 01:00:00", duration=1.5)
            meeting._announce("planned")
            meeting._announce("planned")
            mails = self._get_mails("planned")
            people = (self.mentor | self.mentee).partner_id
            self.assertEqual(len(mails), 2)
            self.assertEqual(mails.recipient_ids, people)
            self.assertEqual(set(mails.mapped("state")), {"outgoing"})
            bodies = {mail.recipient_ids: str(mail.body_html) for mail in mails}
            self.assertIn("9:00", bodies[self.mentor.partner_id])
            self.assertIn("(Perth time)", bodies[self.mentor.partner_id])
            self.assertIn("12:00", bodies[self.mentee.partner_id])
            first = self._read_file(mails[0])
            self.assertIn("DTSTART:20270310T010000Z", first)
            self.assertIn("DTEND:20270310T023000Z", first)
            self.assertIn("SUMMARY:Meeting", first)
            meeting._move(fields.Datetime.to_datetime("2027-03-11 01:00:00"))
            moved = self._read_file(self._get_mails("moved")[0])
            self.assertIn("DTSTART:20270311T010000Z", moved)
            # The calendar takes it for the same meeting.
            self.assertEqual(*(self._get_uid(text) for text in (first, moved)))
            with self.assertRaisesRegex(UserError, "has passed"):
                meeting._move(fields.Datetime.to_datetime("2027-02-01 01:00:00"))
            meeting._cancel()
            meeting._announce("cancelled")
            self.assertEqual(len(self._get_mails("cancelled")), 2)
            self.assertFalse(self._get_mails("cancelled").attachment_ids)
            with self.assertRaisesRegex(UserError, "Only a planned"):
                meeting._move(fields.Datetime.to_datetime("2027-04-01 01:00:00"))

    def _read_file(self, mail):
        self.assertEqual(mail.attachment_ids.mimetype, "text/calendar")
        self.assertFalse(mail.attachment_ids.public)
        return mail.attachment_ids.raw.decode()

    def _get_uid(self, text):
        [line] = [line for line in text.splitlines() if line.startswith("UID:")]
        return line

    def test_reminder(self):
        """A16: a day before, once; again for the new time if it is moved."""
        with freeze_time("2027-03-01 00:00:00"):
            meeting = self._plan(start="2027-03-10 01:00:00")
            self._plan(start="2027-03-10 02:00:00")._cancel()
        for moment, count in (
            ("2027-03-09 00:30:00", 0),
            ("2027-03-09 01:30:00", 2),
            ("2027-03-09 02:30:00", 2),
        ):
            with freeze_time(moment):
                self._run_crons("ir_cron_remind_upcoming")
            self.assertEqual(len(self._get_mails("reminder")), count, moment)
        with freeze_time("2027-03-09 03:00:00"):
            meeting._move(fields.Datetime.to_datetime("2027-03-12 01:00:00"))
        with freeze_time("2027-03-11 02:00:00"):
            self._run_crons("ir_cron_remind_upcoming")
        self.assertEqual(len(self._get_mails("reminder")), 4)

    # ------------------------------------------------------------------
    # Missed, cancelled, told
    # ------------------------------------------------------------------

    def _get_mails_of(self, what, model="mentoring.meeting.attendance"):
        template = self.env.ref(f"mentoring_scheme.mail_template_{what}")
        notes = self.env["mentoring.notification"].sudo()  # as the mail server
        notes = notes.search(
            [("template_id", "=", template.id), ("res_model", "=", model)]
        )
        return notes.mail_id

    def test_missed(self):
        """B-10: who was not there, and whether with notice."""
        meeting = self._plan(days=-1)
        meeting._miss(self.mentee, self.mentor, has_notice=True)
        self.assertEqual(meeting.state, "missed")
        line = meeting.attendance_ids.filtered(
            lambda line: line.participant_id == self.mentor
        )
        self.assertRecordValues(
            line,
            [
                {
                    "status": "absent",
                    "has_notice": True,
                    "reported_by_id": self.mentee.id,
                    "is_counted": False,
                }
            ],
        )
        # Who was there after all says so; the hours wait for both.
        meeting._confirm(self.mentor)
        self.assertEqual(meeting.state, "held")
        self.assertFalse(self.mentor.hours_confirmed)

    def test_missed_refused(self):
        """Nobody reports absent whoever has confirmed, nor ahead of time."""
        meeting = self._plan(days=-1)
        meeting._confirm(self.mentor)
        with self.assertRaisesRegex(UserError, "has confirmed to have been there"):
            meeting._miss(self.mentee, self.mentor)
        with self.assertRaisesRegex(UserError, "choose who"):
            meeting._miss(self.mentee, self.mentee.browse())
        with self.assertRaisesRegex(UserError, "time has passed"):
            self._plan()._miss(self.mentee, self.mentor)
        stranger = self._get_seat(
            self._create_partnership(mentor="Ann Other", mentee="Bob Other"), "mentor"
        )
        with self.assertRaisesRegex(UserError, "invited"):
            meeting._miss(self.mentee, stranger)
        with self.assertRaisesRegex(UserError, "choose who"):
            meeting._miss(stranger, self.mentor)
        # One's own absence is one's own to say.
        meeting._miss(self.mentor, self.mentor)
        self.assertEqual(meeting.state, "missed")

    def test_one_of_a_group_is_missing(self):
        """The others of a group have met."""
        self.partnership.mode = "group"
        self.mentor.application_id.capacity = 3
        third = self._create_approved("Theo Third", "mentee")
        self.env["mentoring.participant"].create(
            {"partnership_id": self.partnership.id, "application_id": third.id}
        )
        meeting = self._plan(days=-1)
        meeting._miss(self.mentor, self.mentee)
        self.assertNotEqual(meeting.state, "missed")

    def test_staff_changes_are_mailed(self):
        meeting = self._plan()
        self.assertEqual(len(self._get_mails_of("meeting_planned")), 2)
        meeting.start += timedelta(days=1)
        self.assertEqual(len(self._get_mails_of("meeting_moved")), 2)
        meeting.action_cancel()
        self.assertEqual(len(self._get_mails_of("meeting_cancelled")), 2)
        self.assertTrue(meeting.date_cancelled)
        self.assertFalse(meeting.cancelled_by_id)
        with self.assertRaisesRegex(UserError, "Only a planned"):
            meeting.action_cancel()

    def test_end_cancels_by_one_mail(self):
        """Two meetings ahead, and one mail to each person (A17, invariant 9)."""
        meetings = self._plan() | self._plan(14)
        self.partnership.action_end()
        self.assertEqual(set(meetings.mapped("state")), {"cancelled"})
        mails = self._get_mails_of(
            "participant_meetings_cancelled", "mentoring.participant"
        )
        self.assertEqual(len(mails), 2)
        for mail in mails:
            self.assertEqual(mail.body_html.count("<li>"), 2)
        self.assertFalse(self._get_mails_of("meeting_cancelled"))

    def test_every_way_out_cancels(self):
        """A17, A33: by withdrawal as well, with the calendar, and told once."""
        meetings = self._plan() | self._plan(14)
        events = meetings.calendar_event_id.sudo()  # the test looks behind the privacy
        self._leave(self.mentee, wants_rematch=True)
        self.assertEqual(set(meetings.mapped("state")), {"cancelled"})
        self.assertFalse(events.exists())
        self.partnership.action_end()
        mails = self._get_mails_of(
            "participant_meetings_cancelled", "mentoring.participant"
        )
        self.assertEqual(len(mails), 2)

    def test_kept_apart(self):
        """A17, A39: who shall have no contact meets no more, and is told no reason."""
        past, meeting = self._plan(days=-1), self._plan()
        event = meeting.calendar_event_id.sudo()  # as above
        case = self._report_about(self.mentor)
        self.assertEqual(meeting.state, "planned")
        case.interim = "hold"
        self.assertEqual(meeting.state, "planned", "a pause may be short")
        case.interim = "separate"
        self.assertEqual(meeting.state, "cancelled")
        self.assertEqual(past.state, "planned", "what was can still be confirmed")
        self.assertFalse(event.exists())
        mails = self._get_mails_of(
            "participant_meetings_paused", "mentoring.participant"
        )
        self.assertEqual(len(mails), 2)
        for mail in mails:
            self.assertIn("asked you to wait", mail.body_html)
            self.assertEqual(mail.body_html.count("<li>"), 1)
            for word in ("is over", case.name, "concern"):
                self.assertNotIn(word, mail.body_html)
        case.interim = "hold"
        case.interim = "separate"
        again = self._get_mails_of(
            "participant_meetings_paused", "mentoring.participant"
        )
        self.assertEqual(again, mails)

    def _leave(self, seat, **values):
        self.env["mentoring.withdrawal"].create(
            {"participant_id": seat.id, **values}
        ).action_approve()

    def _report_about(self, seat):
        """Return a case that the other of the pair has reported, as its officer."""
        officer = new_test_user(
            self.env,
            login="meeting_officer",
            groups="mentoring_scheme.group_mentoring_conduct",
            company_id=self.env.company.id,
            company_ids=[Command.set(self.env.company.ids)],
        )
        other = self.partnership.participant_ids - seat
        return (
            self.env["mentoring.concern"]
            .with_user(officer)
            .create(
                {
                    "reporter_id": other.partner_id.id,
                    "about_id": seat.partner_id.id,
                    "what": "Something happened.",
                }
            )
        )

    def test_paused_pair_is_not_reminded(self):
        """A17: who is asked to wait is not reminded of a meeting."""
        with freeze_time("2027-03-10 01:00:00"):
            self._plan(days=0.5)
            self._report_about(self.mentor).interim = "hold"
            self._run_crons("ir_cron_remind_upcoming")
        self.assertFalse(self._get_mails("reminder"))

    def test_leaver_of_a_group_is_not_invited_any_more(self):
        """A17: the others meet on, and the calendar invites them alone."""
        self.partnership.mode = "group"
        self.mentor.application_id.capacity = 3
        third = self.env["mentoring.participant"].create(
            {
                "partnership_id": self.partnership.id,
                "application_id": self._create_approved("Theo Third", "mentee").id,
            }
        )
        past, meeting = self._plan(days=-1), self._plan()
        self._leave(third)
        others = self.mentor | self.mentee
        self.assertEqual(meeting.state, "planned")
        self.assertEqual(meeting.attendance_ids.participant_id, others)
        event = meeting.calendar_event_id.sudo()  # as above
        self.assertEqual(event.partner_ids, others.partner_id)
        self.assertIn(third, past.attendance_ids.participant_id, "it stays as it was")

    def test_missed_in_a_row(self):
        """A16, A33: staff see that meetings are missed, and not what is said there."""
        self._sign_all(self.partnership)
        self._plan(days=-10)._confirm(self.mentor)
        self.assertEqual(self.partnership.health, "good")
        first, second = self._plan(days=-5), self._plan(days=-3)
        first._miss(self.mentor, self.mentee)
        self.assertEqual(self.partnership.health, "watch")
        self.assertIn("last meeting was missed", self.partnership.health_cause)
        second._miss(self.mentor, self.mentee)
        self.assertEqual(self.partnership.missed_count, 2)
        self.assertEqual(self.partnership.health, "action")
        self.assertIn("last 2 meetings were missed", self.partnership.health_cause)
        found = self.env["mentoring.partnership"].search([("health", "in", ["action"])])
        self.assertIn(self.partnership, found)
        self._plan(days=-1)._confirm(self.mentee)
        self.assertEqual(self.partnership.missed_count, 0)
        self.assertEqual(self.partnership.health, "good")

    def test_series(self):
        """A16: one mail each, with one file for all."""
        starts = [fields.Datetime.now() + timedelta(days=30 * n) for n in (1, 2, 3)]
        meetings = (
            self.env["mentoring.meeting"]
            .sudo()  # as the members' page
            ._plan_series({"partnership_id": self.partnership.id}, starts)
        )
        self.assertEqual(len(set(meetings.mapped("series"))), 1)
        mails = self._get_mails_of("meeting_series")
        self.assertEqual(len(mails), 2)
        self.assertFalse(self._get_mails_of("meeting_planned"))
        for mail in mails:
            self.assertEqual(mail.body_html.count("<li>"), 3)
            [invitation] = mail.attachment_ids
            for word in (b"BEGIN:VEVENT", b"UID:mentoring-meeting-"):
                self.assertEqual(invitation.raw.count(word), 3)
            self.assertEqual(invitation.raw.count(b"END:VCALENDAR"), 1)

    def test_one_at_a_time(self):
        """Invariant 16: the same meeting is entered once, by whomever and however."""
        meeting = self._plan(days=-2, duration=1.5)
        start = meeting.start
        for moment in (
            start,
            start + timedelta(hours=1),
            start - timedelta(minutes=30),
        ):
            with self.assertRaises(ValidationError):
                self._plan(start=moment)
        self._plan(start=start + timedelta(hours=1.5))
        later = self._plan(days=3)
        with (
            self.assertRaisesRegex(ValidationError, "already.*planned"),
            self.env.cr.savepoint(),
        ):
            later.start = start
        later.start = meeting.start + timedelta(days=9)
        later._cancel()
        self._plan(start=later.start)
        meeting._confirm(self.mentee)  # what stands is not asked about again
        self._create_partnership(mentor="Ann Other", mentee="Bob Other")

    def test_no_reminder_so_soon(self):
        """Who was invited an hour ago is not reminded; who was long ago is."""
        self._plan(days=0.5)
        soon = self._plan(days=0.9)
        early = self._plan(days=0.7)
        self.env.cr.execute(
            "UPDATE mentoring_notification SET create_date = %s WHERE res_id = ANY(%s)",
            (fields.Datetime.now() - timedelta(days=5), early.attendance_ids.ids),
        )
        self._run_crons("ir_cron_remind_upcoming")
        reminded = self._get_reminded()
        self.assertEqual(reminded.meeting_id, early)
        with freeze_time(fields.Datetime.now() + timedelta(hours=2)):
            early._move(soon.start + timedelta(hours=2))
            self._run_crons("ir_cron_remind_upcoming")
        self.assertEqual(self._get_reminded(), reminded)

    def _get_reminded(self):
        template = self.env.ref("mentoring_scheme.mail_template_meeting_reminder")
        rows = self.env["mentoring.notification"].search(
            [("template_id", "=", template.id)]
        )
        return self.env["mentoring.meeting.attendance"].browse(rows.mapped("res_id"))
