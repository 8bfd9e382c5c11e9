# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.tools import SQL

# What a posted line of a fee says otherwise than the fee.
FEE_LINES = """
    SELECT DISTINCT move.name
      FROM account_move_line line
      JOIN account_move move ON move.id = line.move_id
      JOIN mentoring_fee fee ON fee.id = line.mentoring_fee_id
      JOIN LATERAL (
               SELECT SUM(owed.balance) AS total
                 FROM account_move_line owed
                 JOIN account_account account ON account.id = owed.account_id
                WHERE owed.move_id = move.id
                  AND account.account_type = 'asset_receivable'
           ) receivable ON TRUE
     WHERE move.state = 'posted'
       AND (move.move_type <> 'out_invoice'
            OR move.partner_id <> fee.payer_id
            OR move.company_id <> fee.company_id
            OR move.currency_id <> fee.currency_id
            OR line.currency_id <> fee.currency_id
            OR line.product_id IS DISTINCT FROM fee.product_id
            OR line.quantity <> 1
            OR COALESCE(line.discount, 0) <> 0
            OR ABS(line.price_unit - fee.amount) > 0.004
            OR ABS(line.price_total - fee.amount_total) > 0.004
            OR ABS(line.balance + line.price_subtotal) > 0.004
            OR ABS(COALESCE(receivable.total, 0) - fee.amount_total) > 0.004
            OR ABS(move.amount_total - fee.amount_total) > 0.004
            OR (SELECT ARRAY_AGG(account_tax_id ORDER BY account_tax_id)
                  FROM account_move_line_account_tax_rel
                 WHERE account_move_line_id = line.id)
               IS DISTINCT FROM
               (SELECT ARRAY_AGG(account_tax_id ORDER BY account_tax_id)
                  FROM mentoring_fee_tax_rel
                 WHERE mentoring_fee_id = fee.id))
"""
UNDUE = """
    SELECT DISTINCT move.name
      FROM account_move_line line
      JOIN account_move move ON move.id = line.move_id
      JOIN mentoring_fee fee ON fee.id = line.mentoring_fee_id
     WHERE move.state = 'posted'
       AND (fee.is_waived OR fee.date_accepted IS NULL)
"""
LOST = """
    SELECT move.name
      FROM account_move move
     WHERE move.is_mentoring_fee
       AND move.state = 'posted'
       AND NOT EXISTS (
               SELECT FROM account_move_line line
                WHERE line.move_id = move.id
                  AND (line.mentoring_fee_id IS NOT NULL
                       OR line.mentoring_former_fee_id IS NOT NULL)
           )
"""
BESIDE = """
    SELECT DISTINCT move.name
      FROM account_move_line line
      JOIN account_move move ON move.id = line.move_id
      JOIN account_move_line beside ON beside.move_id = move.id AND beside.id <> line.id
     WHERE move.state = 'posted'
       AND beside.display_type = 'product'
       AND (line.mentoring_fee_id IS NOT NULL
            OR line.mentoring_former_fee_id IS NOT NULL)
"""
STRAY = """
    SELECT DISTINCT move.name
      FROM account_move_line line
      JOIN account_move move ON move.id = line.move_id
      LEFT JOIN account_move invoice ON invoice.id = move.reversed_entry_id
     WHERE move.state = 'posted'
       AND line.product_id IN %(products)s
       AND line.mentoring_fee_id IS NULL
       AND line.mentoring_former_fee_id IS NULL
       AND move.move_type NOT IN ('in_invoice', 'in_receipt')
       AND NOT (move.move_type = 'out_refund'
                AND COALESCE(invoice.is_mentoring_fee, FALSE))
"""
CREDITS = """
    SELECT invoice.name
      FROM account_move invoice
      JOIN account_move credit ON credit.reversed_entry_id = invoice.id
     WHERE invoice.is_mentoring_fee
       AND credit.state = 'posted'
     GROUP BY invoice.id
    HAVING SUM(credit.amount_total) > invoice.amount_total + 0.004
        OR BOOL_OR(credit.move_type <> 'out_refund')
        OR BOOL_OR(credit.partner_id <> invoice.partner_id)
        OR BOOL_OR(credit.currency_id <> invoice.currency_id)
"""
FORMER = """
    SELECT DISTINCT move.name
      FROM account_move_line line
      JOIN account_move move ON move.id = line.move_id
     WHERE move.state = 'posted'
       AND line.mentoring_former_fee_id IS NOT NULL
       AND ABS(move.amount_total - COALESCE((
               SELECT SUM(credit.amount_total)
                 FROM account_move credit
                WHERE credit.reversed_entry_id = move.id
                  AND credit.move_type = 'out_refund'
                  AND credit.state = 'posted'), 0)) > 0.004
"""


