# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringAddressChange(MentoringCommon):
    """A participant's new address is told to the former one, and stands on Today."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls._create_member("Mel Mentee")
        cls._create_application(cls.member, "mentee")
        cls.clerk = new_test_user(
            cls.env,
            login="address_clerk",
            groups="base.group_user,base.group_partner_manager",
        )

    def _get_changes(self):
        return self.env["mentoring.address.change"].search(
            [("partner_id", "=", self.member.id)]
        )

    def _count_on_today(self):
        today = self.env["mentoring.today"].with_user(self.coordinator).get_today()
        return next(
            item["count"]
            for section in today["sections"]
            for item in section["items"]
            if item["label"] == "Changed email addresses to check"
        )

    def test_changed_by_someone_else(self):
        """Whoever looks after contacts redirects nobody's links in silence."""
        self.member.with_user(self.clerk).email = "thief@example.com"
        change = self._get_changes()
        self.assertEqual(change.user_id, self.clerk)
        self.assertFalse(change.is_own)
        mail = self.env["mail.mail"].sudo().search([("res_id", "=", change.id)])
        mail = mail.filtered(lambda one: one.model == change._name)
        self.assertEqual(mail.email_to, "mel.mentee@example.com")
        self.assertFalse(mail.recipient_ids)
        self.assertEqual(self._count_on_today(), 1)
        with self.assertRaises(AccessError):
            change.with_user(self.clerk).action_check()
        change.with_user(self.coordinator).action_check()
        self.assertEqual(self._count_on_today(), 0)

    def test_login_changed(self):
        user = new_test_user(
            self.env,
            login="mel.mentee@example.com",
            groups="base.group_portal",
            partner_id=self.member.id,
        )
        user.sudo().login = "thief@example.com"
        self.assertEqual(self._get_changes().new_email, "thief@example.com")

    def test_changed_by_the_member(self):
        user = new_test_user(
            self.env,
            login="mel.mentee@example.com",
            groups="base.group_portal",
            partner_id=self.member.id,
        )
        self.member.with_user(user).sudo().email = "mel@example.com"
        self.assertTrue(self._get_changes().is_own)
        self.assertEqual(self._count_on_today(), 0)

    def test_first_address(self):
        """Who had none gets the links by the first one; nobody is told but Today."""
        self.member.email = False
        self._get_changes().sudo().unlink()
        self.member.with_user(self.clerk).email = "thief@example.com"
        change = self._get_changes()
        self.assertEqual(change.user_id, self.clerk)
        self.assertEqual(change.new_email, "thief@example.com")
        self.assertFalse(change.old_email)
        self.assertFalse(
            self.env["mentoring.notification"].search(
                [("res_model", "=", change._name), ("res_id", "=", change.id)]
            )
        )
        self.assertEqual(self._count_on_today(), 1)

    def test_nothing_to_tell(self):
        """Nor the same address in other letters, nor somebody without a part."""
        self.member.email = "Mel.Mentee@example.com"
        other = self._create_member("Otto Other")
        other.email = "otto@example.com"
        self.assertFalse(self.env["mentoring.address.change"].search([]))
