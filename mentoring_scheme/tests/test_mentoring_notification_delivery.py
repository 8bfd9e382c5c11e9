# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringNotificationDelivery(MentoringCommon, MailCase):
    """An email that did not arrive stands on Today until someone deals with it."""

    def _submit(self, **values):
        member = self._create_member("Mel Mentee", **values)
        application = self._create_application(member, "mentee")
        application.action_submit()
        row = self.env["mentoring.notification"].search(
            [("res_id", "=", application.id), ("res_model", "=", application._name)]
        )
        return member, row.with_user(self.coordinator)

    def _send(self, row, error=None):
        with (
            self.mock_mail_gateway(mail_unlink_sent=True),
            mute_logger("odoo.addons.mail.models.mail_mail"),
        ):
            if error:
                with patch.object(
                    type(self.env["ir.mail_server"]), "send_email", side_effect=error
                ):
                    row.sudo().mail_id.send()
            else:
                row.sudo().mail_id.send()

    def _count_on_today(self):
        today = self.env["mentoring.today"].with_user(self.coordinator).get_today()
        return next(
            item["count"]
            for section in today["sections"]
            for item in section["items"]
            if item["label"] == "Undelivered emails"
        )

    def test_sent(self):
        member, row = self._submit()
        self.assertEqual(row.delivery_state, "waiting")
        self.assertEqual(row.recipient_id, member)
        self.assertEqual(row.recipient_email, member.email)
        self._send(row)
        self.assertEqual(row.delivery_state, "sent")
        with self.assertRaises(UserError):
            row.action_send_again()

    def test_refused_by_the_server(self):
        _member, row = self._submit()
        self._send(row, Exception("No route to host"))
        self.assertEqual(row.delivery_state, "failed")
        self.assertIn("No route to host", row.failure_reason)
        self.assertEqual(self._count_on_today(), 1)
        row.action_send_again()
        self.assertEqual(row.delivery_state, "waiting")
        self.assertEqual(self._count_on_today(), 0)
        self._send(row)
        self.assertEqual(row.delivery_state, "sent")

    def test_without_an_address(self):
        """Core deletes such a mail without a word; here it is seen, and sent later."""
        member, row = self._submit(email=False)
        self._send(row)
        self.assertFalse(row.sudo().mail_id)
        self.assertEqual(row.delivery_state, "failed")
        self.assertTrue(row.failure_reason)
        window = row.action_correct_address()
        self.assertEqual(window["context"]["default_partner_id"], member.id)
        member.email = "mel@example.com"
        row.action_send_again()
        self.assertEqual(row.recipient_email, "mel@example.com")
        self._send(row)
        self.assertEqual(row.delivery_state, "sent")

    def test_seen_at_once(self):
        """What no server can deliver is on Today before anything is tried."""
        for email, reason in (
            (False, "There is no email address"),
            ("ivy castellano", "“ivy castellano” is not an email address"),
        ):
            before = self._count_on_today()
            member = self._create_member(f"Ivy {email}", email=email)
            self._create_application(member, "mentee").action_submit()
            row = self.env["mentoring.notification"].search(
                [("recipient_id", "=", member.id)]
            )
            self.assertEqual(row.delivery_state, "failed")
            self.assertIn(reason, row.failure_reason)
            self.assertEqual(self._count_on_today(), before + 1)
            # Put right before the queue is worked off, it goes out as any other.
            member.email = "ivy@example.com"
            self._send(row)
            self.assertEqual(row.delivery_state, "sent")

    def test_returned(self):
        member, row = self._submit()
        self._send(row)
        member.sudo()._message_receive_bounce("other@example.com", member)
        self.assertEqual(row.delivery_state, "sent")
        member.sudo()._message_receive_bounce(member.email, member)
        self.assertEqual(row.delivery_state, "bounced")
        self.assertIn(member.email, row.failure_reason)
        row.action_dismiss()
        self.assertEqual(self._count_on_today(), 0)

    def test_others_do_nothing(self):
        _member, row = self._submit()
        self._send(row, Exception("No"))
        clerk = new_test_user(self.env, login="mail_clerk", groups="base.group_user")
        for name in ("action_send_again", "action_dismiss", "action_correct_address"):
            with self.assertRaises(AccessError):
                getattr(row.with_user(clerk), name)()
        with self.assertRaises(AccessError):
            row.write({"delivery_state": "sent"})
