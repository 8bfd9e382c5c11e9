# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .sealed_common import SealedCommon


@tagged("post_install", "-at_install")
class TestMentoringAgreementConsent(SealedCommon):
    """An answer that says no is a no: nobody signs it, whoever records it and how."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.acceptance = cls.partnership.agreement_ids.filtered("is_acceptance")
        cls.question = cls.env["mentoring.agreement.question"].create(
            {
                "template_id": cls.acceptance.template_id.id,
                "name": "The match suits us",
                "kind": "choice",
                "choices": "Yes\nWe are not sure\nNo",
                "must_agree": True,
            }
        )
        cls.fee = cls.mentee.application_id.fee_ids

    def _answer(self, text, revision=0, role="mentee"):
        answers = self.env["mentoring.agreement.answer"].with_user(self.users[role])
        # As the pair's own page does.
        answers.sudo()._fill(self.acceptance, {str(self.question.id): text}, revision)

    def _sign(self, role):
        agreement = self.acceptance.with_user(self.users[role]).sudo()  # as its page
        agreement._sign(self._get_seat(self.partnership, role), role, self.signature)

    def _get_task(self):
        self.env.flush_all()
        return self.partnership.activity_ids.filtered(
            lambda task: task.mentoring_kind == "agreement"
        )

    def test_no_is_signed_by_nobody(self):
        """Not by the members, not by staff, not as the system, not as a row."""
        for revision, text in enumerate(("No", "We are not sure")):
            self._answer(text, revision)
            self.assertEqual(self.acceptance.state, "declined", text)
            for role in ("mentor", "mentee"):
                with self.assertRaisesRegex(UserError, "not agreed to: The match suit"):
                    self._sign(role)
            with self.assertRaisesRegex(UserError, "not agreed to"):
                self.acceptance._sign(self.mentor, "Mary", self.signature)
            with self.assertRaisesRegex(UserError, "not agreed to"):
                self.acceptance._sign_on_paper(
                    self.mentor, "2026-01-01 12:00:00", self.resume, "a.pdf"
                )
            with self.assertRaisesRegex(UserError, "not agreed to"):
                self.env["mentoring.agreement.signature"].sudo().create(  # the system
                    {
                        "agreement_id": self.acceptance.id,
                        "participant_id": self.mentor.id,
                        "signed_by": "Mary",
                        "signed_on": "2026-01-01 12:00:00",
                        "signature": self.signature,
                    }
                )
        self.assertFalse(self.acceptance.signature_ids)
        self.assertFalse(self.fee.date_accepted)
        self.assertEqual(self.fee.state, "pending")
        self.assertEqual(self.partnership.state, "matched")

    def test_staff_get_a_task_until_it_is_settled(self):
        self._answer("No")
        task = self._get_task()
        self.assertEqual(task.user_id, self.coordinator)
        self.assertIn("The match suits us", task.summary)
        self.assertIn(self.partnership.display_name, task.summary)
        self._answer("We are not sure", 1)
        self.assertEqual(self._get_task(), task)
        self._answer("Yes", 2)
        self.assertFalse(self._get_task())
        self.assertEqual(self.acceptance.state, "open")
        self._sign("mentor")
        self._sign("mentee")
        self.assertEqual(self.acceptance.state, "signed")
        self.assertTrue(self.fee.date_accepted)

    def test_the_answer_in_another_language(self):
        """What agrees is the first answer, in whichever language it was given."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.question.with_context(lang="fr_FR").choices = "Oui\nNon"
        self._answer("Oui")
        self.assertFalse(self.acceptance.has_refusal)
        self._answer("Non", 1)
        self.assertTrue(self.acceptance.has_refusal)

    def test_staff_cannot_enter_it(self):
        self._answer("No")
        for user in ("coordinator", "manager"):
            with self.assertRaises(Exception) as caught:
                self.acceptance.with_user(self.staff[user]).has_refusal = False
            self.assertIn("not allowed", str(caught.exception).lower())
        self.assertTrue(self.acceptance.has_refusal)

    def test_task_ends_with_the_partnership(self):
        """A partnership that ends takes the task along."""
        self._answer("No")
        self.assertTrue(self._get_task())
        self.partnership.action_end()
        self.assertFalse(self._get_task())

    def _open_paper(self):
        wizards = self.env["mentoring.agreement.paper"].with_user(
            self.staff["coordinator"]
        )
        return Form(wizards.with_context(active_id=self.acceptance.id))

    def test_paper_form_that_agrees(self):
        form = self._open_paper()
        self.assertEqual(form.consent_note, "The match suits us")
        with self.assertRaises(AssertionError):
            form.save()  # the answer is required
        form.consent = "yes"
        wizard = form.save()
        wizard.write({"scan": self.resume, "scan_name": "signed.pdf"})
        wizard.action_confirm()
        self.assertEqual(self.acceptance.state, "signed")

    def test_paper_form_that_does_not(self):
        form = self._open_paper()
        form.consent = "no"
        wizard = form.save()
        with self.assertRaisesRegex(UserError, "only if it agrees"):
            wizard.action_confirm()
        wizard.action_refuse()
        self.assertEqual(self.acceptance.state, "declined")
        self.assertTrue(self._get_task())
        self.assertFalse(self.fee.date_accepted)
        with self.assertRaisesRegex(UserError, "not agreed to"):
            self._sign("mentor")

    def test_which_questions_can_be_marked(self):
        self.question.kind = "tick"
        with self.assertRaisesRegex(ValidationError, "several answers or a box"):
            self.question.kind = "text"
        self.question.kind = "choice"
        with self.assertRaisesRegex(ValidationError, "several answers or a box"):
            self.question.choices = " \n "

    def test_ready_made(self):
        """The acceptance of the librarians' scheme asks whether the match suits."""
        scheme = self.env["mentoring.scheme"]._load_ready_made("alia")
        acceptance = scheme.agreement_template_ids.filtered("is_acceptance")
        self.assertEqual(len(acceptance.question_ids.filtered("must_agree")), 1)
