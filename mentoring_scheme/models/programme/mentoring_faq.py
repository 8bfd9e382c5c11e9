# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class MentoringFaq(models.Model):
    """A question that people ask about a scheme, with the answer on its public page."""

    _name = "mentoring.faq"
    _description = "Question about a Mentoring Scheme"
    _order = "scheme_id, sequence, id"

    scheme_id = fields.Many2one(
        comodel_name="mentoring.scheme", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="scheme_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Question", required=True, translate=True)
    answer = fields.Text(required=True, translate=True)
