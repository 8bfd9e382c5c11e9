# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

FINANCE = "account.group_account_invoice,mentoring_scheme.group_mentoring_user"


class AccountMove(models.Model):
    _inherit = "account.move"

    mentoring_fee_ids = fields.Many2many(
        comodel_name="mentoring.fee",
        string="Mentoring Fees",
        compute="_compute_mentoring_fee_ids",
        groups=FINANCE,
    )

    # Without these, every change of an invoice searches what depends on it.
    mentoring_billed_fee_ids = fields.One2many(
        comodel_name="mentoring.fee", inverse_name="move_id", groups=FINANCE
    )
    mentoring_waiting_ids = fields.One2many(
        comodel_name="mentoring.application",
        inverse_name="membership_move_id",
        string="Applications that Wait for This",
        groups="mentoring_scheme.group_mentoring_user",
    )

    mentoring_is_awaited = fields.Boolean(
        string="A Mentoring Application Waits for This",
        compute="_compute_mentoring_is_awaited",
        search="_search_mentoring_is_awaited",
        groups=FINANCE,
    )

    @api.depends("payment_state", "state")
    def _compute_mentoring_is_awaited(self):
        awaited = self.filtered_domain(self._search_mentoring_is_awaited("in", [True]))
        for move in self:
            move.mentoring_is_awaited = move in awaited

    @api.model
    def _search_mentoring_is_awaited(self, operator, value):
        """Find membership invoices without which an application cannot go on."""
        if operator != "in" or True not in value:
            return NotImplemented
        # Finance reads no applications: only that one waits.
        waiting = self.env["mentoring.application"].sudo()
        moves = waiting.search(waiting._domain_for_awaiting_payment())
        return Domain("id", "in", moves.membership_move_id.ids)

    @api.depends("line_ids.mentoring_fee_id")
    def _compute_mentoring_fee_ids(self):
        for move in self:
            move.mentoring_fee_ids = move.line_ids.mentoring_fee_id

    def action_view_mentoring_fees(self):
        """Open the mentoring fees that this invoice is for."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mentoring_scheme.mentoring_fee_action"
        )
        action["domain"] = [("id", "in", self.mentoring_fee_ids.ids)]
        action["context"] = {}  # without the menu's default filter: paid ones as well
        return action

    def write(self, vals):
        """Post no mentoring fee that the scheme does not allow (invariant 1).

        Here, since a client may write the state without posting.
        """
        if vals.get("state") == "posted":
            self.filtered(lambda move: move.state != "posted")._check_fees_billable()
        return super().write(vals)

    def _post(self, soft=True):
        """Use what mentees have as a credit."""
        posted = super()._post(soft=soft)
        posted._carry_mentoring_credits()
        return posted

    def _carry_mentoring_credits(self):
        """Use the credit that mentees have from earlier fees, whatever was posted."""
        moves = self.sudo()  # whoever posts need have no access to the scheme
        moves.line_ids.mentoring_fee_id._carry_credits()
        moves.reversed_entry_id.line_ids.mentoring_fee_id._carry_forward()

    def _get_open_receivables(self):
        """Return the receivable lines of these entries that are not settled."""
        return self.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable" and not line.reconciled
        )

    def _invoice_paid_hook(self):
        """Let applications go on that have waited for this payment (promise A7).

        By their own job: whatever goes wrong there never undoes a payment.
        """
        result = super()._invoice_paid_hook()
        # Whoever registers payments needs no access to the applications.
        applications = self.env["mentoring.application"].sudo()
        if applications.search_count(
            [("membership_move_id", "in", self.ids), ("date_pending", "!=", False)],
            limit=1,
        ):
            job = "mentoring_scheme.ir_cron_continue_pending"
            self.env.ref(job).sudo()._trigger()  # anybody's payment starts it
        return result

    def _check_fees_billable(self):
        """Refuse to post the invoice of a fee that the scheme does not allow yet."""
        # Invoicing staff need no access to the scheme to be told why.
        for fee in self.sudo().line_ids.mentoring_fee_id:
            if obstacles := fee._get_rule_obstacles():
                raise UserError("\n".join(obstacles))

    def _get_charged_fees(self):
        """Return the fees that these invoices charge, or charged before another did."""
        return self.line_ids.mentoring_fee_id | self.line_ids.mentoring_former_fee_id

    def _get_left_over_lines(self):
        """Return the payments' lines that settled these and have something left."""
        return self.line_ids.matched_credit_ids.credit_move_id.filtered(
            lambda line: line.amount_residual < 0 and line.move_id._is_money()
        )

    def _get_left_over(self):
        """Return how much is left of the payments that settled these invoices."""
        return -sum(self._get_left_over_lines().mapped("amount_residual"))

    def _is_mentoring_credit(self):
        """Return whether this entry gives money back or buys, rather than charges."""
        self.ensure_one()
        return self.move_type in (
            "out_refund",
            "in_invoice",
            "in_receipt",
        )

    def _is_money(self):
        """Return whether this entry is a payment rather than a credit."""
        self.ensure_one()
        return self.journal_id.type in ("bank", "cash", "credit")

    def _is_fee_credit(self):
        """Return whether this is the credit note of a mentoring fee."""
        self.ensure_one()
        return self.reversed_entry_id.is_mentoring_fee
