# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.http import request

from odoo.addons.mentoring_scheme.sealing import Envelope

from .mentoring_message import MentoringMessagePortal
from .mentoring_portal import (
    HOME,
    SEALED_NAMES,
    member_page,
    member_step,
)


class MentoringPartnershipPortal(MentoringMessagePortal):
    """The partnership's page, where the pair plans and looks back (B4, B5)."""

    @member_page("/partnership/<int:partnership_id>")
    def mentoring_partnership(self, partnership_id, **_ignored):
        """Show the partnership as this member sees it."""
        shown = request.env["mentoring.partnership"]._page_fields
        partnership = self._own("mentoring.partnership", partnership_id, shown)
        return self._render_partnership(partnership)

    @member_step("/partnership/<int:partnership_id>/meeting")
    def mentoring_meeting_plan(self, partnership_id, **_ignored):
        """Plan a meeting (promises A16, B4)."""
        partnership = self._own("mentoring.partnership", partnership_id)
        posted = self._get_posted()
        seat = partnership._get_acting_seat()
        answers = seat._get_meeting_form().parse(posted)
        errors = self._refused(answers)
        if errors:
            return self._render_partnership(partnership, posted, errors)
        failures = self._try(partnership._portal_plan_meeting, answers.values)
        if failures:
            return self._render_partnership(partnership, posted, failures=failures)
        return self._redirect(
            f"{HOME}/partnership/{partnership.id}", "planned", "meetings"
        )

    @member_step("/partnership/<int:partnership_id>/conclude")
    def mentoring_partnership_conclude(self, partnership_id, go_on="", **_ignored):
        """Agree that the partnership is complete, or go on after all (A33)."""
        partnership = self._own("mentoring.partnership", partnership_id)
        failures = self._try(partnership._portal_conclude, bool(go_on))
        if failures:
            return self._render_partnership(partnership, failures=failures)
        notice = "going_on" if go_on else "concluded"
        return self._redirect(f"{HOME}/partnership/{partnership.id}", notice)

    def _render_partnership(self, partnership, posted=None, errors=None, failures=()):
        """Show the page, with what was typed into the form of a new meeting."""
        errors = errors or {}
        partnership._read_page()
        seat = partnership._get_acting_seat()
        form = seat._get_meeting_form()
        if posted is not None:
            form.parse(posted)  # adds what is asked only after some answers
        values = {"minutes": 60, "mode": "video", "repeat": "once"}
        raws = self._get_raws(form.fields, values)
        if posted is not None:
            raws |= self._get_typed(form, posted)
        is_all = request.httprequest.args.get("meetings") == "all"
        shown = seat._get_portal_values(self._get_reader(), all_meetings=is_all)
        envelope = Envelope()
        for name in ("agendas", "concerns", "goals", "messages"):
            shown[name] = envelope.close(shown[name], SEALED_NAMES)
        return self._render_page(
            "partnership",
            shown["title"],
            {
                "partnership": shown,
                # Nothing is planned, or planning has just been refused.
                "is_plan_open": posted is not None
                or not any(meeting["can_move"] for meeting in shown["meetings"]),
                "fields": self._describe_fields(form.fields, raws, errors),
                "messages": shown["messages"],
                "message_fields": self._describe_message_form(envelope),
                "summary": self._summarise(
                    form.fields, errors, [(sentence, "") for sentence in failures]
                ),
            },
            envelope=envelope,
        )
