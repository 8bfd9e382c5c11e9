# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..sealing import Reader
from .sealed_common import SealedCommon

SENTENCE = "Lyrebirds whisper quokka"
TEMPLATE = "mentoring_scheme.mail_template_participant_message"


@tagged("post_install", "-at_install", "security")
class TestMentoringMessage(SealedCommon):
    """Messages between the people of a partnership (promises A35, B1; invariant 7).

    That nobody else reads them by any way is shown with the notes, for all that is
    sealed: ``test_mentoring_note`` and ``test_mentoring_sealed_text``.
    """

    def _get_told(self, seat):
        """Return the emails that a person was sent about messages."""
        return self.env["mentoring.notification"].search(
            [
                ("template_id", "=", self.env.ref(TEMPLATE).id),
                ("res_id", "=", seat.id),
            ]
        )

    def _see(self, role, seat):
        """Look at all messages, as the person's own page does."""
        messages = self.env["mentoring.message"].with_user(self.users[role]).sudo()
        messages.search([])._mark_seen(seat.with_user(self.users[role]).sudo())

    def _reads(self, user, message):
        """Return whether the person's own page shows this message's text."""
        own = message.with_user(user).sudo()  # as the page does
        return bool(own._unseal(Reader(user.id)))

    # ------------------------------------------------------------------
    # Who reads
    # ------------------------------------------------------------------

    def test_who_reads(self):
        """Every persona asks: the two of the partnership read it, and nobody else."""
        message = self._write_message("mentee", SENTENCE)
        other = self._create_partnership(mentor="Ann Other", mentee="Bob Other")
        others = {seat.role: self._create_login(seat) for seat in other.participant_ids}
        for user in self.users.values():
            self.assertEqual(self._read_by(user, "mentoring.message"), message)
            self.assertTrue(self._reads(user, message), user.login)
        for user in (*self.staff.values(), *others.values()):
            self.assertFalse(self._read_by(user, "mentoring.message"), user.login)
            self.assertFalse(self._reads(user, message), user.login)
        self.assertFalse(self.env["mentoring.message"].sudo().search([]))

    @mute_logger("odoo.addons.base.models.ir_actions")
    def test_server_action(self):
        """An administrator's server action finds ciphertext, whomever it acts as."""
        self._write_message("mentee", SENTENCE)
        mentor = self.users["mentor"]
        for code, found in (
            ("env['mentoring.message'].sudo().search([]).mapped('body')", "[]"),
            (
                f"env['mentoring.message'].with_user({mentor.id}).sudo()"
                ".search([]).mapped('body')",
                "sealed:",
            ),
        ):
            action = self.env["ir.actions.server"].create(
                {
                    "name": "Tried",
                    "model_id": self.env["ir.model"]._get_id("res.partner"),
                    "state": "code",
                    "code": f"raise UserError(str({code}))",
                }
            )
            with self.assertRaises(UserError) as caught:
                action.with_user(self.staff["administrator"]).run()
            self.assertIn(found, str(caught.exception))
            self.assertNotIn(SENTENCE, str(caught.exception))

    def test_newcomer_and_leaver(self):
        """Each reads what was written while they took part."""
        before = self._write_message("mentor", "Before")
        newcomer = self._add_third()
        self.assertFalse(self._read_by(newcomer, "mentoring.message"))
        meanwhile = self._write_message("mentor", "Meanwhile")
        self._leave(self.mentee)
        after = self._write_message("mentor", "After")
        self.assertEqual(
            self._read_by(newcomer, "mentoring.message"), meanwhile | after
        )
        self.assertEqual(
            self._read_by(self.users["mentee"], "mentoring.message"),
            before | meanwhile,
        )

    def test_nobody_changes_it(self):
        """A partner's message is not to be changed through any right."""
        message = self._write_message("mentee", SENTENCE)
        for user in (*self.staff.values(), self.users["mentor"]):
            with self.assertRaises(AccessError):
                message.with_user(user).write({"body": "Changed"})
            with self.assertRaises(AccessError):
                message.with_user(user).unlink()

    # ------------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------------

    def test_remove(self):
        """Only the author deletes, and as long as the partnership goes on."""
        first, second = (self._write_message("mentee", text) for text in ("A", "B"))
        with self.assertRaisesRegex(UserError, "Only the author"):
            first.with_user(self.users["mentor"]).sudo()._remove()
        first.with_user(self.users["mentee"]).sudo()._remove()
        self.partnership.action_end()
        with self.assertRaisesRegex(UserError, "over for you"):
            second.with_user(self.users["mentee"]).sudo()._remove()
        with self.assertRaisesRegex(UserError, "over for you"):
            self._write_message("mentor")
        self.assertEqual(
            self._read_by(self.users["mentor"], "mentoring.message"), second
        )

    def test_strangers_write_nothing(self):
        for user in self.staff.values():
            messages = self.env["mentoring.message"].with_user(user).sudo()  # as a page
            with self.assertRaisesRegex(UserError, "over for you"):
                messages._enter(self.partnership, {"body": "Hello"})

    def test_paused(self):
        """While a case has paused the pair nothing is written, deleted or explained."""
        message = self._write_message("mentee")
        concern = self._report(
            partnership_id=self.partnership.id,
            reporter_id=self.mentee.partner_id.id,
            about_id=self.mentor.partner_id.id,
        )
        concern.interim = "hold"
        self.assertTrue(self.partnership.sudo().is_paused)
        for role in ("mentor", "mentee"):
            with self.assertRaisesRegex(UserError, "^We've asked you to wait with"):
                self._write_message(role)
        with self.assertRaisesRegex(UserError, "^We've asked you to wait with"):
            message.with_user(self.users["mentee"]).sudo()._remove()
        concern.interim = "none"
        self._write_message("mentor")

    # ------------------------------------------------------------------
    # The email
    # ------------------------------------------------------------------

    def test_email(self):
        """One to each of the others until they have seen it, without the text."""
        third = self._add_third()
        seat = self.partnership._get_seat(third.partner_id)
        for text in (SENTENCE, "And again"):
            self._write_message("mentee", text)
        self.assertFalse(self._get_told(self.mentee))
        for other in (self.mentor, seat):
            [told] = self._get_told(other)
            mail = told.sudo().mail_id  # as the mail server
            self.assertEqual(mail.recipient_ids, other.partner_id)
            self.assertIn(
                f"/my/mentoring/partnership/{self.partnership.id}/messages",
                mail.body_html,
            )
            for hidden in (SENTENCE, "Mel", "Mary"):
                self.assertNotIn(hidden, mail.subject)
            self.assertNotIn(SENTENCE, mail.body_html)
        self._see("mentor", self.mentor)
        self._write_message("mentee", "Third")
        self.assertEqual(len(self._get_told(self.mentor)), 2)
        self.assertEqual(len(self._get_told(seat)), 1)
        # One's own messages are no news.
        self._see("mentee", self.mentee)
        self.assertEqual(self.mentee.sudo().message_seen, 0)

    def test_switched_off(self):
        self.partnership.scheme_id.template_off_ids = self.env.ref(TEMPLATE)
        self._write_message("mentee")
        [told] = self._get_told(self.mentor)
        self.assertEqual(told.delivery_state, "off")
        self.assertFalse(told.sudo().mail_id)

    def test_staff_see_not_who_has_read(self):
        for user in self.staff.values():
            with self.assertRaises(AccessError):
                self.mentor.with_user(user).read(["message_seen"])

    # ------------------------------------------------------------------
    # How long it is kept
    # ------------------------------------------------------------------

    def test_kept_and_erased(self):
        """It is something written, so it is warned of, and erased with the rest."""
        messages = self.env["mentoring.message"]
        self.assertFalse(messages._find_filled(self.partnership))
        self.assertTrue(self.partnership._is_untouched())
        self._write_message("mentee")
        self.assertEqual(messages._find_filled(self.partnership), self.partnership)
        self.assertFalse(self.partnership._is_untouched())
        self.assertEqual(self.partnership._erase(), 1)
        self.assertFalse(messages._find_filled(self.partnership))
