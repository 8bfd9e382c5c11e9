# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models
from odoo.tools import format_amount

from ...dates import format_day


class MentoringWithdrawal(models.Model):
    """What becomes of the fee, in words, before and after a withdrawal is approved."""

    _inherit = "mentoring.withdrawal"

    def _describe_settlement(self, fee):
        """Say in a sentence what becomes of a fee when this is approved."""
        self.ensure_one()
        is_billed = fee.move_id.state == "posted"
        if not is_billed and (fee.is_waived or not self._has_accepted(fee)):
            return self.env._("Nothing has been invoiced, and nothing is owed.")
        if self.wants_rematch:
            return self.env._("The fee goes on with the next partner.")
        if fee._is_departure_settled():
            kinds = dict(fee._fields["refund_kind"]._description_selection(self.env))
            return self.env._(
                "Settled on %(day)s: %(kind)s.",
                day=format_day(self.env, fee.date_settled),
                kind=kinds.get(fee.refund_kind, "").lower(),
            )
        if not self.date_effective or not self.date_notice:
            return ""
        kind, amount = fee._get_refund(
            self.date_effective, self.date_notice, self.reason_id
        )
        if kind == "ask":
            return self.env._("Case by case: you are asked to decide.")
        if not is_billed:
            return self._describe_unbilled(fee, amount)
        return self._describe_billed(fee, kind, amount)

    def _has_accepted(self, fee):
        """Return whether the fee was accepted with the seat that is given up."""
        seat = fee._get_seats()[-1:]
        own = not self.participant_id or seat == self.participant_id
        is_over = seat.state not in ("current", "completed") and not seat.date_left
        return bool(own and not is_over and fee._get_date_accepted(seat))

    def _describe_unbilled(self, fee, amount):
        """Say what will be invoiced of a fee that was accepted, after a refund."""
        kept = fee.amount_total - amount
        if fee.currency_id.compare_amounts(kept, 0.0) <= 0:
            return self.env._("Nothing will be invoiced, and nothing is owed.")
        return self.env._(
            "The fee was accepted: %(money)s will be invoiced on %(day)s.",
            money=format_amount(self.env, kept, fee.currency_id),
            day=format_day(self.env, fee.date_due or fee.date_earliest),
        )

    def _describe_billed(self, fee, kind, amount):
        """Say how much of an invoice need not be paid, and how much is paid back."""
        money = fee.currency_id
        reduced = min(amount, max(fee.amount_open, 0.0))
        back = amount - reduced
        words = []
        if not money.is_zero(reduced):
            words.append(
                self.env._(
                    "The invoice will be reduced by %(reduced)s, and %(rest)s stays to "
                    "be paid.",
                    reduced=format_amount(self.env, reduced, money),
                    rest=format_amount(self.env, fee.amount_open - reduced, money),
                )
            )
        if not money.is_zero(back):
            shown = format_amount(self.env, back, money)
            words.append(
                self.env._("%(money)s is kept for the next fee.", money=shown)
                if kind == "credit"
                else self.env._("%(money)s will be paid back.", money=shown)
            )
        if not words and money.compare_amounts(fee.amount_open, 0.0) > 0:
            words.append(
                self.env._(
                    "Nothing is refunded: %(rest)s stays to be paid.",
                    rest=format_amount(self.env, fee.amount_open, money),
                )
            )
        return " ".join(words) or self.env._("Nothing is refunded.")
