# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# How many read an answer, by what the question is for: staff one by one, staff in
# charts too, the partner as well.
READERS = {"private": 0, False: 1, "rating": 1, "shared": 2}


class SurveyQuestion(models.Model):
    _inherit = "survey.question"

    mentoring_purpose = fields.Selection(
        selection=[
            ("rating", "Rating: a low one becomes a task"),
            ("shared", "Shared: the partner reads it once all have answered"),
            ("private", "Private: never part of a chart"),
        ],
        string="Use in Mentoring",
        help="What else happens with the answer, beside staff reading it.",
    )

    @api.constrains("mentoring_purpose", "suggested_answer_ids")
    def _check_shared(self):
        """Whether somebody wants to go on stays with the office (promise A33)."""
        for question in self.filtered(lambda q: q.mentoring_purpose == "shared"):
            if any(question.suggested_answer_ids.mapped("mentoring_signal")):
                raise ValidationError(
                    self.env._(
                        "%(question)s: this asks how the partnership goes on. Only "
                        "staff read that, so it cannot be shared with the partner.",
                        question=question.title,
                    )
                )

    def write(self, vals):
        """Let nobody more read an answer than its author was told."""
        if "mentoring_purpose" in vals:
            readers = READERS[vals["mentoring_purpose"] or False]
            self.filtered(
                lambda question: READERS[question.mentoring_purpose] < readers
            )._check_unanswered()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        """Keep what members have answered: the answers would go with the question."""
        if answered := self._find_answered():
            raise UserError(
                self.env._(
                    "%(questions)s: members have already answered this, so it can't be "
                    "deleted. Archive the survey, and use a copy without the question.",
                    questions=", ".join(answered.mapped("title")),
                )
            )

    def _find_answered(self):
        """Return the questions that members have answered in an evaluation."""
        lines = self.env["survey.user_input.line"]
        # Whoever edits a survey need not be able to read what members answered.
        groups = lines.sudo()._read_group(
            [
                ("question_id", "in", self.ids),
                ("user_input_id.mentoring_evaluation_ids", "!=", False),
            ],
            ["question_id"],
        )
        return self.browse(question.id for [question] in groups)

    def _check_unanswered(self):
        """Refuse what would open the answers that members have given already.

        :raise UserError: which names the questions
        """
        if answered := self._find_answered():
            raise UserError(
                self.env._(
                    "%(questions)s: members have already answered this, and were told "
                    "who would read it. To have the answers read by more people, "
                    "please add a new question.",
                    questions=", ".join(answered.mapped("title")),
                )
            )

    def _is_mentoring_private(self):
        """Return whether staff read the answers one by one alone, never as a chart.

        That somebody wants to be called, or the partnership to end, is for the
        coordinator, and needs no mark.
        """
        self.ensure_one()
        return self.mentoring_purpose == "private" or any(
            self.suggested_answer_ids.mapped("mentoring_signal")
        )
