# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models


class MentoringFee(models.Model):
    """Invoices that are overdue: reminder, hold and release."""

    _inherit = "mentoring.fee"

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
        help="The invoice is overdue; paying it releases the place automatically.",
    )

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

    def _is_since_due(self, day):
        """Return whether a step of that day was about the invoice as it is due now."""
        due = self.date_payment_due
        return bool(day and due and day > due)

    def _follow_overdue(self):
        """Remind the payer, and put on hold, by the scheme's rule; each once a bill."""
        self.ensure_one()
        if not self._has_reached_payer():
            return
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
            by_day=True,
        )

    @api.model
    def _cron_follow_overdue(self):
        """Tell of new invoices, remind of those overdue, put on hold, and release.

        Safe to run twice and after a gap: each step is kept on the fee.
        """
        scheme = "intake_id.scheme_id"
        self._find_bounced()
        fees = self.search(
            [
                ("state", "=", "invoiced"),
                # Read with a day of slack: each intake has its own zone.
                (
                    "date_payment_due",
                    "<=",
                    fields.Date.add(fields.Date.today(), days=1),
                ),
                "|",
                (f"{scheme}.overdue_remind_days", ">", 0),
                (f"{scheme}.overdue_hold_days", ">", 0),
            ]
        )
        released = self.search([("date_held", "!=", False), ("is_on_hold", "=", False)])
        untold = self.search([("state", "=", "invoiced"), ("date_told", "=", False)])
        steps = untold | released | fees
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(steps))
        for fee_id in steps.ids:
            fee = self.browse(fee_id).try_lock_for_update()
            if fee.state == "invoiced" and not fee.date_told:
                fee._tell_billed()
            if fee and fee.date_held and not fee.is_on_hold:
                fee._release()
            if fee:
                fee._follow_overdue()
            if not Cron._commit_progress(1):
                break
