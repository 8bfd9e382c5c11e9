# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MentoringAgreementQuestion(models.Model):
    """What a pair fills in together before it signs an agreement (promise A25)."""

    _name = "mentoring.agreement.question"
    _description = "Mentoring agreement question"
    _order = "template_id, sequence, id"

    template_id = fields.Many2one(
        comodel_name="mentoring.agreement.template",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="template_id.company_id", store=True)
    name = fields.Char(string="Question", required=True, translate=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        selection=[
            ("line", "One line"),
            ("text", "Several lines"),
            ("date", "A day"),
            ("number", "A number"),
            ("choice", "One of several answers"),
            ("tick", "A box to tick"),
        ],
        default="text",
        required=True,
    )
    choices = fields.Text(
        translate=True, help="One answer a line, for one of several answers."
    )
    help = fields.Char(string="Help for Members", translate=True)
    is_required = fields.Boolean(
        string="Needed", help="No one signs before this is answered."
    )
    must_agree = fields.Boolean(
        string="Must Be Agreed to",
        help="The agreement can be signed only with the first of the answers, or with "
        "the box ticked. Any other answer gives the coordinator a task. Nothing is "
        "accepted or charged.",
    )

    @api.constrains("must_agree", "kind", "choices")
    def _check_must_agree(self):
        for question in self.filtered("must_agree"):
            if question.kind == "choice" and question._get_choices():
                continue
            if question.kind != "tick":
                raise ValidationError(
                    self.env._(
                        "“%(question)s” can only be marked “Must Be Agreed to” if it "
                        "offers several answers or a box to tick.",
                        question=question.name,
                    )
                )

    def _get_choices(self):
        """Return the answers to choose from."""
        self.ensure_one()
        lines = (line.strip() for line in (self.choices or "").splitlines())
        return [line for line in lines if line]

    def _get_agreeing_answers(self):
        """Return the answers that agree, in each language that members may use."""
        self.ensure_one()
        return {
            choices[0]
            for lang, _name in self.env["res.lang"].get_installed()
            if (choices := self.with_context(lang=lang)._get_choices())
        }
