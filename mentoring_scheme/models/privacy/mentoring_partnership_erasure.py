# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import api, fields, models

# How long before goals, notes and messages are erased their authors are told.
WARNING_DAYS = 30
# What the people of a partnership write for each other, in the order of deletion.
ERASED = (
    "mentoring.goal.action",
    "mentoring.goal",
    "mentoring.note",
    "mentoring.message",
)


class MentoringPartnership(models.Model):
    """What is left of a partnership once its time is over."""

    _inherit = "mentoring.partnership"

    date_erased = fields.Date(
        string="Goals, Notes and Messages Erased on", readonly=True, copy=False
    )

    @api.depends(
        "state",
        "date_completed",
        "date_ended",
        "date_erased",
        "scheme_id.keep_private_months",
    )
    def _compute_date_erase(self):
        return super()._compute_date_erase()

    def _get_retention(self):
        self.ensure_one()
        is_over = self.state in ("completed", "ended") and not self.date_erased
        ended = self.date_completed or self.date_ended
        return is_over and ended, self.scheme_id.keep_private_months

    def _get_erasure_kind(self):
        return "private"

    @api.model
    def _warn_of_erasure(self):
        """Tell people a month before that what they wrote will be erased.

        Once for each day that it is set to, and only where anything was written.
        """
        today = fields.Date.today()
        soon = self.search(
            [
                ("date_erase", ">", today),
                ("date_erase", "<=", fields.Date.add(today, days=WARNING_DAYS)),
            ]
        )
        filled = self.browse()
        for model in ERASED:
            filled |= self.env[model]._find_filled(soon)
        for partnership in filled:
            self.env["mentoring.notification"]._send_once(
                "mentoring_scheme.mail_template_participant_erasure",
                partnership.participant_ids,
                occasion=f"erase {partnership.date_erase}",
                by_day=True,
            )

    def _erase(self):
        """Erase what the pair wrote for itself; agreements, hours and meetings stay."""
        count = sum(self.env[model]._erase_in(self) for model in ERASED)
        for partnership in self:
            partnership.date_erased = partnership.intake_id._today()
            partnership._message_log(
                body=self.env._(
                    "The pair's goals, notes and messages were erased: their period is "
                    "over."
                )
            )
        return count
