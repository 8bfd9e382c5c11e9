# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .common import MentoringCommon

WORDS = {
    "known_for": "more",
    "recommendation": "yes",
    "text": "Sound judgement.",
    "may_share": False,
}


@tagged("post_install", "-at_install")
class TestMentoringReference(MentoringCommon):
    """A referee is asked by mail, answers once, and is read by staff (promise B6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme.referee_required = "required"

    def _apply(self, name="Mel Mentee", **values):
        return self._create_application(
            self._create_member(name),
            "mentee",
            **{
                "referee_name": "Robin Referee",
                "referee_email": "Robin@example.com",
                "referee_relationship": "Manager",
                **values,
            },
        )

    def _get_mails(self, reference):
        return (
            self.env["mentoring.notification"]
            .search(
                [("res_model", "=", reference._name), ("res_id", "=", reference.id)]
            )
            .sudo()  # the queue is the system's
            .mail_id
        )

    def test_rule(self):
        """Named before submission, answered before approval; staff may set it aside."""
        application = self._apply(referee_email=False)
        with self.assertRaisesRegex(UserError, "has not named a referee"):
            application.action_submit()
        application.referee_email = "robin@example.com"
        application.action_submit()
        with self.assertRaisesRegex(
            UserError, "by Robin Referee has not been received"
        ):
            application.action_approve()
        self.env["mentoring.application.override"].create(
            {
                "application_id": application.id,
                "rule": "referee",
                "reason": "Known to the board",
            }
        )
        application.action_approve()

    def test_asked_once(self):
        """One mail on submission, to the referee, with the link; one reminder."""
        application = self._apply()
        application.action_submit()
        reference = application.reference_ids
        self.assertEqual(reference.state, "asked")
        mail = self._get_mails(reference)
        self.assertEqual(mail.email_to, "robin@example.com")
        self.assertIn("/mentoring/reference/", mail.body_html)
        self.assertNotIn("/mentoring/answer/", mail.body_html)
        self._run_crons("ir_cron_follow_up_references")
        self.assertEqual(len(self._get_mails(reference)), 1)
        half_way = fields.Datetime.now() + timedelta(days=11)
        for _turn in range(2):
            with freeze_time(half_way):
                self._run_crons("ir_cron_follow_up_references")
        self.assertEqual(len(self._get_mails(reference)), 2)
        self.assertEqual(reference.state, "asked")

    def test_expiry(self):
        """Open until the end of the last day; then closed, with a sentence."""
        application = self._apply()
        application.action_submit()
        reference = application.reference_ids
        end = self.intake._start_of_day(reference.date_expiry + timedelta(days=1))
        with freeze_time(end - timedelta(seconds=1)):
            self._run_crons("ir_cron_follow_up_references")
            self.assertEqual(reference.state, "asked")
            self.assertFalse(reference._get_closed_sentence())
        with freeze_time(end):
            self.assertIn(
                "too late for this reference", reference._get_closed_sentence()
            )
            self._run_crons("ir_cron_follow_up_references")
            self.assertEqual(reference.state, "expired")
            with self.assertRaisesRegex(UserError, "too late"):
                reference._give(WORDS)

    def test_given_once(self):
        """Invariant 8: given once, and never changed."""
        application = self._apply()
        application.action_submit()
        reference = application.reference_ids
        reference._give(WORDS)
        self.assertEqual(reference.state, "received")
        self.assertTrue(application.is_eligible)
        with self.assertRaisesRegex(UserError, "already been given"):
            reference._give(WORDS)
        with self.assertRaisesRegex(UserError, "never changes"):
            reference.text = "No judgement."
        self.assertNotIn(
            "Sound judgement", "".join(map(str, application.message_ids.mapped("body")))
        )

    def test_another_referee(self):
        """Named anew after a return: the first is asked no more, the second is."""
        application = self._apply()
        application.action_submit()
        first = application.reference_ids
        application.return_remarks = "Please name someone else."
        application.action_return()
        application.write(
            {"referee_name": "Riva Referee", "referee_email": "riva@example.com"}
        )
        application.action_submit()
        second = application.reference_ids - first
        self.assertEqual(first.state, "cancelled")
        self.assertEqual(second.referee_name, "Riva Referee")
        self.assertIn("no longer needed", first._get_closed_sentence())
        # Submitted once more with the same referee: nobody is asked twice.
        application.action_return()
        application.action_submit()
        self.assertEqual(len(application.reference_ids), 2)

    def test_withdrawn_application(self):
        application = self._apply()
        application.action_submit()
        application.action_withdraw()
        reference = application.reference_ids
        self.assertIn("no longer needed", reference._get_closed_sentence())
        self._run_crons("ir_cron_follow_up_references")
        self.assertEqual(reference.state, "cancelled")

    def test_by_hand(self):
        """Staff record what a referee said on the phone; the history names it."""
        application = self._apply()
        application.action_submit()
        application.reference_ids.action_cancel()
        reference = (
            self.env["mentoring.reference"]
            .with_user(self.coordinator)
            .create(
                {
                    "application_id": application.id,
                    "referee_name": "Robin Referee",
                    **WORDS,
                }
            )
        )
        self.assertTrue(reference.is_by_hand)
        self.assertEqual(reference.create_uid, self.coordinator)
        self.assertTrue(application.is_eligible)

    def test_optional(self):
        """Optional, nothing waits for it; switched off, nobody is asked."""
        self.scheme.referee_required = "optional"
        nobody = self._apply("Nora No one", referee_name=False, referee_email=False)
        named = self._apply("Nell Named")
        (nobody | named).action_submit()
        self.assertFalse(nobody.reference_ids)
        self.assertEqual(named.reference_ids.state, "asked")
        self.assertTrue(named.is_eligible)
        self.scheme.referee_required = "no"
        silent = self._apply("Sil Silent")
        silent.action_submit()
        self.assertFalse(silent.reference_ids)

    def test_addresses(self):
        with self.assertRaisesRegex(ValidationError, "not an email address"):
            self._apply("Ann One", referee_email="robin at home")
        with self.assertRaisesRegex(ValidationError, "someone else"):
            self._apply("Ben Two", referee_email="Ben.Two@Example.com")

    def test_link_is_for_one_purpose(self):
        """The link of a reference answers no other question, and no other record."""
        application = self._apply()
        application.action_submit()
        token = (
            application.reference_ids.sudo()._get_answer_url("reference").split("/")[-1]
        )
        links = self.env["mentoring.answer.link"]
        record, purpose = links._find_by_answer_token(token)
        self.assertEqual((record, purpose), (application.reference_ids, "reference"))
        with self.assertRaises(UserError):
            record._answer("reference", "yes")
        self.assertEqual(links._find_by_answer_token(token[:-2] + "xx")[0], None)
