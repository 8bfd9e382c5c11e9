# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.http import request, route

from ..forms.choice_form import ChoiceForm, ListingForm
from .mentoring_portal import HOME, MentoringPortal

CHOICE = f"{HOME}/application/<int:application_id>/choice"


class MentoringChoicePortal(MentoringPortal):
    """Mentees choose among the mentors who agreed to be shown (promise A20)."""

    @route(CHOICE, type="http", auth="user", methods=["GET"], website=True)
    def mentoring_choice(self, application_id, **_ignored):
        """Show mentees the mentors, and a mentor what mentees see."""
        application = self._own("mentoring.application", application_id)
        return self._render_choice(application)

    @route(CHOICE, type="http", auth="user", methods=["POST"], website=True)
    def mentoring_choice_save(self, application_id, **_ignored):
        """Keep a mentee's ranks, or a mentor's consent."""
        application = self._own("mentoring.application", application_id)
        posted = self._get_posted()
        form = self._get_choice_form(application)
        answers = form.parse(posted)
        errors = self._refused(answers)
        failures = []
        if not errors:
            save = (
                application._portal_list
                if application.role == "mentor"
                else application._portal_choose
            )
            failures = self._try(save, answers.values)
        if errors or failures:
            return self._render_choice(application, posted, errors, failures)
        notice = "listed" if application.role == "mentor" else "chosen"
        return self._redirect(f"{HOME}/application/{application.id}/choice", notice)

    def _get_choice_form(self, application):
        if application.role == "mentor":
            return ListingForm()
        return ChoiceForm(application._get_portal_mentor_options())

    def _render_choice(self, application, posted=None, errors=None, failures=()):
        errors = errors or {}
        form = self._get_choice_form(application)
        raws = self._get_raws(
            form.fields, application._get_portal_choice(), posted, errors
        )
        query = {
            name: request.httprequest.args.get(name, "").strip()
            for name in ("search", "topic")
        }
        is_mentor = application.role == "mentor"
        return self._render_page(
            "choice",
            request.env._("Let mentees choose you")
            if is_mentor
            else request.env._("Choose mentors"),
            {
                "application": application._get_portal_values(),
                "url": f"{HOME}/application/{application.id}/choice",
                "is_mentor": is_mentor,
                "closed": application._get_portal_choice_obstacle(),
                "deadline": application._get_portal_choice_deadline(),
                "query": query,
                "mentors": []
                if is_mentor
                else application._get_portal_mentors(query["search"], query["topic"]),
                "topics": []
                if is_mentor
                else application._get_portal_mentor_topics(query["topic"]),
                "listing": application._get_portal_listing() if is_mentor else None,
                "fields": self._describe_fields(form.fields, raws, errors),
                "summary": self._summarise(
                    form.fields, errors, [(sentence, "") for sentence in failures]
                ),
            },
        )
