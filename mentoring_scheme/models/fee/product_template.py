# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.exceptions import ValidationError


class ProductTemplate(models.Model):
    _inherit = "product.template"

    @api.constrains("membership")
    def _check_no_mentoring_fee(self):
        """Refuse to make a membership of what is the fee of a scheme."""
        memberships = self.filtered("membership")
        if not memberships:
            return
        products = self.env["mentoring.scheme"]._get_fee_products()
        for product in memberships.product_variant_ids & products:
            raise ValidationError(
                self.env._(
                    "%(product)s is the fee of a mentoring scheme, so it cannot be a "
                    "membership as well. Create a product of its own.",
                    product=product.display_name,
                )
            )
