# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.tools import SQL


class MentoringFee(models.Model):
    """What the ledger says of a fee (invariant 12)."""

    _inherit = "mentoring.fee"

    move_line_ids = fields.One2many(
        comodel_name="account.move.line",
        string="Invoice Lines",
        inverse_name="mentoring_fee_id",
    )
    former_line_ids = fields.One2many(
        comodel_name="account.move.line",
        inverse_name="mentoring_former_fee_id",
        string="Credited and Invoiced Again",
    )
    move_id = fields.Many2one(
        comodel_name="account.move",
        string="Invoice",
        compute="_compute_move_id",
        store=True,
        ondelete="restrict",
        index="btree_not_null",
        copy=False,
    )
    payment_state = fields.Selection(
        related="move_id.payment_state", string="Payment", store=True
    )
    date_payment_due = fields.Date(
        related="move_id.invoice_date_due", string="To Pay by", store=True
    )
    # the ledger's figures, tax included
    amount_billed = fields.Monetary(
        string="Billed", compute="_compute_ledger_amounts", store=True
    )
    amount_credited = fields.Monetary(
        string="Credit Notes",
        compute="_compute_ledger_amounts",
        store=True,
        help="Credit notes of the fee's invoices, and whatever else settled them and "
        "is not money.",
    )
    amount_carried = fields.Monetary(
        string="Earlier Credit Used",
        compute="_compute_ledger_amounts",
        store=True,
        help="Paid with the credit of an earlier fee. Below zero: the credit of this "
        "fee that paid for something else.",
    )
    amount_paid = fields.Monetary(
        string="Payments",
        compute="_compute_ledger_amounts",
        store=True,
        help="Money that was received, less money that was paid back.",
    )
    amount_open = fields.Monetary(
        string="Open",
        compute="_compute_ledger_amounts",
        store=True,
        help="Billed, less credit notes, earlier credit and payments. Below zero: to "
        "be paid back.",
    )
    amount_overpaid = fields.Monetary(
        string="Paid Too Much",
        compute="_compute_amount_overpaid",
        search="_search_amount_overpaid",
        compute_sudo=True,  # coordinators see the figure, not the payments behind it
        help="What a payment of this fee left over. Pay it back, or use it for another "
        "invoice of the same payer.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends("move_line_ids.parent_state", "move_line_ids.move_id.move_type")
    def _compute_move_id(self):
        for fee in self:
            live = fee.move_line_ids.move_id.filtered(
                lambda move: move.state != "cancel" and not move._is_mentoring_credit()
            )
            fee.move_id = live[:1]

    @api.depends(
        *(
            f"{lines}.move_id.{name}"
            for lines in ("move_line_ids", "former_line_ids")
            for name in (
                "state",
                "amount_total_signed",
                "amount_residual_signed",
                "reversal_move_ids.state",
                "reversal_move_ids.amount_total_signed",
                "reversal_move_ids.amount_residual_signed",
            )
        )
    )
    def _compute_ledger_amounts(self):
        """Add up the posted invoices, and what settled them (invariant 12)."""
        for fee in self:
            for name, figure in fee._sum_ledger(*fee._get_ledger_moves()).items():
                fee[f"amount_{name}"] = figure

    def _compute_amount_overpaid(self):
        """Add up what is left of the payments; one of several fees is the first's."""
        for fee in self:
            lines = fee._get_payment_lines()
            fee.amount_overpaid = -sum(
                line.amount_residual
                for line in lines
                if line._get_settled_fees().sorted("id")[:1] == fee
            )

    def _search_amount_overpaid(self, operator, value):
        """Find fees that were paid too much; asked as above zero, or not."""
        if (operator, value) not in ((">", 0), ("<=", 0)):
            return NotImplemented
        query = SQL(
            """
            SELECT DISTINCT charge.mentoring_fee_id
              FROM account_move_line charge
              JOIN account_move_line owed ON owed.move_id = charge.move_id
              JOIN account_partial_reconcile part ON part.debit_move_id = owed.id
              JOIN account_move_line paid ON paid.id = part.credit_move_id
              JOIN account_move entry ON entry.id = paid.move_id
              JOIN account_journal journal ON journal.id = entry.journal_id
             WHERE charge.mentoring_fee_id IS NOT NULL
               AND charge.parent_state = 'posted'
               AND paid.amount_residual < 0
               AND journal.type IN ('bank', 'cash', 'credit')
            """
        )
        self.env["account.move.line"].flush_model()
        ids = [row[0] for row in self.env.execute_query(query)]
        found = self.sudo().browse(ids).filtered("amount_overpaid")  # counted once
        return [("id", "in" if operator == ">" else "not in", found.ids)]

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    def _is_credited(self):
        """Return whether credit notes take back all that was billed, paid or not."""
        self.ensure_one()
        return (
            not self.currency_id.is_zero(self.amount_credited)
            and self.currency_id.compare_amounts(
                self.amount_credited, self.amount_billed
            )
            >= 0
        )

    def _get_ledger_moves(self):
        """Return the posted invoices of a fee, and their posted credit notes.

        With those that another invoice has taken the place of.
        """
        self.ensure_one()
        moves = (self.move_line_ids | self.former_line_ids).move_id
        return (
            moves.filtered(lambda move: move.state == "posted"),
            moves._get_fee_credits(),
        )

    @api.model
    def _sum_ledger(self, charges, refunds):
        """Return the figures of invoices and their credit notes, by their kind.

        Billed, less credit notes, earlier credit and payments, is what is open
        (invariant 12). What was reconciled and is not money counts as a credit.
        """
        billed = sum(charges.mapped("amount_total_signed"))
        credited = -sum(refunds.mapped("amount_total_signed"))
        still_open = sum((charges | refunds).mapped("amount_residual_signed"))
        carried = 0.0
        for entry, settled in self._get_settling_entries(charges, refunds):
            if entry._is_money():
                continue
            if entry.mentoring_fee_ids or entry._is_fee_credit():
                carried += settled
            else:
                credited += settled
        return {
            "billed": billed,
            "credited": credited,
            "carried": carried,
            "open": still_open,
            "paid": billed - credited - carried - still_open,
        }

    def _was_replaced(self):
        """Return whether an invoice of this fee was credited to be invoiced again."""
        self.ensure_one()
        return bool(self.sudo().former_line_ids)  # coordinators see no books

    def _get_settling_entries(self, charges, refunds):
        """Return pairs of an entry that settled something of this fee, and how much.

        Above zero for what settled an invoice, below for what a credit note settled.
        """
        own = charges | refunds
        owed = own.line_ids.filtered(lambda li: li.account_type == "asset_receivable")
        pairs = [
            (part.credit_move_id.move_id, part.amount)
            for part in owed.matched_credit_ids
        ] + [
            (part.debit_move_id.move_id, -part.amount)
            for part in owed.matched_debit_ids
        ]
        return [pair for pair in pairs if pair[0] not in own]

    def _get_payment_lines(self):
        """Return the payments' lines that settled this fee and have something left."""
        self.ensure_one()
        return self._get_ledger_moves()[0]._get_left_over_lines()

    def _get_charge_line(self):
        """Return the line of this fee on its invoice."""
        return self.move_line_ids.filtered(
            lambda line: line.move_id and line.move_id == self.move_id
        )[:1]
