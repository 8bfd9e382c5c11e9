# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models
from odoo.fields import Domain

from ...dates import format_day


class ResPartner(models.Model):
    """Membership on a day, computed from the lines that are valid then.

    What OCA membership stores is the status of the day on which it was last refreshed,
    and the refresh sees what ends and not what begins.
    """

    _inherit = "res.partner"

    def _get_membership_holder(self):
        """Return whose membership counts: one's own, or that of who one belongs to."""
        self.ensure_one()
        holder = self
        while holder.associate_member_id:
            holder = holder.associate_member_id
        return holder

    def _get_membership_lines(self, day):
        """Return the membership lines that are valid on a day.

        A line without an end has none.

        :param date day: the day that is asked about
        """
        holder = self._get_membership_holder()
        return holder.member_line_ids.filtered(
            lambda line: (
                line.date_from
                and line.date_from <= day
                and (not line.date_to or line.date_to >= day)
                and (not line.date_cancel or line.date_cancel >= day)
            )
        )

    def _get_membership_state(self, day):
        """Return the status on a day, in the terms of OCA membership."""
        # Members read their own status, and not the lines that it comes from.
        holder = self.sudo()._get_membership_holder()
        if holder.free_member:
            return "free"
        prior = holder._membership_state_prior()
        states = ["none", *holder._get_membership_lines(day).mapped("state")]
        state = max(states, key=lambda name: prior.get(name, 0))
        if state == "none" and any(
            line.state in holder._membership_member_states()
            and line.date_from
            and line.date_from <= day
            for line in holder.member_line_ids
        ):
            return "old"
        return state

    def _get_membership_categories(self, day):
        """Return the categories on a day; a free member has those of a line as well."""
        # Members read their own categories, and not the lines that they come from.
        lines = self.sudo()._get_membership_lines(day)
        member_states = self._membership_member_states()
        return lines.filtered(lambda line: line.state in member_states).category_id

    def _is_mentoring_member(self, day):
        """Return whether this person is a member on a day."""
        self.ensure_one()
        return self._get_membership_state(day) in self._membership_member_states()

    def _get_membership_reason(self, day):
        """Return which membership line decides for somebody who is no member on a day.

        '' where none does.
        """
        self.ensure_one()
        # The status is no secret to whoever asks, and the line says why it is so.
        lines = self.sudo()._get_membership_holder().member_line_ids
        member_states = self._membership_member_states()
        coming = lines.filtered(
            lambda line: (
                line.state in member_states and line.date_from and line.date_from > day
            )
        )
        if coming:
            return self.env._(
                "The next membership begins on %(day)s.",
                day=format_day(self.env, min(coming.mapped("date_from"))),
            )
        cancelled = lines.filtered(
            lambda line: (
                line.state == "canceled" and (not line.date_to or line.date_to >= day)
            )
        )
        if invoices := cancelled.account_invoice_id:
            return self.env._(
                "Membership counts a line as cancelled once its invoice is cancelled "
                "or credited, even in part: %(invoices)s. To put that right, add a "
                "membership line to the contact.",
                invoices=", ".join(invoices.mapped("display_name")),
            )
        ends = [
            min(filter(None, (line.date_to, line.date_cancel)))
            for line in lines
            if line.state in member_states and (line.date_to or line.date_cancel)
        ]
        if past := [end for end in ends if end < day]:
            return self.env._(
                "The latest membership ended on %(day)s.",
                day=format_day(self.env, max(past)),
            )
        return ""

    # ------------------------------------------------------------------
    # The same as domains
    # ------------------------------------------------------------------

    @api.model
    def _domain_membership_lines(self, day):
        """Return the lines that are valid on a day and make a member, as a domain."""
        return (
            Domain("date_from", "<=", day)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", day))
            & (Domain("date_cancel", "=", False) | Domain("date_cancel", ">=", day))
            & Domain("state", "in", self._membership_member_states())
        )

    @api.model
    def _domain_holders(self, own):
        """Return people by what holds of whose membership counts for them.

        :param Domain own: what the holder of the membership is
        """
        own &= Domain("associate_member_id", "=", False)
        people = own
        chain = "associate_member_id"
        everybody = self.with_context(active_test=False)
        while everybody.search_count([(chain, "!=", False)], limit=1):
            people |= Domain(chain, "any", own)
            chain += ".associate_member_id"
        return people

    @api.model
    def _domain_mentoring_members(self, day):
        """Return who is a member on a day, as a domain."""
        # Staff of the scheme need not be able to read membership lines.
        lines = Domain("member_line_ids", "any!", self._domain_membership_lines(day))
        return self._domain_holders(Domain("free_member", "=", True) | lines)

    @api.model
    def _domain_invoiced_members(self, day):
        """Return whose membership on a day rests on invoices that are not paid."""
        valid = self._domain_membership_lines(day)
        better = [
            state
            for state, rank in self._membership_state_prior().items()
            if rank > self._membership_state_prior()["invoiced"]
        ]
        invoiced = valid & Domain("state", "=", "invoiced")
        # Staff of the scheme need not be able to read membership lines.
        return self._domain_holders(
            Domain("free_member", "=", False)
            & Domain("member_line_ids", "any!", invoiced)
            & Domain(
                "member_line_ids", "not any!", valid & Domain("state", "in", better)
            )
        )

    @api.model
    def _domain_membership_categories(self, day, categories):
        """Return who holds one of the categories on a day, as a domain."""
        lines = self._domain_membership_lines(day)
        lines &= Domain("membership_id.membership_category_id", "in", categories.ids)
        # Staff of the scheme need not be able to read membership lines.
        return self._domain_holders(Domain("member_line_ids", "any!", lines))
