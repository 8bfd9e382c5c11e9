# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from werkzeug.exceptions import NotFound

from odoo.exceptions import UserError, ValidationError
from odoo.http import request, route

from ..forms.form import LINE_LENGTH, clean_text
from .mentoring_portal import HOME, MentoringPortal


class MentoringAgreementPortal(MentoringPortal):
    """Reading and signing what a partnership agrees on (promises A25, B6)."""

    @route(
        f"{HOME}/agreement/<int:agreement_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def mentoring_agreement(self, agreement_id, **_ignored):
        """Show the text, who has signed, and the box to sign in."""
        agreement = self._own("mentoring.agreement", agreement_id)
        partnership = agreement.partnership_id
        seat = partnership._get_acting_seat()
        shown = agreement._get_portal_values(seat)
        page = f"{HOME}/agreement/{agreement.id}"
        return self._render_page(
            "agreement",
            agreement.name,
            {
                "agreement": shown,
                "sign_url": f"{page}/sign?digest={shown['digest']}",
                "pdf_url": f"{page}/pdf",
                "partnership_url": f"{HOME}/partnership/{partnership.id}",
                "contact_email": partnership.scheme_id._get_contact_email(),
            },
            trail=[(seat._get_portal_title(), f"{HOME}/partnership/{partnership.id}")],
        )

    @route(
        f"{HOME}/agreement/<int:agreement_id>/sign",
        type="jsonrpc",
        auth="user",
        website=True,
    )
    def mentoring_agreement_sign(
        self, agreement_id, name=None, signature=None, **_ignored
    ):
        """Sign for the acting member, as Odoo's own signature form posts it.

        :param str name: the name, as the member writes it
        :param str signature: the drawing, PNG in base64
        :return: dict that the form understands: an error, or where to go
        """
        try:
            agreement = self._own("mentoring.agreement", agreement_id)
        except NotFound:
            return {
                "error": request.env._(
                    "This agreement is not yours to sign. Please open it again from "
                    "your partnership's page."
                )
            }
        digest = request.httprequest.args.get("digest", "")
        try:
            with request.env.cr.savepoint():
                agreement._portal_sign(
                    digest if digest.isascii() else "",
                    clean_text(str(name or ""))[:LINE_LENGTH],
                    signature if isinstance(signature, str) else "",
                    request.httprequest.remote_addr,
                )
        except (UserError, ValidationError) as error:
            return {"error": str(error.args[0])}
        return {
            "force_refresh": True,
            "redirect_url": f"{HOME}/agreement/{agreement.id}?notice=signed",
        }

    @route(
        f"{HOME}/agreement/<int:agreement_id>/pdf",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def mentoring_agreement_pdf(self, agreement_id, **_ignored):
        """Send the agreement, with the signatures given so far, as a PDF."""
        agreement = self._own("mentoring.agreement", agreement_id)
        return self._send_report(
            "mentoring_scheme.action_report_mentoring_agreement", agreement
        )
