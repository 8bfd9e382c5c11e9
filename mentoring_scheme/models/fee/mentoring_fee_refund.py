# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta

from odoo import fields, models

from .mentoring_refund_rule import REFUNDS


class MentoringFee(models.Model):
    """What a mentee who leaves gets back, and how a credit is used (invariant 9)."""

    _inherit = "mentoring.fee"

    refund_kind = fields.Selection(
        selection=REFUNDS,
        string="Settled by",
        readonly=True,
        copy=False,
        tracking=True,
        help="What the scheme's refund rules gave when the mentee left.",
    )
    date_settled = fields.Date(string="Left on", readonly=True, copy=False)
    settled_seat_count = fields.Integer(
        string="Number of Completed Participations",
        readonly=True,
        copy=False,
        help="How many partners the mentee had had when the last departure was "
        "settled. Someone who comes back has one more, and may leave again.",
    )
    amount_released = fields.Monetary(
        string="Let Off on Leaving",
        readonly=True,
        copy=False,
        help="What the refund rules took off the fee of a mentee who left after the "
        "acceptance and before the invoice; tax included.",
    )
    carried_to_id = fields.Many2one(
        comodel_name="mentoring.fee",
        string="Credit Used for",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        help="The later fee that the credit of this one was taken off.",
    )

    def _get_departure(self):
        """Return who left the partnership that is over: ``own`` or ``partner``."""
        return "own" if self._get_seats()[-1:].date_left else "partner"

    def _settle_departure(self, left_on, notice=None, reason=None):
        """Settle the fees of mentees who leave by the rules that they accepted.

        For an invoice there is a draft credit note, which a person posts: whoever gets
        the task (invariant 9). Between acceptance and invoice the rules count as well:
        what they would give back is not invoiced. A departure is settled once; who
        comes back and leaves again is settled again.

        :param date left_on: the last day of taking part
        :param date notice: when the office was told; by default that same day
        :param reason: the ``mentoring.withdrawal.reason``, if one was given
        :return: the drafted credit notes
        """
        credit_notes = self.env["account.move"]
        for fee in self:
            if fee._is_departure_settled() or not fee._is_owed():
                continue
            is_billed = fee.move_id.state == "posted"
            kind, amount = fee._get_refund(left_on, notice or left_on, reason)
            fee.write(
                {
                    "refund_kind": kind,
                    "date_settled": left_on,
                    "settled_seat_count": len(fee._get_seats()),
                    "amount_released": 0.0 if is_billed else amount,
                }
            )
            if kind == "ask":
                fee._assign_task(
                    fee.application_id.scheme_id.coordinator_id,
                    self.env._("Decide what goes back to a mentee who left"),
                    self.env._(
                        "The scheme settles this case by case. Ask finance for a "
                        "credit note, or leave the fee as it is."
                    )
                    if is_billed
                    else self.env._(
                        "The scheme settles this case by case, and nothing has been "
                        "invoiced. Waive the fee, or set the amount to be paid with "
                        "“Change the Price…”: it is invoiced then."
                    ),
                )
            elif is_billed and amount > 0:
                credit_notes |= fee._draft_credit_note(amount)
                fee._assign_task(
                    fee._get_finance_user(),
                    self.env._("Post the credit note for a mentee who left"),
                    self.env._("It is taken off the mentee's next fee automatically.")
                    if kind == "credit"
                    else False,
                )
        return credit_notes

    def _is_owed(self):
        """Return whether a mentee who leaves has accepted the fee, or been invoiced."""
        self.ensure_one()
        if self.move_id.state == "posted":
            return True
        seat = self._get_seats()[-1:]
        return bool(
            not self.is_waived and seat.date_left and self._get_date_accepted(seat)
        )

    def _is_departure_settled(self):
        """Return whether the departure from the mentee's last seat is settled."""
        self.ensure_one()
        return (
            bool(self.date_settled)
            and len(self._get_seats()) <= self.settled_seat_count
        )

    def _get_refund(self, left_on, notice, reason):
        """Return the kind of refund by the scheme's rules, and the amount with tax.

        Never more than what was billed and has not been credited yet; what went back
        at an earlier departure counts towards a later one.

        :param date left_on: the last day of taking part
        :param date notice: when the office was told
        :param reason: the ``mentoring.withdrawal.reason``, or none
        """
        self.ensure_one()
        rule = self._get_refund_rules()._find(
            self, notice, reason or self.env["mentoring.withdrawal.reason"]
        )
        kind = rule.kind or self._get_refund_policy()
        invoice = self.move_id
        billed = self._get_charge_line().price_total if invoice else self.amount_total
        share = {
            "full": 1.0,
            "credit": 1.0,
            "percent": rule.percentage / 100,
            "prorata": self._get_share_left(left_on),
        }.get(kind, 0.0)
        credited = sum(
            move.amount_total
            for move in invoice.reversal_move_ids
            if move.state != "cancel" and move.move_type == "out_refund"
        )
        due = billed * share - rule.amount_kept
        if self.date_settled:
            due -= credited
        amount = min(due, billed - credited)
        return kind, max(self.currency_id.round(amount), 0.0)

    def _get_refund_rules(self):
        """Return the rules that were accepted with the fee, or those of today."""
        self.ensure_one()
        scheme = self.application_id.scheme_id
        if self._is_offer_fixed() and self.refund_terms:
            return scheme.refund_rule_ids._import_terms(self.refund_terms, scheme)
        return scheme.refund_rule_ids.filtered(
            lambda rule: not rule.intake_id or rule.intake_id == self.intake_id
        )

    def _get_refund_policy(self):
        """Return what settles whatever no rule fits, as it was accepted."""
        self.ensure_one()
        if self._is_offer_fixed() and self.refund_terms:
            return self.refund_terms["policy"]
        return self.application_id.scheme_id.refund_policy

    def _get_share_left(self, left_on):
        """Return the share, 0 to 1, of whole months that are left of the fee's term.

        The term goes from the start with the first mentor to the end with the last. A
        mentee whose mentor left is not charged for the time since.
        """
        seats = self._get_seats()
        last = seats[-1:].partnership_id
        start, end = seats[:1].partnership_id.date_start, last.date_end
        if not start or not end:
            return 0.0
        if last.date_ended:
            left_on = min(left_on, last.date_ended)
        left = relativedelta(end, left_on)
        whole = relativedelta(end, start)
        months = whole.years * 12 + whole.months + bool(whole.days)
        remaining = left.years * 12 + left.months
        return min(max(remaining / months, 0.0), 1.0) if months else 0.0

    def _draft_credit_note(self, amount):
        """Return a draft credit note of the fee's line over an amount, tax included."""
        self.ensure_one()
        line = self._get_charge_line()
        credit = self._in_own_time(self.move_id)._reverse_moves(
            [
                {
                    "ref": self.env._("Withdrawal from %s", self.intake_id.name),
                    "invoice_date": self.intake_id._today(),
                }
            ]
        )
        for refund in credit.invoice_line_ids:
            refund.price_unit *= amount / line.price_total
        return credit

    def _carry_credits(self):
        """Take what the mentees' earlier fees left as a credit off these invoices.

        Reconciled in the ledger, so each cent is used once. The credit of another
        payer stays, and finance gets a task.
        """
        posted = self.filtered(lambda fee: fee.move_id.state == "posted")
        earlier = self.search(
            [
                ("refund_kind", "=", "credit"),
                ("amount_open", "<", 0),
                ("partner_id", "in", posted.partner_id.ids),
                ("company_id", "in", posted.company_id.ids),
            ]
        )
        for fee in posted:
            for credited in earlier - fee:
                if (credited.partner_id, credited.company_id) == (
                    fee.partner_id,
                    fee.company_id,
                ):
                    credited._carry_to(fee)

    def _carry_to(self, fee):
        """Reconcile the open credit of this fee with the open invoice of another."""
        self.ensure_one()
        credit = self._get_ledger_moves()[1]._get_open_receivables()
        charge = fee.move_id._get_open_receivables()
        if not credit or not charge:
            return
        payers = self.payer_id.commercial_partner_id, fee.payer_id.commercial_partner_id
        if payers[0] != payers[1]:
            self._assign_task(
                self._get_finance_user(),
                self.env._("Pay a credit back: the next fee has another payer"),
            )
            return
        (credit | charge).reconcile()
        self.carried_to_id = fee

    def _carry_forward(self):
        """Take credits that have just been posted off the mentees' open fees."""
        credited = self.filtered(lambda fee: fee.refund_kind == "credit")
        if credited:
            self.search(
                [
                    ("partner_id", "in", credited.partner_id.ids),
                    ("company_id", "in", credited.company_id.ids),
                    ("state", "=", "invoiced"),
                    ("id", "not in", credited.ids),
                ]
            )._carry_credits()
