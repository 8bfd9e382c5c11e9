# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.http import request

from .mentoring_portal import MentoringPortal, member_page


class MentoringWebinarPortal(MentoringPortal):
    """The webinars that a member is registered for (promise A23)."""

    @member_page("/webinar/<int:webinar_id>/invitation.ics")
    def mentoring_webinar_invitation(self, webinar_id, **_ignored):
        """Send the file that puts a webinar into a calendar."""
        webinar = self._own("event.event", webinar_id)
        content = webinar._get_mentoring_ics()
        if not content:
            raise request.not_found()
        return self._send_calendar(content, "webinar.ics")
