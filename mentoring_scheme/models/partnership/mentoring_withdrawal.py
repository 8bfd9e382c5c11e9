# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class MentoringWithdrawal(models.Model):
    """The formal way out, before the match or in mid-year (promises A37, A38)."""

    _name = "mentoring.withdrawal"
    _inherit = ["mentoring.staff.thread", "mentoring.task"]
    _description = "Mentoring Withdrawal"
    _order = "create_date desc, id desc"
    _step_fields = frozenset({"state"})

    participant_id = fields.Many2one(
        comodel_name="mentoring.participant", index=True, ondelete="restrict"
    )
    application_id = fields.Many2one(
        comodel_name="mentoring.application",
        compute="_compute_application_id",
        store=True,
        readonly=False,
        required=True,
        index=True,
        ondelete="restrict",
        precompute=True,
    )
    intake_id = fields.Many2one(related="application_id.intake_id", store=True)
    partner_id = fields.Many2one(related="application_id.partner_id", store=True)
    partnership_id = fields.Many2one(
        related="participant_id.partnership_id", store=True
    )
    company_id = fields.Many2one(
        related="application_id.company_id", store=True, index=True
    )
    reason_id = fields.Many2one(
        comodel_name="mentoring.withdrawal.reason", ondelete="restrict", tracking=True
    )
    note = fields.Text(help="What the person wants to add; staff only.")
    wants_rematch = fields.Boolean(
        string="Wants a New Partner", help="Stays in the scheme for another match."
    )
    date_effective = fields.Date(
        string="Leaves on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    date_notice = fields.Date(
        string="Notice Given on",
        compute="_compute_date_notice",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="When you were told. The scheme's refund rules go by this day.",
    )
    settlement = fields.Text(
        string="The Fee",
        compute="_compute_settlement",
        compute_sudo=True,  # coordinators see what is settled, not the books
        help="What the scheme's refund rules give back once this is approved.",
    )
    state = fields.Selection(
        selection=[
            ("requested", "Requested"),
            ("approved", "Approved"),
            ("cancelled", "Cancelled"),
        ],
        default="requested",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )

    # An index, since it includes a person's seat.
    _one_open_per_seat = models.UniqueIndex(
        "(application_id, COALESCE(participant_id, 0)) WHERE state = 'requested'",
        "A withdrawal has already been requested. Please wait for our answer.",
    )

    @api.depends("participant_id")
    def _compute_application_id(self):
        for withdrawal in self:
            withdrawal.application_id = (
                withdrawal.participant_id.application_id or withdrawal.application_id
            )

    @api.depends("application_id")
    def _compute_date_notice(self):
        for withdrawal in self:
            intake = withdrawal.intake_id or withdrawal.application_id.intake_id
            withdrawal.date_notice = withdrawal.date_notice or (
                intake._today() if intake else fields.Date.context_today(withdrawal)
            )

    @api.depends(
        "application_id.fee_ids.state",
        "reason_id",
        "date_notice",
        "date_effective",
        "wants_rematch",
    )
    def _compute_settlement(self):
        for withdrawal in self:
            withdrawal.settlement = "\n".join(
                withdrawal._describe_settlement(fee)
                for fee in withdrawal.application_id.fee_ids
            )

    @api.depends("partner_id.name", "intake_id.name")
    def _compute_display_name(self):
        for withdrawal in self:
            if not withdrawal.partner_id:
                withdrawal.display_name = self.env._("New withdrawal")
                continue
            withdrawal.display_name = self.env._(
                "Withdrawal of %(name)s, %(intake)s",
                name=withdrawal.partner_id.name,
                intake=withdrawal.intake_id.name or "",
            )

    @api.constrains("participant_id", "application_id")
    def _check_application(self):
        for withdrawal in self:
            seat = withdrawal.participant_id
            if seat and seat.application_id != withdrawal.application_id:
                raise ValidationError(
                    self.env._(
                        "The participant and the application are of different "
                        "people. Choose the participant's own application."
                    )
                )

    def _get_task_causes(self):
        return {
            **super()._get_task_causes(),
            "withdrawal": (["state"], "_filter_requested"),
            "withdrawal_unpaid": (["state"], "_filter_requested"),
        }

    def _filter_requested(self):
        return self.filtered(lambda withdrawal: withdrawal.state == "requested")

    def action_approve(self):
        """Let people go; what it leaves open is settled by rule (invariant 9)."""
        wrong = self - self._filter_requested()
        if wrong:
            raise UserError(
                self.env._(
                    "%(withdrawals)s: decided already.",
                    withdrawals=", ".join(wrong.mapped("display_name")),
                )
            )
        self.check_access("write")
        seats = self.participant_id
        self.sudo().state = "approved"  # by this step alone, which settles what is open
        # Seat, partnership, application and fee have followed by computation.
        partnerships = seats.partnership_id
        partnerships.meeting_ids._cancel_future()
        partnerships.meeting_ids._uninvite(seats)
        partnerships.participant_ids._settle_open()
        self._give_up_places()
        for withdrawal in self.filtered(lambda w: not w.wants_rematch):
            # The books are finance's; the rule is the scheme's.
            withdrawal.sudo().application_id.fee_ids._settle_departure(
                withdrawal.date_effective,
                notice=withdrawal.date_notice,
                reason=withdrawal.reason_id,
            )
        self.env["mentoring.notification"]._send_once(
            "mentoring_scheme.mail_template_withdrawal_approved", self
        )
        left_behind = partnerships.participant_ids.filtered(
            lambda seat: not seat.date_left
        )
        self.env["mentoring.notification"]._send_once(
            "mentoring_scheme.mail_template_participant_partner_left",
            left_behind,
            occasion=f"withdrawal {self.ids}",
        )
        return True

    def _give_up_places(self):
        """Offer nobody the place that a mentor gave up while keeping others.

        The mentor can offer it again, by a higher number on the application.
        """
        for withdrawal in self.filtered(
            lambda w: not w.wants_rematch and w.participant_id.role == "mentor"
        ):
            # What the person had offered follows from what the person has decided.
            application = withdrawal.sudo().application_id
            if application.state == "matched" and application.capacity > 1:
                application.capacity -= 1

    def action_cancel(self):
        """Cancel requests that were taken back."""
        self.check_access("write")
        requested = self._filter_requested()
        requested.sudo().state = "cancelled"  # by this step alone
        return True

    def _is_fee_billed(self):
        """Return whether the fee of this person has been invoiced."""
        self.ensure_one()
        # The mail says so to the member, who has the invoice.
        return any(fee.move_id for fee in self.sudo().application_id.fee_ids)

    def _is_final(self):
        """Return whether the person has left the scheme by this, and is still gone."""
        self.ensure_one()
        if self.state != "approved" or self.wants_rematch:
            return False
        seats = self.application_id.participant_ids
        if self.participant_id:
            return not any(seat.id > self.participant_id.id for seat in seats)
        return not any(seat.date_joined > self.date_effective for seat in seats)

    @api.model
    def _cron_ask_unpaid(self):
        """Ask the coordinator to let go who has not paid, by the scheme's rule.

        A person decides; what was decided once for an invoice is not asked again.
        """
        fees = self.env["mentoring.fee"].search(
            [
                ("state", "=", "invoiced"),
                ("is_seated", "=", True),
                ("date_payment_due", "<=", fields.Date.today()),
                ("intake_id.scheme_id.overdue_release_days", ">", 0),
            ]
        )
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(fees))
        for fee in fees:
            days = fee.application_id.scheme_id.overdue_release_days
            if fee.overdue_days >= days and fee.try_lock_for_update():
                self._ask_unpaid(fee)
            if not Cron._commit_progress(1):
                break

    @api.model
    def _ask_unpaid(self, fee):
        """Enter the request that a fee that is not paid leads to, once an invoice."""
        reason = self.env.ref("mentoring_scheme.withdrawal_reason_unpaid")
        if fee.application_id.withdrawal_ids.filtered(
            lambda withdrawal: (
                withdrawal.state == "requested"
                or (
                    withdrawal.reason_id == reason
                    and withdrawal.date_notice > fee.date_payment_due
                )
            )
        ):
            return
        withdrawal = self.create(
            {
                "participant_id": fee._get_seat().id,
                "reason_id": reason.id,
                "date_effective": fee.intake_id._today(),
            }
        )
        withdrawal._give_task(
            "withdrawal_unpaid",
            withdrawal,
            fee.application_id.scheme_id.coordinator_id,
            self.env._(
                "%(name)s has not paid the fee. Decide on the withdrawal.",
                name=withdrawal.partner_id.name,
            ),
        )

    @api.model
    def _request(self, seat, values):
        """Ask the office to let a member out of a partnership (promises A37, A38).

        The coordinator gets a task. Asking twice changes nothing.

        :param seat: the member's ``mentoring.participant``
        :param dict values: ``reason_id``, ``note`` and ``wants_rematch``, each if known
        """
        open_request = seat.withdrawal_ids.filtered(lambda w: w.state == "requested")
        if open_request:
            return open_request
        withdrawal = self.create(
            {
                "participant_id": seat.id,
                "reason_id": values.get("reason_id"),
                "note": values.get("note") or False,
                "wants_rematch": bool(values.get("wants_rematch")),
                "date_effective": seat.intake_id._today(),
            }
        )
        withdrawal._give_task(
            "withdrawal",
            withdrawal,
            seat.partnership_id.coordinator_id,
            self.env._(
                "%(name)s asks to withdraw from the partnership with %(partners)s",
                name=seat.partner_id.name,
                partners=seat._get_partner_names(),
            ),
        )
        return withdrawal

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["partner_id"]
