# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class MentoringWithdrawalReason(models.Model):
    """Why somebody leaves; staff extend the list."""

    _name = "mentoring.withdrawal.reason"
    _description = "Reason for withdrawal"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
