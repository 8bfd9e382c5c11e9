# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class MentoringApplication(models.Model):
    """Who pays the fee of an application."""

    _inherit = "mentoring.application"

    accepts_fee = fields.Boolean(
        string="Fee Accepted",
        copy=False,
        help="The applicant read what taking part costs and when it is charged.",
    )
    # payer
    payer = fields.Selection(
        selection=[("self", "The applicant"), ("employer", "The employer")],
        string="Paid by",
        required=True,
        default="self",
    )
    payer_name = fields.Char(string="Invoice to")
    payer_email = fields.Char(string="Invoice Email")
    payer_vat = fields.Char(string="Payer Tax ID")
    payer_partner_id = fields.Many2one(
        comodel_name="res.partner", string="Payer", ondelete="restrict"
    )
    purchase_order = fields.Char()
    fee_ids = fields.One2many(
        comodel_name="mentoring.fee", inverse_name="application_id"
    )

    def _get_fee_product(self):
        """Return the product that this applicant pays once matched, or none (A8)."""
        self.ensure_one()
        products = {
            "mentor": self.scheme_id.mentor_fee_product_id,
            "mentee": self.scheme_id.fee_product_id,
        }
        return products.get(self.role, self.env["product.product"])

    def _get_payer(self):
        """Return whom the fee is invoiced to, an employer being entered if new."""
        self.ensure_one()
        if self.payer == "self":
            return self.partner_id
        if not self.payer_partner_id and self.payer_name:
            Partner = self.env["res.partner"].sudo()  # the signing member pays no heed
            known = (
                Partner.search(
                    [("email", "=ilike", self.payer_email), ("is_company", "=", True)],
                    limit=1,
                )
                if self.payer_email
                else Partner
            )
            self.payer_partner_id = known or Partner.create(self._prepare_payer())
        return self.payer_partner_id or self.partner_id

    def _prepare_payer(self):
        return {
            "name": self.payer_name,
            "email": self.payer_email,
            "vat": self.payer_vat,
            "is_company": True,
            "company_id": False,
        }
