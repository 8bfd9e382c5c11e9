# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringEvaluation(MentoringCommon):
    """Promises A30, A31, B8."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2020-07-20 00:00:00"):
            cls.intake = cls._create_intake(
                cls.scheme,
                date_start=date(2020, 7, 23),
                application_close=date(2020, 7, 22),
            )
            cls.partnership = cls._create_partnership(cls.intake)

    def _get_evaluations(self, kind):
        return self.partnership.participant_ids.evaluation_ids.filtered(
            lambda evaluation: evaluation.kind == kind
        )

    def test_asked_without_paperwork(self):
        """A30: both are asked once, though nobody has signed anything."""
        midway = self.partnership.date_midway
        self.assertEqual(midway, date(2021, 1, 21))
        # The day begins in Sydney at 13:00 UTC.
        self._run_crons_at("2021-01-20 12:59:59")
        self.assertFalse(self._get_evaluations("midway"))
        self._run_crons_at("2021-01-20 13:00:00")
        self._run_crons_at("2021-01-20 14:00:00")
        self.assertEqual(len(self._get_evaluations("midway")), 2)
        notifications = self.env["mentoring.notification"].search(
            [("res_model", "=", "mentoring.evaluation")]
        )
        self.assertEqual(len(notifications), 2)
        for evaluation in self._get_evaluations("midway"):
            self.assertIn("/survey/start/", evaluation.sudo()._get_start_url())
            self.assertEqual(evaluation.date_due, date(2021, 2, 4))

    def test_reminders_are_looked_up_together(self):
        """The hourly job asks once for all who have been reminded already."""
        Evaluation = self.env["mentoring.evaluation"].sudo()  # as the job does

        def ask(partnership):
            for seat in partnership.participant_ids:
                Evaluation.create(Evaluation._prepare_evaluation(seat, "midway"))

        def count_queries():
            Evaluation._remind_pending()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Evaluation._remind_pending()
            return self.env.cr.sql_log_count - before

        with freeze_time("2021-02-10 00:00:00"):
            ask(self.partnership)
            few = count_queries()
        with freeze_time("2020-07-20 00:00:00"):
            more = self._create_partnership(self.intake, "Ann More", "Bob More")
            more |= self._create_partnership(self.intake, "Cy More", "Di More")
        with freeze_time("2021-02-10 00:00:00"):
            for partnership in more:
                ask(partnership)
            self.assertEqual(count_queries(), few)

    def test_answered(self):
        """B8: each answers alone, and the answer's end is the evaluation's."""
        self._run_crons_at("2021-01-21 00:00:00")
        first, second = self._get_evaluations("midway")
        self._get_answers(first)._mark_done()
        self.assertEqual(first.state, "done")
        self.assertEqual(second.state, "pending")

    def test_left(self):
        """Invariant 9: who left is not asked any more."""
        self._run_crons_at("2021-01-21 00:00:00")
        with freeze_time("2021-01-25 00:00:00"):
            self.env["mentoring.withdrawal"].create(
                {"participant_id": self._get_seat(self.partnership, "mentee").id}
            ).action_approve()
        self.assertEqual(
            self._get_evaluations("midway").mapped("state"), ["cancelled"] * 2
        )
        self._run_crons_at("2021-08-01 00:00:00")
        self.assertFalse(self._get_evaluations("final"))
        self._assert_consistent()

    def _get_mails(self):
        return self.env["mentoring.notification"].search_count(
            [("res_model", "=", "mentoring.evaluation")]
        )

    def test_asked_late(self):
        """After a late match or a gap of the jobs there is the whole time to answer."""
        self._run_crons_at("2021-03-10 00:00:00")
        first = self._get_evaluations("midway")
        self.assertEqual(first.mapped("date_due"), [date(2021, 3, 24)] * 2)
        self.assertEqual(self._get_mails(), 2, "no reminder in the hour of the asking")
        self._run_crons_at("2021-03-17 00:00:00")
        self.assertEqual(self._get_mails(), 4)
        self._run_crons_at("2021-03-24 12:00:00")
        self.assertEqual(self._get_mails(), 6)
        self._run_crons_at("2021-03-31 00:00:00")
        self.assertEqual(self._get_mails(), 6, "nothing after the last day")

    def test_asked_on_early_completion(self):
        """Who completes in February is asked then how it was, and not in July."""
        with freeze_time("2020-08-01 00:00:00"):
            self._sign_all(self.partnership)
        with freeze_time("2021-02-03 00:00:00"):
            for seat in self.partnership.participant_ids:
                seat._conclude()
        self.assertEqual(self.partnership.state, "completed")
        self._run_crons_at("2021-02-03 02:00:00")
        finals = self._get_evaluations("final")
        self.assertEqual(finals.mapped("date_due"), [date(2021, 2, 17)] * 2)
        self._run_crons_at("2021-07-23 00:00:00")
        self.assertEqual(self._get_evaluations("final"), finals)

    def test_not_asked_once_the_intake_is_over(self):
        self.intake.sudo().phase = "closed"
        self._run_crons_at("2021-01-21 00:00:00")
        self.assertFalse(self._get_evaluations("midway"))

    def test_final_after_completion(self):
        """A31: asked at the end of the twelve months, due two weeks later."""
        with freeze_time("2020-08-01 00:00:00"):
            self._sign_all(self.partnership)
        self._run_crons_at("2021-07-23 00:00:00")
        self.assertEqual(self.partnership.state, "completed")
        finals = self._get_evaluations("final")
        self.assertEqual(finals.mapped("date_due"), [date(2021, 8, 5)] * 2)

    # ------------------------------------------------------------------
    # What follows from the answers
    # ------------------------------------------------------------------

    def _prepare_survey(self):
        """Ask for a rating, for what comes next, and for what both read."""
        survey = self.scheme.survey_midway_mentor_id.sudo()  # survey officers' work
        Question = self.env["survey.question"].sudo()  # as above
        self.rating, self.decision, self.shared = Question.create(
            [
                {
                    "survey_id": survey.id,
                    "title": "How satisfied are you?",
                    "question_type": "scale",
                    "scale_min": 1,
                    "scale_max": 5,
                    "mentoring_purpose": "rating",
                },
                {
                    "survey_id": survey.id,
                    "title": "How should it go on?",
                    "question_type": "simple_choice",
                    "suggested_answer_ids": [
                        Command.create({"value": signal, "mentoring_signal": signal})
                        for signal in ("continue", "modify", "end", "contact")
                    ],
                },
                {
                    "survey_id": survey.id,
                    "title": "What do you want to say to each other?",
                    "question_type": "text_box",
                    "mentoring_purpose": "shared",
                },
            ]
        )

    def _answer(self, seat, rating=5, signal="continue", shared="Thank you"):
        Evaluation = self.env["mentoring.evaluation"]
        # As the job does.
        evaluation = Evaluation.sudo().create(
            Evaluation._prepare_evaluation(seat, "midway")
        )
        answers = self._get_answers(evaluation)
        choice = self.decision.suggested_answer_ids.filtered(
            lambda answer: answer.mentoring_signal == signal
        )
        answers._save_lines(self.rating, str(rating))
        answers._save_lines(self.decision, str(choice.id))
        answers._save_lines(self.shared, shared)
        answers._mark_done()
        return evaluation

    def test_good_answers_are_no_task(self):
        self._prepare_survey()
        evaluation = self._answer(self._get_seat(self.partnership, "mentor"))
        self.assertRecordValues(
            evaluation,
            [{"outcome": "continue", "is_low": False, "wants_contact": False}],
        )
        self.assertFalse(self.partnership.activity_ids)

    def test_follow_up(self):
        """A33, A37: low rating, change, end and a wish to talk are tasks."""
        self._prepare_survey()
        for role, answers, expected in (
            ("mentor", {"rating": 2}, {"is_low": True, "outcome": "continue"}),
            ("mentee", {"signal": "end"}, {"is_low": False, "outcome": "end"}),
        ):
            evaluation = self._answer(self._get_seat(self.partnership, role), **answers)
            self.assertRecordValues(evaluation, [expected])
            [task] = self.partnership.activity_ids.filtered(
                lambda task, name=evaluation.partner_id.name: (
                    f"Please call {name}" in task.summary
                )
            )
            self.assertEqual(task.user_id, self.coordinator)
            self.assertNotIn("Thank you", f"{task.summary} {task.note}")

    def test_please_call_me(self):
        self._prepare_survey()
        evaluation = self._answer(
            self._get_seat(self.partnership, "mentee"), signal="contact"
        )
        self.assertTrue(evaluation.wants_contact)
        self.assertIn("Please call Mel", self.partnership.activity_ids.summary)

    def test_shared_part(self):
        """A30: each alone; the shared answers once both have given theirs."""
        self._prepare_survey()
        mentor = self._answer(
            self._get_seat(self.partnership, "mentor"), shared="More feedback"
        )
        self.assertFalse(mentor._get_shared_answers())
        both = mentor | self._answer(self._get_seat(self.partnership, "mentee"))
        self.assertEqual(
            self._read_shared(both),
            {
                "What do you want to say to each other?": [
                    ("Mary Mentor", "More feedback"),
                    ("Mel Mentee", "Thank you"),
                ]
            },
        )

    def _read_shared(self, evaluations):
        return {
            question: [(one.partner_id.name, text) for one, text in answers.items()]
            for question, answers in evaluations._get_shared_answers().items()
        }

    def test_several_shared_questions(self):
        """A30, B8: as many as the scheme wants, of every kind; the rest is private."""
        self._prepare_survey()
        Question = self.env["survey.question"].sudo()  # survey officers' work
        survey = self.shared.survey_id
        scale, choice, day = Question.create(
            [
                {
                    "survey_id": survey.id,
                    "mentoring_purpose": "shared",
                    "sequence": 100 + number,
                    **values,
                }
                for number, values in enumerate(
                    (
                        {
                            "title": "How is the pace?",
                            "question_type": "scale",
                            "scale_max": 7,
                        },
                        {
                            "title": "What next?",
                            "question_type": "multiple_choice",
                            "suggested_answer_ids": [
                                Command.create({"value": "A visit"}),
                                Command.create({"value": "A book"}),
                            ],
                        },
                        {"title": "When?", "question_type": "date"},
                    )
                )
            ]
        )
        both = self.env["mentoring.evaluation"]
        for role in ("mentor", "mentee"):
            self.assertFalse(both._get_shared_answers(), "one alone has answered")
            evaluation = self._answer(
                self._get_seat(self.partnership, role), shared=f"Long {role} " * 20
            )
            answers = self._get_answers(evaluation)
            answers._save_lines(scale, "3")
            if role == "mentor":
                answers._save_lines(
                    choice, [str(i) for i in choice.suggested_answer_ids.ids]
                )
                answers._save_lines(day, "2027-03-01")
            both |= evaluation
        shared = self._read_shared(both)
        self.assertEqual(
            list(shared),
            [
                "What do you want to say to each other?",
                "How is the pace?",
                "What next?",
                "When?",
            ],
        )
        self.assertEqual(
            shared["How is the pace?"],
            [("Mary Mentor", "3 of 7"), ("Mel Mentee", "3 of 7")],
        )
        self.assertEqual(shared["What next?"], [("Mary Mentor", "A visit, A book")])
        self.assertEqual(shared["When?"], [("Mary Mentor", "1 March 2027")])
        [(_name, text), *_rest] = shared["What do you want to say to each other?"]
        self.assertEqual(text.strip(), ("Long mentor " * 20).strip(), "it is whole")

    def test_decision_is_not_shared(self):
        """A33: whether somebody wants to go on is read by the office alone."""
        self._prepare_survey()
        with self.assertRaisesRegex(ValidationError, "Only staff"):
            self.decision.mentoring_purpose = "shared"
        answer = Command.create({"value": "Stop", "mentoring_signal": "end"})
        with self.assertRaisesRegex(ValidationError, "Only staff"):
            self.shared.suggested_answer_ids = [answer]

    def test_answers_are_not_opened_later(self):
        """Who reads an answer was told to its author, whoever edits the survey."""
        self._prepare_survey()
        self._answer(self._get_seat(self.partnership, "mentor"))
        self.rating.mentoring_purpose = "private"  # fewer read it
        for purpose in ("rating", "shared", False):
            with self.assertRaisesRegex(UserError, "have already answered this"):
                self.rating.mentoring_purpose = purpose
        chosen = self.decision.suggested_answer_ids[0]
        with self.assertRaisesRegex(UserError, "How should it go on"):
            chosen.mentoring_signal = False
        with self.assertRaisesRegex(UserError, "How should it go on"):
            self.decision.suggested_answer_ids.unlink()
        self.shared.mentoring_purpose = False
        with self.assertRaises(UserError):
            self.shared.write({"mentoring_purpose": "shared"})

    def test_answered_questions_stay(self):
        """A question takes its answers along, so it is kept with them."""
        self._prepare_survey()
        self._answer(self._get_seat(self.partnership, "mentor"))
        with self.assertRaisesRegex(UserError, "can't be deleted"):
            self.rating.unlink()
        self.rating.copy().unlink()

    def test_unanswered_questions_are_free(self):
        self._prepare_survey()
        for purpose in ("private", "shared", False, "rating"):
            self.rating.mentoring_purpose = purpose
        self.decision.suggested_answer_ids.mentoring_signal = False

    def test_questionnaire_that_is_awaited(self):
        """Nobody's link leads nowhere: it is closed once all have answered."""
        self._prepare_survey()
        survey = self.rating.survey_id
        seat = self._get_seat(self.partnership, "mentor")
        Evaluation = self.env["mentoring.evaluation"].sudo()  # as the job does
        waiting = Evaluation.create(Evaluation._prepare_evaluation(seat, "midway"))
        for close in (
            survey.action_archive,
            survey.unlink,
            lambda: survey.write({"active": False}),
        ):
            with self.assertRaisesRegex(UserError, "Mary Mentor"):
                close()
        self._get_answers(waiting)._mark_done()
        survey.action_archive()
        self.assertFalse(survey.active)
