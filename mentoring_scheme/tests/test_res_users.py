# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.exceptions import AccessDenied, AccessError, ValidationError
from odoo.service.model import get_public_method
from odoo.tests import new_test_user, tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install", "security")
class TestResUsers(MentoringCommon):
    """No colleague gets hold of a login that opens a member's pages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls._create_member("Una User")
        cls.clerk = new_test_user(
            cls.env,
            login="users_clerk",
            groups="base.group_user,base.group_partner_manager",
        )
        cls.sharer = new_test_user(
            cls.env,
            login="users_sharer",
            groups="account.group_account_invoice,base.group_partner_manager",
            company_id=cls.company_data["company"].id,
        )
        cls.admin = new_test_user(
            cls.env, login="users_admin", groups="base.group_system"
        )
        cls.env["ir.config_parameter"].sudo().set_param(
            "auth_signup.invitation_scope", "b2c"
        )

    def _create_login(self, person, login):
        return new_test_user(
            self.env, login=login, groups="base.group_portal", partner_id=person.id
        )

    def _give_seat(self):
        partnership = self._create_partnership(mentee="Una Twin")
        seat = self._get_seat(partnership, "mentee")
        self.member = seat.partner_id

    # ------------------------------------------------------------------
    # Links to sign up
    # ------------------------------------------------------------------

    def test_no_link_for_a_colleague(self):
        """Neither the link of who has no login, nor the name of who has one."""
        for user in (self.clerk, self.coordinator):
            person = self.member.with_user(user)
            self.assertFalse(person.signup_get_auth_param().get(self.member.id))
        with self.assertRaises(AccessError):
            get_public_method(self.member, "signup_get_auth_param")
        login = self._create_login(self.member, "una.user@example.com")
        person = self.member.with_user(self.clerk)
        self.assertFalse(person.signup_get_auth_param().get(self.member.id))
        with self.assertRaises(AccessDenied):
            self.member.with_user(login).signup_get_auth_param()

    def test_mails_of_the_system_have_links(self):
        found = self.member.sudo().signup_get_auth_param()[self.member.id]
        self.assertTrue(found["auth_signup_token"])
        self.member._mentoring_invite()
        mail = self.env["mail.mail"].sudo().search([], order="id desc", limit=1)
        self.assertIn("/web/signup?", str(mail.body_html))

    def test_shared_record_has_no_link_to_sign_up(self):
        """What is shared is logged on the record, for whoever reads it."""
        invoice = self.init_invoice("out_invoice", self.member, amounts=[10.0])
        share = (
            self.env["portal.share"]
            .with_user(self.sharer)
            .create(
                {
                    "res_model": invoice._name,
                    "res_id": invoice.id,
                    "partner_ids": self.member.ids,
                }
            )
        )
        share._send_signup_link(self.member.with_user(self.sharer))
        body = str(invoice.message_ids[0].body)
        self.assertIn("/mail/view", body)
        self.assertNotIn("/web/", body)
        self.assertNotIn("signup", body)

    # ------------------------------------------------------------------
    # Whose login it is
    # ------------------------------------------------------------------

    def test_logins_are_not_swapped(self):
        """An administrator swaps two contacts, to read what a pair writes."""
        self._give_seat()
        login = self._create_login(self.member, "una.twin@example.com")
        spare = self.env["res.partner"].create({"name": "Spare"})
        other = self._create_login(spare, "spare")
        free = self.env["res.partner"].create({"name": "Free"})
        for users in (login.with_user(self.admin), login.sudo()):
            with self.assertRaises(ValidationError):
                users.partner_id = free
        login.sudo().unlink()
        for users in (other.with_user(self.admin), other.sudo()):
            with self.assertRaises(ValidationError):
                users.partner_id = self.member
        for command in (Command.link(other.id), Command.set(other.ids)):
            with self.assertRaises(ValidationError):
                self.member.with_user(self.admin).write({"user_ids": [command]})
        self.assertEqual(other.partner_id, spare)
        # Nobody's business of ours, and the same contact once more.
        other.with_user(self.admin).partner_id = free
        other.with_user(self.admin).write({"partner_id": free.id})
        self.assertEqual(other.partner_id, free)

    def test_contacts_are_merged(self):
        """Somebody is there twice: the one has the seat, the other the login."""
        self._give_seat()
        double = self.env["res.partner"].create({"name": "Una User"})
        login = self._create_login(double, "una")
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard = wizard.with_user(self.admin).sudo()
        wizard._merge([double.id, self.member.id], self.member)
        self.assertEqual(login.partner_id, self.member)
