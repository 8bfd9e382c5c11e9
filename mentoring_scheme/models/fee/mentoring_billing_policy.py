# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta

from odoo import fields, models


class MentoringBillingPolicy(models.AbstractModel):
    """When fees are billed: a scheme's settings, and an intake's that differs from it.

    Every policy names two days of a fee: the earliest for its invoice, and the deadline
    at which staff ask for an acceptance that is still missing. The invoice comes on the
    later of that earliest day and the acceptance (invariant 4), so under no policy is
    anyone charged who has no mentor or has not signed (invariants 1 to 3). A scheme
    that would charge at registration, or before the match, can therefore only take
    ``date`` with its day: the fee follows at once when the pair has signed.
    """

    _name = "mentoring.billing.policy"
    _description = "When mentoring fees are billed"

    billing_trigger = fields.Selection(
        selection=[
            ("months", "Some months after the match"),
            ("days", "Within some days after the match"),
            ("date", "On a date"),
        ],
        string="Billed",
        help="Always once the mentor and the mentee have signed, and never before: "
        "charging at registration or before the match is not possible, since who finds "
        "no mentor pays nothing.",
    )
    billing_delay_months = fields.Integer(
        string="Billing After Allocation (months)",
        default=2,
        help="A fee is billed no earlier than this after a mentor was allocated.",
    )
    billing_deadline_months = fields.Integer(
        string="Billing Deadline (months)",
        default=3,
        help="Past this, a fee that still lacks its acceptance becomes a task.",
    )
    billing_days = fields.Integer(
        string="Days to Sign",
        default=14,
        help="A fee is billed on the day of the acceptance. This many days after the "
        "match, one that still lacks it becomes a task.",
    )
    billing_date = fields.Date(
        help="No fee is billed before this day; one that still lacks its acceptance "
        "then becomes a task.",
    )

    _billing_months_in_order = models.Constraint(
        "CHECK(billing_delay_months >= 0 AND billing_days >= 0"
        " AND billing_deadline_months >= billing_delay_months)",
        "Delays can't be below zero, and the billing deadline can't come before the "
        "billing delay. Change one of them.",
    )
    _billing_date_named = models.Constraint(
        "CHECK(billing_trigger <> 'date' OR billing_date IS NOT NULL)",
        "Fees are billed on a date: please name it.",
    )

    def _get_billing_window(self, allocated):
        """Return the earliest day to bill a fee, and the deadline of its acceptance.

        :param date allocated: when a mentor was allocated
        """
        self.ensure_one()
        if self.billing_trigger == "days":
            return allocated, allocated + relativedelta(days=self.billing_days)
        if self.billing_trigger == "date":
            day = max(self.billing_date, allocated)
            return day, day
        return (
            allocated + relativedelta(months=self.billing_delay_months),
            allocated + relativedelta(months=self.billing_deadline_months),
        )
