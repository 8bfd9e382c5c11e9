# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import SU, relativedelta

from odoo import fields
from odoo.tests import tagged

from .common import HOME, MentoringPortalCase


@tagged("post_install", "-at_install")
class TestPortalMeeting(MentoringPortalCase):
    """Invitation file, moving and mails of meetings (promises A16, A17)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_pair()
        cls.path = f"{HOME}/partnership/{cls.partnership.id}"
        cls.day = fields.Date.today() + timedelta(days=10)

    def _plan(self, day=None):
        answers = {"time": "13:00", "minutes": "60", "mode": "video", "link": ""}
        self.post(
            f"{self.path}/meeting", {"day": (day or self.day).isoformat(), **answers}
        )
        return self.partnership.meeting_ids

    def _get_mails(self, what):
        template = self.env.ref(f"mentoring_scheme.mail_template_meeting_{what}")
        notifications = self.env["mentoring.notification"].search(
            [("template_id", "=", template.id)]
        )
        return notifications.mail_id

    def test_invitation(self):
        """Both get a mail with the file, and find the file on the page."""
        self.sign_in(self.mentee)
        meeting = self._plan()
        people = self.partnership.participant_ids.partner_id
        mails = self._get_mails("planned")
        self.assertEqual(mails.recipient_ids, people)
        self.assertEqual(len(mails), 2)
        address = f"{HOME}/meeting/{meeting.id}/invitation.ics"
        for user in (self.mentee, self.mentor):
            self.sign_in(user)
            self.assertIn(address, self.url_open(self.path).text)
            answer = self.url_open(address)
            self.assertEqual(answer.status_code, 200)
            self.assertIn("text/calendar", answer.headers["Content-Type"])
            self.assertIn("attachment", answer.headers["Content-Disposition"])
            self.assertEqual(answer.headers["Cache-Control"], "no-store")
            self.assertIn(f"DTSTART:{meeting.start:%Y%m%dT%H%M%SZ}", answer.text)
            self.assertIn("SUMMARY:Meeting", answer.text)
        self.sign_in(self.stranger)
        self.assertEqual(self.url_open(address).status_code, 404)

    def test_past_meeting_is_logged_silently(self):
        """Whoever enters a meeting of last week invites nobody to it."""
        self.sign_in(self.mentee)
        self.partnership.sudo().date_matched -= timedelta(days=30)
        self._plan(fields.Date.today() - timedelta(days=7))
        self.assertEqual(len(self.partnership.meeting_ids), 1)
        self.assertFalse(self._get_mails("planned"))

    def test_move(self):
        """The local hour that is typed is meant, and all are told."""
        self.sign_in(self.mentee)
        meeting = self._plan()
        path = f"{HOME}/meeting/{meeting.id}/move"
        form = self.get_form(self.open_page(path))
        self.assertEqual(form, {"day": [self.day.isoformat()], "time": ["13:00"]})
        before = meeting.start
        page = self.read_page(self.post(path, {**form, "time": "15:30"}))
        self.assertIn("The meeting is moved", self.get_text(page))
        meeting.invalidate_recordset()
        self.assertEqual(meeting.start, before + timedelta(hours=2.5))
        self.assertEqual(meeting.calendar_event_id.start, meeting.start)
        self.assertEqual(len(self._get_mails("moved")), 2)

    def test_bad_moves(self):
        """What cannot be taken is answered by a sentence, and nothing moves."""
        self.sign_in(self.mentee)
        meeting = self._plan()
        path = f"{HOME}/meeting/{meeting.id}/move"
        before = meeting.start
        today = self.intake._today().isoformat()
        for answers, sentence in (
            ({"day": "soon", "time": "15:00"}, "not a date"),
            ({"day": self.day.isoformat(), "time": "25:00"}, "not a time"),
            ({"day": "2199-01-01", "time": "15:00"}, "Please choose a day from"),
            ({"day": today, "time": "00:00"}, "has passed"),
            ({}, "Please answer “Day”."),
        ):
            page = self.read_page(self.post(path, answers))
            self.assertIn(sentence, self.get_text(page))
            for line in page.xpath("//*[@id='summary']//li"):
                self.assertLessEqual(line.text_content().count("Day"), 1)
        self.post(f"{HOME}/meeting/{meeting.id}/cancel")
        self.assertEqual(len(self._get_mails("cancelled")), 2)
        self.assertIn("cannot be moved", self.url_open(path).text)
        answer = self.post(path, {"day": self.day.isoformat(), "time": "15:00"})
        self.assertIn("Only a planned meeting", answer.text)
        answer = self.url_open(f"{HOME}/meeting/{meeting.id}/invitation.ics")
        self.assertIn("not planned any more", answer.text)
        meeting.invalidate_recordset()
        self.assertEqual(meeting.start, before)
        self.assertFalse(self._get_mails("moved"))

    def test_meetings_that_cannot_be(self):
        """Before the match, of 30 hours, ending before it starts: said at the field."""
        self.sign_in(self.mentee)
        before = self.partnership.date_matched - timedelta(days=1)
        for answers, name in (
            ({"day": before.isoformat()}, "day"),
            ({"minutes": "1800"}, "minutes"),
            ({"minutes": "-60"}, "minutes"),
            ({"minutes": "0"}, "minutes"),
            ({"minutes": ""}, "minutes"),
        ):
            response = self.post(
                f"{self.path}/meeting",
                {
                    "day": self.day.isoformat(),
                    "time": "13:00",
                    "minutes": "60",
                    "mode": "video",
                    "stop": "2000-01-01",
                    "duration": "30",
                    **answers,
                },
            )
            page = self.read_page(response)
            error = self.get_text(page, f"//*[@id='field_{name}_error']")
            self.assertTrue(error.strip(), answers)
        self.assertFalse(self.partnership.meeting_ids)

    def test_clocks_change(self):
        """Invariant 10: in the hour that is skipped no meeting is planned; one that
        spans the change lasts as long as it says.
        """
        # In Sydney the clocks go forward on the first Sunday of October, at two.
        october = date(fields.Date.today().year + 1, 10, 1)
        day = october + relativedelta(weekday=SU)
        self.partnership.date_end = day + timedelta(days=30)
        self.sign_in(self.mentee)
        answers = {"day": day.isoformat(), "mode": "video", "minutes": "120"}
        page = self.post(f"{self.path}/meeting", {**answers, "time": "02:30"})
        self.assertIn("clocks go forward", self.get_text(self.read_page(page)))
        self.post(f"{self.path}/meeting", {**answers, "time": "01:30"})
        [meeting] = self.partnership.meeting_ids
        before = datetime.combine(day, time(15, 30)) - timedelta(days=1)
        self.assertEqual(meeting.start, before)
        event = meeting.calendar_event_id
        self.assertEqual(event.stop - event.start, timedelta(hours=2))
        for user, shown in (
            (self.mentee, "1:30"),
            (self.mentor, "11:30"),
        ):
            user.tz = "Australia/Sydney" if user == self.mentee else "America/New_York"
            self.sign_in(user)
            text = self.get_text(self.open_page(self.path), "//article")
            self.assertIn(shown, text)
            city = user.tz.split("/")[1].replace("_", " ")
            self.assertIn(f"{city} time", text)

    def test_nobody_confirms_for_the_other(self):
        """A18: who confirms is who is signed in; nor does one's own absence, or a
        report of one's own, make an hour of the other's.
        """
        self.sign_in(self.mentee)
        meeting = self._plan()
        meeting.start = fields.Datetime.now() - timedelta(days=1)
        mentor, mentee = (
            self._get_seat(self.partnership, role) for role in ("mentor", "mentee")
        )
        forged = {
            "participant_id": mentor.id,
            "attendance_id": meeting._get_attendance(mentor).id,
            "status": "present",
            "confirmed_on": "2027-01-01 00:00:00",
        }
        for _twice in range(2):
            self.post(f"{HOME}/meeting/{meeting.id}/confirm", forged)
        self.assertTrue(meeting._get_attendance(mentee).confirmed_on)
        self.assertFalse(meeting._get_attendance(mentor).confirmed_on)
        # The mentor was not there, and says so.
        self.sign_in(self.mentor)
        address = f"{HOME}/meeting/{meeting.id}/missed"
        page = self.read_page(self.post(address, {"absent": mentee.id}))
        self.assertIn("has confirmed to have been there", self.get_text(page))
        self.post(address, {"absent": mentor.id, "participant_id": mentee.id})
        meeting.invalidate_recordset()
        line = meeting._get_attendance(mentor)
        self.assertEqual(line.status, "absent")
        self.assertEqual(line.reported_by_id, mentor)
        self.assertFalse(mentee.hours_confirmed)
        self.assertFalse(mentor.hours_confirmed)
        # Nobody makes present whoever said to have been absent.
        self.sign_in(self.mentee)
        self.post(f"{HOME}/meeting/{meeting.id}/confirm", forged)
        self.assertEqual(meeting._get_attendance(mentor).status, "absent")

    def test_series(self):
        """A16: a meeting a month until the partnership ends, told by one mail each."""
        self.sign_in(self.mentor)
        self.post(
            f"{self.path}/meeting",
            {
                "day": self.day.isoformat(),
                "time": "13:00",
                "minutes": "60",
                "mode": "video",
                "link": "",
                "repeat": "monthly",
            },
        )
        meetings = self.partnership.meeting_ids
        self.assertGreaterEqual(len(meetings), 12)
        self.assertEqual(len(set(meetings.mapped("series"))), 1)
        self.assertEqual(len(self._get_mails("series")), 2)
        self.assertFalse(self._get_mails("planned"))
        page = self.open_page(self.path)
        self.assertEqual(self._count_shown(page), (3, 0))
        self.assertIn(f"Show all {len(meetings)} meetings", self.get_text(page))
        page = self.open_page(f"{self.path}?meetings=all")
        self.assertEqual(self._count_shown(page), (len(meetings), 0))
        self.assertNotIn("Show all", self.get_text(page))

    def test_agenda(self):
        """B4: the mentee decides the agenda, the pair alone reads it."""
        self.sign_in(self.mentee)
        meeting = self._plan()
        address = f"{HOME}/meeting/{meeting.id}/agenda"
        for text in ("Cataloguing", "Numbats & <b>bold</b>"):
            self.post(address, {"agenda": text})
        self.sign_in(self.mentor)
        page = self.get_text(self.open_page(self.path))
        self.assertIn("Topics of Mel Mentee: Numbats & <b>bold</b>", page)
        self.assertNotIn("Cataloguing", page, "the first is replaced")
        self.post(address, {"agenda": "My own point"})
        notes = self.get_text(self.open_page(f"{self.path}/plan"))
        self.assertNotIn("Numbats", notes)
        self.sign_in(self.stranger)
        self.assertEqual(self.post(address, {"agenda": "x"}).status_code, 404)
        notes = self.env["mentoring.note"].sudo()  # staff, and code behind a button
        self.assertFalse(notes.search([("body", "ilike", "Numbats")]))

    def test_missed(self):
        self.sign_in(self.mentee)
        meeting = self._plan()
        address = f"{HOME}/meeting/{meeting.id}/missed"
        seat = self._get_seat(self.partnership, "mentor")
        answer = self.post(address, {"absent": seat.id})
        self.assertIn("time has passed", self.get_text(self.read_page(answer)))
        meeting.start = fields.Datetime.now() - timedelta(days=1)
        for absent, sentence in (("", "choose who"), ("999999", "choose who")):
            answer = self.post(address, {"absent": absent})
            self.assertIn(sentence, self.get_text(self.read_page(answer)))
        self.post(address, {"absent": seat.id, "notice": "1"})
        self.assertEqual(meeting.state, "missed")
        page = self.get_text(self.open_page(self.path))
        self.assertIn("Not there: Mary Mentor (with notice)", page)

    def test_missed_is_not_asked_about(self):
        """A17: once somebody has said so, nobody is asked whether they met."""
        self._sign_all(self.partnership)
        self.sign_in(self.mentee)
        meeting = self._plan()
        meeting.start = fields.Datetime.now() - timedelta(days=1)
        step = "//*[contains(@class, 'o_mentoring_next')]"
        self.assertIn("Did you meet", self.get_text(self.open_page(self.path), step))
        seat = self._get_seat(self.partnership, "mentor")
        self.post(f"{HOME}/meeting/{meeting.id}/missed", {"absent": seat.id})
        for user in (self.mentee, self.mentor):
            self.sign_in(user)
            page = self.open_page(self.path)
            self.assertIn("Nothing is planned", self.get_text(page, step))
            self.assertEqual(self._count_shown(page), (0, 1))
            # Who was there after all says so.
            self.assertTrue(page.xpath("//form[contains(@action, '/confirm')]"))
        self.post(f"{HOME}/meeting/{meeting.id}/confirm")
        self.assertEqual(meeting.state, "held")

    def test_confirmation_is_taken_back(self):
        """A18: whoever confirms by mistake says so, for a week."""
        self.sign_in(self.mentee)
        meeting = self._plan()
        meeting.start = fields.Datetime.now() - timedelta(days=1)
        self.post(f"{HOME}/meeting/{meeting.id}/confirm")
        address = f"{HOME}/meeting/{meeting.id}/missed"
        page = self.open_page(self.path)
        self.assertTrue(page.xpath(f"//form[@action='{address}']"))
        seat = self._get_seat(self.partnership, "mentee")
        self.post(address, {"absent": seat.id})
        self.assertEqual(meeting.state, "missed")
        meeting._confirm(seat)
        line = meeting.attendance_ids.filtered("confirmed_on")
        line.sudo().confirmed_on = fields.Datetime.now() - timedelta(days=8)
        page = self.open_page(self.path)
        self.assertFalse(page.xpath(f"//form[@action='{address}']"))

    def test_cancelled_by_whom(self):
        self.sign_in(self.mentee)
        meeting = self._plan()
        self.post(f"{HOME}/meeting/{meeting.id}/cancel")
        self.sign_in(self.mentor)
        page = self.get_text(self.open_page(self.path))
        self.assertIn("Cancelled by Mel Mentee", page)
        self.assertIn("Days before the meeting", page)

    def test_pace(self):
        """A12: the pair sees what the scheme asks for, and what it has done."""
        self.partnership.date_start = fields.Date.today() - timedelta(days=92)
        self.sign_in(self.mentee)
        page = self.get_text(self.open_page(self.path))
        self.assertIn("about 1 h of contact a month", page)
        self.assertIn("0 of 3 h", page)
        self.assertIn("time to arrange the next meeting", page)

    def test_earlier_meetings(self):
        """A year's page shows the latest meetings, and leads to all of them (A16).

        Those to confirm come first, then what is to come, then what has been.
        """
        start = fields.Datetime.now() - timedelta(days=300)
        meetings = self.env["mentoring.meeting"].create(
            [
                {
                    "partnership_id": self.partnership.id,
                    "start": start + timedelta(days=number),
                }
                for number in range(14)
            ]
        )
        self.sign_in(self.mentee)
        self._plan()
        page = self.open_page(self.path)
        self.assertEqual(self._count_shown(page), (6, 0))
        states = [badge.text for badge in page.xpath("//article[.//form]//*[@class]")]
        self.assertLess(states.index("To confirm"), states.index("Planned"))
        self.assertIn("Show all 15 meetings", self.get_text(page))
        page = self.open_page(f"{self.path}?meetings=all")
        self.assertEqual(self._count_shown(page), (15, 0))
        for meeting in meetings[:12]:
            meeting._confirm(self._get_seat(self.partnership, "mentee"))
        page = self.open_page(self.path)
        self.assertEqual(self._count_shown(page), (3, 5))
        page = self.open_page(f"{self.path}?meetings=all")
        self.assertEqual(self._count_shown(page), (3, 12))

    def _count_shown(self, page):
        """Return how many meetings stand there to act on, and how many besides."""
        cards = page.xpath("//*[@id='meetings']/..//article")
        return len(cards), len(page.xpath("//*[@id='meetings']/..//ul/li"))

    def _enter(self, **answers):
        posted = {
            "day": (fields.Date.today() - timedelta(days=2)).isoformat(),
            "time": "13:00",
            "minutes": "60",
            "mode": "video",
            "link": "",
            **answers,
        }
        return self.get_text(self.read_page(self.post(f"{self.path}/meeting", posted)))

    def test_entered_by_both(self):
        """What one has entered is shown to the other, who enters it as well."""
        self.partnership.sudo().date_matched = fields.Date.today() - timedelta(days=9)
        self.sign_in(self.mentor)
        self._enter()
        self.assertEqual(len(self.partnership.meeting_ids), 1)
        self._enter()
        self.sign_in(self.mentee)
        for clock in ("13:00", "15:00"):
            text = self._enter(time=clock)
            self.assertIn("There is already a meeting on that day", text)
            self.assertIn("It was another meeting", text)
        self.assertEqual(len(self.partnership.meeting_ids), 1)
        self._enter(time="15:00", another="1")
        self.assertEqual(len(self.partnership.meeting_ids), 2)
        text = self._enter(time="15:30", another="1")
        self.assertIn("There is already a meeting of these people", text)
        self.assertEqual(len(self.partnership.meeting_ids), 2)
