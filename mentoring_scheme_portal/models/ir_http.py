# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from werkzeug.exceptions import RequestEntityTooLarge

from odoo import models
from odoo.http import request

OUR_PATHS = ("/my/mentoring", "/mentoring")
# What is one person's: the pages of members, and those that a link of an email opens.
OWN_PATHS = (
    "/my/mentoring",
    "/mentoring/answer/",
    "/mentoring/login",
    "/mentoring/reference/",
)
PROTECTION = {
    "Content-Security-Policy": "frame-ancestors 'self'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _post_dispatch(cls, response):
        result = super()._post_dispatch(response)
        cls._protect_page(response)
        return result

    @classmethod
    def _handle_error(cls, exception):
        response = cls._refuse_signature(exception) or super()._handle_error(exception)
        cls._protect_page(response)
        return response

    @classmethod
    def _refuse_signature(cls, exception):
        """Answer a request that is too large as the signature form understands it."""
        path = request.httprequest.path
        if not (
            isinstance(exception, RequestEntityTooLarge)
            and path.startswith("/my/mentoring/agreement/")
        ):
            return None
        signatures = request.env["mentoring.agreement.signature"]
        return request.make_json_response(
            {
                "jsonrpc": "2.0",
                "id": None,
                "result": {"error": signatures._get_size_sentence()},
            }
        )

    @classmethod
    def _serve_fallback(cls):
        """Look for no page whose address PostgreSQL cannot even be asked for."""
        if "\x00" in request.httprequest.path:
            return None
        return super()._serve_fallback()

    @classmethod
    def _protect_page(cls, response):
        """Say how browsers and proxies treat our pages (design section 4).

        No other site frames them, none is told their addresses, some of which are keys,
        and what is one person's is kept nowhere. Done here, so that error pages, files
        and redirections are covered as well.
        """
        path = request.httprequest.path
        if not (path.startswith(OUR_PATHS) and hasattr(response, "headers")):
            return
        for name, value in PROTECTION.items():
            response.headers.setdefault(name, value)
        if path.startswith(OWN_PATHS):
            response.headers["Cache-Control"] = "no-store"
