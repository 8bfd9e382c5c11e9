# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

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
        self.partnership.date_matched -= timedelta(days=30)
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
        today = fields.Date.today().isoformat()
        for answers, sentence in (
            ({"day": "soon", "time": "15:00"}, "not a date"),
            ({"day": self.day.isoformat(), "time": "25:00"}, "not a time"),
            ({"day": "2199-01-01", "time": "15:00"}, "Please choose a day from"),
            ({"day": today, "time": "00:00"}, "has passed"),
            ({}, "please answer this"),
        ):
            text = self.get_text(self.read_page(self.post(path, answers)))
            self.assertIn(sentence, text)
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
