# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models


class SurveyQuestionAnswer(models.Model):
    _inherit = "survey.question.answer"

    mentoring_signal = fields.Selection(
        selection=[
            ("continue", "The partnership goes on"),
            ("modify", "Something has to change"),
            ("end", "The partnership should end"),
            ("contact", "Wants to be contacted"),
        ],
        string="Meaning in Mentoring",
        help="Change, end and contact become tasks of the coordinator.",
    )

    @api.constrains("mentoring_signal", "question_id")
    def _check_shared(self):
        self.question_id._check_shared()
