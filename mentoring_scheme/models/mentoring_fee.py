# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import logging
from datetime import date

from dateutil.relativedelta import relativedelta
from psycopg2 import OperationalError

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ..dates import format_day
from .mentoring_refund_rule import REFUNDS

_logger = logging.getLogger(__name__)

# Small, so that a cron killed in mid-run has lost little.
BATCH_SIZE = 50

POLICY_FIELDS = (
    "billing_trigger",
    "billing_delay_months",
    "billing_deadline_months",
    "billing_days",
    "billing_date",
)
STATES = [
    ("pending", "Pending"),
    ("due", "Due"),
    ("invoiced", "Invoiced"),
    ("paid", "Paid"),
    ("credited", "Credited"),
    ("waived", "Waived"),
    ("cancelled", "Cancelled"),
]


ADJUSTMENTS = [
    ("price", "Other price"),
    ("amount", "Scholarship over an amount"),
    ("percent", "Scholarship over a percentage"),
]


class MentoringFee(models.Model):
    """What a mentee owes, from the signed acceptance to the payment (A6, A8, A9).

    It stands between the scheme and accounting, and is the only road to an invoice
    (invariants 1 to 4).
    """

    _name = "mentoring.fee"
    _inherit = ["mentoring.staff.thread"]
    _description = "Mentoring Fee"
    _order = "date_due, id"
    _step_fields = frozenset(
        {
            "application_id",
            "adjustment",
            "adjustment_value",
            "adjust_reason",
            "approved_by_id",
            "is_waived",
            "refund_kind",
            "date_settled",
            "carried_to_id",
            "date_reminded",
            "date_held",
            "billing_error",
        }
    )

    application_id = fields.Many2one(
        comodel_name="mentoring.application",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    intake_id = fields.Many2one(related="application_id.intake_id", store=True)
    partner_id = fields.Many2one(
        related="application_id.partner_id",
        string="Participant",
        store=True,
        index=True,
    )
    company_id = fields.Many2one(
        related="application_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(
        related="company_id.currency_id", store=True, string="Currency"
    )
    payer_id = fields.Many2one(
        comodel_name="res.partner",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
    )
    # stored, so that finance can search it
    purchase_order = fields.Char(related="application_id.purchase_order", store=True)
    amount_listed = fields.Monetary(
        string="List Price",
        compute="_compute_amount_listed",
        store=True,
        help="The price on the day of the acceptance; it does not follow the product "
        "afterwards.",
    )
    adjustment = fields.Selection(
        selection=ADJUSTMENTS, readonly=True, copy=False, tracking=True
    )
    adjustment_value = fields.Float(
        readonly=True, copy=False, tracking=True, help="An amount, or a percentage."
    )
    adjust_reason = fields.Char(readonly=True, copy=False, tracking=True)
    approved_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Approved by",
        readonly=True,
        copy=False,
        tracking=True,
        help="Who granted the waiver, the scholarship or the other price.",
    )
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        tracking=True,
        help="What is billed, before tax as the product has it: the list price, less a "
        "scholarship, or the price that a manager set.",
    )
    date_priced = fields.Date(
        compute="_compute_amount_listed",
        store=True,
        help="The acceptance for which the price was pinned.",
    )
    date_allocated = fields.Date(
        string="Allocated on",
        compute="_compute_milestones",
        store=True,
        help="When a mentor was allocated to the mentee.",
    )
    date_accepted = fields.Date(
        string="Accepted on",
        compute="_compute_milestones",
        store=True,
        help="When both the mentor and this mentee had signed the acceptance.",
    )
    date_due = fields.Date(
        string="To Bill on",
        compute="_compute_date_due",
        store=True,
        index=True,
        help="The later of the acceptance, and the allocation plus the delay.",
    )
    date_deadline = fields.Date(
        string="Billing Deadline", compute="_compute_date_due", store=True
    )
    overdue_days = fields.Integer(
        string="Days Overdue",
        compute="_compute_overdue_days",
        help="Days since the invoice fell due, and it is not paid.",
    )
    date_reminded = fields.Date(string="Reminded on", readonly=True, copy=False)
    date_held = fields.Date(string="On Hold since", readonly=True, copy=False)
    is_on_hold = fields.Boolean(
        string="On Hold",
        compute="_compute_is_on_hold",
        store=True,
        tracking=True,
        help="The invoice is overdue; paying it releases the place by itself.",
    )
    is_waived = fields.Boolean(string="Waived", readonly=True, copy=False)
    waive_reason = fields.Char(copy=False, tracking=True)
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
        readonly=True,
        copy=False,
        help="How many partners the mentee had had when the last departure was "
        "settled. Whoever comes back has one more, and may leave again.",
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
    is_seated = fields.Boolean(
        string="In a Partnership",
        compute="_compute_is_seated",
        store=True,
        help="The mentee has a place in a partnership that goes on or is completed.",
    )
    move_line_ids = fields.One2many(
        comodel_name="account.move.line", inverse_name="mentoring_fee_id"
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
        string="Credit Notes", compute="_compute_ledger_amounts", store=True
    )
    amount_paid = fields.Monetary(
        string="Payments",
        compute="_compute_ledger_amounts",
        store=True,
        help="What came in less what was paid back.",
    )
    amount_open = fields.Monetary(
        string="Open",
        compute="_compute_ledger_amounts",
        store=True,
        help="Billed, less credit notes and payments. Below zero: to be paid back.",
    )
    obstacles = fields.Text(
        string="What Stands in the Way",
        compute="_compute_obstacles",
        compute_sudo=True,  # finance reads fees alone, not the partnership behind them
        help="Why the fee cannot be billed now; one line each.",
    )
    billing_error = fields.Char(string="Not Billed Because", readonly=True, copy=False)
    state = fields.Selection(
        selection=STATES,
        compute="_compute_state",
        store=True,
        index=True,
        tracking=True,
        group_expand=True,
    )

    _once_per_application = models.UniqueIndex(
        "(application_id)", "An application has one fee."
    )
    _amount_positive = models.Constraint(
        "CHECK(amount >= 0)", "A fee cannot be below zero."
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------

    @api.depends(
        "application_id.participant_ids.state",
        "application_id.participant_ids.partnership_id.date_matched",
        "application_id.participant_ids.partnership_id.agreement_ids.signature_count",
        "application_id.participant_ids.partnership_id.participant_ids.date_left",
        "move_id",
    )
    def _compute_milestones(self):
        """Read allocation and acceptance from the mentee's present partnership.

        What has been invoiced keeps its dates, also through a rematch.
        """
        for fee in self:
            if fee.move_id:
                fee.date_allocated = fee.date_allocated
                fee.date_accepted = fee.date_accepted
                continue
            seat = fee._get_seat()
            fee.date_allocated = seat.partnership_id.date_matched
            fee.date_accepted = fee._get_date_accepted(seat)

    @api.depends("application_id.participant_ids.state")
    def _compute_is_seated(self):
        for fee in self:
            fee.is_seated = bool(fee._get_seat())

    @api.depends("date_accepted", "application_id")
    def _compute_amount_listed(self):
        """Pin the price at the acceptance: anyone in the office may edit a product.

        Without a product the price stays as it was when the mentor was allocated.
        """
        for fee in self:
            priced = fee.date_priced
            if (
                fee.move_id
                or (priced and priced == fee.date_accepted)
                or (fee.amount_listed and not fee.application_id._get_fee_product())
            ):
                fee.amount_listed = fee.amount_listed
                fee.date_priced = priced
            else:
                fee.amount_listed = fee._get_price()
                fee.date_priced = fee.date_accepted

    @api.depends("amount_listed", "adjustment", "adjustment_value")
    def _compute_amount(self):
        """Apply what a manager granted, until there is an invoice."""
        for fee in self:
            fee.amount = fee.amount if fee.move_id else fee._get_adjusted_price()

    @api.depends("state", "date_held", "date_payment_due")
    def _compute_is_on_hold(self):
        """Hold until the invoice that was overdue then is paid, or has longer."""
        for fee in self:
            fee.is_on_hold = fee.state == "invoiced" and fee._is_since_due(
                fee.date_held
            )

    @api.depends("state", "date_payment_due")
    def _compute_overdue_days(self):
        for fee in self:
            due = fee.state == "invoiced" and fee.date_payment_due
            # Finance reads fees alone, not intakes.
            days = (fee.sudo().intake_id._today() - due).days if due else 0
            fee.overdue_days = max(days, 0)

    @api.depends(
        "date_allocated",
        "date_accepted",
        "move_id",
        *(f"intake_id.{name}" for name in POLICY_FIELDS),
        *(f"intake_id.scheme_id.{name}" for name in POLICY_FIELDS),
    )
    def _compute_date_due(self):
        """Apply the policy of the intake or its scheme, until there is an invoice."""
        for fee in self:
            if fee.move_id:
                fee.date_due = fee.date_due
                fee.date_deadline = fee.date_deadline
                continue
            allocated, accepted = fee.date_allocated, fee.date_accepted
            earliest = deadline = False
            if allocated:
                policy = fee.intake_id._get_billing_policy()
                earliest, deadline = policy._get_billing_window(allocated)
            fee.date_deadline = deadline
            fee.date_due = earliest and accepted and max(earliest, accepted)

    @api.depends("move_line_ids.parent_state", "move_line_ids.move_id.move_type")
    def _compute_move_id(self):
        for fee in self:
            live = fee.move_line_ids.move_id.filtered(
                lambda move: move.state != "cancel" and not move._is_mentoring_credit()
            )
            fee.move_id = live[:1]

    @api.depends(
        "move_line_ids.move_id.state",
        "move_line_ids.move_id.amount_total_signed",
        "move_line_ids.move_id.amount_residual_signed",
        "move_line_ids.move_id.reversal_move_ids.state",
        "move_line_ids.move_id.reversal_move_ids.amount_total_signed",
        "move_line_ids.move_id.reversal_move_ids.amount_residual_signed",
    )
    def _compute_ledger_amounts(self):
        """Add up the posted invoices and their credit notes (invariant 12)."""
        for fee in self:
            charges, refunds = fee._get_ledger_moves()
            billed = sum(charges.mapped("amount_total_signed"))
            credited = -sum(refunds.mapped("amount_total_signed"))
            still_open = sum((charges | refunds).mapped("amount_residual_signed"))
            fee.amount_billed = billed
            fee.amount_credited = credited
            fee.amount_open = still_open
            fee.amount_paid = billed - credited - still_open

    @api.depends(
        "application_id.state",
        "application_id.participant_ids.state",
        "amount",
        "date_due",
        "is_waived",
        "move_id.state",
        "move_id.payment_state",
        "amount_billed",
        "amount_credited",
    )
    def _compute_state(self):
        for fee in self:
            fee.state = fee._get_state()

    def _compute_obstacles(self):
        for fee in self:
            fee.obstacles = "\n".join(fee._get_billing_obstacles())

    @api.depends("partner_id.name", "intake_id.name")
    def _compute_display_name(self):
        for fee in self.sudo():  # finance reads fees alone, not intakes
            fee.display_name = self.env._(
                "Fee of %(name)s, %(intake)s",
                name=fee.partner_id.name or "",
                intake=fee.intake_id.name or "",
            )

    def _get_state(self):
        """Return the state that follows from invoice, waiver, seat and calendar."""
        self.ensure_one()
        if self.move_id.state == "posted":
            payment = self.move_id.payment_state
            if self._is_credited():
                return "credited"
            if payment in ("paid", "in_payment"):
                return "paid"
            # The credit of an earlier fee pays like money.
            return "paid" if payment == "reversed" else "invoiced"
        if self.is_waived:
            return "waived"
        if not self._get_seat():
            # Free for a rematch, or out of the scheme: nothing is owed (invariant 3).
            waiting = self.application_id.state == "approved"
            return "pending" if waiting else "cancelled"
        if self.date_priced and self.currency_id.is_zero(self.amount):
            return "waived"  # nothing to bill: no invoice over zero is written
        today = self.intake_id._today()
        return "due" if self.date_due and self.date_due <= today else "pending"

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

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("A fee is part of the books and cannot be deleted. Waive it.")
        )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_bill(self):
        """Invoice fees that are due, and say why others are not.

        :raise UserError: with the obstacles, one line each
        """
        self.check_access("read")  # a fee of another company is none of one's own
        self.env["account.move"].check_access("create")
        fees = self.sudo()  # finance reads fees alone, not the partnership behind them
        obstacles = [
            sentence for fee in fees for sentence in fee._get_billing_obstacles()
        ]
        if obstacles:
            raise UserError("\n".join(obstacles))
        if len(fees.try_lock_for_update()) < len(fees):
            raise UserError(
                self.env._(
                    "Some of these fees are being billed at this moment. Please look "
                    "again in a minute."
                )
            )
        fees.invalidate_recordset()  # another's work may have ended meanwhile
        fees.filtered(lambda fee: not fee.move_id)._bill()
        return True

    def action_waive(self):
        """Waive fees that have not been invoiced.

        :raise UserError: without a reason (invariant 11), or naming what was invoiced
        """
        self.check_access("write")
        if not all(fee.waive_reason for fee in self):
            raise UserError(self.env._("Please say why the fee is waived."))
        invoiced = self.filtered("move_id")
        if invoiced:
            raise UserError(
                self.env._(
                    "%(fees)s: invoiced already. Credit the invoice instead.",
                    fees=", ".join(invoiced.mapped("display_name")),
                )
            )
        self.sudo().is_waived = True  # by this step alone, which asks for the reason
        return True

    def action_unwaive(self):
        """Undo a waiver."""
        self.check_access("write")
        self.sudo().is_waived = False  # by this step alone
        return True

    def action_view_invoice(self):
        """Open the invoice of this fee."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------

    @api.model
    def _create_for(self, partnerships):
        """Create the fee of each mentee who has none yet (promise A8)."""
        seats = partnerships.participant_ids.filtered(
            lambda seat: (
                seat.application_id._get_fee_product()
                and not seat.application_id.sudo().fee_ids  # as below
            )  # see access table
        )
        return self.sudo().create(  # coordinators match; the books are finance's
            [self._prepare_fee(application) for application in seats.application_id]
        )

    @api.model
    def _prepare_fee(self, application):
        return {
            "application_id": application.id,
            "payer_id": application._get_payer().id,
        }

    def _get_seat(self):
        """Return the seat that the fee is for, or none.

        A mentor who pays may have several: the one accepted first starts the fee.
        """
        self.ensure_one()
        # A list: parts of a recordset would read their partnerships one by one.
        seats = [
            seat
            for seat in self.application_id.participant_ids
            if seat.state in ("current", "completed")
        ]
        if len(seats) > 1:
            seats.sort(
                key=lambda seat: (self._get_date_accepted(seat) or date.max, seat.id)
            )
        return seats[0] if seats else self.env["mentoring.participant"]

    @api.model
    def _get_date_accepted(self, seat):
        """Return when the mentor and this mentee had signed every acceptance.

        For a mentor who pays, when all the mentees have. In the intake's zone; False as
        long as a signature is missing.
        """
        acceptances = seat.partnership_id.agreement_ids.filtered("is_acceptance")
        partner_role = "mentee" if seat.role == "mentor" else "mentor"
        partners = seat.partnership_id.participant_ids.filtered(
            lambda other: other.role == partner_role and not other.date_left
        )
        if not acceptances or not partners:
            return False
        signers = seat | partners
        if not all(agreement._is_signed_by(signers) for agreement in acceptances):
            return False
        signatures = acceptances.signature_ids.filtered(
            lambda signature: signature.participant_id in signers
        )
        return seat.intake_id._local_date(max(signatures.mapped("signed_on")))

    def _get_price(self):
        """Return today's price for the mentee, before tax as the product has it.

        Never below zero, whatever the rules of a pricelist come to.
        """
        self.ensure_one()
        product = self.application_id._get_fee_product()
        if not product:
            return 0.0
        pricelist = self.partner_id.with_company(
            self.company_id
        ).property_product_pricelist
        if not pricelist:
            return product.with_company(self.company_id).lst_price
        # A fixed price is in the pricelist's own currency, whichever is asked for.
        price = pricelist.currency_id._convert(
            pricelist._get_product_price(product, 1.0, date=fields.Datetime.now()),
            self.currency_id,
            self.company_id,
            fields.Date.today(),
        )
        return max(price, 0.0)

    def _get_adjusted_price(self):
        """Return the listed price after what a manager granted; never below zero."""
        self.ensure_one()
        listed, value = self.amount_listed, self.adjustment_value
        price = {
            "price": value,
            "amount": listed - value,
            "percent": listed * (100 - value) / 100,
        }.get(self.adjustment, listed)
        return self.currency_id.round(max(price, 0.0))

    def _get_billing_obstacles(self):
        """Return sentences on what stands between this fee and a new invoice.

        The scheme's rule, and what the books lack.
        """
        return self._get_rule_obstacles() + self._get_book_obstacles()

    def _get_rule_obstacles(self):
        """Return sentences on why the scheme does not allow an invoice.

        The one place of invariants 1 to 4, asked before billing and at posting.
        """
        self.ensure_one()
        obstacles = []
        if not self._get_seat():
            obstacles.append(
                self.env._("%(fee)s: not in a partnership.", fee=self.display_name)
            )
        elif not self.date_accepted:
            obstacles.append(
                self.env._(
                    "%(fee)s: the acceptance is not signed by the mentor and the "
                    "mentee.",
                    fee=self.display_name,
                )
            )
        elif self.date_due > self.intake_id._today():
            obstacles.append(
                self.env._(
                    "%(fee)s: not to be billed before %(date)s.",
                    fee=self.display_name,
                    date=format_day(self.env, self.date_due),
                )
            )
        if self.is_waived:
            obstacles.append(
                self.env._("%(fee)s: has been waived.", fee=self.display_name)
            )
        return obstacles

    def _get_book_obstacles(self):
        """Return sentences on what finance has to set right before an invoice."""
        self.ensure_one()
        company = self.company_id
        product = self.application_id._get_fee_product().with_company(company)
        names = {"fee": self.display_name, "product": product.display_name}
        obstacles = []
        if self.move_id.state == "draft":
            obstacles.append(
                self.env._(
                    "%(fee)s: its invoice has been reset to draft. Post it again, or "
                    "delete it to have the fee billed anew.",
                    **names,
                )
            )
        if not product:
            obstacles.append(
                self.env._(
                    "%(fee)s: the scheme has no fee any more. Choose the fee's product "
                    "on the scheme, or waive this fee.",
                    **names,
                )
            )
        elif not product.active:
            obstacles.append(
                self.env._(
                    "%(fee)s: the product %(product)s is archived. Restore it, or "
                    "choose another on the scheme.",
                    **names,
                )
            )
        else:
            obstacles += self._get_account_obstacles(product, names)
        if self.currency_id.is_zero(self.amount):
            obstacles.append(
                self.env._(
                    "%(fee)s: the price is zero, so there is nothing to bill.", **names
                )
            )
        return obstacles

    def _get_account_obstacles(self, product, names):
        """Return sentences on accounts that are missing."""
        obstacles = []
        company = self.company_id
        payer = self.payer_id.with_company(company)
        if payer.property_account_receivable_id.account_type != "asset_receivable":
            obstacles.append(
                self.env._(
                    "%(fee)s: %(payer)s has no receivable account. Choose one on the "
                    "contact, under Invoicing.",
                    payer=payer.display_name,
                    **names,
                )
            )
        if not product._get_product_accounts()["income"] and not (
            self.env["account.journal"]
            .search(
                [
                    *self.env["account.journal"]._check_company_domain(company),
                    ("type", "=", "sale"),
                ],
                limit=1,
            )
            .default_account_id
        ):
            obstacles.append(
                self.env._(
                    "%(fee)s: there is no income account. Choose one on the product "
                    "%(product)s, or on its category.",
                    **names,
                )
            )
        return obstacles

    def _get_ledger_moves(self):
        """Return the posted invoices of a fee, and their posted credit notes."""
        self.ensure_one()
        moves = self.move_line_ids.move_id
        return (
            moves.filtered(lambda move: move.state == "posted"),
            moves.reversal_move_ids.filtered(
                lambda move: move.state == "posted" and move.move_type == "out_refund"
            ),
        )

    def _bill(self):
        """Create and post the invoices of fees that have none.

        The caller holds their locks and has read them after.

        :raise UserError: with the obstacles; nothing has been billed then
        """
        obstacles = [
            sentence for fee in self for sentence in fee._get_billing_obstacles()
        ]
        if obstacles:
            raise UserError("\n".join(obstacles))
        moves = self.env["account.move"]
        for company, fees in self.grouped("company_id").items():
            moves |= moves.with_company(company).create(
                [fee._prepare_invoice() for fee in fees]
            )
        moves.action_post()
        self.filtered("billing_error").billing_error = False
        self._drop_tasks()
        self._queue_invoices()
        self._log_billed()

    def _log_billed(self):
        """Write who billed what into each history, all at once (invariant 11).

        Tracking would write record by record, which is a tenth of a run's time.
        """
        self._track_discard()
        self._message_log_batch(
            bodies={
                fee.id: self.env._("Billed with %(invoice)s.", invoice=fee.move_id.name)
                for fee in self
            }
        )

    def _queue_invoices(self):
        """Hand the invoices to Odoo's own queue, if the scheme has them sent."""
        sent = self.filtered(
            lambda fee: fee.application_id.scheme_id.invoice_sending == "send"
        )
        reachable = sent.filtered("payer_id.email")
        for fee in sent - reachable:
            fee._assign_task(
                fee._get_finance_user(),
                self.env._("Send this invoice by post: its payer has no email"),
            )
        if reachable:
            reachable.move_id.sending_data = {
                "author_user_id": self.env.uid,
                "author_partner_id": self.env.user.partner_id.id,
            }
            # The queue is the system's; billing needs no right on it.
            self.env.ref("account.ir_cron_account_move_send").sudo()._trigger()

    def _get_seats(self):
        """Return all seats that the mentee has had for this fee, the first one first.

        After a rematch they share one fee.
        """
        self.ensure_one()
        return self.application_id.participant_ids.sorted("id")

    def _get_departure(self):
        """Return who left the partnership that is over: ``own`` or ``partner``."""
        return "own" if self._get_seats()[-1:].date_left else "partner"

    def _settle_departure(self, left_on, notice=None, reason=None):
        """Draft the credit note that the scheme's rule gives to mentees who leave.

        A person posts it: whoever gets the task (invariant 9). A departure is settled
        once; who comes back and leaves again is settled again.

        :param date left_on: the last day of taking part
        :param date notice: when the office was told; by default that same day
        :param reason: the ``mentoring.withdrawal.reason``, if one was given
        :return: the drafted credit notes
        """
        credit_notes = self.env["account.move"]
        for fee in self:
            if fee.move_id.state != "posted" or fee._is_departure_settled():
                continue
            kind, amount = fee._get_refund(left_on, notice or left_on, reason)
            fee.write(
                {
                    "refund_kind": kind,
                    "date_settled": left_on,
                    "settled_seat_count": len(fee._get_seats()),
                }
            )
            if kind == "ask":
                fee._assign_task(
                    fee.application_id.scheme_id.coordinator_id,
                    self.env._("Decide what goes back to a mentee who left"),
                    self.env._(
                        "The scheme settles this case by case. Ask finance for a "
                        "credit note, or leave the fee as it is."
                    ),
                )
            elif amount > 0:
                credit_notes |= fee._draft_credit_note(amount)
                fee._assign_task(
                    fee._get_finance_user(),
                    self.env._("Post the credit note for a mentee who left"),
                    self.env._("It is taken off the mentee's next fee by itself.")
                    if kind == "credit"
                    else False,
                )
        return credit_notes

    def _is_departure_settled(self):
        """Return whether the departure from the mentee's last seat is settled."""
        self.ensure_one()
        return (
            bool(self.date_settled)
            and len(self._get_seats()) <= self.settled_seat_count
        )

    def _assign_task(self, user, summary, note=False):
        """Give a person one task on this fee; without a person, whoever acts now."""
        self.ensure_one()
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=user.id or self.env.uid,
            summary=summary,
            note=note,
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
        scheme = self.application_id.scheme_id
        rule = scheme.refund_rule_ids._find(
            self, notice, reason or self.env["mentoring.withdrawal.reason"]
        )
        kind = rule.kind or scheme.refund_policy
        invoice = self.move_id
        billed = self._get_charge_line().price_total
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

    def _get_charge_line(self):
        """Return the line of this fee on its invoice."""
        return self.move_line_ids.filtered(
            lambda line: line.move_id and line.move_id == self.move_id
        )[:1]

    def _draft_credit_note(self, amount):
        """Return a draft credit note of the fee's line over an amount, tax included."""
        self.ensure_one()
        line = self._get_charge_line()
        credit = self.move_id._reverse_moves(
            [
                {
                    "ref": self.env._("Withdrawal from %s", self.intake_id.name),
                    "invoice_date": self.intake_id._today(),
                }
            ]
        )
        # Finance may have put more on the invoice than the fee.
        lines = credit.invoice_line_ids
        (lines - lines.filtered(lambda li: li.product_id == line.product_id)).unlink()
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

    def _prepare_term(self):
        """Return the term for OCA's ``account_invoice_start_end_dates``, if it is here.

        With it, the income of the fee can be spread over the months.
        """
        partnership = self._get_seat().partnership_id
        start, end = partnership.date_start, partnership.date_end
        known = {"start_date", "end_date"} <= set(self.env["account.move.line"]._fields)
        if not known or not start or not end or start > end:
            return {}
        return {"start_date": start, "end_date": end}

    def _is_since_due(self, day):
        """Return whether a step of that day was about the invoice as it is due now."""
        due = self.date_payment_due
        return bool(day and due and day > due)

    def _follow_overdue(self):
        """Remind the payer, and put on hold, by the scheme's rule; each once a bill."""
        self.ensure_one()
        scheme, days = self.application_id.scheme_id, self.overdue_days
        today = self.intake_id._today()
        remind, hold = scheme.overdue_remind_days, scheme.overdue_hold_days
        if remind and days >= remind and not self._is_since_due(self.date_reminded):
            self.date_reminded = today
            self._tell("overdue")
        if hold and days >= hold and not self._is_since_due(self.date_held):
            self.date_held = today
            self._tell("on_hold")

    def _release(self):
        """Tell a participant whose fee has been paid that the place is theirs again."""
        self.ensure_one()
        if self.state == "paid":
            self._tell("released")
        self.date_held = False

    def _tell(self, news):
        """Queue a mail about the invoice as it is due now, once."""
        self.env["mentoring.notification"]._send_once(
            f"mentoring_scheme.mail_template_fee_{news}",
            self,
            occasion=f"invoice {self.move_id.id} due {self.date_payment_due}",
        )

    def _prepare_invoice(self):
        self.ensure_one()
        return {
            "move_type": "out_invoice",
            "partner_id": self.payer_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "invoice_date": self.intake_id._today(),
            "ref": self.purchase_order or False,
            "invoice_line_ids": [Command.create(self._prepare_invoice_line())],
        }

    def _prepare_invoice_line(self):
        """Return the invoice line; it never names the mentee's partner (section 4)."""
        product = self.application_id._get_fee_product()
        account = self.intake_id.sudo().analytic_account_id  # accountants' alone
        return {
            "product_id": product.id,
            **({"analytic_distribution": {account.id: 100}} if account else {}),
            **self._prepare_term(),
            "name": self.env._(
                "%(product)s, %(intake)s",
                product=product.display_name,
                intake=self.intake_id.name,
            ),
            "quantity": 1,
            "price_unit": self.amount,
            "mentoring_fee_id": self.id,
        }

    @api.model
    def _get_inconsistencies(self):
        """Return a sentence for each fee billed against invariants 1 to 4."""
        sentences = []
        for fee in self.search([("move_id", "!=", False)]):
            move = fee.move_id
            if not fee.application_id.participant_ids:
                sentences.append(
                    self.env._(
                        "Invariant 3: %(fee)s is billed to an unmatched person.",
                        fee=fee.display_name,
                    )
                )
            if not fee.date_accepted:
                sentences.append(
                    self.env._(
                        "Invariant 1: %(fee)s is billed without a signed acceptance.",
                        fee=fee.display_name,
                    )
                )
            elif move.invoice_date and move.invoice_date < fee.date_due:
                sentences.append(
                    self.env._(
                        "Invariant 4: %(fee)s was billed on %(date)s, before %(due)s.",
                        fee=fee.display_name,
                        date=move.invoice_date,
                        due=fee.date_due,
                    )
                )
            live = fee.move_line_ids.filtered(lambda li: li.parent_state != "cancel")
            if len(live) > 1:
                sentences.append(
                    self.env._(
                        "Invariant 2: %(fee)s has %(count)s live invoices.",
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
                        "Invariant 12: %(fee)s says that %(open)s is open, and the "
                        "ledger does not.",
                        fee=fee.display_name,
                        open=fee.amount_open,
                    )
                )
        for line in self._get_stray_lines():
            sentences.append(
                self.env._(
                    "Invariant 1: %(move)s charges %(product)s without a fee.",
                    move=line.move_id.display_name,
                    product=line.product_id.display_name,
                )
            )
        return sentences

    @api.model
    def _get_stray_lines(self):
        """Return posted lines of a fee's product that no fee stands behind."""
        products = self.env["mentoring.scheme"]._get_fee_products()
        lines = self.env["account.move.line"].search(
            [
                ("product_id", "in", products.ids),
                ("parent_state", "=", "posted"),
                ("mentoring_fee_id", "=", False),
            ]
        )
        return lines.filtered(lambda line: not line.move_id._is_mentoring_credit())

    # ------------------------------------------------------------------
    # Cron
    # ------------------------------------------------------------------

    @api.model
    def _search_due(self):
        """Return the fees whose day has come and that are not settled by an invoice."""
        # Read with a day of slack: each intake has its own zone.
        fees = self.search(
            [
                ("state", "in", ("pending", "due")),
                ("date_due", "<=", fields.Date.add(fields.Date.today(), days=1)),
            ]
        )
        # Finance reads fees alone, not intakes.
        return fees.filtered(lambda fee: fee.date_due <= fee.sudo().intake_id._today())

    @api.model
    def _split_due(self):
        """Return the fees that can be billed today, and those that are blocked."""
        fees = self._search_due()
        blocked = fees.filtered("obstacles")
        return fees - blocked, blocked

    @api.model
    def _cron_bill_due(self):
        """Bill what is due, in small batches; one failure never stops the rest.

        Safe to run twice and after a gap: fees are locked, read again, and billed only
        if they have no invoice yet (invariant 2).
        """
        fees = self._search_due()
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(fees))
        for ids in split_every(BATCH_SIZE, fees.ids):
            try:
                self.browse(ids)._bill_due()
            except OperationalError:
                # Another transaction came first; the next run takes what is left.
                _logger.info("Mentoring fees %s are left for the next run", ids)
                self.env.cr.rollback()
            if not Cron._commit_progress(len(ids)):
                return
        self._remind_past_deadline()

    def _bill_due(self):
        """Bill those of these fees whose day has come, one by one if need be.

        What cannot be billed says why, and gives finance one task.
        """
        fees = self.try_lock_for_update()
        fees.invalidate_recordset()
        fees = fees.filtered(
            lambda fee: fee.date_due and fee.date_due <= fee.intake_id._today()
        )
        # Nothing but the calendar has changed.
        self.env.add_to_compute(self._fields["state"], fees)
        fees = fees.filtered(lambda fee: fee.state == "due")
        for batch in split_every(BATCH_SIZE, fees.ids):
            self.browse(batch)._bill_batch()

    def _bill_batch(self):
        ready = self.browse()
        for fee in self:
            if obstacles := fee._get_billing_obstacles():
                fee._block(" ".join(obstacles))
            else:
                ready += fee
        if ready and ready._try_bill():
            for fee in ready:
                if error := fee._try_bill():
                    fee._block(error)

    def _try_bill(self):
        """Bill fees, all or none; return in a sentence what went wrong, if anything."""
        try:
            with self.env.cr.savepoint():
                self._bill()
        except OperationalError:
            raise
        except UserError as error:
            return str(error)
        except Exception as error:  # any failure belongs to these fees alone
            _logger.info("Mentoring fees %s were not billed", self.ids, exc_info=True)
            return self.env._(
                "Odoo could not create the invoice. Show this to whoever looks after "
                "Odoo: %(error)s",
                error=error,
            )
        return None

    def _block(self, sentence):
        """Say on a fee why it is not billed, and give finance a task, once."""
        self.ensure_one()
        sentence = sentence[:500]
        if sentence == self.billing_error:
            return
        self.billing_error = sentence
        self._drop_tasks()
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=self._get_finance_user().id,
            summary=self.env._("This fee cannot be billed"),
            note=sentence,
        )

    def _drop_tasks(self):
        """Take back the tasks of fees that they have become idle for."""
        self.activity_unlink(["mail.mail_activity_data_todo"])

    def _get_finance_user(self):
        """Return who is given the task of a fee that cannot be billed.

        The company's first invoicing person; without one, the coordinator.
        """
        self.ensure_one()
        group = self.env.ref("account.group_account_invoice")
        people = group.all_user_ids.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        ).sorted("id")
        # Whoever does nothing but invoicing comes before administrators.
        system = self.env.ref("base.group_system").all_user_ids
        coordinator = self.application_id.scheme_id.coordinator_id
        return (people - system)[:1] or people[:1] or coordinator or self.env.user

    @api.model
    def _remind_past_deadline(self):
        """Give staff a task for each fee past its deadline without acceptance."""
        late = self.search(
            [
                ("state", "=", "pending"),
                ("date_accepted", "=", False),
                ("date_deadline", "<=", fields.Date.today()),
                ("activity_ids", "=", False),
            ]
        )
        for fee in late.filtered(lambda fee: fee._get_seat()):
            fee.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=fee.application_id.scheme_id.coordinator_id.id or self.env.uid,
                date_deadline=fee.date_deadline,
                summary=self.env._("Ask for the signed acceptance"),
            )

    @api.model
    def _cron_follow_overdue(self):
        """Remind of invoices that are overdue, put on hold, and release who has paid.

        Safe to run twice and after a gap: each step is kept on the fee.
        """
        scheme = "intake_id.scheme_id"
        fees = self.search(
            [
                ("state", "=", "invoiced"),
                ("date_payment_due", "<=", fields.Date.today()),
                "|",
                (f"{scheme}.overdue_remind_days", ">", 0),
                (f"{scheme}.overdue_hold_days", ">", 0),
            ]
        )
        released = self.search([("date_held", "!=", False), ("is_on_hold", "=", False)])
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(fees) + len(released))
        for fee_id in (released | fees).ids:
            fee = self.browse(fee_id).try_lock_for_update()
            if fee and fee.date_held and not fee.is_on_hold:
                fee._release()
            if fee:
                fee._follow_overdue()
            if not Cron._commit_progress(1):
                break

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["partner_id"]
