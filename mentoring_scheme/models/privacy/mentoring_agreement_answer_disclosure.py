# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from ..agreement.mentoring_agreement_answer import parse_answers


class MentoringAgreementAnswer(models.Model):
    """What a pair has filled in, in a disclosure: each question with its answer."""

    _inherit = "mentoring.agreement.answer"

    @api.model
    def _get_disclosed_texts(self, texts):
        content = parse_answers(texts.get("content"))
        if shown := content.get("shown"):
            return [(question, text) for question, text in shown]
        values = content.get("values", {})
        # Officers read no questions.
        questions = self.env["mentoring.agreement.question"].sudo()
        asked = questions.browse(map(int, values)).exists()
        return [
            (question.name, values[str(question.id)])
            for question in asked
            if values[str(question.id)]
        ]
