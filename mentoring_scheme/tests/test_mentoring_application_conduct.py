# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringApplicationConduct(MentoringCommon):
    """A new code of conduct is agreed to by those who take part already (A34)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.scheme._get_document("conduct")
        cls.mentor = cls._create_approved("Mary Mentor", "mentor")
        cls.mentee = cls._create_approved("Mel Mentee", "mentee")
        for application in cls.mentor | cls.mentee:
            application._accept_conduct()
        cls.gone = cls._create_approved("Gus Gone", "mentee")
        cls.gone._accept_conduct()
        cls.gone.action_withdraw()

    def _publish(self, **values):
        return self.first.copy(
            {
                "body": "<p>Be kind, and on time</p>",
                "changes": "To be on time.",
                **values,
            }
        )

    def _get_told(self):
        template = self.env.ref("mentoring_scheme.mail_template_application_conduct")
        rows = self.env["mentoring.notification"].search(
            [("template_id", "=", template.id)]
        )
        return self.env["mentoring.application"].browse(rows.mapped("res_id"))

    def _search_new(self):
        return self.env["mentoring.application"].search(
            [("has_new_conduct", "=", True), ("scheme_id", "=", self.scheme.id)]
        )

    def test_who_is_asked(self):
        self.assertFalse(self._search_new())
        second = self._publish()
        both = self.mentor | self.mentee
        self.assertEqual(self._search_new(), both)
        self.assertEqual(second.outstanding_count, 2)
        self.assertEqual(self.first.outstanding_count, 0)
        second.action_ask_to_agree()
        self.assertEqual(self._get_told(), both)
        self.mentor._accept_conduct()
        self.assertEqual(second._find_outstanding(), self.mentee)
        second.action_ask_to_agree()
        self.assertEqual(len(self._get_told()), 2, "everyone is asked once")
        self.mentee._accept_conduct()
        with self.assertRaisesRegex(UserError, "No one has to agree"):
            second.action_ask_to_agree()
        self.assertEqual(self.mentor.conduct_document_id, second)

    def test_by_role(self):
        """A text for mentors asks no mentee."""
        self._publish(audience="mentor")
        self.assertEqual(self._search_new(), self.mentor)

    def test_archived_version_asks_nobody(self):
        second = self._publish()
        second.active = False
        self.assertFalse(self._search_new())

    def test_reminder(self):
        second = self._publish(accept_by=fields.Date.today() + timedelta(days=10))
        second.action_ask_to_agree()
        self.mentor._accept_conduct()
        self._run_crons("ir_cron_remind_conduct")
        self.assertEqual(len(self._get_told()), 2)
        second.accept_by = fields.Date.today() + timedelta(days=2)
        self._run_crons("ir_cron_remind_conduct")
        self.assertEqual(len(self._get_told()), 2, "not on the day of the asking")
        self.env.cr.execute(
            "UPDATE mentoring_notification"
            " SET create_date = create_date - interval '2 days'"
        )
        for _twice in range(2):
            self._run_crons("ir_cron_remind_conduct")
        rows = self.env["mentoring.notification"].search(
            [("res_id", "=", self.mentee.id), ("occasion", "ilike", "reminder")]
        )
        self.assertEqual(len(rows), 1)
        self.assertFalse(
            self.env["mentoring.notification"].search(
                [("res_id", "=", self.mentor.id), ("occasion", "ilike", "reminder")]
            )
        )

    def test_nobody_is_reminded_who_was_not_asked(self):
        self._publish(accept_by=fields.Date.today() + timedelta(days=2))
        self._run_crons("ir_cron_remind_conduct")
        self.assertFalse(self._get_told())

    def test_not_once_the_intake_is_over(self):
        second = self._publish()
        self.intake.sudo().phase = "closed"
        self.assertFalse(self._search_new())
        self.assertFalse(self.mentor.has_new_conduct)
        self.assertFalse(second._find_outstanding())

    def test_on_paper(self):
        second = self._publish()
        self.mentor.action_accept_conduct()
        self.assertEqual(self.mentor.conduct_document_id, second)
        self.assertIn("version 2", self.mentor.message_ids[0].body)

    def test_rights(self):
        second = self._publish()
        with self.assertRaises(AccessError):
            second.with_user(self.coordinator).action_ask_to_agree()
