# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import logging

from odoo import api, models

from odoo.addons.base.models.ir_actions_report import _wkhtml

_logger = logging.getLogger(__name__)


class AccountMoveSend(models.AbstractModel):
    """Send invoices with any wkhtmltopdf, and let the fees know what came of it."""

    _inherit = "account.move.send"

    @api.model
    def _prepare_invoice_pdf_report(self, invoices_data):
        """Print invoices one by one where wkhtmltopdf cannot print several at once.

        The unpatched build refuses that, and Odoo's job would then never get past two
        invoices that wait together. One that cannot be printed never stops the rest.
        """
        if _wkhtml().is_patched_qt or len(invoices_data) < 2:
            return super()._prepare_invoice_pdf_report(invoices_data)
        for invoice, data in invoices_data.items():
            try:
                super()._prepare_invoice_pdf_report({invoice: data})
            except Exception as error:  # any failure belongs to this invoice alone
                _logger.warning("Invoice %s was not printed", invoice.id, exc_info=True)
                data["error"] = {
                    "error_title": self.env._("The invoice could not be printed"),
                    "errors": [str(error)],
                }
        return None

    @api.model
    def _hook_if_errors(self, moves_data, allow_raising=True):
        """Say on a fee that its invoice was not sent, and why."""
        result = super()._hook_if_errors(moves_data, allow_raising=allow_raising)
        for move, data in moves_data.items():
            error = self._format_error_text(data["error"])
            # Whoever sends invoices need not be able to change fees.
            move.sudo().line_ids.mentoring_fee_id._report_unsent(error)
        return result

    @api.model
    def _hook_if_success(self, moves_data, from_cron=False):
        """Forget that an invoice could not be sent before."""
        result = super()._hook_if_success(moves_data, from_cron=from_cron)
        for move in moves_data:
            move.sudo().line_ids.mentoring_fee_id._report_sent()  # as above
        return result
