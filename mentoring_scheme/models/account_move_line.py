# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models

from .account_move import FINANCE


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    mentoring_fee_id = fields.Many2one(
        comodel_name="mentoring.fee",
        ondelete="restrict",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups=FINANCE,
    )

    # At most one live invoice per fee, whoever asks (invariant 2).
    _mentoring_fee_once = models.UniqueIndex(
        "(mentoring_fee_id) WHERE mentoring_fee_id IS NOT NULL"
        " AND parent_state <> 'cancel'",
        "This mentoring fee has been invoiced already.",
    )
