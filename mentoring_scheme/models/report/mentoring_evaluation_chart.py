# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import json

from odoo import api, models

from .mentoring_outcome import ANONYMOUS

CHARTED = ("simple_choice", "multiple_choice", "scale", "matrix")


class MentoringEvaluationChart(models.AbstractModel):
    """What people answered in their evaluations, as charts that single nobody out.

    The numbers are those of Odoo Survey's own results page. That page also shows every
    written answer with a link to the person's whole survey, and lets its reader narrow
    the answers down to one person; so here

    - answers of fewer than ``ANONYMOUS`` people of an intake, or to a question, are not
      shown, nor added to those of others, or the difference of two pictures would tell;
    - written answers are counted and not shown, and private questions not at all: those
      marked so, and those on how a partnership should go on.
    """

    _name = "mentoring.evaluation.chart"
    _description = "Answers to evaluations as charts"

    @api.model
    @api.readonly
    def get_charts(self, choice=False, intake_id=False):
        """Return the charts of one survey or of one kind, for one intake or for all.

        :param choice: a kind of evaluation, for the surveys of all roles together, or
            the id of one survey; without it, the first that enough people answered
        """
        Evaluation = self.env["mentoring.evaluation"]
        Evaluation.check_access("read")
        choices = self._get_choices(Evaluation.search([("state", "=", "done")]))
        if choice not in choices:
            filled = (key for key, (_name, part) in choices.items() if self._cut(part))
            choice = next(filled, next(iter(choices), False))
        _name, answered = choices.get(choice, ("", Evaluation))
        intakes = answered.intake_id.sorted("date_start", reverse=True)
        intake = intakes.filtered(lambda one: one.id == intake_id)
        shown = self._cut(
            answered.filtered(lambda one: one.intake_id in (intake or intakes))
        )
        return {
            "choices": [
                {"id": key, "name": name} for key, (name, _part) in choices.items()
            ],
            "intakes": [{"id": one.id, "name": one.display_name} for one in intakes],
            "choice": choice,
            "intake_id": intake.id,
            "people": len(shown),
            "questions": self._get_questions(shown) if shown else [],
        }

    @api.model
    def _get_choices(self, evaluations):
        """Return what there is to choose from: a key to its name and its answers."""
        kinds = dict(evaluations._fields["kind"]._description_selection(self.env))
        by_survey = self._group_by_survey(evaluations)
        by_kind = evaluations.grouped("kind")
        choices = {
            kind: (self.env._("%(kind)s: all roles", kind=name), by_kind[kind])
            for kind, name in kinds.items()
            if kind in by_kind
        }
        return choices | {
            survey.id: (survey.title, part) for survey, part in by_survey.items()
        }

    @api.model
    def _cut(self, evaluations):
        """Return the answers that can be shown, in parts of enough people each.

        A part is who answered one survey in an intake, or all there whose surveys few
        answered. So two pictures never differ by fewer people than a part has.
        """
        kept = evaluations.browse()
        for of_intake in evaluations.grouped("intake_id").values():
            rest = evaluations.browse()
            for part in self._group_by_survey(of_intake).values():
                if len(part.partner_id) >= ANONYMOUS:
                    kept |= part
                else:
                    rest |= part
            if len(rest.partner_id) >= ANONYMOUS:
                kept |= rest
        return kept

    @api.model
    def _group_by_survey(self, evaluations):
        return evaluations.grouped(lambda one: one.survey_user_input_id.survey_id)

    @api.model
    def _get_questions(self, evaluations):
        """Return each question with its chart, or with why there is none.

        Each role has a survey of its own; the same question has the same words.
        """
        questions = evaluations.survey_user_input_id.survey_id.question_ids
        return [
            self._get_question(same, evaluations)
            for same in questions.grouped(self._get_words).values()
            if not any(question._is_mentoring_private() for question in same)
        ]

    @api.model
    def _get_words(self, question):
        """Return what makes two questions the same: words, kind and what to choose."""
        return (
            question.title,
            question.question_type,
            question.scale_min,
            question.scale_max,
            tuple(question.suggested_answer_ids.mapped("value")),
            tuple(question.matrix_row_ids.mapped("value")),
        )

    @api.model
    def _get_question(self, questions, evaluations):
        kind = questions[0].question_type
        lines = evaluations.survey_user_input_id.user_input_line_ids.filtered(
            lambda line: line.question_id in questions and not line.skipped
        )
        shown = self._cut(
            evaluations.filtered(
                lambda one: one.survey_user_input_id in lines.user_input_id
            )
        )
        lines = lines.filtered(
            lambda line: line.user_input_id in shown.survey_user_input_id
        )
        values = {
            "id": questions[0].id,
            "title": questions[0].title,
            "people": len(shown.partner_id),
        }
        if not shown:
            return {**values, "kind": "few"}
        if kind == "numerical_box":
            numbers = lines.mapped("value_numerical_box")
            mean = round(sum(numbers) / len(numbers), 1)
            return {**values, "kind": "number", "mean": mean}
        if kind not in CHARTED:
            return {**values, "kind": "text"}
        mean = False
        if kind == "scale":
            mean = round(sum(lines.mapped("value_scale")) / len(lines), 1)
        labels, series = self._get_bars(questions, lines)
        return {
            **values,
            "kind": "bars",
            "mean": mean,
            "labels": labels,
            "series": series,
        }

    @api.model
    def _get_bars(self, questions, lines):
        """Return core's own counts, in the shape that the charts of ours take.

        :return: the labels, and the series with the counts of all questions together
        """
        counts = {}
        for question in questions:
            [statistics] = question._prepare_statistics(
                lines.filtered(
                    lambda line, question=question: line.question_id == question
                )
            )
            parts = json.loads(statistics["graph_data"])
            if question.question_type == "simple_choice":
                parts = [{"key": False, "values": parts}]
            for part in parts:
                is_matrix = question.question_type == "matrix"
                bars = counts.setdefault(part["key"] if is_matrix else False, {})
                for value in part["values"]:
                    bars[value["text"]] = bars.get(value["text"], 0) + value["count"]
        return list(next(iter(counts.values()))), [
            {
                "label": label or self.env._("People"),
                "values": list(bars.values()),
            }
            for label, bars in counts.items()
        ]
