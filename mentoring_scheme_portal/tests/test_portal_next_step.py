# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from ..models.mentoring_next_step import SITUATIONS
from .common import HOME, MentoringPortalCase, draw_signature


@tagged("post_install", "-at_install")
class TestPortalNextStep(MentoringPortalCase):
    """The next step is the one that there is, the same on each page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_pair()
        cls.seat = cls._get_seat(cls.partnership, "mentee")
        cls.other = cls._get_seat(cls.partnership, "mentor")
        cls.path = f"{HOME}/partnership/{cls.partnership.id}"

    def _sign(self):
        self._sign_all(self.partnership)

    def _evaluate(self, kind="midway"):
        Evaluation = self.env["mentoring.evaluation"]
        return Evaluation.create(Evaluation._prepare_evaluation(self.seat, kind))

    def _meet(self, days):
        return self.env["mentoring.meeting"].create(
            {
                "partnership_id": self.partnership.id,
                "start": fields.Datetime.now() + timedelta(days=days),
            }
        )

    def _withdraw(self, **values):
        return self.env["mentoring.withdrawal"].create(
            {"participant_id": self.seat.id, **values}
        )

    def _refuse(self):
        agreement = self.partnership.agreement_ids[0]
        question = self.env["mentoring.agreement.question"].create(
            {
                "template_id": agreement.template_id.id,
                "name": "The match suits us",
                "kind": "choice",
                "choices": "Yes\nNo",
                "must_agree": True,
            }
        )
        member = agreement.with_user(self.mentee).sudo()  # as the member's page
        member._portal_fill({str(question.id): "No"}, 0)

    def _ask_for_a_change(self):
        """Say in the midway review that something has to change."""
        [agreement] = self.partnership.agreement_ids[:1]
        self.env["mentoring.agreement.question"].create(
            {"template_id": agreement.template_id.id, "name": "How often?"}
        )
        self._sign()
        evaluation = self._evaluate()
        answers = evaluation.survey_user_input_id
        question = self.env["survey.question"].create(
            {
                "survey_id": answers.survey_id.id,
                "title": "How should it go on?",
                "question_type": "simple_choice",
                "suggested_answer_ids": [
                    Command.create({"value": "Change", "mentoring_signal": "modify"})
                ],
            }
        )
        answers._save_lines(question, str(question.suggested_answer_ids.id))
        answers._mark_done()

    def _have_asked_long_ago(self):
        self._ask_for_a_change()
        answers = self.seat.evaluation_ids.survey_user_input_id
        answers.end_datetime -= timedelta(days=29)

    def _amend(self):
        self._ask_for_a_change()
        agreement = self.partnership.agreement_ids.filtered(
            lambda agreement: agreement._can_be_amended_by(self.seat)
        )
        agreement._amend(self.seat)

    def _hold_fee(self):
        self._sign()
        self.seat.application_id.fee_ids.is_on_hold = True

    def _complete(self):
        self._sign()
        self.partnership.action_complete()

    def _certify(self):
        self._complete()
        self.scheme.write(
            {"certificate_requires_fee": False, "certificate_requires_final": False}
        )
        self.seat.application_id._issue_certificate()

    def _end_by_partner(self):
        self.env["mentoring.withdrawal"].create(
            {"participant_id": self.other.id}
        ).action_approve()

    def _pause(self):
        self.env["mentoring.concern"].create(
            {
                "reporter_name": "Somebody",
                "about_id": self.mentor.partner_id.id,
                "partnership_id": self.partnership.id,
                "what": "Something",
                "interim": "hold",
            }
        )

    def _hold(self):
        self._sign()
        self.seat.write({"date_lapsed": "2026-01-01", "is_on_hold": True})

    # What is done, what is the case then, and words that the member reads.
    def _get_cases(self):
        return [
            ("sign", lambda: None, "Read and sign", "Waiting for signatures"),
            ("refused", self._refuse, "because of one of the answers", "To be settled"),
            (
                "declined",
                lambda: [
                    agreement._decline(self.seat, "I have doubts")
                    for agreement in self.partnership.agreement_ids[:1]
                ],
                "won't sign",
                "To be settled",
            ),
            (
                "wait_signatures",
                lambda: [
                    agreement._sign(self.seat, "Mel", draw_signature())
                    for agreement in self.partnership.agreement_ids
                ],
                "Mary Mentor still needs to sign",
                "Waiting for signatures",
            ),
            ("plan", self._sign, "arrange your next meeting", "Under way"),
            ("meet", lambda: (self._sign(), self._meet(2)), "You meet on", "Under way"),
            (
                "confirm",
                lambda: (self._sign(), self._meet(-2)),
                "Did you meet",
                "Under",
            ),
            (
                "modify",
                self._ask_for_a_change,
                "something has to change",
                "Under way",
            ),
            (
                "plan",
                self._have_asked_long_ago,
                "arrange your next meeting",
                "Under way",
            ),
            ("sign", self._amend, "Read and sign", "Under way"),
            (
                "evaluate",
                lambda: (self._sign(), self._evaluate()),
                "Please answer the midway review",
                "Under way",
            ),
            (
                "checkin",
                lambda: (
                    self._sign(),
                    self.env["mentoring.checkin"].create(
                        {"participant_id": self.seat.id, "kind": "fit"}
                    ),
                ),
                "We have a question for you",
                "Under way",
            ),
            (
                "lapsed",
                lambda: (self._sign(), self.seat.write({"date_lapsed": "2026-11-01"})),
                "Please renew it by",
                "Under way",
            ),
            ("hold", self._hold, "on hold because your membership", "On hold"),
            ("fee_hold", self._hold_fee, "on hold until", "On hold"),
            ("paused", self._pause, "asked you to wait", "Paused"),
            (
                "leaving",
                lambda: (self._withdraw(), self._evaluate()),
                "You asked to withdraw on",
                "Withdrawal requested",
            ),
            (
                "leaving",
                lambda: (self._hold(), self._withdraw(wants_rematch=True)),
                "You asked for a new match on",
                "Withdrawal requested",
            ),
            (
                "left",
                lambda: self._withdraw().action_approve(),
                "You left this partnership on",
                "You have left",
            ),
            (
                "left",
                lambda: self._withdraw(wants_rematch=True).action_approve(),
                "looking for a new match",
                "You have left",
            ),
            ("ended", self._end_by_partner, "looking for a new match", "Ended"),
            ("completed", self._complete, "Thank you for taking part", "Completed"),
            ("certified", self._certify, "Your certificate is ready", "Completed"),
            (
                "evaluate_over",
                lambda: (self._complete(), self._evaluate("final")),
                "Please answer the final evaluation",
                "Completed",
            ),
        ]

    def test_each_situation(self):
        """On the member's home and on the partnership's page alike."""
        cases = self._get_cases()
        self.assertEqual({case[0] for case in cases}, set(SITUATIONS))
        self.sign_in(self.mentee)
        for situation, happen, words, label in cases:
            with (
                self.subTest(situation=situation, words=words),
                self.env.cr.savepoint() as savepoint,
            ):
                happen()
                self.env.flush_all()
                self.env.invalidate_all()
                self.assertEqual(self.seat._get_portal_situation(), situation)
                for path in (HOME, self.path):
                    page = self.open_page(path)
                    text = self.get_text(
                        page, "//*[contains(@class, 'o_mentoring_next')]"
                    )
                    self.assertIn(words, text, path)
                    self.assertIn(label, self.get_text(page), path)
                    if situation not in ("sign", "refused"):
                        self.assertNotIn("Read and sign", text)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_partner_reads_nothing_of_it(self):
        """That somebody asks to leave, or is on hold, is theirs to know."""
        self._sign()
        self._withdraw(wants_rematch=True)
        self.seat.write({"date_lapsed": "2026-01-01", "is_on_hold": True})
        self.sign_in(self.mentor)
        for path in (HOME, self.path):
            text = self.get_text(self.open_page(path))
            self.assertNotIn("On hold", text)
            self.assertNotIn("Withdrawal requested", text)

    def test_unpaid_is_not_the_members_request(self):
        """A request that follows from a fee is not theirs to take back."""
        self._sign()
        reason = self.env.ref("mentoring_scheme.withdrawal_reason_unpaid")
        request = self._withdraw(reason_id=reason.id)
        self.sign_in(self.mentee)
        self.assertNotIn("Withdrawal requested", self.url_open(self.path).text)
        self.post(f"{HOME}/withdrawal/{request.id}/cancel")
        self.assertEqual(request.state, "requested")
