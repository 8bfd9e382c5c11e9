# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class SurveyQuestion(models.Model):
    _inherit = "survey.question"

    mentoring_purpose = fields.Selection(
        selection=[
            ("rating", "Rating: a low one becomes a task"),
            ("shared", "Shared: the partner reads it once all have answered"),
        ],
        string="Use in Mentoring",
        help="What else happens with the answer, beside staff reading it.",
    )
