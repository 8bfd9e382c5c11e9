# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.http import request

from ..forms import Option, WithdrawalForm
from .mentoring_portal import HOME, MentoringPortal, member_page, member_step


class MentoringWithdrawalPortal(MentoringPortal):
    """Leaving a partnership (promise A38)."""

    @member_page("/partnership/<int:partnership_id>/withdraw")
    def mentoring_withdrawal_ask(self, partnership_id, rematch="", **_ignored):
        """Ask why, and what is to come.

        :param str rematch: anything, if the page is opened to ask for a new match
        """
        partnership = self._own("mentoring.partnership", partnership_id)
        proposed = {"wants_rematch": ["1"]} if rematch else {}
        return self._render_withdrawal(partnership, proposed)

    @member_step("/partnership/<int:partnership_id>/withdraw")
    def mentoring_withdrawal_request(self, partnership_id, **_ignored):
        """Ask the office to let the member go."""
        partnership = self._own("mentoring.partnership", partnership_id)
        posted = self._get_posted()
        answers = self._get_withdrawal_form().parse(posted)
        errors = self._refused(answers)
        failures = []
        if not errors:
            failures = self._try(partnership._portal_request_withdrawal, answers.values)
        if errors or failures:
            return self._render_withdrawal(partnership, posted, errors, failures)
        return self._redirect(f"{HOME}/partnership/{partnership.id}", "requested")

    @member_step("/withdrawal/<int:withdrawal_id>/cancel")
    def mentoring_withdrawal_cancel(self, withdrawal_id, **_ignored):
        """Take the request back, while the office has not decided."""
        withdrawal = self._own("mentoring.withdrawal", withdrawal_id)
        failures = self._try(withdrawal._portal_cancel)
        partnership = withdrawal.partnership_id
        page = f"{HOME}/partnership/{partnership.id}" if partnership else HOME
        return self._redirect(page, "" if failures else "kept")

    def _get_withdrawal_form(self):
        # Members have no access rows; the list of reasons holds nothing personal.
        reasons = request.env["mentoring.withdrawal.reason"].sudo().search([])
        return WithdrawalForm(
            [Option(key=reason.id, label=reason.name) for reason in reasons]
        )

    def _render_withdrawal(self, partnership, posted=None, errors=None, failures=()):
        errors = errors or {}
        form = self._get_withdrawal_form()
        raws = {
            question.name: (posted or {}).get(question.name, [])
            for question in form.fields
        }
        seat = partnership._get_acting_seat()
        return self._render_page(
            "withdrawal",
            request.env._("Withdraw from this partnership"),
            {
                "partnership": seat._get_portal_summary(),
                "can_leave": seat._is_active_seat(),
                "is_requested": bool(seat._get_own_request()),
                "fields": self._describe_fields(form.fields, raws, errors),
                "summary": self._summarise(
                    form.fields, errors, [(sentence, "") for sentence in failures]
                ),
            },
            trail=[(seat._get_portal_title(), f"{HOME}/partnership/{partnership.id}")],
        )
