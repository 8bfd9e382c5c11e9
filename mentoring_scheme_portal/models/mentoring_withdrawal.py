# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, models

from .portal_dates import format_day


class MentoringWithdrawal(models.Model):
    _inherit = "mentoring.withdrawal"

    @api.model
    def _domain_for_member(self, partner):
        """Return which withdrawals this person sees: the person's own only."""
        return [("application_id.partner_id", "=", partner.id)]

    @api.model
    def _portal_request(self, seat, values):
        """Ask the office to let the acting member out of a partnership (promise A38).

        The coordinator gets a task. Asking twice changes nothing.

        :param seat: the member's own ``mentoring.participant``
        :param dict values: reason_id, note and wants_rematch, as the form has read them
        """
        open_request = seat.withdrawal_ids.filtered(lambda w: w.state == "requested")
        if open_request:
            return open_request
        withdrawal = self.create(
            {
                "participant_id": seat.id,
                "reason_id": values["reason_id"],
                "note": values.get("note") or False,
                "wants_rematch": bool(values.get("wants_rematch")),
                "date_effective": seat.intake_id._today(),
            }
        )
        coordinator = seat.partnership_id.coordinator_id
        if coordinator:
            withdrawal.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=coordinator.id,
                summary=self.env._("A member asks to withdraw"),
            )
        return withdrawal

    def _portal_cancel(self):
        """Take the request back before the office has decided."""
        self.ensure_one()
        self.activity_unlink(["mail.mail_activity_data_todo"])
        self.action_cancel()

    def _get_portal_values(self):
        self.ensure_one()
        return {
            "id": self.id,
            "reason": self.reason_id.name or "",
            "wants_rematch": self.wants_rematch,
            "asked_on": format_day(self.env, self.create_date.date()),
        }
