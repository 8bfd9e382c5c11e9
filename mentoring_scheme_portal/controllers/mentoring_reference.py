# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.http import request, route

from ..forms import Option, ReferenceForm
from .mentoring_portal import MentoringPortal

REFERENCE = "/mentoring/reference/<string:token>"


class MentoringReferencePortal(MentoringPortal):
    """The referee's form, for whoever has the link from the mail (promise B6)."""

    @route(
        REFERENCE,
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def mentoring_reference(self, token, **_ignored):
        """Ask the questions; mail scanners that follow the link answer nothing."""
        return self._render_reference(token, self._find_reference(token))

    @route(
        REFERENCE,
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def mentoring_reference_post(self, token, **_ignored):
        """Take the answers, once."""
        reference = self._find_reference(token)
        if not reference or reference._get_closed_sentence():
            return self._render_reference(token, reference)
        posted = self._get_posted()
        answers = self._get_reference_form(reference).parse(posted)
        errors = self._refused(answers)
        failures = [] if errors else self._try(reference._give, answers.values)
        if errors or failures:
            return self._render_reference(token, reference, posted, errors, failures)
        return self._render_reference(token, reference, is_done=True)

    def _find_reference(self, token):
        """Return the reference that this link was made for, and for nothing else."""
        links = request.env["mentoring.answer.link"]
        record, purpose = links._find_by_answer_token(token)
        if record is None or purpose != "reference":
            return None
        return record if record._name == "mentoring.reference" else None

    def _get_reference_form(self, reference):
        return ReferenceForm(
            *(
                [
                    Option(key=key, label=label)
                    for key, label in reference._fields[name]._description_selection(
                        request.env
                    )
                ]
                for name in ("known_for", "recommendation")
            )
        )

    def _render_reference(
        self, token, reference, posted=None, errors=None, failures=(), is_done=False
    ):
        """Show the form, or in a sentence why there is nothing to fill in."""
        errors = errors or {}
        values = {
            "token": token,
            "reference": {},
            "closed": "",
            "is_done": is_done,
            "fields": [],
            "summary": [],
        }
        if reference:
            form = self._get_reference_form(reference)
            raws = {
                question.name: (posted or {}).get(question.name, [])
                for question in form.fields
            }
            values.update(
                reference=reference._get_portal_values(),
                closed="" if is_done else reference._get_closed_sentence(),
                fields=self._describe_fields(form.fields, raws, errors),
                summary=self._summarise(
                    form.fields, errors, [(sentence, "") for sentence in failures]
                ),
            )
        title = (
            request.env._("Reference")
            if reference
            else request.env._("This link is not valid")
        )
        status = 200 if reference else 404
        return self._render_link_page("reference", title, values, status)
