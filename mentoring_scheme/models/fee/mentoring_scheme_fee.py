# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .mentoring_refund_rule import REFUNDS


class MentoringScheme(models.Model):
    """What a scheme charges, when, and what comes back to those who leave."""

    _name = "mentoring.scheme"
    _inherit = ["mentoring.scheme", "mentoring.billing.policy"]

    fee_product_id = fields.Many2one(
        comodel_name="product.product",
        string="Fee",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="What a mentee pays. Empty: taking part is free.",
    )
    mentor_fee_product_id = fields.Many2one(
        comodel_name="product.product",
        string="Fee of Mentors",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="What a mentor pays. Empty: mentors pay nothing.",
    )
    billing_trigger = fields.Selection(required=True, default="months")
    invoice_sending = fields.Selection(
        selection=[
            ("post", "Post only"),
            ("send", "Post and send by email"),
        ],
        string="Invoices",
        default="post",
        required=True,
        help="Post only: finance sends them. Otherwise Odoo sends each invoice by its "
        "own queue once it is posted.",
    )
    overdue_remind_days = fields.Integer(
        string="Reminder After (days)",
        help="How many days after an invoice fell due its payer is reminded, once. "
        "Zero: never.",
    )
    overdue_hold_days = fields.Integer(
        string="On Hold After (days)",
        help="How many days after an invoice fell due the place goes on hold, until it "
        "is paid. Zero: never.",
    )
    overdue_release_days = fields.Integer(
        string="Place Given Up After (days)",
        help="How many days after an invoice fell due the coordinator is asked to let "
        "the participant go. Zero: never.",
    )
    refund_rule_ids = fields.One2many(
        comodel_name="mentoring.refund.rule",
        inverse_name="scheme_id",
        string="Refund Rules",
        copy=True,
    )
    refund_policy = fields.Selection(
        selection=[
            refund for refund in REFUNDS if refund[0] != "percent"
        ],  # a percentage is a rule's
        string="Otherwise",
        default="none",
        required=True,
        help="What a mentee who leaves after the invoice gets back when no refund rule "
        "fits.",
    )

    _overdue_positive = models.Constraint(
        "CHECK(overdue_remind_days >= 0 AND overdue_hold_days >= 0"
        " AND overdue_release_days >= 0)",
        "The days after an invoice fell due can't be below zero. Enter 0 to switch "
        "this off.",
    )

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

    def _get_fee_products(self):
        """Return the products that are the fee of any scheme, archived ones included.

        Invariant 1 is about these products in every company, so the search sees all.
        """
        schemes = (
            self.sudo()  # invoicing staff need no access to schemes
            .with_context(active_test=False)
            .search(
                [
                    "|",
                    ("fee_product_id", "!=", False),
                    ("mentor_fee_product_id", "!=", False),
                ]
            )
        )
        return schemes.fee_product_id | schemes.mentor_fee_product_id
