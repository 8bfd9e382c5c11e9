# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import format_amount

from ...dates import format_day

REFUNDS = [
    ("none", "No refund"),
    ("prorata", "Refund of the remaining months"),
    ("full", "Full refund"),
    ("percent", "Refund of a percentage"),
    ("credit", "Credit for the next intake"),
    ("ask", "Case by case"),
]
PERIODS = [
    ("any", "At any time"),
    ("date", "Up to a date"),
    ("before_start", "Until some days before the start"),
    ("after_match", "Within some days after the match"),
    ("after_start", "Within some days after the start"),
    ("midway", "Before the midway review"),
]
# What a rule consists of, beside its reasons.
TERMS = (
    "sequence",
    "departure",
    "match_min",
    "period",
    "days",
    "kind",
    "percentage",
    "amount_kept",
)
DAY_PERIODS = ("before_start", "after_match", "after_start")
DEPARTURES = [
    ("any", "Person who left"),
    ("own", "Payer of the fee"),
    ("partner", "The partner had left"),
]


class MentoringRefundRule(models.Model):
    """What a mentee who leaves after the invoice gets back (invariant 9).

    A scheme's rules are tried from top to bottom; the first that fits is applied. What
    none of them fits is settled by the scheme's ``refund_policy``.
    """

    _name = "mentoring.refund.rule"
    _description = "Refund Rule"
    _order = "scheme_id, sequence, id"

    scheme_id = fields.Many2one(
        comodel_name="mentoring.scheme", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="scheme_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(default=10)
    # when
    intake_id = fields.Many2one(
        comodel_name="mentoring.intake",
        string="Intake Only",
        ondelete="cascade",
        index="btree_not_null",
        help="Empty: every intake of the scheme.",
    )
    reason_ids = fields.Many2many(
        comodel_name="mentoring.withdrawal.reason",
        relation="mentoring_refund_rule_reason_rel",
        string="Reasons",
        help="Empty: whatever the reason.",
    )
    departure = fields.Selection(
        selection=DEPARTURES, string="Who Left", default="any", required=True
    )
    match_min = fields.Integer(
        string="From Match No.",
        default=1,
        required=True,
        help="2: only for a mentee who leaves the second mentor, or a later one.",
    )
    period = fields.Selection(
        selection=PERIODS,
        string="Notice Given",
        default="any",
        required=True,
        help="It depends on the day on which you were told.",
    )
    days = fields.Integer()
    date = fields.Date(string="Last Day")
    # what
    kind = fields.Selection(
        selection=REFUNDS, string="Gives", default="full", required=True
    )
    percentage = fields.Float(default=50.0)
    amount_kept = fields.Monetary(
        string="Administration Fee Kept",
        help="The amount deducted from the refund, tax included.",
    )

    _figures_in_range = models.Constraint(
        "CHECK(percentage >= 0 AND percentage <= 100 AND amount_kept >= 0"
        " AND days >= 0 AND match_min >= 1)",
        "A percentage is between 0 and 100, and amounts, days and numbers of matches "
        "can't be below zero. Change the number.",
    )
    _date_named = models.Constraint(
        "CHECK(period <> 'date' OR date IS NOT NULL)",
        "This rule holds up to a date: please name the last day.",
    )

    @api.depends("period", "days", "date", "kind", "percentage", "amount_kept")
    def _compute_display_name(self):
        for rule in self:
            kept = ""
            if rule.amount_kept and rule.kind not in ("none", "ask"):
                kept = self.env._(
                    " less %(amount)s",
                    amount=format_amount(self.env, rule.amount_kept, rule.currency_id),
                )
            rule.display_name = self.env._(
                "%(what)s%(kept)s: %(when)s",
                what=rule._get_refund_label(),
                kept=kept,
                when=rule._get_period_label(),
            )

    def _get_refund_label(self):
        if self.kind == "percent":
            return self.env._("Refund of %(share)g%%", share=self.percentage)
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    def _get_period_label(self):
        self.ensure_one()
        return {
            "any": self.env._("at any time"),
            "date": self.env._(
                "up to %(day)s",
                day=format_day(self.env, self.date) or "…",
            ),
            "before_start": self.env._("until the day before the start")
            if self.days == 1
            else self.env._("until %(days)s days before the start", days=self.days),
            "after_match": self.env._("until the day after the match")
            if self.days == 1
            else self.env._("within %(days)s days after the match", days=self.days),
            "after_start": self.env._("until the day after the start")
            if self.days == 1
            else self.env._("within %(days)s days after the start", days=self.days),
            "midway": self.env._("before the midway review"),
        }[self.period]

    def _export_terms(self, policy):
        """Return these rules as data, to be kept with what was signed.

        :param str policy: what settles everything that no rule fits
        """
        return {
            "policy": policy,
            "rules": [
                {
                    **{name: rule[name] for name in TERMS},
                    "date": rule.date and fields.Date.to_string(rule.date),
                    "reason_ids": rule.reason_ids.ids,
                }
                for rule in self
            ],
        }

    @api.model
    def _import_terms(self, terms, scheme):
        """Return the rules that were kept so; records of the moment, in order."""
        reasons = self.env["mentoring.withdrawal.reason"]
        return self.union(
            *(
                self.new(
                    {
                        **rule,
                        "scheme_id": scheme.id,
                        "reason_ids": reasons.browse(rule["reason_ids"]).exists().ids,
                    }
                )
                for rule in terms["rules"]
            )
        )

    def _describe(self, policy):
        """Say in words what these rules give to a mentee who leaves.

        :param str policy: what settles everything that no rule fits
        """
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        words = [rule._describe_rule() for rule in self.sorted("sequence")]
        if words:
            words.append(self.env._("Otherwise: %s", kinds[policy]))
        else:
            words.append(kinds[policy])
        return "; ".join(words)

    def _describe_rule(self):
        """Return the rule in words, with what else it asks for."""
        self.ensure_one()
        asked = self.reason_ids.mapped("name")
        if self.departure != "any":
            names = dict(self._fields["departure"]._description_selection(self.env))
            asked.append(names[self.departure])
        if self.match_min > 1:
            asked.append(self.env._("from match no. %s", self.match_min))
        if not asked:
            return self.display_name
        return f"{self.display_name} ({', '.join(asked)})"

    def _find(self, fee, notice, reason):
        """Return the first of these rules that fits a departure, or none.

        :param fee: the ``mentoring.fee`` to settle
        :param date notice: when the office was told
        :param reason: the ``mentoring.withdrawal.reason``, or none
        """
        for rule in self.sorted("sequence"):
            if rule._fits(fee, notice, reason):
                return rule
        return self.browse()

    def _fits(self, fee, notice, reason):
        self.ensure_one()
        seats = fee._get_seats()
        return bool(
            (not self.intake_id or self.intake_id._origin == fee.intake_id)
            # What was frozen with a fee's price has records of the moment.
            and (not self.reason_ids or reason in self.reason_ids._origin)
            and self.departure in ("any", fee._get_departure())
            and len(seats) >= self.match_min
            and self._is_in_period(fee, seats, notice)
        )

    def _is_in_period(self, fee, seats, notice):
        """Return whether notice was given in time for this rule."""
        if self.period == "any":
            return True
        if self.period == "date":
            return notice <= self.date
        days = relativedelta(days=self.days)
        start = seats[:1].partnership_id.date_start
        if self.period == "before_start":
            return bool(start) and notice <= start - days
        if self.period == "after_start":
            return bool(start) and notice <= start + days
        if self.period == "after_match":
            return bool(fee.date_allocated) and notice <= fee.date_allocated + days
        midway = seats[-1:].partnership_id.date_midway
        return bool(midway) and notice < midway
