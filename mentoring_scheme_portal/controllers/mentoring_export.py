# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.http import content_disposition, request

from .mentoring_portal import HOME, MentoringPortal, member_page, member_step


class MentoringExportPortal(MentoringPortal):
    """What is held about the member: taken along, or erased (promise B9)."""

    @member_page("/data")
    def mentoring_data(self, **_ignored):
        """Say what is held and for how long, and offer it."""
        return self._render_data()

    @member_page("/data/mentoring.zip")
    def mentoring_data_download(self, **_ignored):
        """Send everything that is held about the acting member."""
        content = request.env["mentoring.export"]._make_archive(self._get_reader())
        return request.make_response(
            content,
            headers=[
                ("Content-Type", "application/zip"),
                ("Content-Length", len(content)),
                ("Content-Disposition", content_disposition("mentoring.zip")),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
        )

    @member_step("/data/erase")
    def mentoring_data_erase(self, **_ignored):
        """Ask the office to erase what is held about the acting member."""
        requests = request.env["mentoring.erasure.request"]
        requests = requests.sudo()  # no access rows; the actor is in the environment
        if failures := self._try(requests._portal_ask):
            return self._render_data(failures)
        return self._redirect(f"{HOME}/data", "erasure_asked")

    def _render_data(self, errors=()):
        requests = self._search_own("mentoring.erasure.request")
        schemes = self._search_own("mentoring.application").scheme_id
        return self._render_page(
            "data",
            request.env._("What we hold about you"),
            {
                "errors": list(errors),
                "requests": [one._get_portal_values() for one in requests],
                "can_ask": not any(one.state == "asked" for one in requests),
                "periods": [
                    {"scheme": scheme.name, "sentences": scheme._get_period_sentences()}
                    for scheme in schemes
                ],
                "contact_email": schemes[:1]._get_contact_email() if schemes else "",
            },
        )
