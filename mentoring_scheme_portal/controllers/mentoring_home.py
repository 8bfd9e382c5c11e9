# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.http import request, route

from .mentoring_portal import HOME, MentoringPortal


class MentoringHome(MentoringPortal):
    """The card on the portal's home, and the member's own page."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "mentoring_count" in counters:
            values["mentoring_count"] = self._count_mentoring()
        return values

    def _count_mentoring(self):
        """Return the member's applications, and the intakes that are open."""
        applications = request.env["mentoring.application"].sudo()  # only a count
        intakes = request.env["mentoring.intake"].sudo()  # only a count
        own = applications._domain_for_member(self._get_member())
        return applications.search_count(own) + intakes.search_count(
            intakes._domain_for_applicants()
        )

    @route(HOME, type="http", auth="user", methods=["GET"], website=True)
    def mentoring_home(self, **_ignored):
        """Show what the member takes part in, and what comes next."""
        applications = self._search_own("mentoring.application").sorted(
            lambda application: application.intake_id.date_start, reverse=True
        )
        seats = self._search_own("mentoring.participant", order="id desc")
        seats.partnership_id._read_page()
        certificates = self._search_own("mentoring.certificate")
        partnerships = [seat._get_portal_summary() for seat in seats]
        return self._render_page(
            "home",
            request.env._("Mentoring"),
            {
                "mentoring_trail": [],
                "applications": [
                    application._get_portal_values() for application in applications
                ],
                "partnerships": sorted(partnerships, key=lambda one: one["is_over"]),
                "certificates": [
                    certificate._get_portal_values() for certificate in certificates
                ],
                "intakes": self._get_offers(applications),
                "is_person": not self._get_member().is_company,
            },
        )

    def _get_offers(self, applications):
        """Return the intakes that take applications, with what one can apply as."""
        intakes = request.env["mentoring.intake"].sudo()  # published ones only
        found = intakes.search(intakes._domain_for_applicants(), order="date_start")
        applied = {
            (application.intake_id.id, application.role): application.id
            for application in applications
            if application.state != "withdrawn"
        }
        return [
            {
                **intake._get_public_values(),
                "scheme": intake.scheme_id.name,
                "scheme_url": intake.scheme_id._get_public_url(),
                "roles": [
                    {**role, "is_applied": (intake.id, role["role"]) in applied}
                    for role in intake.scheme_id._get_portal_roles()
                ],
            }
            for intake in found
            if intake.accepts_applications
        ]
