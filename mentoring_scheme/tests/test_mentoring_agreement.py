# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import hashlib

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringAgreement(MentoringCommon):
    """Promises A25, B6; invariant 8."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_partnership()
        cls.mentor = cls._get_seat(cls.partnership, "mentor")
        cls.mentee = cls._get_seat(cls.partnership, "mentee")
        cls.plan, cls.acceptance = cls.partnership.agreement_ids

    def test_both_sign_both(self):
        """A25: active once both have signed both documents."""
        self.assertIn("Mary Mentor and Mel Mentee agree", self.plan.body)
        self.plan._sign(self.mentor, "Mary Mentor", self.signature, "192.0.2.1")
        self.assertEqual(self.plan.state, "partial")
        self.plan._sign(self.mentee, "Mel Mentee", self.signature)
        self.assertEqual(self.plan.state, "signed")
        self.assertEqual(self.partnership.state, "matched")
        self._sign_all(self.partnership)
        self.assertEqual(self.partnership.state, "active")
        self.assertEqual(self.partnership.signature_count, 4)
        self.assertEqual(
            self.plan.digest, hashlib.sha256(self.plan.body.encode()).hexdigest()
        )

    def test_text_is_frozen(self):
        """Invariant 8: the template moves the unsigned text, never the signed one."""
        self.plan._sign(self.mentor, "Mary Mentor", self.signature)
        signed = self.plan.body
        for agreement in (self.plan, self.acceptance):
            agreement.template_id.body = "<p>New words for {mentor}.</p>"
        self.assertEqual(self.plan.body, signed)
        self.assertIn("New words for Mary Mentor", self.acceptance.body)
        with self.assertRaisesRegex(UserError, "never changes"):
            self.plan.body = "<p>Other</p>"
        with self.assertRaisesRegex(UserError, "never changes"):
            self.plan.signature_ids.signed_by = "Somebody Else"
        with self.assertRaisesRegex(UserError, "is kept"):
            self.plan.signature_ids.sudo().unlink()  # not even the system
        self._assert_consistent()

    def test_names_are_escaped(self):
        """A name is text, whatever it holds."""
        self.mentor.partner_id.name = "<script>alert(1)</script>"
        self.env.add_to_compute(self.plan._fields["body"], self.plan)
        self.assertNotIn("<script>", self.plan.body)
        self.assertIn("&lt;script&gt;", self.plan.body)

    def test_wrong_signers(self):
        """Not twice, not for another pair, not without name or drawing."""
        self.plan._sign(self.mentor, "Mary Mentor", self.signature)
        with self.assertRaisesRegex(UserError, "has signed this agreement already"):
            self.plan._sign(self.mentor, "Mary Mentor", self.signature)
        other = self._create_partnership(mentor="Ann Other", mentee="Bob Other")
        with self.assertRaisesRegex(UserError, "Only the members"):
            self.plan._sign(self._get_seat(other, "mentee"), "Bob", self.signature)
        for signature in (None, b"", b"bm90IGFuIGltYWdl", "%%%"):
            with self.assertRaisesRegex(ValidationError, "sign in the box"):
                self.plan._sign(self.mentee, "Mel Mentee", signature)
        with self.assertRaisesRegex(ValidationError, "write your name"):
            self.plan._sign(self.mentee, "  ", self.signature)
        self.assertEqual(self.plan.state, "partial")

    def test_nothing_to_sign_after_the_end(self):
        """Invariant 9: an ended partnership is not signed any more."""
        self.partnership.action_end()
        with self.assertRaisesRegex(UserError, "is over"):
            self.plan._sign(self.mentor, "Mary Mentor", self.signature)
