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

    def write(self, vals):
        """Keep an answer out of the charts that was out when it was given."""
        if "mentoring_signal" in vals and not vals["mentoring_signal"]:
            self.filtered("mentoring_signal").question_id._check_unanswered()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        """Nor by deleting what keeps a question out of the charts."""
        self.filtered("mentoring_signal").question_id._check_unanswered()

    @api.constrains("mentoring_signal", "question_id")
    def _check_shared(self):
        self.question_id._check_shared()
