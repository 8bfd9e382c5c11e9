# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.http import request

from .mentoring_portal import HOME, MentoringPortal, member_page, member_step


class MentoringProfilePortal(MentoringPortal):
    """The member's profile: told once, filled into each application, and the pause."""

    @member_page("/profile")
    def mentoring_profile(self, **_ignored):
        """Show the profile as a form."""
        return self._render_profile(self._get_profile())

    @member_step("/profile")
    def mentoring_profile_save(self, **_ignored):
        """Store what can be taken, so that nothing typed is lost."""
        profile = self._get_profile()
        if self._get_member().is_company:
            return self._render_profile(profile)
        posted = self._get_posted()
        answers = profile._get_portal_form().parse(posted)
        refused, failures = self._try_answers(profile._portal_save, answers.values)
        errors = {**self._refused(answers), **refused}
        if errors or failures:
            return self._render_profile(self._get_profile(), posted, errors, failures)
        return self._redirect(f"{HOME}/profile", "profile_saved")

    def _get_profile(self):
        # Members have no access rows; the model takes the actor from the environment.
        return request.env["mentoring.profile"].sudo()._get_portal_profile()

    def _render_profile(self, profile, posted=None, errors=None, failures=()):
        errors = errors or {}
        form = profile._get_portal_form()
        values = profile._get_portal_answers()
        raws = self._get_raws(form.fields, values, posted, errors, failures)
        return self._render_page(
            "profile",
            request.env._("Your mentoring profile"),
            {
                "is_person": not self._get_member().is_company,
                "sections": [
                    {
                        "name": section.name,
                        "title": str(section.title),
                        "text": str(section.text or ""),
                        "brief": form.summarise(section, values),
                        "is_open": any(
                            question.name in errors for question in section.fields
                        ),
                        "fields": self._describe_fields(section.fields, raws, errors),
                    }
                    for section in form.sections
                ],
                "summary": self._summarise(
                    form.fields, errors, [(sentence, "") for sentence in failures]
                ),
            },
        )
