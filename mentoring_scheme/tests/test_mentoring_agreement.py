# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import hashlib

from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..sealing import Reader
from .common import MentoringCommon
from .sealed_common import SealedCommon


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
            self.plan.signature_ids.signed_by = "Someone Else"
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
        with self.assertRaisesRegex(UserError, "has already signed this agreement"):
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


@tagged("post_install", "-at_install")
class TestFillTogether(SealedCommon):
    """Promise A25: filled in together, signed, changed by new versions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        agreements = cls.partnership.agreement_ids
        cls.acceptance = agreements.filtered("is_acceptance")
        cls.plan = agreements - cls.acceptance
        for agreement in agreements:
            cls.env["mentoring.agreement.question"].create(
                {
                    "template_id": agreement.template_id.id,
                    "name": "How often?",
                    "is_required": True,
                }
            )

    def _answer(self, agreement, text, revision=0, role="mentor"):
        question = agreement.template_id.question_ids
        answers = self.env["mentoring.agreement.answer"].with_user(self.users[role])
        # As the pair's own page does.
        return answers.sudo()._fill(agreement, {str(question.id): text}, revision)

    def _as_member(self, agreement, role="mentor"):
        return agreement.with_user(self.users[role]).sudo()  # as the pair's own page

    def _get_shown(self, agreement, user):
        own = agreement.with_user(user).sudo()  # as the pair's own page
        return own._get_shown_answers(Reader(user.id))

    def test_conflict_is_noticed(self):
        self._answer(self.plan, "Weekly")
        with self.assertRaisesRegex(UserError, "changed since"):
            self._answer(self.plan, "Monthly", role="mentee")
        self._answer(self.plan, "Monthly", 1, role="mentee")
        shown = self._get_shown(self.plan, self.users["mentor"])
        self.assertEqual(shown, [["How often?", "Monthly"]])

    def test_sealed_plan(self):
        """Frozen at the first signature, in no text that staff may read."""
        self._answer(self.plan, "Every new moon")
        before = self._as_member(self.plan)._get_draft_digest()
        self._as_member(self.plan)._sign(self.mentor, "Mary", self.signature)
        self.assertNotIn("new moon", self.plan.body)
        self.assertTrue(self.plan.answers_digest)
        self.assertTrue(before)
        with self.assertRaisesRegex(UserError, "Someone has signed"):
            self._answer(self.plan, "Never", 1, role="mentee")
        self.plan.template_id.question_ids.name = "Changed"
        shown = self._get_shown(self.plan, self.users["mentee"])
        self.assertEqual(shown, [["How often?", "Every new moon"]])
        for user in self.staff.values():
            self.assertFalse(self._get_shown(self.plan, user), user.name)
        self._assert_consistent()

    def test_report_of_the_plan(self):
        """Any print has the signatures alone: the pair's page adds the answers."""
        self._answer(self.plan, "Every new moon")
        self._as_member(self.plan)._sign(self.mentor, "Mary", self.signature)
        report = "mentoring_scheme.report_mentoring_agreement"
        for user in (*self.staff.values(), self.users["mentee"]):
            reports = self.env["ir.actions.report"].with_user(user).sudo()
            page, _kind = reports._render_qweb_html(report, self.plan.ids)
            self.assertNotIn(b"new moon", page, user.name)
            self.assertIn(self.plan.digest.encode(), page)

    def test_acceptance_takes_the_answers_in(self):
        """What the association reads holds them from the first signature on."""
        self._answer(self.acceptance, "<b>Monthly</b>")
        self._as_member(self.acceptance)._sign(self.mentor, "Mary", self.signature)
        self.assertIn("&lt;b&gt;Monthly", self.acceptance.body)
        self.assertFalse(self.acceptance.answers_digest)
        self._assert_consistent()

    def test_amendment(self):
        """A new version replaces the old one when all have signed; both are kept."""
        self._answer(self.plan, "Monthly")
        for agreement in self.partnership.agreement_ids:
            for role in ("mentor", "mentee"):
                member = self._as_member(agreement, role)
                member._sign(
                    self._get_seat(self.partnership, role), role, self.signature
                )
        self.assertEqual(self.partnership.state, "active")
        amendment = self._as_member(self.plan)._amend(self.mentor)
        self.assertEqual((amendment.version, amendment.state), (2, "open"))
        mentor = self.users["mentor"]
        monthly = [["How often?", "Monthly"]]
        self.assertEqual(self._get_shown(amendment, mentor), monthly)
        self.assertEqual(self.partnership.state, "active")
        self._assert_consistent()
        with self.assertRaisesRegex(UserError, "one new version at a time"):
            self._as_member(self.plan)._amend(self.mentor)
        self._answer(amendment, "Weekly", 1)
        for role in ("mentor", "mentee"):
            self._as_member(amendment, role)._sign(
                self._get_seat(self.partnership, role), role, self.signature
            )
        self.assertEqual(self.plan.state, "superseded")
        self.assertEqual(amendment.state, "signed")
        self.assertEqual(self._get_shown(self.plan, mentor), monthly)
        self.assertEqual(self.partnership.state, "active")
        self._assert_consistent()

    def test_amendment_of_the_acceptance_moves_no_fee(self):
        self._sign_all(self.partnership)
        fee = self.mentee.application_id.fee_ids
        accepted = fee.date_accepted
        self.assertTrue(accepted)
        amendment = self._as_member(self.acceptance)._amend(self.mentor)
        self.assertFalse(amendment.is_acceptance)
        self.assertEqual(fee.date_accepted, accepted)

    def test_amend_refused(self):
        with self.assertRaisesRegex(UserError, "Only what all have signed"):
            self._as_member(self.plan)._amend(self.mentor)

    def test_decline(self):
        """Staff get a task and the reason; the partner a neutral mail."""
        with self.assertRaisesRegex(UserError, "tell us why"):
            self.plan._decline(self.mentee, " ")
        self.plan._decline(self.mentee, "I have doubts")
        self.assertEqual(self.plan.state, "declined")
        self.assertEqual(self.plan.decline_reason, "I have doubts")
        self.assertIn("does not sign", self.partnership.activity_ids.summary)
        mail = self.env["mail.mail"].search(
            [
                ("model", "=", "mentoring.participant"),
                ("subject", "ilike", "Your partnership in"),
            ]
        )
        self.assertEqual(mail.recipient_ids, self.mentor.partner_id)
        for word in ("doubts", "sign "):
            self.assertNotIn(word, mail.body_html)
        # Whoever thinks again signs after all.
        self.plan._sign(self.mentee, "Mel", self.signature)
        self.assertEqual(self.plan.state, "partial")

    def _record_paper(self, agreement, **values):
        wizard = self.env["mentoring.agreement.paper"].with_user(
            self.staff["coordinator"]
        )
        return wizard.create({"agreement_id": agreement.id, **values})

    def test_paper(self):
        """A scanned form counts: it accepts the fee and starts the partnership."""
        wizard = self._record_paper(
            self.acceptance, scan=self.resume, scan_name="signed.pdf"
        )
        self.assertEqual(wizard.participant_ids, self.mentor | self.mentee)
        wizard.action_confirm()
        self.assertEqual(self.acceptance.state, "signed")
        self.assertTrue(self.acceptance.digest)
        fee = self.mentee.application_id.fee_ids
        self.assertEqual(fee.date_accepted, self.intake._today())
        signature = self.acceptance.signature_ids[:1]
        self.assertTrue(signature.is_paper)
        self.assertEqual(signature.with_context(bin_size=False).scan, self.resume)
        self._record_paper(self.plan).action_confirm()
        self.assertEqual(self.partnership.state, "active")

    def test_paper_refused(self):
        for agreement, values, sentence in (
            (self.acceptance, {}, "add the scan"),
            (
                self.plan,
                {"scan": self.resume, "scan_name": "signed.pdf"},
                "the pair's own",
            ),
            (
                self.acceptance,
                {"date": "2199-01-01", "scan": self.resume, "scan_name": "a.pdf"},
                "a day to come",
            ),
            (
                self.acceptance,
                {"date": "2001-01-01", "scan": self.resume, "scan_name": "a.pdf"},
                "when the pair was matched",
            ),
            (
                self.plan,
                {"date": fields.Date.subtract(self.partnership.date_matched, days=1)},
                "when the pair was matched",
            ),
            (
                self.acceptance,
                {"participant_ids": [Command.clear()], "scan": self.resume},
                "who has signed",
            ),
        ):
            with self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
                self._record_paper(agreement, **values).action_confirm()
        self.assertFalse(self.partnership.agreement_ids.signature_ids)
