# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringCertificate(MentoringCommon):
    """Promise A32; invariant 8."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme.fee_product_id = False
        cls.scheme.certificate_requires_final = False
        cls.partnership = cls._create_partnership()
        cls._sign_all(cls.partnership)
        cls.application = cls._get_seat(cls.partnership, "mentee").application_id

    def test_conditions(self):
        """Each condition that is not met is one line."""
        self.scheme.write(
            {"certificate_min_hours": 2, "certificate_requires_midway": True}
        )
        with self.assertRaisesRegex(
            UserError, "(?s)not completed.*of 2.0 hours.*midway review"
        ) as caught:
            self.application._issue_certificate()
        self.assertEqual(len(str(caught.exception).splitlines()), 4)

    def test_issued_once(self):
        """A32: numbered, frozen, and one per person."""
        self.partnership.action_complete()
        certificate = self.application._issue_certificate()
        self.assertEqual(self.application._issue_certificate(), certificate)
        self.application.partner_id.name = "New Name"
        self.scheme.name = "New Name of the Scheme"
        self.assertEqual(certificate.holder_name, "Mel Mentee")
        self.assertEqual(certificate.scheme_name, "Librarians' Mentoring Scheme")
        with self.assertRaisesRegex(UserError, "never changes"):
            certificate.holder_name = "New Name"
        with self.assertRaisesRegex(UserError, "never deleted"):
            certificate.sudo().unlink()  # not even the system

    def test_revoked_and_reissued(self):
        """A revoked certificate stays, and a new one has a number of its own."""
        self.partnership.action_complete()
        first = self.application._issue_certificate()
        first.revoke_reason = "The name was wrong"
        first.action_revoke()
        second = self.application._issue_certificate()
        self.assertNotEqual(first.number, second.number)
        self.assertEqual(first.state, "revoked")

    def test_reopened(self):
        """A completion by mistake is undone."""
        self.partnership.action_complete()
        self.assertEqual(self.application.state, "completed")
        with self.assertRaisesRegex(UserError, "why the partnership goes on"):
            self.partnership.action_reopen()
        self.partnership.reopen_reason = "It was the wrong one"
        self.partnership.action_reopen()
        self.assertEqual(self.partnership.state, "active")
        self.assertEqual(self.application.state, "matched")

    def test_revoked_with_a_reason_only(self):
        """Invariant 11: also by a call that passes the window by."""
        self.partnership.action_complete()
        certificate = self.application._issue_certificate()
        with self.assertRaisesRegex(UserError, "say why"):
            certificate.action_revoke()
        self.assertEqual(certificate.state, "issued")

    def test_reissued_in_one_step(self):
        self.partnership.action_complete()
        first = self.application._issue_certificate()
        self.application.partner_id.name = "Mel Married"
        first.revoke_reason = "A new name"
        first.action_reissue()
        second = self.application.certificate_ids - first
        self.assertEqual((first.state, second.state), ("revoked", "issued"))
        self.assertEqual(first.holder_name, "Mel Mentee")
        self.assertEqual(second.holder_name, "Mel Married")

    def test_orientation(self):
        """A condition: one of the webinars marked as orientation was attended."""
        self.scheme.certificate_requires_orientation = True
        self.partnership.action_complete()
        event = self.env["event.event"].create(
            {
                "name": "Introductory webinar",
                "date_begin": "2026-07-23 03:00:00",
                "date_end": "2026-07-23 04:00:00",
                "mentoring_intake_id": self.intake.id,
            }
        )
        registration = self.env["event.registration"].create(
            {
                "event_id": event.id,
                "partner_id": self.application.partner_id.id,
                "state": "done",
            }
        )
        missing = ["No orientation has been attended."]
        self.assertEqual(self.application._get_certificate_obstacles(), missing)
        event.is_mentoring_orientation = True
        self.assertFalse(self.application._get_certificate_obstacles())
        registration.state = "open"
        self.assertEqual(self.application._get_certificate_obstacles(), missing)

    def test_letter_of_appreciation(self):
        """A32: mentors are thanked in the scheme's words, frozen that day."""
        self.scheme.appreciation_text = "<p>Dear {name}, thank you.</p>"
        mentor = self._get_seat(self.partnership, "mentor")
        mentor.partner_id.name = "Mary <b>Mentor</b>"
        self.partnership.action_complete()
        certificates = self.env["mentoring.certificate"]._issue(
            self.application | mentor.application_id
        )
        letters = {one.application_id.role: one.letter for one in certificates}
        self.assertFalse(letters["mentee"])
        self.assertEqual(
            letters["mentor"],
            "<p>Dear Mary &lt;b&gt;Mentor&lt;/b&gt;, thank you.</p>",
        )
        self.scheme.appreciation_text = "<p>Another text</p>"
        self.assertIn("thank you", certificates.filtered("letter").letter)
        with self.assertRaisesRegex(UserError, "never changes"):
            certificates.letter = "<p>Changed</p>"
        with self.assertRaisesRegex(UserError, "No letter"):
            certificates.filtered(lambda one: not one.letter).action_print_letter()

    def test_issued_to_those_who_have_earned_it(self):
        """Of several, those who have not are named, and the others get theirs."""
        self.partnership.action_complete()
        other = self._create_approved("Ned New", "mentee")
        result = (self.application | other).action_issue_certificate()
        self.assertTrue(self.application.is_certified)
        self.assertFalse(other.is_certified)
        self.assertIn("Ned New", result["params"]["message"])
        with self.assertRaisesRegex(UserError, "Ned New.*not completed"):
            other.action_issue_certificate()

    def test_issued_by_itself(self):
        """A32: by setting, once, and never again after a revocation."""
        self.partnership.action_complete()
        self._run_crons("ir_cron_issue_certificates")
        self.assertFalse(self.application.certificate_ids)
        self.scheme.certificate_automatic = True
        self._run_crons("ir_cron_issue_certificates")
        [certificate] = self.application.certificate_ids
        self._run_crons("ir_cron_issue_certificates")
        certificate.revoke_reason = "Issued by mistake"
        certificate.action_revoke()
        self._run_crons("ir_cron_issue_certificates")
        self.assertEqual(self.application.certificate_ids, certificate)

    def test_printed_in_one_go_and_kept(self):
        """Each of several gets a PDF of its own, made once."""
        mentor = self._get_seat(self.partnership, "mentor").application_id
        self.partnership.action_complete()
        context = {"force_report_rendering": True}
        with self.allow_pdf_render():
            certificates = (
                self.env["mentoring.certificate"]
                .with_context(**context)
                ._issue(self.application | mentor)
            )
        kept = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "mentoring.certificate"),
                ("res_id", "in", certificates.ids),
            ]
        )
        self.assertEqual(len(kept), 2)
        for attachment in kept:
            self.assertTrue(attachment.raw.startswith(b"%PDF"))
            self.assertFalse(attachment.public)
