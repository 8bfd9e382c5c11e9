# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
from datetime import date, datetime, timedelta

import vobject

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestEventEvent(MentoringCommon):
    """Everybody is registered for every webinar, whoever comes first (A23, A24)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_partnership(cls.intake)
        cls.mentor = cls._get_seat(cls.partnership, "mentor")
        cls.mentee = cls._get_seat(cls.partnership, "mentee")

    def _create_webinar(self, days=30, **values):
        start = datetime.now().replace(microsecond=0) + timedelta(days=days)
        return self.env["event.event"].create(
            {
                "name": "Setting goals",
                "mentoring_intake_id": self.intake.id,
                "date_begin": start,
                "date_end": start + timedelta(hours=1),
                "event_url": "https://meet.example.com/goals",
                "address_id": False,
                **values,
            }
        )

    def _get_registered(self, webinar):
        return webinar.registration_ids.filtered(
            lambda registration: registration.state == "open"
        ).partner_id

    def test_webinar_comes_later(self):
        webinar = self._create_webinar()
        people = self.partnership.participant_ids.partner_id
        self.assertEqual(self._get_registered(webinar), people)
        webinar._follow_participants()
        self.assertEqual(len(webinar.registration_ids), 2)

    def test_person_comes_later(self):
        webinar = self._create_webinar()
        second = self._create_partnership(self.intake)
        for seat in second.participant_ids:
            self.assertIn(seat.partner_id, self._get_registered(webinar))

    def test_event_becomes_a_webinar(self):
        event = self._create_webinar(mentoring_intake_id=False)
        self.assertFalse(event.registration_ids)
        event.mentoring_intake_id = self.intake
        self.assertEqual(len(event.registration_ids), 2)

    def test_by_role(self):
        webinar = self._create_webinar(mentoring_audience="mentor")
        self.assertEqual(self._get_registered(webinar), self.mentor.partner_id)
        webinar.mentoring_audience = "all"
        self.assertEqual(len(webinar.registration_ids), 2)

    def test_once_for_a_mentor_of_two(self):
        mentor = self._create_approved("Mentor of Two", "mentor", capacity=2)
        for name in ("First Mentee", "Second Mentee"):
            mentee = self._create_approved(name, "mentee")
            self._create_pair(mentor, mentee)
        webinar = self._create_webinar()
        own = webinar.registration_ids.filtered(
            lambda registration: registration.partner_id == mentor.partner_id
        )
        self.assertEqual(len(own), 1)

    def _create_pair(self, *applications):
        return self.env["mentoring.partnership"].create(
            {
                "intake_id": self.intake.id,
                "participant_ids": [
                    Command.create({"application_id": application.id})
                    for application in applications
                ],
            }
        )

    def test_past_webinar_is_left_alone(self):
        self.assertFalse(self._create_webinar(days=-30).registration_ids)

    def test_who_leaves_is_released(self):
        webinar = self._create_webinar()
        self.env["mentoring.withdrawal"].create(
            {"participant_id": self.mentee.id}
        ).action_approve()
        self.assertNotIn(self.mentee.partner_id, self._get_registered(webinar))

    def test_who_cancelled_stays_cancelled(self):
        webinar = self._create_webinar()
        own = webinar.registration_ids.filtered(
            lambda registration: registration.partner_id == self.mentee.partner_id
        )
        own.action_cancel()
        self._run_crons("ir_cron_follow_webinars")
        self.assertEqual(own.state, "cancel")

    def test_who_comes_back_is_registered_again(self):
        webinar = self._create_webinar()
        self.partnership.action_end()
        self.assertFalse(self._get_registered(webinar))
        self.partnership.reopen_reason = "They try again."
        self.partnership.action_reopen()
        self._run_crons("ir_cron_follow_webinars")
        self.assertEqual(len(self._get_registered(webinar)), 2)
        self.assertEqual(len(webinar.registration_ids), 2)

    def test_someone_else_who_is_registered_stays(self):
        webinar = self._create_webinar()
        guest = self.env["event.registration"].create(
            {"event_id": webinar.id, "name": "Guest", "email": "guest@example.com"}
        )
        webinar._follow_participants()
        self.assertEqual(guest.state, "open")

    def test_emails(self):
        """Own words and a calendar file instead of a ticket, and not in the click."""
        webinar = self._create_webinar()
        own = self.env.ref("mentoring_scheme.mail_template_webinar_registration")
        self.assertIn(own, [line.template_ref for line in webinar.event_mail_ids])
        registration = webinar.registration_ids[0]
        self.assertFalse(webinar.event_mail_ids.mail_registration_ids)
        values = own._generate_template(
            registration.ids, {"subject", "body_html", "attachment_ids"}
        )[registration.id]
        self.assertIn("Setting goals", values["subject"])
        self.assertIn("https://meet.example.com/goals", values["body_html"])
        [(name, content)] = values["attachments"]
        self.assertEqual(name, "webinar.ics")
        entry = vobject.readOne(base64.b64decode(content).decode()).vevent
        self.assertEqual(entry.summary.value, "Setting goals")
        self.assertTrue(entry.uid.value.startswith(f"webinar-{webinar.id}@"))
        self.assertEqual(
            entry.dtstart.value.replace(tzinfo=None),
            webinar.date_begin.replace(tzinfo=None),
        )

    def test_emails_leave(self):
        """Core's job sends them, with a file that a calendar can read."""
        webinar = self._create_webinar()
        webinar.event_mail_ids.sudo().execute()  # as the job does
        mails = (
            self.env["mail.mail"].sudo().search([("subject", "ilike", webinar.name)])
        )
        self.assertEqual(len(mails), 2)
        self.assertEqual(mails.recipient_ids, webinar.registration_ids.partner_id)
        for mail in mails:
            [entry] = mail.attachment_ids
            self.assertIn("BEGIN:VCALENDAR", entry.raw.decode())

    def test_moment_is_of_the_reader(self):
        webinar = self._create_webinar(
            date_begin=datetime(2040, 7, 1, 2, 0), date_end=datetime(2040, 7, 1, 3, 0)
        )
        registration = webinar.registration_ids[0]
        registration.partner_id.tz = "Australia/Perth"
        self.assertIn("(Perth time)", registration._get_mentoring_moment())

    def test_series(self):
        """A line is a webinar, a month later at the same hour, summer or winter."""
        self.intake.tz = "Australia/Sydney"
        form = Form(
            self.env["mentoring.webinar.series"]
            .with_user(self.coordinator)
            .with_context(default_intake_id=self.intake.id)
        )
        form.date_first = datetime(2030, 3, 7, 1, 0)  # noon in Sydney, in summer
        form.topics = "Getting started\n\n  Setting goals \nGiving feedback"
        form.url = "https://meet.example.com/series"
        form.save().action_plan()
        webinars = self.intake.event_ids.sorted("date_begin")
        self.assertEqual(
            webinars.mapped("name"),
            ["Getting started", "Setting goals", "Giving feedback"],
        )
        self.assertEqual(
            webinars.mapped("date_begin"),
            [
                datetime(2030, 3, 7, 1, 0),
                datetime(2030, 4, 7, 2, 0),
                datetime(2030, 5, 7, 2, 0),
            ],
        )
        self.assertEqual(set(webinars.mapped("event_url")), {form.url})
        for webinar in webinars:
            self.assertEqual(len(webinar.registration_ids), 2)

    def test_series_without_topic(self):
        series = self.env["mentoring.webinar.series"].create(
            {
                "intake_id": self.intake.id,
                "date_first": datetime(2030, 3, 7, 1, 0),
                "topics": "  ",
            }
        )
        with self.assertRaisesRegex(UserError, "one line for each webinar"):
            series.action_plan()

    def test_queries_do_not_grow(self):
        """Registering asks as many questions for ten webinars as for two."""
        self._create_webinar()
        self._create_webinar()
        counts = []
        for more in (0, 8):
            for _number in range(more):
                self._create_webinar()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.intake.event_ids._follow_participants()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)

    @freeze_time("2026-03-01")
    def test_completed_stay_to_the_last(self):
        webinar = self._create_webinar()
        self.partnership.sudo().date_completed = date(2026, 3, 1)
        self._run_crons("ir_cron_follow_webinars")
        self.assertEqual(len(self._get_registered(webinar)), 2)

    def _get_told(self, what):
        template = self.env.ref(f"mentoring_scheme.mail_template_webinar_{what}")
        return self.env["mentoring.notification"].search(
            [("template_id", "=", template.id)]
        )

    def test_moved(self):
        """Who is registered hears of another time or link, once, with a new file."""
        webinar = self._create_webinar()
        webinar.registration_ids[0].action_cancel()
        begin = webinar.date_begin + timedelta(days=1)
        moved = {"date_begin": begin, "date_end": begin + timedelta(hours=1)}
        webinar.write(moved)
        webinar.write(moved)
        webinar.name = "Setting better goals"
        [told] = self._get_told("changed")
        self.assertEqual(told.res_id, webinar.registration_ids[1].id)
        [entry] = told.mail_id.attachment_ids
        calendar = vobject.readOne(entry.raw.decode())
        self.assertEqual(calendar.vevent.dtstart.value.replace(tzinfo=None), begin)
        webinar.event_url = "https://meet.example.com/other"
        self.assertEqual(len(self._get_told("changed")), 2)

    def test_called_off(self):
        """By archiving or by cancelling it; then there is nothing more to come."""
        for vals in ({"active": False}, {"kanban_state": "cancel"}):
            before = self._get_told("cancelled")
            webinar = self._create_webinar(name=f"Off {vals}")
            with self.assertRaisesRegex(UserError, "Archive it instead"):
                webinar.sudo().unlink()  # as who administers events
            webinar.write(vals)
            self.assertEqual(len(self._get_told("cancelled") - before), 2)
            self.assertFalse(self._get_registered(webinar))
            webinar._follow_participants()
            self.assertFalse(self._get_registered(webinar))

    def test_called_off_by_mistake(self):
        webinar = self._create_webinar()
        people = self._get_registered(webinar)
        webinar.active = False
        webinar.active = True
        self.assertEqual(self._get_registered(webinar), people)

    def test_past_webinar_changes_in_silence(self):
        webinar = self._create_webinar()
        with freeze_time(webinar.date_end + timedelta(hours=1)):
            webinar.event_url = "https://meet.example.com/recording"
            webinar.active = False
        self.assertFalse(self._get_told("changed") | self._get_told("cancelled"))
