# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models


class AccountMoveReversal(models.TransientModel):
    _inherit = "account.move.reversal"

    def _modify_default_reverse_values(self, origin_move):
        """Let the new draft charge the fee of the invoice that was just credited."""
        values = super()._modify_default_reverse_values(origin_move)
        if origin_move._give_place():
            values.update(mentoring_replaced_id=origin_move.id, ref=origin_move.ref)
        return values
