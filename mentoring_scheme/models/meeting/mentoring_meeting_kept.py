# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models
from odoo.exceptions import UserError


class MentoringMeetingKept(models.Model):
    """What stays of a meeting: whose it is, and what its members said came of it.

    Hours that count follow from its length, and the day that they count on from its
    moment (promise A18). Its state is written by the steps alone.
    """

    _inherit = "mentoring.meeting"
    _step_fields = frozenset(
        {"state", "series", "cancelled_by_id", "date_cancelled", "calendar_event_id"}
    )

    def write(self, vals):
        self._check_kept(vals)
        return super().write(vals)

    def _check_kept(self, vals):
        """Keep whose meeting it is, and what somebody has confirmed to have been.

        Hours that count follow from the moment and the length (invariant 3); a wrong
        one is corrected openly, by a line of its own.

        :raise UserError: naming what stays
        """
        for meeting in self:
            changed = {
                name
                for name in vals.keys() & {"partnership_id", "start", "duration"}
                if self._fields[name].convert_to_cache(vals[name], meeting)
                != self._fields[name].convert_to_cache(meeting[name], meeting)
            }
            if "partnership_id" in changed:
                raise UserError(
                    self.env._(
                        "%(meeting)s stays with the people who planned it. Cancel it, "
                        "and plan another one.",
                        meeting=meeting.display_name,
                    )
                )
            if changed and not self.env.su and meeting._is_settled():
                raise UserError(
                    self.env._(
                        "%(meeting)s is over or cancelled, so its time and length "
                        "stay. Enter a correction of the hours instead.",
                        meeting=meeting.display_name,
                    )
                )

    def _is_settled(self):
        """Return whether somebody has said what came of the meeting."""
        self.ensure_one()
        # Members say it, who have no rights of their own.
        lines = self.sudo().attendance_ids
        return self.state != "planned" or any(lines.mapped("confirmed_on"))
