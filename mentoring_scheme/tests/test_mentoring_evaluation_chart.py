# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import MentoringCommon


@tagged("post_install", "-at_install")
class TestMentoringEvaluationChart(MentoringCommon):
    """Answers as charts single nobody out and show nothing private (invariant 7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls.scheme.survey_midway_mentor_id.sudo()  # survey officers' work
        cls.rating = cls._ask_question("How satisfied are you?", "scale")
        cls.choice = cls._ask_question(
            "How do you meet?", "simple_choice", ("In person", "Online")
        )
        cls.going_on = cls._ask_question(
            "Shall it go on?", "simple_choice", ("Yes", "No")
        )
        cls.going_on.suggested_answer_ids[1].mentoring_signal = "end"
        cls.secret = cls._ask_question("How is your health?", "scale")
        cls.secret.mentoring_purpose = "private"
        cls.words = cls.survey.question_ids.filtered(
            lambda question: question.question_type == "text_box"
        )

    @classmethod
    def _ask_question(cls, title, kind, answers=()):
        return (
            cls.env["survey.question"]
            .sudo()
            .create(  # survey officers' work
                {
                    "survey_id": cls.survey.id,
                    "title": title,
                    "question_type": kind,
                    "scale_min": 1,
                    "scale_max": 5,
                    "suggested_answer_ids": [
                        Command.create({"value": answer}) for answer in answers
                    ],
                }
            )
        )

    def _answer(self, count, intake=None, values=None):
        """Let people answer: the rating, the choice, some words, and the private."""
        number = self.env["mentoring.participant"].search_count([])
        seats = self.env["mentoring.participant"]
        for place in range(number, number + (count + 1) // 2):
            seats |= self._create_partnership(
                mentor=f"Mentor {place}",
                mentee=f"Mentee {place}",
                **({"intake": intake} if intake else {}),
            ).participant_ids
        Evaluation = self.env["mentoring.evaluation"].sudo()  # as the scheduled job
        for seat in seats[:count]:
            evaluation = Evaluation.create(
                Evaluation._prepare_evaluation(seat, "midway")
            )
            answers = self._get_answers(evaluation)
            values_by_question = self._get_values() if values is None else values
            for question, value in values_by_question.items():
                answers.user_input_line_ids.create(
                    {
                        "user_input_id": answers.id,
                        "question_id": question.id,
                        **value,
                    }
                )
            answers._mark_done()

    def _get_values(self):
        def choose(question, place):
            return {
                "answer_type": "suggestion",
                "suggested_answer_id": question.suggested_answer_ids[place].id,
            }

        return {
            self.rating: {"answer_type": "scale", "value_scale": 4},
            self.choice: choose(self.choice, 0),
            self.going_on: choose(self.going_on, 1),
            self.secret: {"answer_type": "scale", "value_scale": 1},
            self.words: {"answer_type": "text_box", "value_text_box": "Wombats"},
        }

    def _get_charts(self, *args, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        charts = self.env["mentoring.evaluation.chart"]
        return charts.with_user(user or self.coordinator).get_charts(*args)

    def _get_question(self, results, question):
        [found] = [one for one in results["questions"] if one["id"] == question.id]
        return found

    def test_nobody_has_answered(self):
        results = self._get_charts()
        self.assertFalse(results["choices"] or results["people"])

    def test_five_people_make_a_chart(self):
        self._answer(4)
        results = self._get_charts(self.survey.id, self.intake.id)
        self.assertEqual((results["people"], results["questions"]), (0, []))
        self._answer(1)
        results = self._get_charts(self.survey.id, self.intake.id)
        self.assertEqual(results["people"], 5)
        rating = self._get_question(results, self.rating)
        self.assertEqual(rating["labels"], ["1", "2", "3", "4", "5"])
        self.assertEqual(rating["series"][0]["values"], [0, 0, 0, 5, 0])
        self.assertEqual(rating["mean"], 4)
        choice = self._get_question(results, self.choice)
        self.assertEqual(choice["series"][0]["values"], [5, 0])

    def test_a_question_needs_five_people_too(self):
        self._answer(4)
        self._answer(
            1, values={self.rating: {"answer_type": "scale", "value_scale": 1}}
        )
        results = self._get_charts(self.survey.id, self.intake.id)
        self.assertEqual(self._get_question(results, self.rating)["kind"], "bars")
        choice = self._get_question(results, self.choice)
        self.assertEqual((choice["kind"], choice["people"]), ("few", 0))
        self.assertNotIn("series", choice)

    def test_private_and_written_answers_stay_hidden(self):
        self._answer(5)
        results = self._get_charts(self.survey.id, self.intake.id)
        shown = {one["id"] for one in results["questions"]}
        self.assertNotIn(self.secret.id, shown)
        self.assertNotIn(self.going_on.id, shown)
        self.assertNotIn("Wombats", str(results))
        words = self._get_question(results, self.words)
        self.assertEqual((words["kind"], words["people"]), ("text", 5))

    def test_all_intakes_leave_out_those_with_few(self):
        """Or the difference between two pictures would show one person's answer."""
        other = self._create_intake(self.scheme, name="Small")
        self._answer(5)
        self._answer(1, intake=other)
        both = self._get_charts(self.survey.id)
        one = self._get_charts(self.survey.id, self.intake.id)
        self.assertEqual((both["people"], both["questions"]), (5, one["questions"]))

    def test_roles_are_shown_together(self):
        """Each role has a survey of its own; the same question has the same words."""
        other = self.survey.copy()
        self.scheme.survey_midway_mentee_id = other
        self._answer(6, values={})
        for evaluation in self.env["mentoring.evaluation"].search([]):
            answers = self._get_answers(evaluation)
            rating = answers.survey_id.question_ids.filtered(
                lambda question: question.title == self.rating.title
            )
            value = 5 if rating == self.rating else 2
            answers.user_input_line_ids.create(
                {
                    "user_input_id": answers.id,
                    "question_id": rating.id,
                    "answer_type": "scale",
                    "value_scale": value,
                }
            )
        self.assertFalse(self._get_charts(self.survey.id)["people"])
        results = self._get_charts("midway")
        [rating] = [
            one for one in results["questions"] if one["title"] == self.rating.title
        ]
        self.assertEqual(rating["series"][0]["values"], [0, 3, 0, 0, 3])
        self.assertEqual(rating["mean"], 3.5)
        self.assertEqual(self._get_charts()["choice"], "midway")

    def test_roles_together_leave_out_the_few_of_one_role(self):
        """Or all roles, less the one that is shown alone, would show one person."""
        self.scheme.survey_midway_mentee_id = self.survey.copy()
        self._answer(10, values={})
        evaluations = self.env["mentoring.evaluation"].search([])
        mentors = evaluations.filtered(lambda one: one.participant_id.role == "mentor")
        mentees = evaluations - mentors
        self._get_answers(mentees[1:]).state = "new"  # as if never answered
        self.env.flush_all()
        self.assertEqual(self._get_charts(self.survey.id)["people"], 5)
        self.assertEqual(self._get_charts("midway")["people"], 5)

    def test_others_are_refused(self):
        self._answer(5)
        for groups in (
            "base.group_user",
            "base.group_user,account.group_account_invoice",
            "base.group_user,mentoring_scheme.group_mentoring_conduct",
            "base.group_portal",
        ):
            user = new_test_user(self.env, login=f"charts {groups}", groups=groups)
            with self.assertRaises(AccessError):
                self._get_charts(user=user)

    def test_another_company_sees_none(self):
        self._answer(5)
        company = self.env["res.company"].create({"name": "Another Association"})
        stranger = new_test_user(
            self.env,
            login="charts_stranger",
            groups="mentoring_scheme.group_mentoring_user",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        self.assertFalse(self._get_charts(user=stranger)["choices"])
