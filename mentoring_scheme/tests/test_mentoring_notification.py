# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date, timedelta
from functools import partial

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, new_test_user, tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringNotification(MentoringCommon):
    """Promises A21, A25, A28, A31: timed mails, each once, none lost."""

    def _get_notifications(self, template):
        return self.env["mentoring.notification"].search(
            [
                (
                    "template_id",
                    "=",
                    self.env.ref(f"mentoring_scheme.mail_template_{template}").id,
                )
            ],
            order="id",
        )

    def test_once(self):
        """One mail for a template, a record and an occasion, to the person alone."""
        application = self._create_application(
            self._create_member("Mel Mentee"), "mentee"
        )
        send = self.env["mentoring.notification"]._send_once
        template = "mentoring_scheme.mail_template_application_waitlisted"
        first = send(template, application, "spring")
        self.assertFalse(send(template, application, "spring"))
        self.assertTrue(send(template, application, "autumn"))
        mail = first.sudo().mail_id  # the queue is the system's
        self.assertEqual(mail.state, "outgoing")
        self.assertEqual(mail.recipient_ids, application.partner_id)
        self.assertFalse(application.message_follower_ids)

    def test_each_is_signed(self):
        """Who writes stands at its end, and an answer reaches the scheme."""
        self.scheme.contact_email = "ask@example.com"
        self.scheme.coordinator_id.name = "Casey Coordinator"
        application = self._create_application(
            self._create_member("Mel Mentee"), "mentee"
        )
        application.action_submit()
        [row] = self._get_notifications("application_submitted")
        mail = row.sudo().mail_id  # the queue is the system's
        text = " ".join(str(mail.body_html).split())
        for part in ("Kind regards", "Casey Coordinator", application.company_id.name):
            self.assertIn(part, text)
        self.assertIn("mailto:ask@example.com", text)
        self.assertEqual(mail.reply_to, "ask@example.com")

    def test_a_case_is_signed_by_the_association(self):
        self.env.company.email = "office@example.com"
        new_test_user(
            self.env,
            login="notified_officer",
            groups="mentoring_scheme.group_mentoring_conduct",
            company_id=self.env.company.id,
            company_ids=[Command.set(self.env.company.ids)],
        )
        concerns = self.env["mentoring.concern"].sudo()  # as a member's own page
        case = concerns.create({"what": "Something", "reporter_name": "A caller"})
        register = self.env["mentoring.notification"].sudo()  # staff see none of cases
        row = register.search(
            [("res_model", "=", "mentoring.concern"), ("res_id", "=", case.id)]
        )
        mail = row.mail_id
        self.assertIn("mailto:office@example.com", str(mail.body_html))
        self.assertNotIn(self.scheme.coordinator_id.name, str(mail.body_html))

    def test_links_are_their_readers_own(self):
        """Staff do not read the link by which a referee or a member answers.

        A mail that waits, or that failed, stands in the record's history until then.
        """
        application = self._create_application(
            self._create_member("Mel Mentee"),
            "mentee",
            referee_name="Rae Referee",
            referee_email="rae@example.com",
        )
        reference = self.env["mentoring.reference"].sudo()._ask(application)  # the job
        mail = self.env["mail.mail"].sudo().search([("res_id", "=", reference.id)])
        self.assertIn("/mentoring/reference/", str(mail.body_html))
        coordinator = new_test_user(
            self.env,
            login="links_coordinator",
            groups="mentoring_scheme.group_mentoring_user",
            company_id=self.env.company.id,
        )
        messages = self.env["mail.message"].with_user(coordinator)
        self.assertFalse(messages.search([("body", "ilike", "/mentoring/reference/")]))
        with self.assertRaises(AccessError):
            messages.browse(mail.mail_message_id.id).read(["body"])

    def test_failed_mail_is_tried_again(self):
        """After one hour, two, four and so on; six times in all, never a sent one."""
        application = self._create_application(
            self._create_member("Mel Mentee"), "mentee"
        )
        with freeze_time("2027-01-01 00:00:00"):
            notification = self.env["mentoring.notification"]._send_once(
                "mentoring_scheme.mail_template_application_waitlisted", application
            )
        mail = notification.sudo().mail_id  # the queue is the system's
        tried = []
        for hour in range(72):
            mail.state = "exception"
            self._run_crons_at_hour(hour)
            if mail.state == "outgoing":
                tried.append(hour)
        self.assertEqual(tried, [0, 1, 3, 7, 15])
        self.assertEqual(notification.attempt_count, 6)

    def _run_crons_at_hour(self, hour):
        with freeze_time(f"2027-01-{1 + hour // 24:02} {hour % 24:02}:00:00"):
            self._run_crons("ir_cron_retry_failed")

    def test_hopeless_mail_is_not_tried_again(self):
        """Who has asked for no mail is not written to six times."""
        application = self._create_application(self._create_member("Opt Out"), "mentee")
        application.action_submit()
        [row] = self._get_notifications("application_submitted")
        row.mail_id.write({"state": "exception", "failure_type": "mail_bl"})
        self._run_crons("ir_cron_retry_failed")
        self.assertEqual((row.attempt_count, row.mail_id.state), (1, "exception"))
        row.mail_id.failure_type = "mail_smtp"
        self._run_crons("ir_cron_retry_failed")
        self.assertEqual(row.attempt_count, 2)

    def test_draft_reminder(self):
        """A28: three days before the close, to who has not submitted, once."""
        self.intake.write(
            {
                "date_start": date(2027, 7, 1),
                "application_open": date(2027, 5, 1),
                "application_close": date(2027, 6, 20),
            }
        )
        draft = self._create_application(self._create_member("Del Draft"), "mentee")
        with freeze_time("2027-06-01 00:00:00"):
            done = self._create_application(
                self._create_member("Sue Submitted"), "mentee"
            )
            done.action_submit()
        for day in ("2027-06-16", "2027-06-17", "2027-06-18", "2027-06-21"):
            with freeze_time(f"{day} 01:00:00"):
                self._run_crons("ir_cron_remind_drafts")
            expected = 0 if day == "2027-06-16" else 1
            self.assertEqual(
                len(self._get_notifications("application_draft")), expected, day
            )
        self.assertEqual(self._get_notifications("application_draft").res_id, draft.id)

    def test_draft_reminder_in_the_zone(self):
        """Invariant 10: the three days are counted where the intake is."""
        for zone in ("Pacific/Auckland", "America/Los_Angeles"):
            intake = self._create_intake(
                self.scheme,
                tz=zone,
                date_start=date(2027, 7, 1),
                application_open=date(2027, 5, 1),
                application_close=date(2027, 6, 20),
            )
            self._create_application(
                self._create_member(f"Del {zone}"), "mentee", intake
            )
            sent = self._get_notifications("application_draft")
            begin = intake._start_of_day(date(2027, 6, 17))
            with freeze_time(begin - timedelta(minutes=1)):
                self._run_crons("ir_cron_remind_drafts")
            self.assertEqual(self._get_notifications("application_draft"), sent, zone)
            with freeze_time(begin):
                self._run_crons("ir_cron_remind_drafts")
            self.assertEqual(
                len(self._get_notifications("application_draft") - sent), 1, zone
            )

    def test_signature_reminder(self):
        """A25: two and four weeks after the match, to who has not signed."""
        with freeze_time("2027-01-04 01:00:00"):
            self.intake.write(
                {
                    "date_start": date(2027, 2, 1),
                    "application_open": date(2026, 12, 1),
                    "application_close": date(2027, 1, 20),
                }
            )
            partnership = self._create_partnership()
        with freeze_time("2027-01-10 01:00:00"):
            self._sign_all(partnership, roles=("mentor",))
        for day, count in (
            ("2027-01-17", 0),
            ("2027-01-18", 1),
            ("2027-01-25", 1),
            ("2027-02-01", 2),
            ("2027-02-20", 2),
        ):
            with freeze_time(f"{day} 01:00:00"):
                self._run_crons("ir_cron_remind_signers")
            reminders = self._get_notifications("participant_sign")
            self.assertEqual(len(reminders), count, day)
        mentee = self._get_seat(partnership, "mentee")
        self.assertEqual(set(reminders.mapped("res_id")), {mentee.id})

    def test_by_day(self):
        """A reminder waits for the morning of its reader; an answer does not."""
        here, there = (
            self._create_application(self._create_member(name, tz=zone), "mentee")
            for name, zone in (("Here", False), ("There", "Europe/Dublin"))
        )
        send = partial(
            self.env["mentoring.notification"]._send_once,
            "mentoring_scheme.mail_template_application_draft",
        )
        for moment, application, morning in (
            # Sydney is ten hours ahead of UTC in June, Dublin one.
            ("2027-06-01 14:10:00", here, "2027-06-01 22:00:00"),
            ("2027-06-01 11:30:00", here, "2027-06-01 22:00:00"),
            ("2027-06-01 22:00:00", here, False),
            ("2027-06-01 10:59:00", here, False),
            ("2027-06-01 14:10:00", there, False),
            ("2027-06-01 22:30:00", there, "2027-06-02 07:00:00"),
            # In the night before, the clocks go forward.
            ("2027-03-28 00:30:00", there, "2027-03-28 07:00:00"),
        ):
            with freeze_time(moment):
                row = send(application, occasion=f"{moment} quiet", by_day=True)
                self.assertEqual(
                    row.mail_id.scheduled_date,
                    morning and fields.Datetime.to_datetime(morning),
                    moment,
                )
                row = send(application, occasion=moment)
                self.assertFalse(row.mail_id.scheduled_date)

    def test_evaluation_reminders(self):
        """A31: asked, and reminded after 7 and 14 days, until the last day."""
        with freeze_time("2026-06-01 01:00:00"):
            self.intake.write(
                {
                    "date_start": date(2026, 7, 1),
                    "application_open": date(2026, 5, 1),
                    "application_close": date(2026, 6, 20),
                }
            )
            partnership = self._create_partnership()
        midway = partnership.date_midway
        mentor, mentee = (
            self._get_seat(partnership, role) for role in ("mentor", "mentee")
        )
        for days, count in ((0, 2), (6, 2), (7, 4), (10, 4), (14, 5), (21, 5), (60, 5)):
            with freeze_time(f"{date.fromordinal(midway.toordinal() + days)} 01:00:00"):
                self._run_crons("ir_cron_ask_due")
                if days == 10:
                    self._get_answers(mentor.evaluation_ids)._mark_done()
            self.assertEqual(
                len(self._get_notifications("evaluation_ask")), count, days
            )
        self.assertEqual(mentee.evaluation_ids.state, "pending")
