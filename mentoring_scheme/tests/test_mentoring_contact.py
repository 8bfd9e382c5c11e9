# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringContact(MentoringCommon):
    """A coordinator creates and corrects contacts of members, and no others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls._create_member("Mel Mentee", phone="1")
        cls.supplier = (
            cls.env["res.partner"]
            .sudo()
            .create({"name": "Sam Supplier", "email": "sam@example.com"})
        )
        cls.clerk = new_test_user(
            cls.env, login="contact_clerk", groups="base.group_user"
        )
        cls.window = cls.env["mentoring.contact"].with_user(cls.coordinator)

    def _open(self, partner):
        return Form(self.window.with_context(default_partner_id=partner.id))

    def test_create_and_invite(self):
        with Form(self.window) as form:
            form.name = "Nora New"
            form.email = "nora@example.com"
            form.invite = True
        opened = form.record.action_confirm()
        person = self.env["res.partner"].browse(opened["res_id"])
        self.assertEqual(person.email, "nora@example.com")
        self.assertEqual(person.sudo().user_ids.login, "nora@example.com")
        # Whoever entered somebody corrects what they mistyped.
        with self._open(person) as form:
            form.name = "Nora Newman"
        form.record.action_confirm()
        self.assertEqual(person.name, "Nora Newman")

    def test_correct(self):
        self._create_application(self.member, "mentee")
        with self._open(self.member) as form:
            self.assertEqual(form.phone, "1")
            form.email = "mel@example.com"
            self.assertTrue(form.is_email_changed)
        form.record.action_confirm()
        self.assertEqual(self.member.email, "mel@example.com")
        self.assertIn("Corrected: Email.", self.member.message_ids[0].body)
        self.assertTrue(self.env["mentoring.address.change"].search([]))

    def test_first_address_is_noted(self):
        """A coordinator gives a member one's own address, and invites it."""
        self.member.email = False
        self._create_application(self.member, "mentee")
        with self._open(self.member) as form:
            form.email = "mine@example.com"
            form.invite = True
        form.record.action_confirm()
        [change] = self.env["mentoring.address.change"].search([])
        self.assertEqual(change.new_email, "mine@example.com")
        self.assertEqual(change.user_id, self.coordinator)
        self.assertFalse(change.is_own)

    def test_no_second_contact(self):
        with Form(self.window) as form:
            form.name = "Mel Again"
            form.email = "MEL.mentee@example.com"
        with self.assertRaisesRegex(UserError, "Mel Mentee already has the address"):
            form.record.action_confirm()

    def test_nobody_else(self):
        """Not suppliers, not colleagues; not with another id, and not by a clerk."""
        for partner in (self.supplier, self.clerk.partner_id):
            with self.assertRaises(AccessError):
                self._open(partner)
        contact = self.window.create(
            {"partner_id": self.supplier.id, "name": "Mine", "email": "a@example.com"}
        )
        with self.assertRaises(AccessError):
            contact.action_confirm()
        with self.assertRaises(AccessError):
            self.window.with_user(self.clerk).create({"name": "A", "email": "a@b.co"})
        self.assertEqual(self.supplier.name, "Sam Supplier")

    def test_odoo_own_doors_stay_closed(self):
        """Neither the contact itself, nor bank accounts, nor merging or inviting."""
        with self.assertRaises(AccessError):
            self.member.with_user(self.coordinator).write({"name": "X"})
        for model in ("res.partner", "res.partner.bank", "portal.wizard", "res.users"):
            self.assertFalse(
                self.env[model].with_user(self.coordinator).has_access("create"), model
            )
