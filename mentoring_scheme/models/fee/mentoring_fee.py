# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError

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
            "date_offered",
            "offer_seat_id",
            "price_offered",
            "amount_offered",
            "date_earliest",
            "refund_terms",
            "amount_released",
            "sending_error",
            "date_told",
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
    is_waived = fields.Boolean(string="Waived", readonly=True, copy=False)
    waive_reason = fields.Char(copy=False, tracking=True)
    is_seated = fields.Boolean(
        string="In a Partnership",
        compute="_compute_is_seated",
        store=True,
        help="The mentee has a place in a partnership that goes on or is completed.",
    )
    state = fields.Selection(
        selection=STATES,
        compute="_compute_state",
        store=True,
        index=True,
        tracking=True,
        group_expand=True,
    )

    _once_per_application = models.UniqueIndex(
        "(application_id)",
        "An application has one fee. Use the fee that is already there.",
    )
    _amount_positive = models.Constraint(
        "CHECK(amount >= 0)", "A fee can't be below zero. Enter zero or more."
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
        "date_settled",
    )
    def _compute_milestones(self):
        """Read allocation and acceptance from the mentee's present partnership.

        What has been invoiced keeps its dates, also through a rematch.
        """
        for fee in self:
            if fee.move_id or fee._was_replaced():
                fee.date_allocated = fee.date_allocated
                fee.date_accepted = fee.date_accepted
                continue
            seat = fee._get_seat()
            fee.date_allocated = seat.partnership_id.date_matched
            fee.date_accepted = fee._get_date_accepted(seat)

    @api.depends("application_id.participant_ids.state")
    def _compute_is_seated(self):
        for fee in self:
            fee.is_seated = fee._is_taking_part()

    @api.depends(
        "date_allocated",
        "date_accepted",
        "move_id",
        "offer_seat_id",
        "date_earliest",
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
            accepted = fee.date_accepted
            earliest, deadline = fee._get_billing_window()
            if fee.date_earliest and fee._is_offer_fixed():
                earliest = fee.date_earliest  # as it was signed
            fee.date_deadline = deadline
            fee.date_due = earliest and accepted and max(earliest, accepted)

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
        if self.date_accepted and self.currency_id.is_zero(self.amount):
            # Nothing to bill: no invoice over zero is written.
            return "cancelled" if self.amount_released else "waived"
        today = self.intake_id._today()
        return "due" if self.date_due and self.date_due <= today else "pending"

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

    def action_waive(self):
        """Waive fees that have not been invoiced.

        :raise UserError: without a reason (invariant 11), or naming what was invoiced
        """
        self.check_access("write")
        if not all((fee.waive_reason or "").strip() for fee in self):
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
        if not seats and (self.date_settled or self._was_replaced()):
            return self._get_seats()[-1:]  # who left owes what was accepted
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
            lambda other: (
                other.role == partner_role
                # Who has left has accepted with whoever was there.
                and (seat.date_left or not other.date_left)
            )
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

    def _get_seats(self):
        """Return all seats that the mentee has had for this fee, the first one first.

        After a rematch they share one fee.
        """
        self.ensure_one()
        return self.application_id.participant_ids.sorted("id")

    def _assign_task(self, user, summary, note=False):
        """Give a person one task on this fee; without a person, whoever acts now."""
        self.ensure_one()
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=user.id or self.env.uid,
            summary=summary,
            note=note,
        )

    # ------------------------------------------------------------------
    # Cron
    # ------------------------------------------------------------------

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

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["partner_id"]
