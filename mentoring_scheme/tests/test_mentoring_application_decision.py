# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import MentoringCommon

REOPENED = "mentoring_scheme.mail_template_application_reopened"


class DecisionCommon(MentoringCommon):
    """An application that has been submitted, as the coordinator sees it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.application = cls._apply("Mel Mentee")

    @classmethod
    def _apply(cls, name, role="mentee", **values):
        application = cls._create_application(cls._create_member(name), role, **values)
        application.action_submit()
        return application.with_user(cls.coordinator)

    def _get_notifications(self, template):
        """Return who was emailed this template about the application."""
        return self.env["mentoring.notification"].search(
            [
                ("template_id", "=", self.env.ref(template).id),
                ("res_id", "=", self.application.id),
            ]
        )

    def _let_mails_leave(self):
        self._get_notifications("mentoring_scheme.mail_template_application_approved")
        self.env["mentoring.notification"].search([]).mail_id.state = "sent"

    def _decide(self, decision, applications=None, message=False):
        """Open the window as the list does, and confirm it."""
        applications = self.application if applications is None else applications
        wizard = (
            self.env["mentoring.application.decision"]
            .with_user(self.coordinator)
            .with_context(
                active_model="mentoring.application",
                active_ids=applications.ids,
                default_decision=decision,
            )
        )
        with Form(wizard) as form:
            if message:
                form.message = message
        return form.record


@tagged("post_install", "-at_install")
class TestMentoringApplicationDecision(DecisionCommon):
    """Each decision of staff can be taken back until somebody has acted on it."""

    def _take(self, state):
        """Take the decision that leads to a state."""
        self.application.write({"return_remarks": "More", "decline_reason": "Full"})
        step = {
            "approved": self.application.action_approve,
            "returned": self.application.action_return,
            "waitlisted": self.application.action_waitlist,
            "declined": self.application.action_decline,
            "withdrawn": self.application.action_withdraw,
        }[state]
        step()
        self.assertEqual(self.application.state, state)

    def test_every_decision_can_be_taken_back(self):
        for state in ("approved", "returned", "waitlisted", "declined", "withdrawn"):
            with self.subTest(state):
                self._take(state)
                self.application.action_reopen()
                self.assertEqual(self.application.state, "submitted")

    def test_back_to_where_it_was(self):
        """Not to the beginning: to the list of those who wait, for example."""
        self._take("waitlisted")
        since = self.application.date_waitlisted
        self._take("declined")
        self.application.action_reopen()
        self.assertEqual(self.application.state, "waitlisted")
        self.assertEqual(self.application.date_waitlisted, since)
        self._take("approved")
        self._take("withdrawn")
        self.application.action_reopen()
        self.assertEqual(self.application.state, "approved")

    def test_not_back_to_approved_when_no_longer_eligible(self):
        self._take("approved")
        self._take("withdrawn")
        self.application.sudo().file_ids.unlink()
        self.application.action_reopen()
        self.assertEqual(self.application.state, "submitted")

    def test_told_only_who_had_been_told(self):
        """A mail that has not left is stopped; one that has is put right."""
        approved = "mentoring_scheme.mail_template_application_approved"
        self._take("approved")
        notice = self.application.action_reopen()
        self.assertEqual(self._get_notifications(approved).mail_id.state, "cancel")
        self.assertFalse(self._get_notifications(REOPENED))
        self.assertEqual(notice["params"]["message"], "No email is sent.")
        self._take("approved")
        self._let_mails_leave()
        notice = self.application.action_reopen()
        mail = self._get_notifications(REOPENED).mail_id
        self.assertIn("reviewing your application again", mail.body_html)
        self.assertEqual(notice["params"]["message"], "1 person will be emailed.")

    def test_no_second_confirmation(self):
        """Reopening sends no second "we have received your application"."""
        template = "mentoring_scheme.mail_template_application_submitted"
        self._take("declined")
        self.application.action_reopen()
        self.assertEqual(len(self._get_notifications(template)), 1)

    def test_not_once_it_was_acted_upon(self):
        mentor = self._create_approved("Mary Mentor", "mentor")
        self._take("approved")
        partnerships = self.env["mentoring.partnership"]
        partnership = partnerships.create(
            partnerships._prepare_partnership(
                self.intake, mentor | self.application.sudo(), "one_to_one"
            )
        )
        for _step in ("matched", "ended"):
            with self.assertRaises(UserError):
                self.application.action_reopen()
            partnership.action_end()
        self.assertEqual(self.application.state, "approved")
        with self.assertRaisesRegex(UserError, "has been matched since"):
            self.application.action_reopen()
        # By RPC, the same rule.
        with self.assertRaises(UserError):
            self.application.write({"state": "submitted"})

    def test_not_while_a_place_is_offered(self):
        self._take("waitlisted")
        self.application.action_offer_place()
        with self.assertRaisesRegex(UserError, "“Withdraw Offer”"):
            self.application.action_reopen()
        self.application.place_offer_ids.action_cancel()
        self.application.action_reopen()
        self.assertEqual(self.application.state, "submitted")

    def test_not_after_the_applicant_took_a_place(self):
        self._take("waitlisted")
        self.application.action_offer_place()
        self.application.place_offer_ids.sudo()._accept()
        self.assertEqual(self.application.state, "approved")
        with self.assertRaisesRegex(UserError, "has accepted a place offer"):
            self.application.action_reopen()

    def test_steps_by_rpc(self):
        """A status is entered by a next step or by the way back, nothing else."""
        self._take("declined")
        for state in ("draft", "approved", "waitlisted", "returned"):
            with self.subTest(state), self.assertRaises(UserError):
                self.application.write({"state": state})
        self.application.write({"state": "submitted"})
        self.assertEqual(self.application.state, "submitted")

    def test_member_takes_a_withdrawn_application_up_again(self):
        self._take("withdrawn")
        self.application._reopen_as_draft()
        self.assertEqual(self.application.state, "draft")


@tagged("post_install", "-at_install")
class TestMentoringApplicationDecisionWindow(DecisionCommon):
    """Whom it concerns is said before anything is promised; then what was done."""

    def test_refused_in_words_for_staff(self):
        """Not "your résumé": staff read whose, and where to set the rule aside."""
        self.application.sudo().file_ids.unlink()
        with self.assertRaises(UserError) as refusal:
            self.application.action_approve()
        words = str(refusal.exception)
        self.assertIn("Mel Mentee has not attached a résumé.", words)
        self.assertIn("“Eligibility”", words)
        self.assertNotIn("your", words.lower())
        self.assertIn("Your résumé", self.application.eligibility_note)

    def test_words_for_every_rule(self):
        """Each rule has words for staff that name the applicant, and no "you"."""
        self.scheme.write({"referee_required": "required"})
        mentor = self._create_application(
            self._create_member("Nora None", membership=None),
            "mentor",
            years_experience=1,
            source="paper",
            file_ids=[Command.clear()],
        )
        reasons = mentor._get_staff_reasons()
        self.assertEqual(
            set(reasons),
            {"membership", "category", "experience", "resume", "referee", "paper"},
        )
        for rule, sentence in reasons.items():
            self.assertIn("Nora None", sentence, rule)
            self.assertNotRegex(sentence, r"(?i)\byou", rule)

    def test_many_at_once(self):
        second, third = self._apply("Moe Mentee"), self._apply("Mia Mentee")
        third.sudo().file_ids.unlink()
        wizard = self._decide("approve", self.application | second | third)
        self.assertEqual(wizard.ready_ids, self.application | second)
        self.assertIn("Mia Mentee has not attached a résumé", wizard.obstacles)
        notice = wizard.action_confirm()["params"]
        self.assertEqual(
            (self.application | second | third).mapped("state"),
            ["approved", "approved", "submitted"],
        )
        self.assertEqual(notice["title"], "2 applications approved")
        self.assertIn("2 people will be emailed.", notice["message"])
        self.assertIn("1 application was left as it is.", notice["message"])
        found = self.env["mentoring.application"].search(notice["open"]["domain"])
        self.assertEqual(found, self.application | second)

    def test_one(self):
        notice = self._decide("approve").action_confirm()["params"]
        self.assertEqual(notice["title"], "Application approved")
        self.assertEqual(notice["message"], "1 person will be emailed.")

    def test_each_decision(self):
        for decision, state, message in (
            ("waitlist", "waitlisted", False),
            ("decline", "declined", "All places are taken."),
            ("return", "returned", "Please add your goals."),
            ("submit", "submitted", False),
        ):
            with self.subTest(decision):
                wizard = self._decide(decision, message=message)
                notice = wizard.action_confirm()["params"]
                self.assertEqual(self.application.state, state)
                self.assertIn("1 person will be emailed.", notice["message"])
                if decision in ("waitlist", "decline"):
                    self.application.action_reopen()

    def test_nobody(self):
        self._decide("approve").action_confirm()
        wizard = self._decide("approve")
        self.assertFalse(wizard.ready_ids)
        with self.assertRaisesRegex(UserError, "the status is “Approved”: Mel Mentee"):
            wizard.action_confirm()

    def test_submitted_for_members_in_words_for_staff(self):
        draft = self._create_application(
            self._create_member("Dora Draft"), "mentee", file_ids=[Command.clear()]
        )
        with self.assertRaisesRegex(UserError, "Dora Draft has not attached a résumé"):
            draft.with_user(self.coordinator).action_submit()
