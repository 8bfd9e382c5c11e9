# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import MentoringCommon

INVITE = "ir_cron_invite_members"


@tagged("post_install", "-at_install")
class TestResPartnerLogin(MentoringCommon):
    """Members without a login are invited, and staff see who has one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls._create_member("Mel Mentee")
        cls.clerk = new_test_user(
            cls.env, login="login_clerk", groups="base.group_user"
        )

    def _get_invitations(self, partner):
        users = partner.sudo().with_context(active_test=False).user_ids
        return (
            self.env["mail.mail"]
            .sudo()
            .search([("model", "=", "res.users"), ("res_id", "in", users.ids)])
        )

    def _invite(self, partners, user=None):
        return partners.with_user(user or self.coordinator).action_mentoring_invite()

    # ------------------------------------------------------------------
    # Who is invited
    # ------------------------------------------------------------------

    def test_approved(self):
        """Approval brings the invitation, once, as does every later run of the job."""
        application = self._create_application(self.member, "mentee")
        application.action_submit()
        self._run_crons(INVITE)
        self.assertFalse(self.member.sudo().user_ids)
        application.action_approve()
        self._run_crons(INVITE)
        user = self.member.sudo().user_ids
        self.assertEqual(user.login, "mel.mentee@example.com")
        self.assertTrue(user.share)
        mail = self._get_invitations(self.member)
        self.assertEqual(len(mail), 1)
        self.assertIn("/web/signup?", str(mail.body_html))
        self._run_crons(INVITE)
        self.assertEqual(self._get_invitations(self.member), mail)

    def test_imported(self):
        """An imported draft brings the invitation, so that the member completes it."""
        self._create_application(self.member, "mentee", source="import")
        self._run_crons(INVITE)
        self.assertEqual(len(self._get_invitations(self.member)), 1)

    def test_draft_of_the_office_and_closed_intake(self):
        draft = self._create_application(self.member, "mentee")
        self.assertNotIn(draft.source, ("import", "paper"))
        other = self._create_approved("Mary Mentor", "mentor").partner_id
        self.intake.sudo().phase = "closed"
        self._run_crons(INVITE)
        self.assertFalse((self.member | other).sudo().user_ids)

    def test_from_the_list(self):
        """Several at once; who cannot be invited is named with the reason."""
        mute = self._create_member("Max Mute", email=False)
        done = self._invite(self.member | mute)["params"]
        self.assertEqual(done["type"], "warning")
        self.assertIn("Mel Mentee has been invited.", done["message"])
        self.assertIn("Max Mute: there is no valid email address.", done["message"])
        self.assertEqual(
            (self.member | mute)
            .with_user(self.coordinator)
            .mapped("mentoring_login_state"),
            ["invited", "none"],
        )
        # Once more: a new link, and no second login.
        self._invite(self.member)
        self.assertEqual(len(self.member.sudo().user_ids), 1)
        self.assertEqual(len(self._get_invitations(self.member)), 2)

    def test_states(self):
        """The list filters by what it shows."""
        other = self._create_member("Lou Loggedin")
        user = new_test_user(
            self.env,
            login="lou.loggedin@example.com",
            groups="base.group_portal",
            partner_id=other.id,
        )
        self.env["res.users.log"].with_user(user).sudo().create({})
        self._invite(self.member)
        third = self._create_member("Nina Nologin")
        people = (self.member | other | third).with_user(self.coordinator)
        for state, person in (
            ("invited", self.member),
            ("active", other),
            ("none", third),
        ):
            found = people.search(
                [("id", "in", people.ids), ("mentoring_login_state", "=", state)]
            )
            self.assertEqual(found, person, state)
        self.assertTrue(other.with_user(self.coordinator).mentoring_login_date)
        message = self._invite(other)["params"]["message"]
        self.assertIn("has already logged in", message)

    def test_address_of_another_login(self):
        new_test_user(
            self.env, login="mel.mentee@example.com", groups="base.group_portal"
        )
        message = self._invite(self.member)["params"]["message"]
        self.assertIn("someone else already logs in", message)
        self.assertFalse(self.member.sudo().user_ids)

    def test_invitation_that_failed(self):
        """It stands with the emails that did not arrive, and is made anew."""
        self._invite(self.member)
        rows = self.env["mentoring.notification"].with_user(self.coordinator)
        row = rows.search([("recipient_id", "=", self.member.id)])
        row.sudo()._note_delivery("No route to host", "mail_smtp")
        row.action_send_again()
        self.assertTrue(row.is_dismissed)
        self.assertEqual(len(self._get_invitations(self.member)), 1)
        self.assertEqual(rows.search_count([("recipient_id", "=", self.member.id)]), 2)

    # ------------------------------------------------------------------
    # Who may, and who reads it
    # ------------------------------------------------------------------

    def test_others_are_refused(self):
        with self.assertRaises(AccessError):
            self._invite(self.member, self.clerk)
        colleague = self.clerk.partner_id
        stranger = (
            self.env["res.partner"]
            .sudo()
            .create({"name": "Sam Supplier", "email": "sam@example.com"})
        )
        for partner in (colleague, stranger):
            with self.assertRaises(AccessError):
                self._invite(partner)
        self.assertFalse(stranger.user_ids)

    def test_nobody_reads_the_link(self):
        """Whoever works here reads no invitation, whether it waits or has failed."""
        self._invite(self.member)
        mail = self._get_invitations(self.member)
        mail.state = "exception"
        message = mail.mail_message_id
        self.assertIn("token=", str(message.body))
        for user in (self.clerk, self.coordinator):
            found = message.with_user(user).search([("id", "=", message.id)])
            self.assertFalse(found)
            with self.assertRaises(AccessError):
                message.with_user(user).read(["body"])
