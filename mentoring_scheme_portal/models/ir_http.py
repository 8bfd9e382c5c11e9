# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from werkzeug.exceptions import RequestEntityTooLarge

from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _post_dispatch(cls, response):
        result = super()._post_dispatch(response)
        cls._forbid_storing(response)
        return result

    @classmethod
    def _handle_error(cls, exception):
        response = cls._refuse_signature(exception) or super()._handle_error(exception)
        cls._forbid_storing(response)
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
    def _forbid_storing(cls, response):
        """No browser or proxy keeps what members see of the scheme (design section 4).

        Done here, so that error pages, files and redirections are covered as well.
        """
        path = request.httprequest.path
        if path.startswith("/my/mentoring") and hasattr(response, "headers"):
            response.headers["Cache-Control"] = "no-store"
