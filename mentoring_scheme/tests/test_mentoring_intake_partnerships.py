# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringIntakePartnerships(MentoringCommon):
    """At the end of an intake everything comes to an end, and everybody is told."""

    def _get_told(self, template):
        template = self.env.ref(f"mentoring_scheme.mail_template_{template}")
        rows = self.env["mentoring.notification"].search(
            [("template_id", "=", template.id)]
        )
        return self.env[template.model].browse(rows.mapped("res_id"))

    def _create_all(self):
        unsigned = self._create_partnership()
        signed = self._create_partnership(mentor="Sue Signed", mentee="Sid Signed")
        self._sign_all(signed)
        alone = self._create_approved("Ann Alone", "mentee")
        waiting = self._create_application(self._create_member("Wal"), "mentee")
        waiting.action_submit()
        waiting.action_waitlist()
        returned = self._create_application(self._create_member("Ret"), "mentee")
        returned.action_submit()
        returned.return_remarks = "Please say more."
        returned.action_return()
        self._create_application(self._create_member("Dan Draft"), "mentee")
        return unsigned, signed, alone | waiting | returned

    def test_closed(self):
        unsigned, signed, queue = self._create_all()
        self.intake.sudo().phase = "closed"
        self.assertEqual(unsigned.state, "ended")
        self.assertTrue(unsigned.end_reason)
        self.assertEqual(
            self._get_told("participant_not_signed").partnership_id, unsigned
        )
        self.assertEqual(signed.state, "active")
        self.assertEqual(self._get_told("application_over"), queue)
        self._assert_consistent()

    def test_told_once(self):
        _unsigned, _signed, queue = self._create_all()
        for phase in ("closed", "concluding", "closed"):
            self.intake.sudo().phase = phase
        self.assertEqual(self._get_told("application_over") & queue, queue)
        self.assertEqual(len(self._get_told("participant_not_signed")), 2)

    def test_cancelled(self):
        waiting = self._create_approved("Ann Alone", "mentee")
        self.intake.action_cancel()
        self.assertEqual(self._get_told("application_over"), waiting)

    def test_words(self):
        _unsigned, _signed, queue = self._create_all()
        template = self.env.ref("mentoring_scheme.mail_template_application_over")
        self.intake.sudo().phase = "closed"
        bodies = template.sudo()._render_field("body_html", queue.ids)
        for application, words in zip(
            queue,
            ("a partner for you", "waiting list", "no longer decide"),
            strict=True,
        ):
            self.assertIn(words, bodies[application.id])
