# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.http import request, route

from .mentoring_portal import MentoringPortal, member_page


class MentoringCertificatePortal(MentoringPortal):
    """Certificates: for their holders, and for whoever is shown one (promise A32)."""

    @member_page("/certificate/<int:certificate_id>")
    def mentoring_certificate(self, certificate_id, **_ignored):
        """Send the member's own certificate as a PDF."""
        certificate = self._own("mentoring.certificate", certificate_id)
        return self._send_report(
            "mentoring_scheme.action_report_mentoring_certificate", certificate
        )

    @member_page("/certificate/<int:certificate_id>/letter")
    def mentoring_certificate_letter(self, certificate_id, **_ignored):
        """Send a mentor the letter of appreciation as a PDF."""
        certificate = self._own("mentoring.certificate", certificate_id)
        if not certificate.letter:
            raise request.not_found()
        return self._send_report(
            "mentoring_scheme.action_report_mentoring_appreciation",
            certificate,
            f"letter-{certificate._get_report_base_filename()}",
        )

    @route(
        "/mentoring/certificate/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def mentoring_certificate_check(self, token, **_ignored):
        """Show what the certificate with this token shows, and whether it is valid."""
        # Visitors have no access rows; the token is what lets them look.
        certificates = request.env["mentoring.certificate"].sudo()
        certificate = certificates._find_by_token(token)
        if not certificate:
            raise request.not_found()
        return self._render_link_page(
            "certificate_check",
            request.env._("Certificate of Participation"),
            {"certificate": certificate._get_portal_values()},
        )
