# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command, api, fields, models
from odoo.tools import format_amount


class MentoringFeeBilling(models.TransientModel):
    """Show finance what would be billed today and what is blocked, then bill.

    It holds no rule of its own: the fee says what is due and what stands in its way,
    and bills as it does for the scheduled job.
    """

    _name = "mentoring.fee.billing"
    _description = "Bill Due Mentoring Fees"

    ready_ids = fields.Many2many(
        comodel_name="mentoring.fee",
        relation="mentoring_fee_billing_ready_rel",
        string="To Bill Today",
        default=lambda self: self._default_ready_ids(),
        readonly=True,
    )
    blocked_ids = fields.Many2many(
        comodel_name="mentoring.fee",
        relation="mentoring_fee_billing_blocked_rel",
        default=lambda self: self._default_blocked_ids(),
        readonly=True,
    )
    summary = fields.Char(compute="_compute_summary")

    @api.model
    def _default_ready_ids(self):
        return [Command.set(self.env["mentoring.fee"]._split_due()[0].ids)]

    @api.model
    def _default_blocked_ids(self):
        return [Command.set(self.env["mentoring.fee"]._split_due()[1].ids)]

    @api.depends("ready_ids", "blocked_ids")
    def _compute_summary(self):
        for wizard in self:
            totals = ", ".join(
                format_amount(self.env, sum(fees.mapped("amount_total")), currency)
                for currency, fees in wizard.ready_ids.grouped("currency_id").items()
            )
            if totals:
                wizard.summary = self.env._(
                    "Due today: %(ready)s (%(totals)s). Blocked: %(blocked)s.",
                    ready=len(wizard.ready_ids),
                    totals=totals,
                    blocked=len(wizard.blocked_ids),
                )
            else:
                wizard.summary = self.env._(
                    "No fee is due today. Blocked: %(blocked)s.",
                    blocked=len(wizard.blocked_ids),
                )

    def action_confirm(self):
        """Bill what was shown, as the scheduled job does; tell what came of it."""
        self.ensure_one()
        fees = self.ready_ids
        fees.check_access("read")
        self.env["account.move"].check_access("create")
        fees.sudo()._bill_due()  # finance reads fees alone, not what is behind them
        billed = fees.filtered(lambda fee: fee.state in ("invoiced", "paid"))
        failed = fees - billed
        title = (
            self.env._("1 fee invoiced")
            if len(billed) == 1
            else self.env._("%(count)s fees invoiced", count=len(billed))
        )
        message = (
            self.env._(
                "Not invoiced, with the reason on each fee: %(fees)s.",
                fees=", ".join(failed.mapped("display_name")),
            )
            if failed
            else ""
        )
        # Opened from the menu, there is no list behind to go back to.
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_scheme.mentoring_fee_action"
        )
        action.update(domain=[("id", "in", fees.ids)], context={})
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if failed else "success",
                "sticky": bool(failed),
                "title": title,
                "message": message,
                "next": action,
            },
        }
