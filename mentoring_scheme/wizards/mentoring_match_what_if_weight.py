# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class MentoringMatchWhatIfWeight(models.TransientModel):
    """Another weight of one criterion, to be tried."""

    _name = "mentoring.match.what.if.weight"
    _description = "Weight of a criterion to be tried"

    what_if_id = fields.Many2one(
        comodel_name="mentoring.match.what.if", required=True, ondelete="cascade"
    )
    criterion_id = fields.Many2one(
        comodel_name="mentoring.criterion", required=True, ondelete="cascade"
    )
    weight = fields.Float()

    _weight_positive = models.Constraint(
        "CHECK(weight >= 0)",
        "A weight can't be below zero. Enter 0 to ignore the criterion.",
    )
