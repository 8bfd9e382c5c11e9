# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models
from odoo.exceptions import UserError

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

    def write(self, vals):
        """Take no fee off what is posted, and put none on it (invariants 1, 2)."""
        posted = self.browse()
        if vals.keys() & {"mentoring_fee_id", "product_id"}:
            self.check_access("write")
            posted = self.filtered(lambda line: line.parent_state == "posted")
            posted._check_same_fee(vals)
        result = super().write(vals)
        posted.move_id._check_fee_products()
        return result

    def _check_same_fee(self, vals):
        """Refuse another fee on posted lines, or another product on those of a fee.

        A fee that loses its line would be billed again.
        """
        for line in self.sudo():  # whoever keeps the books need not see fees
            names = ["mentoring_fee_id"]
            if line.mentoring_fee_id:
                names.append("product_id")
            if any(name in vals and line[name].id != vals[name] for name in names):
                raise UserError(
                    self.env._(
                        "%(move)s has been posted, so its mentoring fee stays. Credit "
                        "the invoice instead.",
                        move=line.move_id.display_name,
                    )
                )
