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
        self.partnership.action_reopen()
        self.assertEqual(self.partnership.state, "active")
        self.assertEqual(self.application.state, "matched")
