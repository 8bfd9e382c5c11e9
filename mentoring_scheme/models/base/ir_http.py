# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _post_dispatch(cls, response):
        result = super()._post_dispatch(response)
        if getattr(request, "mentoring_serves_privately", False):
            cls._serve_privately(response)
        return result

    @classmethod
    def _serve_privately(cls, response):
        """Hand a person's paper over as a file, and let nobody keep or run it.

        The viewers in our screens fetch the bytes, and are not kept from them.
        """
        headers = response.headers
        shown = headers.get("Content-Disposition", "attachment")
        headers["Content-Disposition"] = shown.replace("inline", "attachment", 1)
        headers["Cache-Control"] = "no-store"
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
