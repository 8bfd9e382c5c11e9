# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import fields, models


class MentoringIntake(models.Model):
    """When the fees of an intake are invoiced, where it differs from its scheme."""

    _name = "mentoring.intake"
    _inherit = ["mentoring.intake", "mentoring.billing.policy"]

    billing_trigger = fields.Selection(
        help="Empty: as the scheme says. Otherwise this intake has its own days; what "
        "has been invoiced keeps its dates."
    )
    analytic_account_id = fields.Many2one(
        comodel_name="account.analytic.account",
        check_company=True,
        copy=False,
        groups="analytic.group_analytic_accounting",
        help="Where the fees of this intake are counted.",
    )

    def _get_billing_policy(self):
        """Return whose days count for the fees: this intake's, or its scheme's."""
        self.ensure_one()
        return self if self.billing_trigger else self.scheme_id

    fee_count = fields.Integer(string="Number of Fees", compute="_compute_fee_count")

    def _compute_fee_count(self):
        counts = dict(
            self.env["mentoring.fee"]._read_group(
                [("intake_id", "in", self.ids)], ["intake_id"], ["__count"]
            )
        )
        for intake in self:
            intake.fee_count = counts.get(intake, 0)
