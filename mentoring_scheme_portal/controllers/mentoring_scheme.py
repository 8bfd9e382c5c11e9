# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.http import request, route

from .mentoring_document import MentoringDocumentPortal


class MentoringSchemePortal(MentoringDocumentPortal):
    """The scheme's public pages (promises A1, A11, A13, B7, B9, B10)."""

    @route(
        "/mentoring",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=True,
    )
    def mentoring_schemes(self, **_ignored):
        """Show the schemes; where there is but one, that one."""
        schemes = request.env["mentoring.scheme"].sudo()  # visitors have no access rows
        found = schemes.search(schemes._domain_for_public())
        if len(found) == 1:
            return self._render_scheme(found)
        return self._render_page(
            "schemes",
            request.env._("Mentoring"),
            {
                "schemes": [scheme._get_public_summary() for scheme in found],
                "no_breadcrumbs": True,
            },
        )

    @route(
        "/mentoring/<string:slug>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def mentoring_scheme(self, slug, **_ignored):
        """Show one scheme."""
        _name, scheme_id = request.env["ir.http"]._unslug(slug)
        return self._render_scheme(self._published("mentoring.scheme", scheme_id or 0))

    @route(
        "/mentoring/document/<int:document_id>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def mentoring_public_document(self, document_id, **_ignored):
        """Show a text that is for everyone."""
        document = self._published("mentoring.document", document_id)
        return self._render_page(
            "document",
            document.name,
            {
                "document": document._get_portal_values("/mentoring/document/"),
                "no_breadcrumbs": True,
            },
        )

    @route(
        "/mentoring/document/<int:document_id>/file",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def mentoring_public_document_file(self, document_id, **_ignored):
        """Send the file of a text that is for everyone."""
        return self._send_document(self._published("mentoring.document", document_id))

    def _render_scheme(self, scheme):
        return self._render_page(
            "scheme",
            scheme.name,
            {"scheme": scheme._get_public_values(), "no_breadcrumbs": True},
        )
