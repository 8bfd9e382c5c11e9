# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class MentoringAgreementTemplate(models.Model):
    """What the members of a partnership sign (promises A25, B6)."""

    _name = "mentoring.agreement.template"
    _description = "Mentoring agreement template"
    _order = "scheme_id, sequence, id"

    scheme_id = fields.Many2one(
        comodel_name="mentoring.scheme", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="scheme_id.company_id", store=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    body = fields.Html(
        string="Text",
        required=True,
        translate=True,
        help="These words are filled in: {mentor}, {mentees}, {scheme}, {intake}, "
        "{start}, {end}, {fee}.",
    )
    question_ids = fields.One2many(
        comodel_name="mentoring.agreement.question",
        inverse_name="template_id",
        string="To Fill In",
        copy=True,
        help="What the pair fills in together on its page before signing.",
    )
    is_acceptance = fields.Boolean(
        string="Counts as the Acceptance",
        help="Once signed by the mentor and the mentee, the mentee's fee is accepted.",
    )
    staff_can_read = fields.Boolean(
        default=True,
        help="Otherwise staff see who has signed, and not what was written.",
    )
    active = fields.Boolean(default=True)
