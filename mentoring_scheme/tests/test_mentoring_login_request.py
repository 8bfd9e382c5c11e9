# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringLoginRequest(MentoringCommon, MailCase):
    """Who asks for a login is answered by email, and by nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls._create_member("Mel Mentee")
        cls.requests = cls.env["mentoring.login.request"].sudo()  # nobody's

    def _ask(self, email, **values):
        """Ask, run the job, and return the mails that it queued."""
        before = self.env["mail.mail"].sudo().search([])
        self.requests._ask(email, **values)
        self._run_crons("ir_cron_answer_login_requests")
        return self.env["mail.mail"].sudo().search([]) - before

    def _set_scope(self, scope):
        self.env["ir.config_parameter"].sudo().set_param(
            "auth_signup.invitation_scope", scope
        )

    def test_member_without_a_login(self):
        """The contact that there is gets the login, however the address is written."""
        contacts = self.env["res.partner"].search_count([])
        mail = self._ask(" Mel.Mentee@Example.com ")
        user = self.member.sudo().user_ids
        self.assertEqual(len(user), 1)
        self.assertEqual((mail.model, mail.res_id), ("res.users", user.id))
        self.assertIn("/web/signup?", str(mail.body_html))
        self.assertEqual(self.env["res.partner"].search_count([]), contacts)

    def test_member_who_has_logged_in(self):
        self.member.with_user(self.coordinator).action_mentoring_invite()
        user = self.member.sudo().user_ids
        self.env["res.users.log"].with_user(user).sudo().create({})
        with self.mock_mail_gateway():  # core sends this one at once
            self._ask(user.login)
        self.assertEqual(len(self._mails), 1)
        self.assertIn("/web/reset_password", self._mails[0]["body"])
        self.assertIn(user.email, self._mails[0]["email_to"][0])

    def test_member_rather_than_a_namesake(self):
        """Of two contacts with one address, the member's gets the login."""
        double = self.member.copy({"email": self.member.email})
        self._ask(self.member.email)
        self.assertTrue(self.member.sudo().user_ids)
        self.assertFalse(double.sudo().user_ids)

    def test_unknown_by_invitation_only(self):
        self._set_scope("b2b")
        contacts = self.env["res.partner"].search_count([])
        mail = self._ask("new@example.com")
        self.assertEqual(mail.email_to, "new@example.com")
        self.assertNotIn("/mentoring/login/", str(mail.body_html))
        self.assertEqual(self.env["res.partner"].search_count([]), contacts)

    def test_unknown_who_may_sign_up(self):
        """The link alone makes the contact, after the address is proven."""
        self._set_scope("b2c")
        contacts = self.env["res.partner"].search_count([])
        mail = self._ask("new@example.com", redirect="/my/mentoring")
        self.assertIn("/mentoring/login/", str(mail.body_html))
        self.assertEqual(self.env["res.partner"].search_count([]), contacts)
        asked = self.requests.search([], order="id desc", limit=1)
        url = asked._sign_up("Nora New")
        person = self.env["res.partner"].search([("email", "=", "new@example.com")])
        self.assertEqual(person.name, "Nora New")
        self.assertIn("/web/signup?", url)
        self.assertIn("redirect=%2Fmy%2Fmentoring", url)
        asked._sign_up("Nora Again")
        self.assertEqual(self.env["res.partner"].search_count([]), contacts + 1)

    def test_limits(self):
        """One mail in five minutes to an address, and twenty an hour from a place."""
        self.assertTrue(self._ask("new@example.com", source="192.0.2.1"))
        self.assertFalse(self._ask("NEW@example.com", source="192.0.2.2"))
        for number in range(19):
            self.requests._ask(f"new{number}@example.com", source="192.0.2.1")
        self._run_crons("ir_cron_answer_login_requests")
        self.assertFalse(self._ask("last@example.com", source="192.0.2.1"))
        self.assertTrue(self._ask("last2@example.com", source="192.0.2.3"))

    def test_leads_to_pages_of_ours_alone(self):
        for page in ("https://example.com", "//example.com", "/\\example.com"):
            self.assertFalse(self.requests._is_page_of_ours(page), page)
        self.assertTrue(self.requests._is_page_of_ours("/my/mentoring"))
