# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import re

from reportlab.graphics.barcode import createBarcodeDrawing

from odoo import api, models
from odoo.tools import consteq

from odoo.addons.mentoring_scheme.dates import format_day

TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")


class MentoringCertificate(models.Model):
    _inherit = "mentoring.certificate"

    @api.model
    def _domain_for_member(self, partner):
        """Return which certificates this person downloads: own ones that are valid."""
        return [
            ("application_id.partner_id", "=", partner.id),
            ("state", "=", "issued"),
        ]

    @api.model
    def _find_by_token(self, token):
        """Return the certificate that carries this token, or none (promise A32)."""
        if not TOKEN.fullmatch(token):
            return self.browse()
        found = self.search([("access_token", "=", token)], limit=1)
        return found if found and consteq(found.access_token, token) else self.browse()

    def _get_check_url(self):
        """Return where anybody who holds the certificate can have it checked."""
        self.ensure_one()
        certificate = self.sudo()  # whoever prints it gives the token away with it
        path = f"/mentoring/certificate/{certificate.access_token}"
        return f"{self.get_base_url()}{path}"

    def _get_check_image(self):
        """Return that address as a QR code, for a phone to read off the paper.

        Drawn as SVG, which needs no imaging library and prints sharply.
        """
        drawing = createBarcodeDrawing(
            "QR", value=self._get_check_url(), format="svg", width=80, height=80
        )
        content = base64.b64encode(drawing.asString("svg").encode()).decode()
        return f"data:image/svg+xml;base64,{content}"

    def _get_portal_values(self):
        """Return what the certificate itself shows, and no more."""
        self.ensure_one()
        return {
            "id": self.id,
            "number": self.number,
            "has_letter": bool(self.letter),
            "is_valid": self.state == "issued",
            "holder": self.holder_name,
            "role": self.role.lower(),
            "scheme": self.scheme_name,
            "intake": self.intake_name,
            "issuer": self.issuer_name,
            "signatory": self.signatory or "",
            "date_from": format_day(self.env, self.date_from),
            "date_to": format_day(self.env, self.date_to),
            "hours": f"{self.hours:.1f}" if self.hours else "",
            "points": f"{self.points:.1f}" if self.hours else "",
            "issued_on": format_day(self.env, self.date_issued),
        }
