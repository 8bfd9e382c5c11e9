# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from ..member.res_partner import STAFF


class SurveyUserInput(models.Model):
    _inherit = "survey.user_input"

    mentoring_evaluation_ids = fields.One2many(
        comodel_name="mentoring.evaluation",
        inverse_name="survey_user_input_id",
        groups=STAFF,
        help="The evaluation that these answers are; its company says who reads them.",
    )

    def _get_mentoring_partners(self):
        """Return whom the evaluation is about, for the person who answers it."""
        evaluation = self.sudo().mentoring_evaluation_ids[:1]  # members answer
        return evaluation.participant_id._get_partner_names() if evaluation else ""

    def _mark_done(self):
        """Let what was answered become tasks of the coordinator (promise A33)."""
        result = super()._mark_done()
        evaluations = self.sudo().mentoring_evaluation_ids  # members answer
        evaluations._follow_up()
        return result