class MentoringFee(models.Model):
    """The rules of the money, stated over the whole database."""

    _inherit = "mentoring.fee"

    @api.model
    def _get_inconsistencies(self):
        """Return a sentence for each fee billed against invariants 1 to 4."""
        sentences = []
        for fee in self.search([("move_id", "!=", False)]):
            move = fee.move_id
            if not fee.application_id.participant_ids:
                sentences.append(
                    self.env._(
                        "%(fee)s is billed to an unmatched person.",
                        fee=fee.display_name,
                    )
                )
            if not fee.date_accepted:
                sentences.append(
                    self.env._(
                        "%(fee)s is billed without a signed acceptance.",
                        fee=fee.display_name,
                    )
                )
            elif move.invoice_date and move.invoice_date < fee.date_due:
                sentences.append(
                    self.env._(
                        "%(fee)s was billed on %(date)s, before %(due)s.",
                        fee=fee.display_name,
                        date=move.invoice_date,
                        due=fee.date_due,
                    )
                )
            live = fee.move_line_ids.filtered(lambda li: li.parent_state != "cancel")
            if len(live) > 1:
                sentences.append(
                    self.env._(
                        "%(fee)s has %(count)s live invoices.",
                        fee=fee.display_name,
                        count=len(live),
                    )
                )
            charges, refunds = fee._get_ledger_moves()
            ledger = (charges | refunds).line_ids.filtered(
                lambda line: line.account_type == "asset_receivable"
            )
            if not fee.currency_id.is_zero(
                sum(ledger.mapped("amount_residual")) - fee.amount_open
            ):
                sentences.append(
                    self.env._(
                        "%(fee)s says that %(open)s is open, and the ledger does not.",
                        fee=fee.display_name,
                        open=fee.amount_open,
                    )
                )
        return sentences + self._get_ledger_faults()

    @api.model
    def _get_ledger_faults(self):
        """Return a sentence for each posted entry that breaks the rule (invariant 13).

        The rule that each entry is held to when it changes, over the whole ledger and
        in the database's own words: what had gone past the one shows in the other.
        """
        self.env.flush_all()
        products = self.env["mentoring.scheme"]._get_fee_products()
        questions = [
            (FEE_LINES, self.env._("%(move)s is not what its fee says.")),
            (
                UNDUE,
                self.env._("%(move)s charges a fee that was waived, or not accepted."),
            ),
            (LOST, self.env._("%(move)s has lost the line of its fee.")),
            (BESIDE, self.env._("%(move)s has more on it than its fee.")),
            (STRAY, self.env._("%(move)s charges a fee without a fee.")),
            (CREDITS, self.env._("%(move)s is credited over and above.")),
            (FORMER, self.env._("%(move)s lives beside another invoice.")),
        ]
        faults = []
        for question, sentence in questions:
            query = SQL(question, products=tuple(products.ids) or (0,))
            faults += [
                sentence % {"move": name} for (name,) in self.env.execute_query(query)
            ]
        signed = SQL(
            """
            SELECT id FROM mentoring_fee
             WHERE date_offered IS NOT NULL AND amount_total > amount_offered + 0.004
            """
        )
        for (fee_id,) in self.env.execute_query(signed):
            faults.append(
                self.env._(
                    "%(fee)s asks for more than was signed.",
                    fee=self.browse(fee_id).display_name,
                )
            )
        return faults
