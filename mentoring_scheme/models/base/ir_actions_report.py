# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import models

from ...sealing import open_printed


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_html(self, report_ref, docids, data=None):
        """Put what is sealed into the finished document, past its template."""
        content, kind = super()._render_qweb_html(report_ref, docids, data=data)
        return open_printed(content), kind
