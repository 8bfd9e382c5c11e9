# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.http import request

from ..forms.form import TEXT_LENGTH, WHOLE_NUMBER, clean_text
from .mentoring_partnership import MentoringPartnershipPortal
from .mentoring_portal import HOME, member_page, member_step


class MentoringMeetingPortal(MentoringPartnershipPortal):
    """Confirming and cancelling meetings (promises A17, A18)."""

    @member_step("/meeting/<int:meeting_id>/confirm")
    def mentoring_meeting_confirm(self, meeting_id, **_ignored):
        """Record that the member took part."""
        meeting = self._own("mentoring.meeting", meeting_id)
        return self._answer(meeting, self._try(meeting._portal_confirm), "confirmed")

    @member_step("/meeting/<int:meeting_id>/cancel")
    def mentoring_meeting_cancel(self, meeting_id, **_ignored):
        """Cancel a planned meeting."""
        meeting = self._own("mentoring.meeting", meeting_id)
        return self._answer(meeting, self._try(meeting._portal_cancel), "cancelled")

    @member_step("/meeting/<int:meeting_id>/missed")
    def mentoring_meeting_missed(self, meeting_id, **_ignored):
        """Record who was not there."""
        meeting = self._own("mentoring.meeting", meeting_id)
        posted = self._get_posted()
        absent = {
            int(raw) for raw in posted.get("absent", []) if WHOLE_NUMBER.fullmatch(raw)
        }
        failures = self._try(meeting._portal_miss, absent, bool(posted.get("notice")))
        return self._answer(meeting, failures, "missed")

    @member_step("/meeting/<int:meeting_id>/agenda")
    def mentoring_meeting_agenda(self, meeting_id, agenda="", **_ignored):
        """Write what the member wants to talk about (promise B4)."""
        meeting = self._own("mentoring.meeting", meeting_id)
        text = clean_text(str(agenda), lines=True)[:TEXT_LENGTH]
        failures = self._try(meeting._portal_set_agenda, text)
        return self._answer(meeting, failures, "agenda")

    @member_page("/meeting/<int:meeting_id>/move")
    def mentoring_meeting_move_ask(self, meeting_id, **_ignored):
        """Ask for the new day and time."""
        return self._render_move(self._own("mentoring.meeting", meeting_id))

    @member_step("/meeting/<int:meeting_id>/move")
    def mentoring_meeting_move(self, meeting_id, **_ignored):
        """Move a planned meeting, and tell all who are invited (promise A17)."""
        meeting = self._own("mentoring.meeting", meeting_id)
        posted = self._get_posted()
        answers = self._get_move_form(meeting).parse(posted)
        errors = self._refused(answers)
        failures = []
        if not errors:
            failures = self._try(meeting._portal_move, answers.values["start"])
        if errors or failures:
            return self._render_move(meeting, posted, errors, failures)
        return self._answer(meeting, [], "moved")

    @member_page("/meeting/<int:meeting_id>/invitation.ics")
    def mentoring_meeting_invitation(self, meeting_id, **_ignored):
        """Send the file that puts a planned meeting into a calendar (promise A16)."""
        meeting = self._own("mentoring.meeting", meeting_id)
        content = meeting._get_invitation()
        if not content:
            return self._render_partnership(
                meeting.partnership_id,
                failures=[
                    request.env._(
                        "This meeting is not planned any more, so there is no "
                        "invitation to it."
                    )
                ],
            )
        return self._send_calendar(content, "invitation.ics")

    def _get_move_form(self, meeting):
        seat = meeting.partnership_id._get_acting_seat()
        return seat._get_meeting_form().keep_time_only()

    def _render_move(self, meeting, posted=None, errors=None, failures=()):
        errors = errors or {}
        partnership = meeting.partnership_id
        seat = partnership._get_acting_seat()
        form = self._get_move_form(meeting)
        raws = self._get_raws(form.fields, meeting._get_local_answers(seat))
        if posted is not None:
            raws = self._get_typed(form, posted)
        return self._render_page(
            "meeting_move",
            request.env._("Move a meeting"),
            {
                "meeting": meeting._get_portal_values(seat),
                "partnership": seat._get_portal_summary(),
                "fields": self._describe_fields(form.fields, raws, errors),
                "summary": self._summarise(
                    form.fields, errors, [(sentence, "") for sentence in failures]
                ),
            },
            trail=[(seat._get_portal_title(), f"{HOME}/partnership/{partnership.id}")],
        )

    def _answer(self, meeting, errors, notice):
        partnership = meeting.partnership_id
        if errors:
            return self._render_partnership(partnership, failures=errors)
        return self._redirect(
            f"{HOME}/partnership/{partnership.id}", notice, "meetings"
        )
