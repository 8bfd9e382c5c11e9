# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models
from odoo.exceptions import UserError

SIGNED = ("accepts_fee", "purchase_order")


class MentoringApplicationSigned(models.Model):
    """What was agreed on the fee stays once the acceptance is signed, or invoiced.

    Another purchase order then goes through the step that also puts the invoice right.
    """

    _inherit = "mentoring.application"

    def write(self, vals):
        if not self.env.su:
            self._check_signed(vals)
        return super().write(vals)

    def _check_signed(self, vals):
        """Refuse other answers than those that somebody has signed for.

        :raise UserError: naming the step that changes them
        """
        for application in self:
            changed = any(
                (vals[name] or False) != application[name]
                for name in vals.keys() & set(SIGNED)
            )
            # Whoever may change an application need not see what it costs.
            fees = application.sudo().fee_ids
            if changed and any(
                fee.date_accepted or fee._is_offer_fixed() for fee in fees
            ):
                raise UserError(
                    self.env._(
                        "%(application)s: the fee has been accepted by signature, so "
                        "what was agreed on it stays. For another purchase order use "
                        "“Correct Invoice…” on the fee.",
                        application=application.display_name,
                    )
                )
