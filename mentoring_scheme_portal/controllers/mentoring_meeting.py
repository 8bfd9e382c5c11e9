# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.http import route

from .mentoring_partnership import MentoringPartnershipPortal
from .mentoring_portal import HOME


class MentoringMeetingPortal(MentoringPartnershipPortal):
    """Confirming and cancelling meetings (promises A17, A18)."""

    @route(
        f"{HOME}/meeting/<int:meeting_id>/confirm",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def mentoring_meeting_confirm(self, meeting_id, **_ignored):
        """Record that the member took part."""
        meeting = self._own("mentoring.meeting", meeting_id)
        return self._answer(meeting, self._try(meeting._portal_confirm), "confirmed")

    @route(
        f"{HOME}/meeting/<int:meeting_id>/cancel",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def mentoring_meeting_cancel(self, meeting_id, **_ignored):
        """Cancel a planned meeting."""
        meeting = self._own("mentoring.meeting", meeting_id)
        return self._answer(meeting, self._try(meeting._portal_cancel), "cancelled")

    def _answer(self, meeting, errors, notice):
        partnership = meeting.partnership_id
        if errors:
            return self._render_partnership(partnership, failures=errors)
        return self._redirect(
            f"{HOME}/partnership/{partnership.id}", notice, "meetings"
        )
