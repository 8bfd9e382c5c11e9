# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import ValidationError


class MentoringScheme(models.Model):
    """Which products a scheme can charge as its fee."""

    _inherit = "mentoring.scheme"

    @api.constrains("fee_product_id", "mentor_fee_product_id")
    def _check_fee_products(self):
        """Refuse a membership: nobody could post a membership invoice any more."""
        for product in self.fee_product_id | self.mentor_fee_product_id:
            if product.membership:
                raise ValidationError(
                    self.env._(
                        "%(product)s is a membership, and a fee is invoiced from the "
                        "mentee's fee alone. Choose a product of its own as the fee.",
                        product=product.display_name,
                    )
                )
