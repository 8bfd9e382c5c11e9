# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import re

from odoo.http import request, route

from .mentoring_document import MentoringDocumentPortal

COLOUR = re.compile(r"#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})")
# Above this luminance dark letters are read better than white ones.
LIGHT = 0.179


def get_brand_style(colour):
    """Return a style with the company's colour, and one that is read on it.

    :param str colour: such as ``#1f5f6b``; anything else leaves the page's own colour
    """
    match = COLOUR.fullmatch(colour)
    if not match:
        return ""
    channels = [int(part, 16) / 255 for part in match.groups()]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in channels
    ]
    luminance = sum(
        part * weight
        for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True)
    )
    letters = "#000000" if luminance > LIGHT else "#ffffff"
    return f"--mentoring-brand: {colour}; --mentoring-on-brand: {letters};"


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
                "association": request.env.company.sudo().name,  # on each page's head
                **self._get_public_look(),
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
        "/mentoring/picture/<int:scheme_id>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def mentoring_picture(self, scheme_id, **_ignored):
        """Send the picture of a scheme."""
        scheme = self._published("mentoring.scheme", scheme_id)
        if not scheme.with_context(bin_size=True).picture:
            raise request.not_found()
        stream = request.env["ir.binary"]._get_image_stream_from(scheme, "picture")
        return stream.get_response(as_attachment=False, immutable=True)

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
            {"scheme": scheme._get_public_values(), **self._get_public_look()},
        )

    def _get_public_look(self):
        """Return how a public page looks: without a trail, in the company's colour."""
        company = request.env.company.sudo()  # colours are there to be seen
        return {
            "no_breadcrumbs": True,
            "brand": get_brand_style(company.primary_color or ""),
        }
