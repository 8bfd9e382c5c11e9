# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.http import request

from odoo.addons.mentoring_scheme.sealing import Envelope

from ..forms import MessageForm
from ..forms.form import WHOLE_NUMBER
from .mentoring_portal import (
    HOME,
    SEALED_NAMES,
    MentoringPortal,
    member_page,
    member_step,
)

# More pages than anybody fills; what is asked beyond is the last one.
MOST_PAGES = 10_000


class MentoringMessagePortal(MentoringPortal):
    """Messages: what the people of a partnership write to each other (A35, B1)."""

    @member_page("/partnership/<int:partnership_id>/messages")
    def mentoring_messages(self, partnership_id, page="1", **_ignored):
        """Show the messages, the latest page first."""
        number = int(page) if WHOLE_NUMBER.fullmatch(page) else 1
        partnership = self._own_partnership(partnership_id)
        return self._render_messages(partnership, max(1, min(number, MOST_PAGES)))

    @member_step("/partnership/<int:partnership_id>/messages")
    def mentoring_message_add(self, partnership_id, **_ignored):
        """Write a message to the others."""
        partnership = self._own_partnership(partnership_id)
        posted = self._get_posted()
        answers = MessageForm().parse(posted)
        errors = self._refused(answers)
        failures = []
        if not errors:
            messages = request.env["mentoring.message"].sudo()  # members have no rights
            reader = self._get_reader()
            failures = self._try(
                messages._enter_once, partnership, answers.values, reader
            )
        if errors or failures:
            return self._render_messages(
                partnership, posted=posted, errors=errors, failures=failures
            )
        page = self._get_messages_url(partnership)
        return self._redirect(page, "message_sent", "latest")

    @member_step("/message/<int:message_id>/delete")
    def mentoring_message_delete(self, message_id, **_ignored):
        """Delete a message of one's own."""
        message = self._own("mentoring.message", message_id)
        partnership = message.partnership_id
        failures = self._try(message._remove)
        if failures:
            return self._render_messages(partnership, failures=failures)
        page = self._get_messages_url(partnership)
        return self._redirect(page, "message_deleted", "latest")

    def _own_partnership(self, partnership_id):
        shown = request.env["mentoring.partnership"]._page_fields
        return self._own("mentoring.partnership", partnership_id, shown)

    def _get_messages_url(self, partnership):
        return f"{HOME}/partnership/{partnership.id}/messages"

    def _describe_message_form(self, envelope, posted=None, errors=None):
        """Return the question of a new message, with what was typed and refused."""
        form = MessageForm()
        raws = self._get_typed(form, posted or {})
        described = self._describe_fields(form.fields, raws, errors or {})
        return self._close_form(envelope, described)["fields"]

    def _render_messages(
        self, partnership, page=1, posted=None, errors=None, failures=()
    ):
        """Show a page of messages, and the form with what was typed."""
        errors = errors or {}
        seat = partnership._get_acting_seat()
        envelope = Envelope()
        shown = seat._get_portal_messages(self._get_reader(), page=page)
        return self._render_page(
            "messages",
            request.env._("Messages"),
            {
                "partnership": seat._get_portal_summary(),
                "messages": envelope.close(shown, SEALED_NAMES),
                "is_current": seat._is_active_seat(),
                "readers": self._get_readers(partnership),
                "message_fields": self._describe_message_form(envelope, posted, errors),
                "summary": self._summarise(
                    MessageForm.fields,
                    errors,
                    [(sentence, "") for sentence in failures],
                ),
            },
            trail=[(seat._get_portal_title(), f"{HOME}/partnership/{partnership.id}")],
            envelope=envelope,
        )
