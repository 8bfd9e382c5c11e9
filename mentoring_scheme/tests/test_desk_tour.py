# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import new_test_user, tagged

from odoo.addons.mail.tests.common import MailCase

from .common import MentoringCommon
from .tour_common import BackOfficeTourCase


@tagged("post_install", "-at_install")
class TestDeskTour(MentoringCommon, MailCase, BackOfficeTourCase):
    """A coordinator, who is no administrator, does the daily work in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coordinator.sudo().write(
            {"password": "mentoring_coordinator", "email": "coordinator@example.com"}
        )
        cls.member = cls._create_member("Mel Mentee")
        cls.application = cls._create_application(cls.member, "mentee")

    def _play(self, address, tour, login="mentoring_coordinator"):
        self.env.flush_all()
        with self.mock_mail_gateway():
            self.start_tour(f"/odoo/{address}", tour, login=login)
        self.env.invalidate_all()

    def test_logins_and_contacts(self):
        self._play("mentoring-logins", "mentoring_desk_logins")
        self.assertEqual(len(self.member.sudo().user_ids), 1)
        person = self.env["res.partner"].search([("email", "=", "nora@example.com")])
        self.assertEqual(len(person.sudo().user_ids), 1)

    def test_emails(self):
        self._play("mentoring-email-texts", "mentoring_desk_emails")

    def test_manager_edits_an_email(self):
        new_test_user(
            self.env,
            login="desk_manager",
            password="desk_manager",
            groups="mentoring_scheme.group_mentoring_manager",
            company_id=self.env.company.id,
        )
        self._play(
            "mentoring-email-texts", "mentoring_desk_edit_email", login="desk_manager"
        )
        template = self.env.ref("mentoring_scheme.mail_template_application_submitted")
        self.assertEqual(template.subject, "We have received your application")
        self.assertIn('t-out="object.partner_id.name', template.body_html)

    def test_topics(self):
        self._play("mentoring-topics", "mentoring_desk_topics")
        self.assertTrue(
            self.env["mentoring.topic"].search([("name", "=", "Career steps")])
        )

    def test_undelivered(self):
        self.application.action_submit()
        row = self.env["mentoring.notification"].search(
            [("res_id", "=", self.application.id)], limit=1
        )
        row.sudo().mail_id.write(
            {"state": "exception", "failure_reason": "No route to host"}
        )
        row.sudo()._note_delivery("No route to host", "mail_smtp")
        self._play("mentoring-today", "mentoring_desk_undelivered")
        self.assertEqual(row.delivery_state, "waiting")
        self.assertEqual(row.recipient_email, "mel@example.com")
